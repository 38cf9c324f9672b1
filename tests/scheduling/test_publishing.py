"""Publishing looks at the present: what changed since the draft stops it, whole."""

from datetime import date, timedelta

import pytest

from partners.refusals import Refusal
from scheduling.models import RoomClosure
from scheduling.timetables import draft_timetable, publish_timetable
from workshops.models import Workshop
from workshops.workshops import open_registration


@pytest.mark.parametrize(
    "change",
    [
        lambda world, entry: world.room.features.clear(),
        lambda world, entry: world.room.__class__.objects.update(opens_at="15:00"),
        lambda world, entry: entry.session.__class__.objects.filter(pk=entry.session_id).update(minutes=75),
        lambda world, entry: RoomClosure.objects.create(
            room=world.room, starts_at=entry.starts_at, ends_at=entry.ends_at, reason="renovasi"
        ),
        lambda world, entry: Workshop.objects.update(delivery_mode="online"),
        lambda world, entry: world.lecturer.expertise.clear(),
        lambda world, entry: world.agreement.__class__.objects.update(state="terminated"),
    ],
)
def test_whatever_changed_since_the_draft_stops_the_whole_of_it(world, now, change):
    workshop = world.make_workshop()
    timetable = draft_timetable(programme=world.programme, by=world.coordinator, at=now, seconds=0)
    change(world, timetable.entries.get(session__order=2))
    with pytest.raises(Refusal) as refusal:
        publish_timetable(timetable=timetable, by=world.coordinator, at=now)
    assert refusal.value.code == "stale"
    assert not workshop.sessions.exclude(published_at=None).exists()


def test_two_drafts_of_the_same_sessions_are_not_both_published(world, now):
    world.make_workshop()
    drafts = [
        draft_timetable(programme=world.programme, by=world.coordinator, at=now, seconds=0) for _number in range(2)
    ]
    publish_timetable(timetable=drafts[0], by=world.coordinator, at=now)
    with pytest.raises(Refusal):
        publish_timetable(timetable=drafts[1], by=world.coordinator, at=now)


def test_registration_opens_only_with_an_agreement_in_force_on_every_day(world, now):
    workshop = world.publish(world.make_workshop(), date(2027, 1, 18), now)
    world.agreement.ends_on = date(2027, 1, 17)
    world.agreement.save()
    with pytest.raises(Refusal) as refusal:
        open_registration(workshop=workshop, by=world.coordinator, at=now)
    assert refusal.value.code == "no_agreement"
    world.agreement.ends_on += timedelta(days=30)
    world.agreement.save()
    assert open_registration(workshop=workshop, by=world.coordinator, at=now).state == "open"
