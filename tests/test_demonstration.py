"""The demonstration: complete, sound, made once, and good company for a real season."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import mail, serializers
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from documents.models import Document
from lokakarya.demonstration.logins import LOGINS, PASSWORD, GuardedBackend
from lokakarya.demonstration.making import NotHere, make_demonstration
from partners.identifiers import parse_nip
from partners.models import Agreement, Notice, Organisation, Person
from scheduling.checker import check_schedule
from scheduling.models import Assignment, Booking, Timetable, TimetableEntry
from scheduling.season.importer import import_season
from scheduling.timetables import draft_timetable
from workshops.models import Programme, Proposal, Workshop

WORKBOOK = Path(__file__).parent / "data" / "season" / "rencana-2027.xlsx"
WIB = ZoneInfo("Asia/Pontianak")
# A Tuesday without holidays near.
AT = datetime(2026, 11, 24, 10, 30, tzinfo=WIB)


def states_of(model) -> Counter:
    return Counter(model.objects.values_list("state", flat=True))


def everything() -> dict[str, list]:
    """All rows of the project's own tables."""
    models = [
        model
        for app in ("partners", "workshops", "scheduling", "documents")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {
        model._meta.label: serializers.serialize("python", model._default_manager.order_by("pk")) for model in models
    }


def import_workbook():
    return import_season(data=WORKBOOK.read_bytes(), filename=WORKBOOK.name, by=None, at=AT)


@dataclass
class Made:
    programme: Programme
    letters: list


@pytest.fixture(scope="class")
def _made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Made]:
    """Made once for all tests of the class, and rolled back after them."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        programme, is_new = make_demonstration(at=AT)
        assert is_new
        yield Made(programme, list(mail.outbox))
        transaction.set_rollback(True)


@pytest.fixture
def made(_made) -> Iterator[Made]:
    """The demonstration; what a test does to it is undone."""
    with transaction.atomic():
        yield _made
        transaction.set_rollback(True)


class TestMade:
    def test_every_state_of_workshops_proposals_and_assignments_can_be_seen(self, made):
        assert set(states_of(Workshop)) == set(Workshop.State.values)
        assert set(states_of(Proposal)) == set(Proposal.State.values)
        assert set(states_of(Assignment)) == set(Assignment.State.values)

    def test_rooms_agreements_and_certificates_show_their_variety(self, made):
        assert set(states_of(Booking)) == {"confirmed", "requested", "refused", "released"}
        assert set(states_of(Agreement)) == {"signed", "awaiting_signature", "under_review", "draft"}
        assert Agreement.objects.ending_soon(AT.date()).count() == 1
        assert Agreement.objects.filter(state="signed", ends_on__lt=AT.date()).count() == 1
        assert set(states_of(Document)) == {"issued", "superseded", "revoked"}
        assert set(states_of(Timetable)) == {"draft", "published", "discarded"}

    def test_the_draft_that_waits_says_which_workshop_lacks_an_agreement(self, made):
        draft = Timetable.objects.get(state="draft")
        unplaced = draft.entries.filter(starts_at=None)
        assert {(row.session.workshop.title, *row.because) for row in unplaced} == {
            ("Pengelolaan Aset Daerah: dari Inventaris ke Neraca", "no_agreement")
        }
        assert draft.entries.filter(starts_at__isnull=False).exists()

    def test_one_workshop_has_free_seats_and_another_a_waiting_list(self, made):
        free, full = Workshop.objects.filter(state="open").order_by("code")
        assert free.seats_left > 0
        assert not free.registrations.waiting().exists()
        assert full.seats_left == 0
        assert full.registrations.waiting().count() == 5

    def test_the_schedule_is_sound(self, made):
        assert check_schedule() == []

    def test_numbers_of_people_tell_the_truth_about_them(self, made):
        for person in Person.objects.exclude(nip=""):
            nip = parse_nip(person.nip)
            assert (nip.kind, nip.born) == (person.employment, person.birth_date), person
        assert not Person.objects.exclude(email__endswith="@demo.example").exists()

    def test_a_second_run_changes_nothing(self, made):
        before = everything()
        assert make_demonstration(at=AT.replace(year=2027)) == (made.programme, False)
        assert everything() == before

    def test_the_command_prints_who_signs_in_and_where(self, made):
        out = StringIO()
        call_command("demo", stdout=out)
        lines = out.getvalue().splitlines()
        for login in LOGINS:
            assert [line for line in lines if login.email in line and line.endswith(PASSWORD)], login.email
        assert any(line.endswith("/demo/mail/") for line in lines)

    def test_everybody_printed_can_sign_in(self, made, rf):
        backend = GuardedBackend()
        people = [backend.authenticate(rf.post("/"), email=login.email, password=PASSWORD) for login in LOGINS]
        assert [person.email for person in people] == [login.email for login in LOGINS]

    def test_nobody_of_it_signs_in_on_a_public_server(self, made, rf, settings):
        person = Person.objects.get(email=LOGINS[0].email)
        backend = GuardedBackend()
        assert backend.get_user(person.pk) == person
        settings.DEBUG, settings.IS_LOOPBACK = False, False
        assert backend.authenticate(rf.post("/"), email=person.email, password=PASSWORD) is None
        assert backend.get_user(person.pk) is None

    def test_only_open_offers_are_mailed_and_their_links_open(self, made, client):
        asked = Assignment.objects.filter(state="offered").values_list("person__email", flat=True)
        assert sorted(address for letter in made.letters for address in letter.to) == sorted(asked)
        assert "andika@demo.example" in asked
        for letter in made.letters:
            link = re.search(r"/offers/\S+", letter.body)
            assert client.get(link[0]).status_code == 200
        assert not Notice.objects.exclude(state="sent").exists()

    def test_a_real_season_beside_it_changes_nothing_and_meets_nothing_of_it(self, made):
        before = everything()
        outcome = import_workbook()
        assert outcome.faults == []
        assert outcome.change == dict.fromkeys(outcome.change, 0)
        # Only the organisations of the pilot pair stood already, and they are as the workbook has them.
        assert {kind for kind, count in outcome.left.items() if count} == {"organisations"}
        after = everything()
        for label, rows in before.items():
            assert all(row in after[label] for row in rows), label
        assert check_schedule() == []

    def test_the_planner_of_a_real_season_leaves_its_rooms_and_lecturers_alone(self, made):
        outcome = import_workbook()
        season = Programme.objects.select_related("city", "secretariat").get(slug=outcome.programme)
        timetable = draft_timetable(programme=season, by=None, at=AT, seconds=0.1)
        entries = TimetableEntry.objects.filter(timetable=timetable)
        assert not entries.filter(room__code__startswith="D-").exists()
        assert not entries.filter(facilitators__email__endswith="@demo.example").exists()
        assert entries.filter(room__isnull=False).exists()

    def test_its_own_planner_finds_its_own_rooms_beside_a_real_season(self, made):
        import_workbook()
        timetable = draft_timetable(programme=made.programme, by=None, at=AT, seconds=0.1)
        placed = timetable.entries.filter(room__isnull=False)
        assert placed.exists()
        assert (
            not placed.exclude(facilitators__email__endswith="@demo.example", session__facilitators_needed=1)
            .filter(session__facilitators_needed=1)
            .exists()
        )


@pytest.mark.parametrize(
    "at",
    [
        pytest.param("2027-02-10 09:00", id="in Ramadan"),
        pytest.param("2027-03-16 07:00", id="after the holidays of Idulfitri"),
        pytest.param("2026-11-28 12:00", id="on a Saturday"),
        pytest.param("2026-12-31 23:30", id="on the last evening of the year"),
    ],
)
@pytest.mark.django_db
def test_it_can_be_made_on_any_day(at):
    make_demonstration(at=datetime.fromisoformat(at).replace(tzinfo=WIB))
    assert check_schedule() == []
    assert set(states_of(Workshop)) == set(Workshop.State.values)
    assert set(states_of(Assignment)) == set(Assignment.State.values)


@pytest.mark.django_db
def test_it_refuses_a_database_that_holds_anything_else():
    Organisation.objects.create(code="KOTA", name="Pemerintah Kota Uji", kind="city")
    before = everything()
    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO())
    assert everything() == before


@pytest.mark.django_db
def test_it_refuses_a_public_server(settings):
    settings.DEBUG, settings.IS_LOOPBACK = False, False
    with pytest.raises(NotHere):
        make_demonstration(at=AT)
    assert not Person.objects.exists()
