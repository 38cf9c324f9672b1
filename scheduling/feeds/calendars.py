"""Events joined into a calendar: a fixed head, the zones in use, the events in a fixed order."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, vDuration, vText

from .events import ZONES, Fragment, one_line

PRODID = "-//Lokakarya//Kalender 1//ID"
POLL_EVERY = timedelta(hours=1)
END = b"END:VCALENDAR\r\n"


def join(name: str, fragments: Iterable[Fragment]) -> bytes:
    """Return the calendar called ``name``: the same events give the same bytes, in whatever order they come."""
    events = sorted(fragments)
    # RFC 5545 §3.6 wants at least one component: an empty calendar holds a zone.
    zones = {event.zone for event in events if event.zone} or ({"Asia/Pontianak"} if not events else set())
    return b"".join(
        [
            head(name).removesuffix(END),
            *(timezone_block(zone) for zone in sorted(zones)),
            *(event.body for event in events),
            END,
        ]
    )


def head(name: str) -> bytes:
    """Write the calendar's own properties.

    Not ``Calendar.new()``: it adds a random UID at each call (RFC 7986 §5.3), for which vdirsyncer takes the
    whole feed for one event. No METHOD either: without ORGANIZER it breaks RFC 5546 §3.2.1.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    # As vText: icalendar 7.3 writes NAME and X- properties unescaped.
    calendar["NAME"] = calendar["X-WR-CALNAME"] = vText(one_line(name))
    # RFC 7986 §5.7 requires the VALUE parameter, which icalendar leaves out.
    refresh = vDuration(POLL_EVERY)
    refresh.params["VALUE"] = "DURATION"
    calendar["REFRESH-INTERVAL"] = refresh
    calendar["X-PUBLISHED-TTL"] = vDuration(POLL_EVERY)
    return calendar.to_ical()


def timezone_block(zone: str) -> bytes:
    """Write the VTIMEZONE of one of ``ZONES`` (RFC 5545 §3.6.5): one constant offset since 1988."""
    abbreviation, offset = ZONES[zone]
    lines = [
        "BEGIN:VTIMEZONE",
        f"TZID:{zone}",
        "BEGIN:STANDARD",
        "DTSTART:19880101T000000",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        f"TZNAME:{abbreviation}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()
