"""Calendars over HTTP: validators, compression and headers, the same for every feed (RFC 9110)."""

import gzip
import logging
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from . import copies
from .scopes import Edition

logger = logging.getLogger(__name__)

METHODS = ["GET", "HEAD"]


class Absent(Exception):
    """There is no such calendar."""

    status = 404


class Gone(Absent):
    """There was one; programs may stop asking for it."""

    status = 410


def for_calendar_programs[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Open a view to programs that have no session, send no CSRF token, and give up on 401, 403 and redirects."""

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)
        # SessionMiddleware then leaves the answer alone: no Set-Cookie, no Vary: Cookie, whoever looked at the user.
        vars(request).pop("session", None)
        response = view(*args, **kwargs) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


def answer(
    request: HttpRequest,
    *,
    key: str,
    at: datetime,
    make: Callable[[], Edition],
    cache_control: str,
    disposition: str = "inline",
) -> HttpResponse:
    """Answer with the calendar that ``make`` returns, or 304 if the program has it already.

    ``make`` raises Absent or Gone for 404 and 410. ``key`` is its name in ``copies``.
    """
    try:
        edition, since = copies.dated(key, make(), at)
    except Absent as absent:
        copies.forget(key)
        return _plain(str(absent), absent.status)
    except Exception:
        # Thunderbird disables a calendar that answers with an error of the server, and keeps one that is not found.
        logger.exception("A calendar could not be made; its last good copy goes out instead.")
        kept = copies.recall(key)
        if kept is None:
            return _plain(_("This calendar cannot be read just now. Please try again later."), 404)
        edition, since = kept

    response = HttpResponse(edition.body, content_type="text/calendar; charset=utf-8")
    # Weak, because the plain and the compressed bytes share it (RFC 9110 §8.8.1).
    etag = f'W/"{sha256(edition.body).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    # RFC 9110 §8.8.2.1: never later than now. See copies.dated().
    last_modified = since if since <= at.timestamp() else None
    if last_modified is not None:
        response.headers["Last-Modified"] = http_date(last_modified)
    response.headers["Cache-Control"] = cache_control
    response.headers["Content-Disposition"] = f'{disposition}; filename="{edition.filename}"'
    response.headers["Vary"] = "Accept-Encoding"
    response = get_conditional_response(request, etag, last_modified, response) or response
    response.headers["Content-Language"] = edition.language
    if response.status_code == 200 and _takes_gzip(request.headers.get("Accept-Encoding", "")):
        response.content = gzip.compress(edition.body, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response


def _plain(text: str, status: int) -> HttpResponse:
    # 404 and 410 may be cached where nobody says otherwise (RFC 9110 §15.1).
    return HttpResponse(
        f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


def _takes_gzip(accept_encoding: str) -> bool:
    """Read Accept-Encoding (RFC 9110 §12.5.3): gzip by name, else what is said of ``*``; ``q=0`` is a no."""
    answers = {}
    for offer in accept_encoding.lower().split(","):
        coding, _sign, weight = offer.partition(";")
        answers[coding.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return answers.get("gzip", answers.get("*", False))
