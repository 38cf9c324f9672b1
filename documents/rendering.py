"""WeasyPrint in one shared, tuned set-up: pinned fonts, no network, archivable and accessible PDF.

The same HTML gives the same bytes on every machine, so that a document can be rendered again from its
frozen data and compared by hash.
"""

import io
import json
import logging
import os
import threading
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.sax.saxutils import escape

from django.conf import settings

from .pdf_profile import AMBIGUOUS_END, finish

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.css import ColorProfile
    from weasyprint.document import Document as Layout
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

logger = logging.getLogger(__name__)

FONT_FOLDER = Path(settings.BASE_DIR) / "static" / "fonts"
FONT_FILES = ("PlusJakartaSans_400Regular.ttf", "PlusJakartaSans_700Bold.ttf", "Lora_700Bold.ttf")
PAPER_FOLDER = Path(settings.BASE_DIR) / "templates" / "pdf"
VARIANT = "pdf/a-3a"
INTENT = "srgb-once"
ATTEMPTS = 8

# Pango and the fetcher keep state, and rendering holds the interpreter anyway: one at a time loses nothing.
_one_at_a_time = threading.Lock()


def lay_out(html: str, stylesheet: str) -> "Layout":
    """Break ``html`` into pages with a stylesheet of ``templates/pdf/``. Raises RuntimeError if it asks for more."""
    fonts, fetcher = _engine()
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    with _one_at_a_time:
        try:
            # A cache of its own, for a shared one would keep every QR code for ever.
            return HTML(string=html, url_fetcher=fetcher).render(
                font_config=fonts,
                stylesheets=[_stylesheet(stylesheet)],
                color_profiles={INTENT: _srgb()},
                cache={},
                pdf_variant=VARIANT,
                output_intent=INTENT,
            )
        except FatalURLFetchingError as error:
            raise RuntimeError(str(error)) from error


def write_pdf(layout: "Layout", *, data: dict[str, Any], name: str, at: datetime) -> bytes:
    """Return PDF/A-3a + PDF/UA-1 bytes with ``data`` attached as ``name``. ``at`` is the only date inside."""
    _fonts, fetcher = _engine()
    from weasyprint import Attachment

    at = at.astimezone(UTC)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)
    for attempt in range(ATTEMPTS):
        attachment = Attachment(
            string=text,
            url_fetcher=fetcher,
            name=name,
            description="Data dokumen yang dapat dibaca mesin",
            relationship="Data",
            created=at,
            modified=at,
        )
        with _one_at_a_time:
            pdf = layout.write_pdf(
                finisher=partial(finish, attempt=attempt),
                attachments=[attachment],
                pdf_variant=VARIANT,
                output_intent=INTENT,
            )
        if pdf is not None and AMBIGUOUS_END not in pdf:
            return pdf
    raise RuntimeError("No unambiguous PDF came out.")


def missing_characters(text: str) -> str:
    """Characters of ``text`` that a font on paper lacks. They would print as empty boxes and break PDF/A."""
    return "".join(sorted(set(text) - _characters() - {"\n"}))


def self_check() -> list[str]:
    """What is wrong with this machine's PDF engine, in sentences; empty if all is well."""
    _engine()
    return _problems()


@cache
def _engine() -> "tuple[FontConfiguration, URLFetcher]":
    """Import WeasyPrint (over a second) with fontconfig seeing our own fonts alone, and only when it is needed.

    Otherwise a character that our fonts lack would silently be taken from whatever the machine has installed.
    """
    previous = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(_fontconfig_file())
    try:
        from weasyprint.text.fonts import FontConfiguration

        fonts = FontConfiguration()
    finally:
        # Browsers and other programs that this process starts keep the fonts of the machine.
        if previous is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = previous
    for problem in _problems():
        logger.error(problem)
    return fonts, _bundled_files_only()


def _problems() -> list[str]:
    from weasyprint.text import ffi

    missing = [name for name in FONT_FILES if not (FONT_FOLDER / name).exists()]
    problems = [f"The font {name} is missing from {FONT_FOLDER}." for name in missing]
    if ffi.harfbuzz_subset is None:
        problems.append(
            "The library harfbuzz-subset is missing: every PDF takes five times as long and has other bytes than "
            "elsewhere. Install it (Debian: apt install libharfbuzz-subset0)."
        )
    return problems


def _fontconfig_file() -> Path:
    folder = Path(settings.CACHE_DIR) / "fontconfig"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fonts.conf"
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig><dir>{escape(str(FONT_FOLDER))}</dir><cachedir>{escape(str(folder))}</cachedir></fontconfig>\n"
    )
    if not file.exists() or file.read_text() != text:
        temporary = folder / f"fonts.conf.{os.getpid()}"
        temporary.write_text(text)
        temporary.replace(file)
    return file


def _bundled_files_only() -> "URLFetcher":
    """A fetcher for ``data:`` and the files of ``templates/pdf/``: WeasyPrint's own reads any file and any address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class BundledFilesOnly(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            bundled = parts.scheme == "file" and Path(url2pathname(parts.path)).resolve().is_relative_to(PAPER_FOLDER)
            if parts.scheme != "data" and not bundled:
                # Our papers ask for nothing else, so this is a mistake or an attack: no document comes of it.
                raise FatalURLFetchingError(f"A document may not load {url[:200]}")
            return super().fetch(url, headers)

    return BundledFilesOnly()


@cache
def _srgb() -> "ColorProfile":
    """WeasyPrint's own colour profile, byte for byte. Left to itself it reads the file again for every document,
    never closes it, and writes it anew in a form that changes with use.
    """
    from importlib.resources import files

    from weasyprint.css import ColorProfile

    raw = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()

    class Unchanged(ColorProfile):
        content = raw

    return Unchanged(io.BytesIO(raw), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _stylesheet(name: str) -> "CSS":
    from weasyprint import CSS

    fonts, fetcher = _engine()
    return CSS(filename=PAPER_FOLDER / name, font_config=fonts, url_fetcher=fetcher)


@cache
def _characters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    sets = []
    for name in FONT_FILES:
        with TTFont(FONT_FOLDER / name, lazy=True) as font:
            sets.append({chr(point) for point in font.getBestCmap()})
    return frozenset(set.intersection(*sets))
