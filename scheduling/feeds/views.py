"""What calendar programs fetch: the personal feed, the public ones, and one session to take away."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import scopes
from .answers import Absent, Gone, answer, for_calendar_programs
from .copies import key_of
from .links import find_feed, note_fetch

PRIVATE = "private, no-cache"
PUBLIC = "public, max-age=300"


@for_calendar_programs
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer to a secret link: the calendar of its person, in their language. The token is all it takes."""
    at = timezone.now()
    return answer(request, key=key_of(token), at=at, make=lambda: _personal(request, token, at), cache_control=PRIVATE)


@for_calendar_programs
def public_feed(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    at, language = timezone.now(), _language(request)

    def make() -> scopes.Edition:
        return _there(scopes.public(kind, slug, language, at))

    return answer(request, key=key_of(kind, slug, language), at=at, make=make, cache_control=PUBLIC)


@for_calendar_programs
def session_ics(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand over one session of a public workshop as a file."""
    at, language = timezone.now(), _language(request)

    def make() -> scopes.Edition:
        return _there(scopes.one_session(public_id, language))

    return answer(
        request,
        key=key_of("session", str(public_id), language),
        at=at,
        make=make,
        cache_control=PUBLIC,
        disposition="attachment",
    )


def _personal(request: HttpRequest, token: str, at: datetime) -> scopes.Edition:
    link = find_feed(token)
    if link is None:
        raise Absent(_("There is no calendar at this address."))
    if link.revoked_at or not link.person.is_active:
        raise Gone(_("This calendar link has been revoked. A new one can be made under “My calendar”."))
    note_fetch(link, user_agent=request.headers.get("User-Agent", ""), at=at)
    return scopes.personal(link.person, at)


def _there(edition: scopes.Edition | None) -> scopes.Edition:
    if edition is None:
        raise Absent(_("There is no calendar at this address."))
    return edition


def _language(request: HttpRequest) -> str:
    """The address alone decides, so that a cache in between may share the answer."""
    return "en" if request.GET.get("lang") == "en" else "id"
