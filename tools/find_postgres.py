"""Print the URL of a PostgreSQL that lets the tests in, or nothing."""

import os

import psycopg

CANDIDATES = ("postgres://postgres@127.0.0.1:5432/postgres", "postgres:///postgres?user=postgres")

if os.environ.get("TEST_DATABASE_URL"):
    print(os.environ["TEST_DATABASE_URL"])
else:
    for url in CANDIDATES:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.Error:
            continue
        print(url)
        break
