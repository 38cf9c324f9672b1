"""The planner breaks no rule, whatever it is given; the checker would see it if it did."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.models import Expertise
from scheduling.checker import check_schedule
from scheduling.models import Booking, Holiday, Room, RoomClosure, Site, Unavailability
from scheduling.planner import problem as core
from scheduling.planner.constructor import Occupancy, plan
from scheduling.queries import describe_unplaced
from scheduling.timetables import draft_timetable, publish_timetable

from ..world import at, make_person

DAY = core.MINUTES_A_DAY


@st.composite
def problems(draw):
    """Small seasons: a few workshops, rooms on two sites, lecturers who are often away."""
    days = draw(st.integers(1, 4))
    windows = tuple(
        window
        for day in range(days)
        for window in ((day * DAY + 450, day * DAY + 720), (day * DAY + 780, day * DAY + 960))
    )
    busy = st.lists(
        st.tuples(st.integers(0, days * DAY), st.integers(15, 300)).map(lambda pair: (pair[0], pair[0] + pair[1])),
        max_size=4,
    ).map(tuple)
    rooms = tuple(
        core.Room(
            key=f"r{number}",
            site=draw(st.sampled_from("AB")),
            capacity=draw(st.sampled_from([20, 40])),
            features=frozenset(draw(st.sets(st.sampled_from(["proyektor", "daring"])))),
            opens=450,
            closes=960,
            setup=draw(st.sampled_from([0, 15, 30])),
            teardown=draw(st.sampled_from([0, 15])),
            busy=draw(busy),
        )
        for number in range(draw(st.integers(1, 3)))
    )
    lecturers = tuple(
        core.Lecturer(
            key=f"l{number}", skills=frozenset(draw(st.sets(st.sampled_from("xy"), min_size=1))), busy=draw(busy)
        )
        for number in range(draw(st.integers(1, 3)))
    )
    workshops = []
    for number in range(draw(st.integers(1, 4))):
        sessions = tuple(
            core.Session(
                key=(number, order),
                workshop=number,
                order=order,
                minutes=draw(st.sampled_from([30, 90, 180])),
                features=frozenset(draw(st.sets(st.just("proyektor")))),
                skill=draw(st.sampled_from("xy")),
                lecturers=draw(st.integers(0, 2)),
            )
            for order in range(draw(st.integers(1, 4)))
        )
        workshops.append(
            core.Workshop(
                key=number,
                sessions=sessions,
                size=draw(st.sampled_from([10, 30])),
                online=draw(st.booleans()),
                windows=windows,
            )
        )
    return core.Problem(tuple(workshops), rooms, lecturers, {("A", "B"): 45})


@given(problems())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_plan_breaks_a_hard_rule(problem):
    result = plan(problem, seconds=0)
    judge(problem, result)


def judge(problem, result):
    """An own reading of the rules, on the core's data."""
    rooms = {room.key: room for room in problem.rooms}
    people = {person.key: person for person in problem.lecturers}
    held, taught = {}, {}
    for workshop in problem.workshops:
        last_end, stays = -1, []
        for session in workshop.sessions:
            assert (session.key in result.placed) != (session.key in result.unplaced)
            if session.key in result.unplaced:
                assert result.unplaced[session.key]
                continue
            placed = result.placed[session.key]
            assert placed.end - placed.start == session.minutes
            assert any(opens <= placed.start and placed.end <= closes for opens, closes in workshop.windows)
            assert placed.start >= last_end
            last_end = placed.end
            assert (placed.room is None) == workshop.online
            if placed.room is not None:
                room = rooms[placed.room]
                assert room.capacity >= workshop.size
                assert session.features <= room.features
                assert room.opens <= placed.start % DAY
                assert placed.end % DAY <= room.closes
                period = (placed.start - room.setup, placed.end + room.teardown)
                assert all(
                    period[1] <= start or end <= period[0] for start, end in [*room.busy, *held.get(room.key, [])]
                )
                held.setdefault(room.key, []).append(period)
                stays.append((placed.start, placed.end, room.site))
            assert len(set(placed.lecturers)) == session.lecturers
            for key in placed.lecturers:
                assert session.skill in people[key].skills
                site = rooms[placed.room].site if placed.room else None
                for start, end in people[key].busy:
                    assert placed.end <= start or end <= placed.start
                taught.setdefault(key, []).append((placed.start, placed.end, site))
        check_way(stays)
    for stays in taught.values():
        check_way(stays)


