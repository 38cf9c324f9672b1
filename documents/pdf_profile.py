"""Make WeasyPrint's PDF/A-3a file a PDF/UA-1 file as well: one file to archive and to read aloud."""

from typing import Any

import pydyf

# PDF/A allows only properties that the file itself describes, so the UA schema comes with its description
# (ISO 19005-3, 6.6.2.3). Without it a validator refuses the file as PDF/A.
_PDFUA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


# Compressed data may happen to end with a carriage return. The line feed before "endstream" then reads as the second
# half of a line break, and strict validators find the stream one byte longer than it says (ISO 19005-3, 6.1.7.1).
AMBIGUOUS_END = b"\r\nendstream"


def finish(document: Any, pdf: Any, *, attempt: int = 0) -> None:
    """WeasyPrint finisher. ``attempt`` varies the streams that pydyf makes only after it, see AMBIGUOUS_END."""
    _declare_accessible(pdf)
    for item in pdf.objects:
        if not isinstance(item, pydyf.Stream) or not item.data.endswith(AMBIGUOUS_END):
            continue
        if item.compress:
            item.compress = False
        else:
            _write_in_hexadecimal(item)
    if attempt:
        pdf.info["Attempt"] = pydyf.String(str(attempt))


def _write_in_hexadecimal(picture: Any) -> None:
    """A picture brings its own compression; in hexadecimal it ends with ">" instead of whatever it ended with."""
    data = b"".join(part if isinstance(part, bytes) else part.data for part in picture.stream)
    picture.stream = [data.hex().encode() + b">"]
    picture.extra["Filter"] = pydyf.Array(["/ASCIIHexDecode", picture.extra["Filter"]])
    if "DecodeParms" in picture.extra:
        picture.extra["DecodeParms"] = pydyf.Array(["null", picture.extra["DecodeParms"]])


def _declare_accessible(pdf: Any) -> None:
    """Say PDF/UA-1 in the metadata, and leave the metadata uncompressed.

    Archives read XMP without a PDF library, and so does our own verification of an uploaded file.
    """
    metadata = next(
        item for item in pdf.objects if item.number is not None and item.reference == pdf.catalog["Metadata"]
    )
    xmp = b"".join(metadata.stream)
    if xmp.count(b"</rdf:RDF>") != 1:
        raise ValueError("The metadata is not one RDF document; has WeasyPrint changed?")
    metadata.compress = False
    metadata.stream = [xmp.replace(b"</rdf:RDF>", _PDFUA + b"</rdf:RDF>")]
