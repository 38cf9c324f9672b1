"""The whole demonstration: made once, in one transaction, and only where nothing else is."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Event, Expertise, Notice, Organisation, Person
from partners.refusals import Refusal
from partners.tasks import send_notice
from scheduling.models import Offer
from scheduling.working_calendar import calendar_of
from workshops.models import Programme

from .coming import walk_coming
from .days import Days
from .logins import are_allowed
from .organisations import BUILDING, make_organisations
from .papers import make_agreements
from .past import walk_past
from .people import make_people
from .places import make_rooms, note_absences, use_rooms
from .stage import Stage
from .waiting import walk_waiting

SLUG = "demonstrasi"
NAME = "Periode Demonstrasi"


class NotHere(Refusal):
    """A place where no demonstration may be."""

    code = "no_demonstration_here"


def find_demonstration() -> Programme | None:
    return Programme.objects.filter(slug=SLUG, is_demonstration=True).first()


def made_at(programme: Programme) -> datetime | None:
    """When the demonstration was made: its "today"."""
    events = Event.objects.filter(verb="make_demonstration", object_id=str(programme.pk))
    return events.values_list("at", flat=True).first()


def make_demonstration(*, at: datetime) -> tuple[Programme, bool]:
    """Make the demonstration around the day of ``at``, unless it stands. Returns (programme, whether it is new).

    Raises NotHere on a public server, and in a database that holds anything else.
    """
    if not are_allowed():
        raise NotHere(
            _(
                "This is a public server: a demonstration whose password everybody knows must not be here. "
                "Set DEBUG=1 or a loopback BASE_URL on a machine of your own."
            )
        )
    with transaction.atomic():
        standing = find_demonstration()
        if standing is not None:
            return standing, False
        _refuse_foreign_database()
        programme = _walk(at)
        letters = _settle_notices(at)
    for pk in letters:
        # At once, so that the letters are there when the command says where to read them; what fails, the worker sends.
        with suppress(OSError):
            send_notice.call(pk)
    return programme, True


def _refuse_foreign_database() -> None:
    for model in (Programme, Organisation, Person):
        if model._default_manager.exists():
            raise NotHere(
                _(
                    "This database holds something else already (%(what)s), and the demonstration never mixes with it. "
                    "Use an empty database: set DATABASE_URL to a new file."
                )
                % {"what": model._meta.verbose_name_plural}
            )


def _walk(at: datetime) -> Programme:
    organisations = make_organisations()
    city = organisations["PTK"]
    days = Days(at.astimezone(city.zone).date(), city.zone, calendar_of(city))
    programme = _make_programme(days, organisations)
    people, crowd = make_people(organisations, days.today)
    stage = Stage(
        at,
        days,
        programme,
        organisations,
        people,
        crowd,
        {row.name: row for row in Expertise.objects.all()},
        make_rooms(organisations[BUILDING[0]]),
    )
    make_agreements(stage)
    note_absences(stage)
    use_rooms(stage)
    walk_past(stage)
    walk_coming(stage)
    walk_waiting(stage)
    record("make_demonstration", programme, by=None, at=at, data={"people": len(people)})
    return programme


def _make_programme(days: Days, organisations: dict[str, Organisation]) -> Programme:
    programme = Programme.objects.create(
        slug=SLUG,
        name=NAME,
        city=organisations["PTK"],
        secretariat=organisations["BKPSDM"],
        starts_on=days.today - timedelta(days=150),
        ends_on=days.today + timedelta(days=120),
        call_opens_on=days.today - timedelta(days=120),
        call_closes_on=days.today + timedelta(days=30),
        is_demonstration=True,
    )
    # The building is no university, but this is how a programme says in whose rooms it plans.
    programme.universities.add(organisations["UNTAN"], organisations[BUILDING[0]])
    return programme


def _settle_notices(at: datetime) -> list[int]:
    """Everything that people were told in the past counts as sent; return what is still to be: the open offers."""
    waiting = Notice.objects.filter(state=Notice.State.WAITING)
    open_offers = Offer.objects.filter(answer="", withdrawn_at=None, answer_by__gt=at, assignment__state="offered")
    letters = [
        notice
        for public_id in open_offers.values_list("public_id", flat=True)
        for notice in waiting.filter(key__startswith=f"offer:{public_id}:").values_list("pk", flat=True)
    ]
    waiting.exclude(pk__in=letters).update(state=Notice.State.SENT, sent_at=F("created_at"))
    return letters
