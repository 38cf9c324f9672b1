"""ETag and Last-Modified change if, and only if, the bytes do: over random sequences of edits."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.feeds.copies import dated
from scheduling.feeds.scopes import Edition

# What people do between two polls; each takes the scene and a number.
EDITS = {
    "nothing": lambda scene, n: None,
    "publish": lambda scene, n: scene.city.publish(scene.pick(n), scene.city.moment(8 + n % 8, days=n % 3)),
    "cancel": lambda scene, n: scene.city.cancel(scene.pick(n)),
    "revive": lambda scene, n: scene.change(scene.pick(n), cancelled_at=None),
    "rename": lambda scene, n: scene.change(scene.pick(n), title=f"Judul {n}"),
    "same name": lambda scene, n: scene.pick(n).save(),
    "rename workshop": lambda scene, n: scene.change(scene.workshop, title=f"Lokakarya {n % 3}"),
    "move to the waiting list": lambda scene, n: scene.change(scene.seat, state="waitlisted", queued_at=scene.now),
    "seat": lambda scene, n: scene.change(scene.seat, state="confirmed"),
    "withdraw": lambda scene, n: scene.change(scene.seat, state="withdrawn"),
    "ask": lambda scene, n: scene.change(scene.task, state="offered"),
    "accept": lambda scene, n: scene.change(scene.task, state="accepted"),
    "decline": lambda scene, n: scene.change(scene.task, state="declined"),
    "rename room": lambda scene, n: scene.change(scene.city.room, name=f"Aula {n % 2}"),
    "release room": lambda scene, n: scene.pick(0).bookings.update(state="released"),
    "hold room": lambda scene, n: scene.pick(0).bookings.update(state="confirmed"),
    "language": lambda scene, n: scene.change(scene.person, language="en" if n % 2 else "id"),
    "somebody else": lambda scene, n: scene.city.seat(scene.city.person(f"Orang {n}"), scene.workshop),
    "postpone": lambda scene, n: scene.change(scene.workshop, state="postponed", state_reason="x"),
    "reopen": lambda scene, n: scene.change(scene.workshop, state="open"),
}


class Scene:
    now = datetime(2026, 1, 1, tzinfo=UTC)

    def __init__(self, city):
        self.city = city
        self.person = city.person()
        self.workshop, taught = city.workshop(), city.workshop("Diajar")
        self.sessions = [city.session(self.workshop, f"Sesi {n}", days=n, room=city.room) for n in range(3)]
        self.seat = city.seat(self.person, self.workshop)
        self.task = city.task(self.person, city.session(taught, "Mengajar", days=5), "offered")
        self.paths = [city.link(self.person), f"/calendar/workshop/{self.workshop.public_id}.ics"]

    def pick(self, number):
        session = self.sessions[number % len(self.sessions)]
        session.refresh_from_db()
        return session

    def change(self, thing, **fields):
        for name, value in fields.items():
            setattr(thing, name, value)
        thing.save(update_fields=list(fields))


@pytest.fixture
def scene(city):
    return Scene(city)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9)), min_size=1, max_size=10))
def test_the_etag_changes_exactly_with_the_bytes(client, scene, edits):
    with transaction.atomic():
        seen: list[dict[str, bytes]] = [{} for _path in scene.paths]
        last = [client.get(path) for path in scene.paths]
        for verb, number in edits:
            EDITS[verb](scene, number)
            for index, path in enumerate(scene.paths):
                before, now = last[index], client.get(path)
                if now.status_code != 200:
                    continue
                assert (now["ETag"] == before["ETag"]) is (now.content == before.content), verb
                # Over the whole history too: one ETag, one body.
                assert seen[index].setdefault(now["ETag"], now.content) == now.content
                again = client.get(path, headers={"If-None-Match": before["ETag"]})
                assert again.status_code == (304 if now.content == before.content else 200)
                last[index] = now
        transaction.set_rollback(True)
    for thing in (scene.workshop, scene.seat, scene.task, scene.person, scene.city.room):
        thing.refresh_from_db()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    polls=st.lists(
        st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.sampled_from([0.0, 0.3, 1.0, 59.9])), min_size=2, max_size=30
    ),
    key=st.uuids(),
)
def test_the_date_changes_exactly_with_the_bytes_and_only_forward(polls, key):
    at = datetime(2026, 12, 1, tzinfo=UTC)
    dates = []
    for body, seconds in polls:
        at += timedelta(seconds=seconds)
        dates.append((body, dated(str(key), Edition(body, "id", "x.ics"), at)[1]))
    for (body, since), (next_body, next_since) in pairwise(dates):
        assert (since == next_since) is (body == next_body)
        assert since <= next_since
