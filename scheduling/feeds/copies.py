"""The last copy of each calendar that went out: it dates the next one, and stands in when the database is away."""

import logging
from dataclasses import astuple
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache

from .scopes import Edition

logger = logging.getLogger(__name__)

# Longer than any window of a feed.
KEEP_SECONDS = 400 * 24 * 60 * 60


def key_of(*names: str) -> str:
    """Name of a calendar in the cache; nobody can read a token from it."""
    return key_of_hash(sha256("\n".join(names).encode()).digest())


def key_of_hash(token_hash: bytes) -> str:
    return f"feed:{token_hash.hex()}"


def dated(key: str, edition: Edition, at: datetime) -> tuple[Edition, int]:
    """Keep the copy and say since which second it is what it is: other bytes, another and later second.

    Where two changes fall into one second the later one gets the next second, and no Last-Modified until
    that has come: so If-Modified-Since alone never hides a change. A lost cache only costs one more download.
    """
    last = recall(key)
    if last and last[0] == edition:
        return last
    since = int(at.timestamp())
    if last:
        since = max(since, last[1] + 1)
    try:
        cache.set(key, (*astuple(edition), since), KEEP_SECONDS)
    except Exception:
        logger.exception("The cache is out of order.")
    return edition, since


def recall(key: str) -> tuple[Edition, int] | None:
    """Return the last copy. A cache that is out of order must not stop a feed, whatever it raises."""
    try:
        kept = cache.get(key)
    except Exception:
        logger.exception("The cache is out of order.")
        return None
    return (Edition(*kept[:-1]), kept[-1]) if kept else None


def forget(key: str) -> None:
    try:
        cache.delete(key)
    except Exception:
        logger.exception("The cache is out of order.")
