"""A walk over every address as everybody: each page has exactly one rule about who may see it."""

from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from scheduling.models import Assignment, Timetable
from scheduling.offers import send_offer
from workshops.models import Proposal
from workshops.proposals import save_proposal, submit_proposal

from .world import World, at, make_person

# Who reaches a page with 200 (or is led on by it); everybody else gets the sign-in page, 403 or 404.
PUBLIC = {
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "mfa_trust",
    "account_confirm_email",
    "account_email_verification_sent",
    "set_language",
    "healthz",
    "offer_answer",
    "verify",
    "verify_code",
    "feed",
    "feed_busy",
    "public_feed",
    "session_ics",
    "public_calendar",
    "api_schema",
}


def named_urls(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_urls(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, "/" + prefix + str(pattern.pattern)


def fill(route: str) -> str:
    import re

    samples = {
        "uuid": "00000000-0000-0000-0000-000000000000",
        "slug": "tidak-ada",
        "str": "tidak-ada",
        "int": "1",
        "act": "open",
        "path": "x",
        "feed_kind": "workshop",
        "code": "TIDAKADA",
    }
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda match: samples.get(match[1] or "str", "tidak-ada"), route)
    return (
        re.sub(r"\(\?P<\w+>[^)]*\)", "x", route).replace("^", "").replace("$", "").replace("\\Z", "").replace("/?", "/")
    )


@pytest.mark.django_db
def test_a_stranger_reaches_nothing_but_the_public_pages(client):
    open_pages = set()
    for name, route in named_urls():
        if "(?P" in route or "^" in route:
            continue
        response = client.get(fill(route))
        led_to_sign_in = response.status_code == 302 and "/accounts/login/" in response["Location"]
        if not led_to_sign_in and response.status_code not in (401, 403):
            open_pages.add(name)
    assert open_pages <= PUBLIC, open_pages - PUBLIC


@pytest.fixture
def stocked(world: World, now) -> dict[str, str]:
    """One of everything, and the address of each page about it."""
    workshop = world.make_workshop(state="preparing")
    published = world.publish(world.make_workshop(), now.date() + timedelta(days=7), now)
    session = published.sessions.get(order=2)
    proposal = save_proposal(
        proposal=Proposal(
            programme=world.programme,
            title="Konsep usulan",
            theme="data",
            dimension="living",
            organiser=world.other_agency,
            partner=world.faculty,
            audience="ASN",
            aims="a",
            outcomes="b",
            outline="Materi; 2",
            earliest_on=now.date(),
            latest_on=now.date(),
        ),
        budget=[],
        by=world.proposer,
        at=now,
    )
    submit_proposal(proposal=proposal, by=world.proposer, at=now)
    timetable = Timetable.objects.create(programme=world.programme, name="R", created_at=now)
    Assignment.objects.create(
        session=session, person=world.lecturer, state="proposed", starts_at=session.starts_at, ends_at=session.ends_at
    )
    return {
        "preparing": f"/workshops/{workshop.public_id}/",
        "published": f"/workshops/{published.public_id}/",
        "participants": f"/workshops/{published.public_id}/participants/",
        "attendance": f"/workshops/{published.public_id}/attendance/",
        "session": f"/sessions/{session.public_id}/attendance/",
        "certificates": f"/workshops/{published.public_id}/certificates/",
        "proposal": f"/proposals/{proposal.public_id}/",
        "agreement": f"/agreements/{world.agreement.public_id}/",
        "plan": f"/programmes/{world.programme.slug}/plan/",
        "timetable": f"/timetables/{timetable.public_id}/",
        "bookings": "/schedule/bookings/",
        "new agreement": "/agreements/new/",
        "new proposal": "/proposals/new/",
    }


MAY_SEE = {
    "coordinator": {
        "preparing",
        "published",
        "bookings",
        "participants",
        "attendance",
        "session",
        "certificates",
        "proposal",
        "agreement",
        "plan",
        "timetable",
        "new proposal",
    },
    "proposer": {"published", "bookings", "proposal", "new proposal"},
    "city_reviewer": {"preparing", "published", "bookings", "proposal", "agreement"},
    "university_reviewer": {"preparing", "published", "bookings", "proposal", "agreement"},
    "officer": {"preparing", "published", "bookings", "agreement", "new agreement"},
    "dean": {"preparing", "published", "bookings", "proposal", "agreement"},
    "room_manager": {"preparing", "published", "bookings", "agreement"},
    "nominator": {"published", "bookings", "participants", "proposal"},
    "lecturer": {"published", "bookings"},
    "participant": {"published", "bookings"},
    "stranger": {"published", "bookings"},
}


@pytest.mark.parametrize("role", MAY_SEE)
def test_every_role_sees_its_own_pages_and_no_others(role, stocked, world, client):
    person = make_person("Orang Lain", None) if role == "stranger" else world.people[role]
    client.force_login(person)
    seen = {name for name, url in stocked.items() if client.get(url).status_code == 200}
    assert seen == MAY_SEE[role]


def test_the_lists_show_only_what_is_theirs(stocked, world, client):
    client.force_login(world.participant)
    assert "Konsep usulan" not in client.get("/proposals/").content.decode()
    assert "PKS Uji" not in client.get("/agreements/").content.decode()
    body = client.get("/workshops/").content.decode()
    assert body.count("Manajemen Risiko") == 1


def test_nobody_acts_on_what_they_cannot_see(stocked, world, client):
    client.force_login(world.participant)
    for url, data in {
        stocked["published"] + "cancel/": {"reason": "iseng"},
        stocked["participants"] + "confirm/": {},
        stocked["attendance"] + "close/": {},
        stocked["timetable"] + "publish/": {},
        stocked["plan"] + "draft/": {},
        stocked["agreement"] + "move/": {"to": "terminated", "reason": "iseng"},
        stocked["proposal"] + "withdraw/": {},
    }.items():
        assert client.post(url, data).status_code in (403, 404, 409), url


def test_an_offer_link_answers_once_and_never_signs_in(world, client, now):
    day = timezone.localdate() + timedelta(days=14)
    workshop = world.publish(world.make_workshop(lessons=1), day, timezone.now())
    session = workshop.sessions.get(order=2)
    assignment = Assignment.objects.create(
        session=session, person=world.lecturer, state="proposed", starts_at=at(day, 9), ends_at=at(day, 11)
    )
    from partners.models import Notice

    send_offer(assignment=assignment, by=world.coordinator, at=timezone.now())
    send_offer(assignment=assignment, by=world.coordinator, at=timezone.now())
    bodies = Notice.objects.filter(recipient=world.lecturer).order_by("pk").values_list("body", flat=True)
    first, second = (
        next("/" + word.split("/", 3)[3] for word in body.split() if "/offers/" in word) for body in bodies
    )
    assert first != second
    page = client.get(first)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert client.post(first, {"answer": "decline"}).status_code == 409
    assert client.post(second, {"answer": "accept"}).status_code == 302
    assignment.refresh_from_db()
    assert assignment.state == "accepted"
    assert assignment.consents.get().given_by == world.lecturer
    assert client.get(first).status_code == 200
    again = client.post(first, {"answer": "decline", "reason": "berubah pikiran"})
    assert again.status_code == 409
    assignment.refresh_from_db()
    assert assignment.state == "accepted"
    assert "_auth_user_id" not in client.session
    assert client.get("/offers/bukan-token/").status_code == 404


def test_the_second_factor_is_asked_of_whoever_decides(world, client, settings):
    settings.MFA_REQUIRED = True
    client.force_login(world.city_reviewer)
    assert client.get("/")["Location"] == "/accounts/2fa/"
    client.force_login(world.participant)
    assert client.get("/").status_code == 200


def test_nobody_takes_another_address_for_their_own(world, client):
    client.force_login(world.participant)
    assert client.get("/accounts/email/").status_code == 404
    assert client.post("/accounts/email/", {"action_add": "", "email": "rektor@uji.example"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/schedule/?month=9999-12", "/schedule/?month=0001-01", "/schedule/rooms/?day=9999-12-31", "/workshops/?q=%00"],
)
def test_odd_addresses_break_nothing(path, world, client):
    client.force_login(world.coordinator)
    assert client.get(path).status_code == 200