def check_way(stays):
    stays.sort(key=lambda stay: stay[0])
    for index, one in enumerate(stays):
        for other in stays[index + 1 :]:
            assert one[1] <= other[0]
            if one[2] and other[2] and one[2] != other[2] and one[0] // DAY == other[0] // DAY:
                assert other[0] - one[1] >= 45


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)).map(lambda p: (p[0], p[0] + p[1])), max_size=12),
    st.integers(0, 300),
    st.integers(1, 60),
)
def test_occupancy_agrees_with_the_definition_of_overlap(busy, start, length):
    end = start + length
    free = all(end <= other_start or other_end <= start for other_start, other_end in busy)
    assert Occupancy(tuple(busy)).free(start, end) == free


def test_a_plan_is_the_same_for_the_same_seed():
    workshops = tuple(
        core.Workshop(
            key=number,
            size=20,
            online=False,
            windows=((450, 720), (780, 960), (DAY + 450, DAY + 720)),
            sessions=tuple(core.Session((number, order), number, order, 90, frozenset(), "x", 1) for order in range(2)),
        )
        for number in range(4)
    )
    rooms = (core.Room("r", "A", 30, frozenset(), 450, 960, 15, 15),)
    lecturers = (core.Lecturer("l", frozenset("x")),)
    problem = core.Problem(workshops, rooms, lecturers, {})
    assert plan(problem, seconds=0, seed=3).placed == plan(problem, seconds=0, seed=3).placed


# With a database -----------------------------------------------------------------------------------


def reasons(world, now) -> set[str]:
    timetable = draft_timetable(programme=world.programme, by=world.coordinator, at=now, seconds=0)
    return {code for row in describe_unplaced(timetable) for code in row.codes}


def test_a_draft_is_published_whole_and_the_checker_agrees(world, now):
    workshop = world.make_workshop()
    timetable = draft_timetable(programme=world.programme, by=world.coordinator, at=now, seconds=0)
    assert not Booking.objects.exists()
    assert workshop.sessions.filter(published_at=None).count() == 4
    publish_timetable(timetable=timetable, by=world.coordinator, at=now)
    workshop.refresh_from_db()
    assert workshop.state == "scheduled"
    assert Booking.objects.count() == 4
    assert check_schedule() == []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda world, workshop: workshop.__class__.objects.update(capacity=61), "no_room_big_enough"),
        (lambda world, workshop: world.room.features.clear(), "no_room_with_features"),
        (lambda world, workshop: world.lecturer.expertise.clear(), "no_lecturer_with_expertise"),
        (lambda world, workshop: world.agreement.__class__.objects.update(ends_on=date(2027, 1, 17)), "no_agreement"),
        (
            lambda world, workshop: workshop.__class__.objects.update(
                earliest_on=date(2027, 1, 23), latest_on=date(2027, 1, 24)
            ),
            "period_without_open_day",
        ),
        (lambda world, workshop: workshop.sessions.filter(kind="lesson").update(minutes=300), "no_window_long_enough"),
        (
            lambda world, workshop: RoomClosure.objects.create(
                room=world.room, starts_at=at(date(2027, 1, 1), 0), ends_at=at(date(2027, 2, 28), 0), reason="renovasi"
            ),
            "rooms_taken",
        ),
        (
            lambda world, workshop: Unavailability.objects.create(
                person=world.lecturer, from_day=date(2027, 1, 1), until_day=date(2027, 2, 28)
            ),
            "lecturers_taken",
        ),
    ],
)
def test_every_rule_that_stops_a_session_is_named(world, now, spoil, code):
    workshop = world.make_workshop()
    spoil(world, workshop)
    assert code in reasons(world, now)


