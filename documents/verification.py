"""Whether a paper is genuine: by its code, or by its bytes. What anybody may know of it, and nothing more."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .models import Document
from .storage import digest
from .verification_codes import CodeError, format_code, parse_code

TYPOS = {
    "length": _("A code has eleven letters and digits, like F3JM-95H9-T1N. Please compare with the paper."),
    "symbol": _("This code has a character that no code has. Please compare with the paper."),
    "check": _(
        "There is a typing error in this code: its last character does not fit the rest. Compare it with the paper."
    ),
}
# The address stands in the uncompressed metadata of every paper we issue (documents/pdf_profile.py).
_ADDRESS = re.compile(rb"/verify/([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3})/")


@dataclass(frozen=True)
class Comparison:
    """``document`` is what the file claims to be; ``same`` says whether every byte is as issued."""

    document: Document | None
    same: bool


def find_by_code(text: str) -> Document | None:
    """Raises CodeError for a typo, before the database is asked."""
    return _documents().filter(verification_code=parse_code(text)).first()


def find_by_file(content: bytes) -> Comparison:
    document = _documents().filter(sha256=digest(content)).first()
    if document is not None:
        return Comparison(document, same=True)
    claim = _ADDRESS.search(content)
    try:
        return Comparison(find_by_code(claim[1].decode()) if claim else None, same=False)
    except CodeError:
        return Comparison(None, same=False)


def public_facts(document: Document) -> dict[str, Any]:
    """What a verifier may see: no NIP, no date of birth, no reason of a revocation."""
    data, successor = document.data, document.superseded_by
    workshop = data["workshop"]
    return {
        "status": document.state,
        "example": data["example"],
        "kind": document.kind,
        "number": document.number,
        "code": format_code(document.verification_code),
        "name": data["person"]["name"],
        "role": data["role"],
        "workshop": workshop["title"],
        "organisers": workshop["organisers"],
        "first_day": date.fromisoformat(workshop["first_day"]),
        "last_day": date.fromisoformat(workshop["last_day"]),
        "jp": workshop["jp"],
        "issued_on": date.fromisoformat(data["issued_on"]),
        "ended_at": document.state_changed_at,
        "successor": address(successor) if successor else None,
        "sha256": document.sha256,
        # Signing comes with its own table; until then every paper says that it is not signed.
        "signed": False,
    }


def address(document: Document) -> str:
    return settings.BASE_URL + reverse("verify_code", args=[format_code(document.verification_code)])


def _documents():
    return Document.objects.select_related("superseded_by")
