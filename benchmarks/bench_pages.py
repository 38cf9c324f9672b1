"""CPU time of pages and feeds, beside a page that does nothing but pass the whole middleware."""

from ground import cpu_ms, prepare, table


def main() -> None:
    prepare()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from partners.models import Person
    from scheduling.feeds.links import create_feed

    coordinator = Person.objects.get(email="dewi@demo.example")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(coordinator, backend="lokakarya.demonstration.logins.GuardedBackend")
    _feed, token = create_feed(person=coordinator, name="bench", by=coordinator, at=timezone.now())
    empty = cpu_ms(lambda: client.get("/accounts/confirm-email/"))
    rows = []
    for name, path in {
        "workshops": "/workshops/",
        "proposals": "/proposals/",
        "agreements": "/agreements/",
        "facilitators": "/assignments/",
        "month": "/schedule/",
        "room board": "/schedule/rooms/",
        "home": "/",
        "API workshops": "/api/v1/workshops/",
    }.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        asked = len(queries)
        spent = cpu_ms(lambda path=path: client.get(path))
        rows.append((name, f"{spent:.1f}", f"{spent / empty:.1f}", asked))
    feed = Client(HTTP_HOST="127.0.0.1")
    path = f"/feeds/{token}.ics"
    etag = feed.get(path)["ETag"]
    for name, act in {
        "feed, changed": lambda: feed.get(path),
        "feed, not modified": lambda: feed.get(path, HTTP_IF_NONE_MATCH=etag),
    }.items():
        with CaptureQueriesContext(connection) as queries:
            act()
        asked = len(queries)
        spent = cpu_ms(act)
        rows.append((name, f"{spent:.1f}", f"{spent / empty:.1f}", asked))
    table(
        "Pages and feeds, demonstration data, one process (budget: list pages ≤ 5 ms, ≤ 8 queries of their own)",
        ("what", "CPU ms", "× empty page", "queries"),
        rows,
    )


if __name__ == "__main__":
    main()
