"""Whether a file is safe to open: looked at as a zip, before any spreadsheet library sees it.

An .xlsx is a zip of XML parts. Each part is inflated here once, within a budget, whatever its directory declares:
a zip bomb stops at the budget, and parts with a DOCTYPE (where entities could be declared) are refused.
"""

import re
import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

from partners.refusals import Refusal

MAX_BYTES = 10 * 1024 * 1024
MAX_INFLATED = 100 * 1024 * 1024
MAX_RATIO = 100
# Small parts of nothing but repetition compress far better than 1:100 and hurt nobody.
RATIO_MATTERS_FROM = 4 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS = 50_000

ROW = re.compile(rb"<(?:[A-Za-z0-9]+:)?row[\s/>]")
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
OLE_MAGIC = b"\xd0\xcf\x11\xe0"


class Unreadable(Refusal):
    """The file is no season workbook, or none that is safe to open."""

    code = "unreadable"
    status = 422


def refuse_size(size: int) -> None:
    """Raise Unreadable for a file of more bytes than a season can need."""
    if size > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than %(limit)d MB. Remove pictures and sheets that are no part of the plan.")
            % {"limit": MAX_BYTES // 2**20}
        )


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the zip in ``data`` once every part of it has been found harmless. Raises Unreadable."""
    refuse_size(len(data))
    if data.startswith(OLE_MAGIC):
        raise Unreadable(_("The file is protected by a password or an old .xls. Save it as .xlsx without a password."))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        _inspect(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise Unreadable(_("The file is not an Excel workbook (.xlsx), or it is damaged.")) from error
    return archive


def _inspect(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    too_big = Unreadable(_("The file holds far more than a season plan when unpacked. It is not opened."))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_INFLATED:
        raise too_big
    inflated = rows = 0
    for part in parts:
        if part.flag_bits & 0x1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile
        if part.file_size > RATIO_MATTERS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise too_big
        with archive.open(part) as source:
            content = source.read(MAX_INFLATED - inflated + 1)
        inflated += len(content)
        if inflated > MAX_INFLATED:
            raise too_big
        if any(doctype in content for doctype in DOCTYPES):
            raise Unreadable(_("The file declares its own document type, which no workbook needs. It is not opened."))
        rows += sum(1 for _match in ROW.finditer(content))
        if rows > MAX_ROWS:
            raise Unreadable(
                _(
                    "The file has more than %(limit)d rows. Split the plan, or delete the empty formatted rows "
                    "below the data."
                )
                % {"limit": MAX_ROWS}
            )
