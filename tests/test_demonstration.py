"""The demonstration: complete, sound, made once, and good company for a real season."""

import json
import re
from collections import Counter
from datetime import datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.apps import apps
from django.core import mail, serializers
from django.core.management import CommandError, call_command
from django.test import RequestFactory, TestCase, override_settings

from documents.models import Document
from lokakarya.demonstration.logins import LOGINS, PASSWORD, GuardedBackend
from lokakarya.demonstration.making import NotHere, make_demonstration
from partners.identifiers import parse_nip
from partners.models import Agreement, Notice, Organisation, Person
from scheduling.checker import check_schedule
from scheduling.models import Assignment, Booking, Timetable, TimetableEntry
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


def import_workbook() -> dict:
    """Import the real season as one would by hand; return what the command says of it."""
    out = StringIO()
    call_command("import_season", str(WORKBOOK), json=True, stdout=out)
    return json.loads(out.getvalue())


class TestMade(TestCase):
    """Made once for all of them; what a test does to it is undone."""

    programme: Programme
    letters: list[tuple[str, str]]

    @classmethod
    def setUpTestData(cls):
        folder = cls.enterClassContext(TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=folder))
        cls.programme, is_new = make_demonstration(at=AT)
        assert is_new
        cls.letters = [(address, letter.body) for letter in mail.outbox for address in letter.to]

    def test_every_state_of_workshops_proposals_and_assignments_can_be_seen(self):
        assert set(states_of(Workshop)) == set(Workshop.State.values)
        assert set(states_of(Proposal)) == set(Proposal.State.values)
        assert set(states_of(Assignment)) == set(Assignment.State.values)

    def test_rooms_agreements_and_certificates_show_their_variety(self):
        assert set(states_of(Booking)) == {"confirmed", "requested", "refused", "released"}
        assert set(states_of(Agreement)) == {"signed", "awaiting_signature", "under_review", "draft"}
        assert Agreement.objects.ending_soon(AT.date()).count() == 1
        assert Agreement.objects.filter(state="signed", ends_on__lt=AT.date()).count() == 1
        assert set(states_of(Document)) == {"issued", "superseded", "revoked"}
        assert set(states_of(Timetable)) == {"draft", "published", "discarded"}

    def test_the_draft_that_waits_says_which_workshop_lacks_an_agreement(self):
        draft = Timetable.objects.get(state="draft")
        unplaced = draft.entries.filter(starts_at=None)
        assert {(row.session.workshop.title, *row.because) for row in unplaced} == {
            ("Pengelolaan Aset Daerah: dari Inventaris ke Neraca", "no_agreement")
        }
        assert draft.entries.filter(starts_at__isnull=False).exists()

    def test_one_workshop_has_free_seats_and_another_a_waiting_list(self):
        free, full = Workshop.objects.filter(state="open").order_by("code")
        assert free.seats_left > 0
        assert not free.registrations.waiting().exists()
        assert full.seats_left == 0
        assert full.registrations.waiting().count() == 5

    def test_the_schedule_is_sound(self):
        assert check_schedule() == []

    def test_numbers_of_people_tell_the_truth_about_them(self):
        for person in Person.objects.exclude(nip=""):
            nip = parse_nip(person.nip)
            assert (nip.kind, nip.born) == (person.employment, person.birth_date), person
        assert not Person.objects.exclude(email__endswith="@demo.example").exists()

    def test_a_second_run_changes_nothing(self):
        before = everything()
        assert make_demonstration(at=AT.replace(year=2027)) == (self.programme, False)
        assert everything() == before

    def test_the_command_prints_who_signs_in_and_where(self):
        out = StringIO()
        call_command("demo", stdout=out)
        lines = out.getvalue().splitlines()
        for login in LOGINS:
            assert [line for line in lines if login.email in line and line.endswith(PASSWORD)], login.email
        assert any(line.endswith("/demo/mail/") for line in lines)

    def test_everybody_printed_can_sign_in(self):
        backend = GuardedBackend()
        people = [
            backend.authenticate(RequestFactory().post("/"), email=login.email, password=PASSWORD) for login in LOGINS
        ]
        assert [person.email for person in people] == [login.email for login in LOGINS]

    def test_nobody_of_it_signs_in_on_a_public_server(self):
        person = Person.objects.get(email=LOGINS[0].email)
        backend = GuardedBackend()
        assert backend.get_user(person.pk) == person
        with self.settings(DEBUG=False, IS_LOOPBACK=False):
            assert backend.authenticate(RequestFactory().post("/"), email=person.email, password=PASSWORD) is None
            assert backend.get_user(person.pk) is None

    def test_only_open_offers_are_mailed_and_their_links_open(self):
        asked = Assignment.objects.filter(state="offered").values_list("person__email", flat=True)
        assert sorted(address for address, _body in self.letters) == sorted(asked)
        assert "andika@demo.example" in asked
        for _address, body in self.letters:
            link = re.search(r"/offers/\S+", body)
            assert link is not None
            assert self.client.get(link[0]).status_code == 200
        assert not Notice.objects.exclude(state="sent").exists()

    def test_a_real_season_beside_it_changes_nothing_and_meets_nothing_of_it(self):
        before = everything()
        outcome = import_workbook()
        assert outcome["faults"] == []
        assert outcome["change"] == dict.fromkeys(outcome["change"], 0)
        # Nobody of the workbook is anybody of the demonstration.
        assert outcome["create"]["people"] == openpyxl.load_workbook(WORKBOOK)["Orang"].max_row - 1
        # Of its organisations all but one stood already, and they stood as it has them.
        assert outcome["create"]["organisations"] == 1
        after = everything()
        for label, rows in before.items():
            assert all(row in after[label] for row in rows), label
        assert check_schedule() == []

    def test_the_planner_of_a_real_season_leaves_its_rooms_and_lecturers_alone(self):
        outcome = import_workbook()
        season = Programme.objects.select_related("city", "secretariat").get(slug=outcome["programme"])
        timetable = draft_timetable(programme=season, by=None, at=AT, seconds=0.1)
        entries = TimetableEntry.objects.filter(timetable=timetable)
        assert not entries.filter(room__code__startswith="D-").exists()
        assert not entries.filter(facilitators__email__endswith="@demo.example").exists()
        assert entries.filter(room__isnull=False).exists()

    def test_its_own_planner_finds_its_own_rooms_beside_a_real_season(self):
        import_workbook()
        timetable = draft_timetable(programme=self.programme, by=None, at=AT, seconds=0.1)
        taught = timetable.entries.filter(facilitators__isnull=False)
        assert taught.exists()
        assert not taught.exclude(facilitators__email__endswith="@demo.example").exists()


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
