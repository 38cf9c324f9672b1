"""The organisations of the pilot pair, attribute by attribute as the season workbook has them.

An import beside the demonstration must find nothing to change, so these rows follow the workbook, not taste.
"""

from partners.models import Organisation

Kind = Organisation.Kind

# Code, name, kind, parent, address, code on letters.
ORGANISATIONS = (
    ("PTK", "Pemerintah Kota Pontianak", Kind.CITY, None, "Jalan Rahadi Usman, Pontianak", "PTK"),
    (
        "BKPSDM",
        "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        Kind.AGENCY,
        "PTK",
        "Pontianak",
        "BKPSDM",
    ),
    ("DISKOMINFO", "Dinas Komunikasi dan Informatika", Kind.AGENCY, "PTK", "Pontianak", "DISKOMINFO"),
    (
        "BAPPERIDA",
        "Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah",
        Kind.AGENCY,
        "PTK",
        "Pontianak",
        "BAPPERIDA",
    ),
    ("DISDUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", Kind.AGENCY, "PTK", "Pontianak", "DISDUKCAPIL"),
    ("DLH", "Dinas Lingkungan Hidup", Kind.AGENCY, "PTK", "Pontianak", "DLH"),
    ("DINKES", "Dinas Kesehatan", Kind.AGENCY, "PTK", "Pontianak", "DINKES"),
    ("INSPEKTORAT", "Inspektorat", Kind.AGENCY, "PTK", "Pontianak", "INSPEKTORAT"),
    ("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang", Kind.AGENCY, "PTK", "Pontianak", "DPUPR"),
    ("KEC-KOTA", "Kecamatan Pontianak Kota", Kind.AGENCY, "PTK", "Pontianak", "KEC-KOTA"),
    (
        "UNTAN",
        "Universitas Tanjungpura",
        Kind.UNIVERSITY,
        None,
        "Jalan Prof. Dr. H. Hadari Nawawi, Pontianak 78124",
        "UN22",
    ),
    ("FT", "Fakultas Teknik", Kind.FACULTY, "UNTAN", "Pontianak", "UN22.1"),
    ("FEB", "Fakultas Ekonomi dan Bisnis", Kind.FACULTY, "UNTAN", "Pontianak", "UN22.2"),
    ("FISIP", "Fakultas Ilmu Sosial dan Ilmu Politik", Kind.FACULTY, "UNTAN", "Pontianak", "UN22.3"),
    ("FMIPA", "Fakultas Matematika dan Ilmu Pengetahuan Alam", Kind.FACULTY, "UNTAN", "Pontianak", "UN22.4"),
    ("FKIP", "Fakultas Keguruan dan Ilmu Pendidikan", Kind.FACULTY, "UNTAN", "Pontianak", "UN22.5"),
    (
        "LPPM",
        "Lembaga Penelitian dan Pengabdian kepada Masyarakat",
        Kind.INSTITUTE,
        "UNTAN",
        "Pontianak",
        "UN22.6",
    ),
)
# A root of its own: whoever plans a real season plans in rooms of its city and universities, so never in these.
BUILDING = ("DEMO-GEDUNG", "Gedung Pertemuan Demonstrasi", Kind.OTHER, None, "Jalan Contoh Nomor 1, Pontianak", "GPD")


def make_organisations() -> dict[str, Organisation]:
    """Create them, parents first; return them by code."""
    made: dict[str, Organisation] = {}
    for code, name, kind, parent, address, letter_code in (*ORGANISATIONS, BUILDING):
        made[code] = Organisation.objects.create(
            code=code,
            name=name,
            kind=kind,
            parent=made[parent] if parent else None,
            address=address,
            timezone=Organisation.Zone.WIB_PONTIANAK,
            letter_code=letter_code,
        )
    return made
