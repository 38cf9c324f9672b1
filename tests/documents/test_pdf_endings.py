"""Whatever a compressed picture happens to end with, the file is sound."""

import base64
import io
import random
from datetime import UTC, datetime

import page
from PIL import Image

from documents.pdf_profile import AMBIGUOUS_END
from documents.rendering import lay_out, write_pdf


def png(seed: int) -> bytes:
    """A small grey picture, as Pillow writes it and WeasyPrint takes it over."""
    file = io.BytesIO()
    Image.frombytes("L", (8, 8), random.Random(seed).randbytes(64)).save(file, format="PNG")
    return file.getvalue()


def test_a_picture_whose_data_ends_with_a_carriage_return_is_sound():
    """One QR code in about 256 ends so; such a certificate could not be made."""
    end_of_file = 12  # the IEND chunk; before it the four bytes of the check sum of the data
    picture = next(data for data in map(png, range(5000)) if data[-end_of_file - 5 :].startswith(b"\r"))
    html = (
        '<!doctype html><html lang="id"><head><title>Uji</title></head><body><h1>Uji</h1><p class="verify"><img alt="uji" '
        f'src="data:image/png;base64,{base64.b64encode(picture).decode()}"></p></body></html>'
    )
    pdf = write_pdf(lay_out(html, "certificate.css"), data={}, name="uji.json", at=datetime(2027, 1, 11, tzinfo=UTC))
    assert b"ASCIIHexDecode" in pdf
    assert AMBIGUOUS_END not in pdf
    report = page.validate_pdf_bytes(pdf, profile="3a")
    assert report.is_compliant
