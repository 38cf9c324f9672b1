"""A fixed window per address, in Django's cache: enough against guessing, and nobody's account is involved."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


def is_over_limit(request: HttpRequest, scope: str, *, per_minute: int) -> bool:
    """Count this request; True if its address made more than ``per_minute`` in this minute."""
    key = f"{scope}:{int(time.time() // MINUTE)}:{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, timeout=2 * MINUTE):
        return False
    try:
        return cache.incr(key) > per_minute
    except ValueError:  # the cache dropped it between the two calls
        return False
