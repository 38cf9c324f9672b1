"""The paper of a certificate, made from its frozen data alone."""

import base64
import io
from datetime import date, datetime
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from partners.dates import days_span, in_words, plain_day
from partners.refusals import Refusal

from .rendering import lay_out, missing_characters, write_pdf

TEMPLATE = "certificate/1"
# Longest name for each size: the name is the largest thing on the page, on one line if it can be.
NAME_SIZES = ((36, "huge"), (44, "large"), (54, "medium"))
# Tried in turn until the front is one page: long titles, offices and agreements are set smaller, never cut.
DENSITIES = ("airy", "close", "dense")
CLEAR_OF_FOOT = 12  # CSS pixels between the text and the signatures


class CannotPrint(Refusal):
    """The data does not fit on paper: a character that the fonts lack, or a front that no setting makes fit."""

    code = "cannot_print"


def render_certificate(data: dict[str, Any]) -> bytes:
    """Return the PDF of a certificate: the same data gives the same bytes. Raises CannotPrint."""
    with translation.override("id"):
        context = _context(data)
        for density in DENSITIES:
            html = render_to_string("pdf/certificate.html", context | {"density": density})
            layout = lay_out(html, "certificate.css")
            if _fits(layout.pages[0].anchors):
                return write_pdf(
                    layout, data=data, name="sertifikat.json", at=datetime.fromisoformat(data["issued_at"])
                )
    raise CannotPrint(
        _("The certificate of %(name)s does not fit on its page. Shorten the titles or the name of the workshop.")
        % {"name": data["person"]["name"]}
    )


def _fits(anchors: dict[str, Any]) -> bool:
    """The text of the front ends on the first page, above everything that stands at its foot."""
    foot = [anchors[name][1] for name in ("signature-1", "signature-2", "verify") if name in anchors]
    return "end" in anchors and bool(foot) and anchors["end"][1] + CLEAR_OF_FOOT <= min(foot)


def _context(data: dict[str, Any]) -> dict[str, Any]:
    person, workshop = data["person"], data["workshop"]
    missing = missing_characters("".join(_texts(data)))
    if missing:
        raise CannotPrint(
            _("The certificate of %(name)s has characters that its typeface lacks: %(characters)s. Correct the data.")
            % {"name": person["name"], "characters": " ".join(missing)}
        )
    born = ", ".join(part for part in (person["birth_place"], _day(person["birth_date"])) if part)
    identity = [
        (person["nip_label"], person["nip"]),
        ("Tempat, tanggal lahir", born),
        (person["rank_label"], person["rank"]),
    ]
    work = [("Jabatan", person["position"]), ("Instansi", person["unit"])]
    return {
        "data": data,
        "facts": [rows for rows in ([row for row in rows if row[1]] for rows in (identity, work)) if rows],
        "name_size": next((size for most, size in NAME_SIZES if len(person["name"]) <= most), "small"),
        "days": days_span(date.fromisoformat(workshop["first_day"]), date.fromisoformat(workshop["last_day"])),
        "organisers": " bersama ".join(workshop["organisers"]),
        "places": "; ".join(workshop["places"]),
        "jp_words": in_words(workshop["jp"]),
        "issued_on": _day(data["issued_on"]),
        "qr": _qr_code(data["url"]),
    }


def _day(text: str) -> str:
    return plain_day(date.fromisoformat(text)) if text else ""


def _qr_code(url: str) -> str:
    """One dot a module, enlarged without smoothing: an exact picture that PDF/A allows, and 20 times less to draw."""
    image = io.BytesIO()
    segno.make(url, error="m", micro=False).save(image, kind="png", scale=1, border=2)
    return "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()


def _texts(value: object):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
