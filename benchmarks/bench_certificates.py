"""CPU time of one certificate, beside today's usual way: a plain HTML().write_pdf() of the same page."""

import json
from pathlib import Path

from ground import cpu_ms, prepare, table


def main() -> None:
    prepare()
    from django.template.loader import render_to_string
    from weasyprint import HTML

    from documents.certificate_paper import _context, render_certificate
    from documents.models import Document

    data = Document.objects.filter(state="issued").latest("issued_at").data
    root = Path(__file__).resolve().parents[1]
    html = render_to_string("pdf/certificate.html", _context(data) | {"density": "airy"})
    css = str(root / "templates" / "pdf" / "certificate.css")

    def plain() -> bytes:
        return HTML(string=html, base_url=f"file://{root}/templates/pdf/").write_pdf(
            stylesheets=[css], pdf_variant="pdf/a-3a"
        )

    usual = cpu_ms(plain, rounds=3, times=3)
    ours = cpu_ms(lambda: render_certificate(data), rounds=3, times=5)
    rows = [
        ("plain WeasyPrint", f"{usual:.0f}", "1.0", len(plain())),
        ("render_certificate", f"{ours:.0f}", f"{usual / ours:.1f}", len(render_certificate(data))),
    ]
    table(f"A certificate of {len(json.dumps(data))} bytes of data", ("engine", "CPU ms", "× faster", "bytes"), rows)


if __name__ == "__main__":
    main()
