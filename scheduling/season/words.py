"""The words a season workbook uses, and what each means here (values of the models' choices)."""

import re

# Roles that a file may grant. Organisation admins, treasurers and auditors are never made by a file.
ROLES = {
    "pengusul": "proposer",
    "penelaah": "reviewer",
    "koordinator": "coordinator",
    "petugas kerja sama": "cooperation_officer",
    "dekanat": "assigner",
    "pengelola ruang": "room_manager",
    "penanda tangan": "signatory",
    "admin kepegawaian": "nominator",
}
ORGANISATION_KINDS = {
    "pemerintah kota": "city",
    "pemerintah kabupaten": "city",
    "pemerintah provinsi": "province",
    "perangkat daerah": "agency",
    "dinas": "agency",
    "badan": "agency",
    "kecamatan": "agency",
    "kelurahan": "agency",
    "universitas": "university",
    "institut": "university",
    "politeknik": "university",
    "sekolah tinggi": "university",
    "fakultas": "faculty",
    "jurusan": "department",
    "departemen": "department",
    "program studi": "department",
    "lembaga": "institute",
    "lainnya": "other",
}
ZONES = {
    "Asia/Pontianak": "Asia/Pontianak",
    "Asia/Jakarta": "Asia/Jakarta",
    "Asia/Makassar": "Asia/Makassar",
    "Asia/Jayapura": "Asia/Jayapura",
    "WIB": "Asia/Pontianak",
    "WITA": "Asia/Makassar",
    "WIT": "Asia/Jayapura",
}
EMPLOYMENT = {"PNS": "pns", "PPPK": "pppk", "P3K": "pppk", "Non-ASN": "non_asn", "Bukan ASN": "non_asn"}
AGREEMENT_KINDS = {
    "MoU": "mou",
    "Nota Kesepahaman": "mou",
    "Kesepakatan Bersama": "mou",
    "PKS": "pks",
    "Perjanjian Kerja Sama": "pks",
    "Rencana Kerja": "work_plan",
    "Adendum": "addendum",
    "Addendum": "addendum",
}
DIMENSIONS = {
    "governance": "governance",
    "tata kelola": "governance",
    "branding": "branding",
    "citra": "branding",
    "economy": "economy",
    "ekonomi": "economy",
    "living": "living",
    "kehidupan": "living",
    "society": "society",
    "masyarakat": "society",
    "environment": "environment",
    "lingkungan": "environment",
}
DELIVERY_MODES = {
    "luring": "on_site",
    "tatap muka": "on_site",
    "daring": "online",
    "hibrida": "hybrid",
    "hibrid": "hybrid",
    "hybrid": "hybrid",
}
# Only an approved workshop becomes one here; the others are known words, read and left out with a warning.
APPROVED = "disetujui"
STATUSES = {
    APPROVED: APPROVED,
    "konsep": "draft",
    "draf": "draft",
    "usulan": "draft",
    "diusulkan": "draft",
    "diajukan": "submitted",
    "ditelaah": "in_review",
    "revisi": "revision",
    "ditolak": "rejected",
    "ditunda": "postponed",
    "dibatalkan": "cancelled",
}
SESSION_KINDS = {
    "materi": "lesson",
    "pembukaan": "opening",
    "istirahat": "break",
    "jeda": "break",
    "penutupan": "closing",
}
WEEKDAYS = {
    "senin": 0,
    "selasa": 1,
    "rabu": 2,
    "kamis": 3,
    "jumat": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}
MONTHS = {
    word: number
    for number, spellings in enumerate(
        (
            "januari jan january",
            "februari pebruari feb peb february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nopember nov nop",
            "desember des december dec",
        ),
        start=1,
    )
    for word in spellings.split()
}


def key(text: str) -> str:
    """The letters and digits of a word alone: ``No. HP``, ``no hp`` and ``NO_HP`` are one header."""
    return re.sub(r"[\W_]", "", text).casefold()
