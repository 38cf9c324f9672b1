"""The action: a workbook becomes a season, whole or not at all (or, if one says so, what is right of it)."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partners import events
from partners.models import Membership, Organisation, Person
from partners.refusals import NotAllowed, Refusal
from workshops.models import Programme

from .archive import Unreadable
from .draft import Draft
from .faults import Fault
from .plan import read_plan, read_sheets
from .reach import Reach
from .rules.people import KnownPeople
from .store.absences import store_unavailability
from .store.agreements import store_agreements
from .store.known import recall
from .store.organisations import store_organisations
from .store.people import store_people
from .store.programme import choose_secretariat, coordinates, store_programme
from .store.rooms import store_room_uses, store_rooms
from .store.workshops import store_nominations, store_sessions, store_workshops
from .workbook import Sheet

Sheets = dict[str, Sheet]


@dataclass(frozen=True)
class Delivery:
    """A workbook as it was handed over: its bytes, its name, and the programme it is for (default: of its name)."""

    data: bytes
    filename: str
    programme: str = ""

    @property
    def slug(self) -> str:
        return self.programme or slugify(PurePath(self.filename).stem)[:80].strip("-_") or "season"


@dataclass(frozen=True)
class Outcome:
    """What an import found and does: faults and warnings, and how many things of each kind it creates and changes.

    The counts speak of the correct rows; ``written`` says whether they were imported.
    """

    programme: str
    faults: list[Fault]
    warnings: list[Fault]
    create: dict[str, int]
    change: dict[str, int]
    left: dict[str, int]
    written: bool = False


def preview_season(*, delivery: Delivery, by: Person | None, at: datetime) -> Outcome:
    """Say what an import would find and do, and write nothing. Raises Unreadable, NotAllowed."""
    sheets = _read(delivery)
    standing = Programme.objects.filter(slug=delivery.slug).first()
    draft, _programme = _compare(sheets, delivery, standing, by, at)
    return _outcome(delivery, draft)


def import_season(*, delivery: Delivery, by: Person | None, at: datetime, partial: bool = False) -> Outcome:
    """Import a workbook into its programme.

    With any fault nothing is written, unless ``partial``: then the rows that no fault touches are. An import adds and
    corrects; it removes nothing, and leaves alone what people have decided here since.
    Raises Unreadable, NotAllowed, and Refusal("changed_meanwhile") if somebody else was faster.
    """
    sheets = _read(delivery)
    try:
        with transaction.atomic():
            standing = Programme.objects.select_for_update().filter(slug=delivery.slug).first()
            draft, programme = _compare(sheets, delivery, standing, by, at)
            if draft.report.faults and not partial:
                return _outcome(delivery, draft)
            if not draft.is_empty():
                draft.save()
                _record(draft, programme, delivery, by, at)
    except IntegrityError as error:
        raise Refusal(
            _("Something that this file touches was changed at the same moment. Nothing was imported. Try again."),
            code="changed_meanwhile",
        ) from error
    return _outcome(delivery, draft, written=True)


def _read(delivery: Delivery) -> Sheets:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,80}", delivery.slug):
        raise Unreadable(
            _("“%(slug)s” cannot name a programme. Use letters, digits and hyphens, for example rencana-2027.")
            % {"slug": delivery.slug},
            code="slug",
        )
    return read_sheets(delivery.data)


def _compare(
    sheets: Sheets, delivery: Delivery, standing: Programme | None, by: Person | None, at: datetime
) -> tuple[Draft, Programme | None]:
    if standing is not None:
        _require(by, standing.secretariat)
    known = recall(standing)
    plan = read_plan(sheets, known)
    draft = Draft(plan.report, Reach.of(by))
    today = timezone.localdate(at)
    store_organisations(plan, draft)
    secretariat = standing.secretariat if standing else choose_secretariat(plan, draft, by)
    if standing is None:
        _require(by, secretariat)
    store_rooms(plan, draft)
    store_people(plan, draft, KnownPeople(known.people), today=today)
    store_agreements(plan, draft)
    programme = store_programme(plan, draft, delivery.slug, standing, secretariat)
    store_workshops(plan, draft, programme, filename=delivery.filename)
    store_sessions(plan, draft, programme)
    store_nominations(plan, draft, programme, at=at)
    store_unavailability(plan, draft)
    store_room_uses(plan, draft, by=by)
    plan.report.sort()
    return draft, programme


def _require(by: Person | None, secretariat: Organisation | None) -> None:
    """Only the system, or a coordinator of the office that plans the season, may import it."""
    if by is None or by.is_superuser or (secretariat is not None and coordinates(by, secretariat)):
        return
    raise NotAllowed(
        _("Only a coordinator of %(office)s may import this season. Ask one of them, or for that role.")
        % {"office": secretariat or _("the secretariat")}
    )


def _record(draft: Draft, programme: Programme | None, delivery: Delivery, by: Person | None, at: datetime) -> None:
    """One audit event on the programme; counts only, since faults may show personal data."""
    subject = programme or next(iter(draft.organisations.values()), None)
    if subject is not None:
        data = {
            "file": delivery.filename,
            "create": dict(draft.create),
            "change": dict(draft.change),
            "faults": len(draft.report.faults),
        }
        events.record("import_season", subject, by=by, at=at, data=data)
    for membership in draft.new(Membership):
        # Of the membership, not of the person: people whom an import touched may be corrected by the next one.
        data = {"person": str(membership.person.public_id), "role": membership.role, "at": membership.organisation.code}
        events.record("grant_role", membership, by=by, at=at, data=data)


def _outcome(delivery: Delivery, draft: Draft, *, written: bool = False) -> Outcome:
    return Outcome(
        delivery.slug,
        draft.report.faults,
        draft.report.warnings,
        dict(draft.create),
        dict(draft.change),
        dict(draft.left),
        written,
    )
