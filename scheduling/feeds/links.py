"""Secret links to one's own calendar: made, found, revoked, and seen being fetched."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Person
from partners.refusals import NotAllowed

from ..models import CalendarFeed
from . import copies

TOKEN_BYTES = 24  # 192 bits, 32 letters: an address stays far below the 256 letters that Google accepts
NOTE_EVERY = timedelta(hours=1)

# What programs call themselves, in the order in which to look: Google's importer also says "Mozilla".
CLIENTS = {
    "Google-Calendar": "Google Calendar",
    "Outlook": "Outlook",
    "Exchange": "Outlook",
    "dataaccessd": "Apple Calendar",
    "CalendarAgent": "Apple Calendar",
    "Thunderbird": "Thunderbird",
    "Evolution": "Evolution",
    "ICSx5": "ICSx⁵",
    "DAVx5": "DAVx⁵",
    "Nextcloud": "Nextcloud",
    "vdirsyncer": "vdirsyncer",
    "Mozilla": "Browser",
}


@transaction.atomic
def create_feed(*, person: Person, name: str, by: Person | None, at: datetime) -> tuple[CalendarFeed, str]:
    """Make a link to the person's calendar. The token is returned this once; only its hash is kept.

    Raises NotAllowed if somebody else asks for it.
    """
    _demand_own(person, by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.create(person=person, name=name.strip(), token_hash=hash_of(token), created_at=at)
    record("create_calendar_feed", feed, by=by, at=at, data={"name": feed.name})
    return feed, token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: Person | None, at: datetime) -> CalendarFeed:
    """Close a link for good: programs that ask again are told that it is gone. Doing so twice changes nothing.

    Raises NotAllowed if it is somebody else's.
    """
    feed = CalendarFeed.objects.select_for_update(of=("self",)).select_related("person").get(pk=feed.pk)
    _demand_own(feed.person, by)
    if feed.revoked_at is None:
        feed.revoked_at = at
        feed.save(update_fields=["revoked_at"])
        record("revoke_calendar_feed", feed, by=by, at=at, data={"name": feed.name})
        key = copies.key_of_hash(bytes(feed.token_hash))
        transaction.on_commit(lambda: copies.forget(key))
    return feed


def find_feed(token: str) -> CalendarFeed | None:
    """Find the link with its person, revoked or not. By hash: timing tells nothing about the token."""
    return CalendarFeed.objects.select_related("person").filter(token_hash=hash_of(token)).first()


def note_fetch(feed: CalendarFeed, *, user_agent: str, at: datetime) -> None:
    """Remember when, and by which program, the link was fetched; written once an hour at most."""
    if feed.last_fetched_at is None or at - feed.last_fetched_at >= NOTE_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_fetched_at=at, last_client=client_name(user_agent))


def client_name(user_agent: str) -> str:
    known = (name for mark, name in CLIENTS.items() if mark.lower() in user_agent.lower())
    return next(known, "".join(letter for letter in user_agent if letter.isprintable())[:120])


def hash_of(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _demand_own(person: Person, by: Person | None) -> None:
    if by is not None and by != person:
        raise NotAllowed(_("A calendar link belongs to one person. Only that person can make or revoke it."))
