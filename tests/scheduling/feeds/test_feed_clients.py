"""A real subscriber, vdirsyncer with khal, follows a feed of a running server through its life."""

import os
import shutil
import subprocess

import pytest

from scheduling.models import CalendarFeed

VDIRSYNCER = """
[general]
status_path = "{folder}/status/"

[pair feed]
a = "server"
b = "here"
collections = null
conflict_resolution = "a wins"

[storage server]
type = "http"
url = "{url}"

[storage here]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[feed]]
path = {folder}/calendar/

[locale]
local_timezone = Asia/Pontianak
default_timezone = Asia/Pontianak
timeformat = %H.%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H.%M
longdatetimeformat = %Y-%m-%d %H.%M

[sqlite]
path = {folder}/khal.db
"""


class Subscriber:
    def __init__(self, folder, url):
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        self.vdirsyncer, self.khal = folder / "vdirsyncer.conf", folder / "khal.conf"
        self.vdirsyncer.write_text(VDIRSYNCER.format(folder=folder, url=url))
        self.khal.write_text(KHAL.format(folder=folder))
        self.run("vdirsyncer", "-c", self.vdirsyncer, "discover", "feed", answers="y\ny\ny\n")

    def run(self, *command, answers=""):
        done = subprocess.run(
            [str(word) for word in command],
            input=answers,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def agenda(self, day):
        """Fetch the feed, and read the month from ``day`` on as the subscriber sees it."""
        self.run("vdirsyncer", "-c", self.vdirsyncer, "sync", "feed")
        form = "{start} {end-time} {title} | {location} | {status}"
        listed = self.run("khal", "-c", self.khal, "list", "-df", "", "-f", form, day.isoformat(), "30d")
        return [line.strip() for line in listed.splitlines() if line.strip()]


@pytest.fixture
def subscriber(tmp_path):
    absent = [name for name in ("vdirsyncer", "khal") if shutil.which(name) is None]
    if absent:
        pytest.skip(f"No {' and no '.join(absent)} (install khal vdirsyncer): no real program subscribes to a feed.")

    def subscribe(url, name):
        (tmp_path / name).mkdir()
        return Subscriber(tmp_path / name, url)

    return subscribe


def test_a_subscriber_sees_the_truth(transactional_db, live_server, city, subscriber):
    person = city.person(language="en")
    workshop = city.workshop("Satu Data")
    moved = city.session(workshop, "Pindah", room=city.room)
    cancelled = city.session(workshop, "Batal", days=1)
    removed = city.session(workshop, "Hilang", days=2)
    city.session(workshop, "Tetap; tanda, baca \\ 日本 👩\u200d👧", days=3)
    city.seat(person, workshop)
    mine = subscriber(live_server.url + city.link(person), "mine")
    everybody = subscriber(f"{live_server.url}/calendar/workshop/{workshop.public_id}.ics?lang=en", "everybody")
    days = [(city.moment(days=number).date()).isoformat() for number in range(5)]
    before = [
        f"{days[0]} 09.00 10.30 Satu Data: Pindah | Aula, Gedung BKPSDM | CONFIRMED",
        f"{days[1]} 09.00 10.30 Satu Data: Batal |  | CONFIRMED",
        f"{days[2]} 09.00 10.30 Satu Data: Hilang |  | CONFIRMED",
        f"{days[3]} 09.00 10.30 Satu Data: Tetap; tanda, baca \\ 日本 👩\u200d👧 |  | CONFIRMED",
    ]
    assert mine.agenda(city.day) == everybody.agenda(city.day) == before
    assert mine.agenda(city.day) == before

    city.publish(moved, city.moment(13, 30))
    city.cancel(cancelled)
    removed.delete()
    city.session(workshop, "Baru", hour=15, days=4)
    after = [
        f"{days[0]} 13.30 15.00 Satu Data: Pindah | Aula, Gedung BKPSDM | CONFIRMED",
        f"{days[1]} 09.00 10.30 Cancelled: Satu Data: Batal |  | CANCELLED",
        f"{days[3]} 09.00 10.30 Satu Data: Tetap; tanda, baca \\ 日本 👩\u200d👧 |  | CONFIRMED",
        f"{days[4]} 15.00 16.30 Satu Data: Baru |  | CONFIRMED",
    ]
    assert mine.agenda(city.day) == everybody.agenda(city.day) == after
    assert CalendarFeed.objects.get().last_client == "vdirsyncer"