def test_friday_prayer_lunch_ramadan_and_holidays_are_kept_free(world, now):
    for start in (date(2027, 1, 18), date(2027, 2, 8), date(2027, 3, 4)):
        world.make_workshop(earliest_on=start, latest_on=start + timedelta(days=11), lessons=4)
    Holiday.objects.create(day=date(2027, 1, 18), name="Hari Jadi", kind="local", organisation=world.city)
    timetable = draft_timetable(programme=world.programme, by=world.coordinator, at=now, seconds=0)
    assert describe_unplaced(timetable) == []
    publish_timetable(timetable=timetable, by=world.coordinator, at=now)
    assert check_schedule() == []


def test_a_draft_that_no_longer_fits_is_refused_and_nothing_is_half_done(world, now):
    from partners.refusals import Refusal

    workshop = world.make_workshop()
    timetable = draft_timetable(programme=world.programme, by=world.coordinator, at=now, seconds=0)
    entry = timetable.entries.order_by("-starts_at").first()
    Booking.objects.create(
        room=entry.room,
        title="Pelantikan",
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        held_from=entry.starts_at,
        held_until=entry.ends_at,
    )
    with pytest.raises(Refusal) as refusal:
        publish_timetable(timetable=timetable, by=world.coordinator, at=now)
    assert "Pelantikan" in str(refusal.value)
    assert not workshop.sessions.exclude(published_at=None).exists()
    timetable.refresh_from_db()
    assert timetable.state == "draft"


def test_two_sites_leave_time_for_the_way(world, now):
    far = Site.objects.create(code="KAMPUS", name="Kampus")
    Room.objects.create(code="LAB", name="Lab", site=far, owner=world.faculty, capacity=60).features.set(
        world.room.features.all()
    )
    for _number in range(3):
        world.make_workshop(earliest_on=date(2027, 1, 18), latest_on=date(2027, 1, 19))
    subject = Expertise.objects.get()
    make_person("Dosen Dua", world.faculty).expertise.add(subject)
    timetable = draft_timetable(programme=world.programme, by=world.coordinator, at=now, seconds=0)
    publish_timetable(timetable=timetable, by=world.coordinator, at=now)
    assert check_schedule() == []


# The checker itself --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("break_it", "rule"),
    [
        (lambda world, s: s.workshop.__class__.objects.update(capacity=90), "capacity"),
        (lambda world, s: world.room.features.clear(), "features"),
        (lambda world, s: world.agreement.__class__.objects.update(ends_on=date(2026, 12, 31)), "agreement"),
        (lambda world, s: s.workshop.__class__.objects.update(earliest_on=date(2027, 6, 1), latest_on=date(2027, 6, 2)), "period"),
        (lambda world, s: Holiday.objects.create(day=s.starts_at.date(), name="X", kind="national"), "holiday"),
        (lambda world, s: Booking.objects.filter(session=s).update(state="released"), "room_missing"),
        (lambda world, s: world.lecturer.expertise.clear(), "expertise"),
        (lambda world, s: Unavailability.objects.create(person=world.lecturer, from_day=date(2027, 1, 1), until_day=date(2027, 3, 1)), "unavailable"),
        (lambda world, s: s.__class__.objects.filter(pk=s.pk).update(minutes=45), "length"),
        (lambda world, s: RoomClosure.objects.create(room=world.room, starts_at=s.starts_at, ends_at=s.ends_at, reason="x"), "closure"),
        (lambda world, s: s.__class__.objects.filter(pk=s.pk).update(starts_at=s.starts_at - timedelta(hours=12), ends_at=s.ends_at - timedelta(hours=12)), "working_time"),
        (lambda world, s: Room.objects.update(setup_minutes=90), "buffers"),
        (lambda world, s: Room.objects.update(opens_at="15:00"), "opening_hours"),
    ],
)  # fmt: skip
def test_the_checker_sees_each_broken_rule(world, now, break_it, rule):
    workshop = world.make_workshop()
    timetable = draft_timetable(programme=world.programme, by=world.coordinator, at=now, seconds=0)
    publish_timetable(timetable=timetable, by=world.coordinator, at=now)
    assert check_schedule() == []
    break_it(world, workshop.sessions.get(order=2))
    assert rule in {breach.rule for breach in check_schedule()}
