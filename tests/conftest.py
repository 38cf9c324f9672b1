"""What every test may use: a small world of two institutions, and the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import TransactionTestCase

from .database import lifted_triggers
from .world import World


@pytest.fixture
def now() -> datetime:
    """Monday, 11 January 2027, 09.00 WIB."""
    return datetime(2027, 1, 11, 2, 0, tzinfo=UTC)


@pytest.fixture
def world(db) -> World:
    return World.build()


@pytest.fixture
def next_monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of a test go with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }


_teardown = TransactionTestCase._fixture_teardown


def _teardown_with_lifted_triggers(self):
    """Flushing empties append-only tables too; only this teardown may lift their triggers."""
    with lifted_triggers(connection):
        _teardown(self)


TransactionTestCase._fixture_teardown = _teardown_with_lifted_triggers
