"""The paper itself: valid, reproducible, readable by people, machines and screen readers, whatever the name."""

import json
import os
import re
import subprocess
import sys
from copy import deepcopy
from functools import cache

import page
import pytest
import zxingcpp
from PIL import Image

from documents import rendering
from documents.certificate_paper import CannotPrint, render_certificate

EIGHTY = "Raden Mas Panji Sastrodiningrat Kusumaningrum Wijayakusuma Hadiprawiro Notonegoro"[:80]
LONG = f"Prof. Dr. Ir. {EIGHTY}, S.T., M.T., Ph.D."
DATA = {
    "number": "800.2.4.2/0012/BKPSDM/2026",
    "code": "F3JM-95H9-T1N",
    "url": "https://lokakarya.example/verify/F3JM-95H9-T1N/",
    "replaces": "",
    "example": False,
    "issued_at": "2026-11-24T08:00:00+07:00",
    "issued_on": "2026-11-24",
    "issued_in": "Pontianak",
    "institutions": ["Pemerintah Kota Pontianak", "Universitas Tanjungpura"],
    "person": {
        "name": "Dr. Hj. Siti Nurhaliza, S.Pd., M.Si.",
        "nip": "19860926 201505 2 001",
        "nip_label": "NIP",
        "birth_place": "Sambas",
        "birth_date": "1986-09-26",
        "rank": "Penata Tingkat I (III/d)",
        "rank_label": "Pangkat/golongan ruang",
        "position": "Analis Kebijakan Ahli Muda",
        "unit": "Dinas Komunikasi dan Informatika",
    },
    "role": "Peserta",
    "workshop": {
        "title": "Manajemen Risiko & Audit pada Perangkat Daerah",
        "theme": "manajemen risiko",
        "organisers": ["Badan Kepegawaian", "Fakultas Ekonomi dan Bisnis"],
        "legal_basis": {
            "kind": "Perjanjian Kerja Sama",
            "numbers": ["100.3.7.1/22/BKPSDM/2026", "902/UN22.2/KS.00/2026"],
        },
        "first_day": "2026-11-12",
        "last_day": "2026-11-14",
        "places": ["Aula Rohana Muthalib, Kantor Bapperida"],
        "jp": 24,
        "subjects": [
            {"title": "Kebijakan Manajemen Risiko", "jp": 20, "speakers": ["Prof. Dr. Bambang Sutrisno, S.E."]},
            {"title": "Rencana Tindak Lanjut", "jp": 4, "speakers": []},
        ],
    },
    "signatories": [
        {"position": "Kepala Badan Kepegawaian", "name": "Abdul Halim", "rank": "Pembina Utama Muda",
         "nip": "19680411 199311 1 009"},
        {"position": "Dekan Fakultas Ekonomi dan Bisnis", "name": "", "rank": "", "nip": ""},
    ],
}  # fmt: skip


def certificate(*, name=None, example=False, **workshop):
    data = deepcopy(DATA) | {"example": example}
    data["workshop"] |= workshop
    if name is not None:
        data["person"]["name"] = name
    return data


def crowded():
    """Every field as long as the database lets it be."""
    data = certificate(
        name="Prof. Dr. Ir. H. " + "Wijayakusumaningrat " * 6 + ", S.T., M.T., M.Kom., Ph.D., IPU, ASEAN Eng.",
        example=True,
        title=("Penguatan Tata Kelola " * 10)[:200],
        organisers=[("Badan Kepegawaian dan Pengembangan " * 6)[:200]] * 2,
        legal_basis={"kind": "Perjanjian Kerja Sama", "numbers": [("100.3.7.1/22/BKPSDM/2026/" * 4)[:100]] * 2},
        places=[("Aula Gedung Serbaguna Rohana Muthalib " * 5)[:160]] * 2,
        subjects=[{"title": "Materi " * 20, "jp": 1, "speakers": ["Prof. Dr. Bambang Sutrisno, S.E."] * 3}] * 24,
    )
    data["person"] |= {"position": ("Kepala Subbagian " * 10)[:160], "unit": ("Dinas Perumahan Rakyat " * 9)[:200]}
    data["replaces"] = "800.2.4.2/0011/BKPSDM/2026"
    for signatory in data["signatories"]:
        signatory |= {"position": ("Kepala Badan Perencanaan " * 7)[:160], "name": LONG[:120]}
    return data


PAPERS = {
    "usual": certificate(),
    "example": certificate(example=True),
    "long name": certificate(name=LONG),
    "one letter": certificate(name="Y"),
    "one long word": certificate(name="W" * 120),
    "diacritics": certificate(name="Łukasz Ñandú-Žižek, Ph.D."),
    "crowded": crowded(),
}


@cache
def paper_of(name: str) -> bytes:
    return render_certificate(PAPERS[name])


def text_of(pdf: bytes, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def words_of(pdf: bytes, page_number: int = 1) -> list[tuple[float, float, float, float, str]]:
    boxes = text_of(pdf, "-bbox", "-f", str(page_number), "-l", str(page_number))
    pattern = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
    return [(*(float(value) for value in found[:4]), found[4]) for found in re.findall(pattern, boxes)]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_can_be_archived_and_read_aloud(paper, profile):
    report = page.validate_pdf_bytes(paper_of(paper), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("paper", PAPERS)
def test_no_word_is_cut_or_covered(paper):
    words = words_of(paper_of(paper))
    width, height, band = 297 / 25.4 * 72, 210 / 25.4 * 72, 24 / 25.4 * 72
    for left, top, right, bottom, word in words:
        assert band < left < right < width - 20, word
        assert 15 < top < bottom < height - 15, word
    for index, (left, top, right, bottom, word) in enumerate(words):
        for other_left, other_top, other_right, other_bottom, other in words[index + 1 :]:
            across = min(right, other_right) - max(left, other_left)
            # Boxes are as high as the font; lines set closely share a little of that without touching.
            down = min(bottom, other_bottom) - max(top, other_top)
            assert across < 1 or down < 0.35 * min(bottom - top, other_bottom - other_top), (word, other)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_name_is_whole_and_the_largest_thing_on_the_page(paper):
    data = PAPERS[paper]
    words = words_of(paper_of(paper))
    largest = max(bottom - top for _left, top, _right, bottom, _word in words)
    name = "".join(word for _left, top, _right, bottom, word in words if bottom - top > largest - 0.5)
    assert name == data["person"]["name"].replace(" ", "")


def test_the_front_says_everything_that_a_certificate_must_say():
    front = " ".join(text_of(paper_of("usual"), "-l", "1").split())
    for words in (
        "Pemerintah Kota Pontianak", "Universitas Tanjungpura", "SERTIFIKAT", "Nomor: 800.2.4.2/0012/BKPSDM/2026",
        "diberikan kepada", "Dr. Hj. Siti Nurhaliza, S.Pd., M.Si.", "19860926 201505 2 001",
        "Sambas, 26 September 1986", "Penata Tingkat I (III/d)", "Analis Kebijakan Ahli Muda",
        "Dinas Komunikasi dan Informatika", "sebagai Peserta", "Manajemen Risiko & Audit pada Perangkat Daerah",
        "Badan Kepegawaian bersama Fakultas Ekonomi dan Bisnis", "12–14 November 2026",
        "di Aula Rohana Muthalib, Kantor Bapperida", "Nomor 902/UN22.2/KS.00/2026",
        "24 (dua puluh empat) Jam Pelajaran", "Pontianak, 24 November 2026", "Kepala Badan Kepegawaian,",
        "Abdul Halim", "Pembina Utama Muda", "NIP 19680411 199311 1 009", "Belum ditandatangani secara elektronik",
        "F3JM-95H9-T1N", "bukan tanda tangan",
    ):  # fmt: skip
        assert words in front
    assert "CONTOH" not in front


def test_the_back_lists_what_was_taught():
    back = " ".join(text_of(paper_of("usual"), "-f", "2", "-layout").split())
    assert "DAFTAR MATERI" in back
    assert "1 Kebijakan Manajemen Risiko Prof. Dr. Bambang Sutrisno, S.E. 20" in back
    assert "2 Rencana Tindak Lanjut – 4" in back
    assert "Jumlah 24" in back


def test_an_example_says_so_on_both_sides():
    pdf = paper_of("example")
    assert ["CONTOH" in text_of(pdf, "-f", str(side), "-l", str(side)) for side in (1, 2)] == [True, True]


@pytest.mark.parametrize("paper", ["usual", "long name"])
@pytest.mark.parametrize("resolution", [96, 150])
def test_the_qr_code_leads_to_the_verification_page(tmp_path, paper, resolution):
    (tmp_path / "paper.pdf").write_bytes(paper_of(paper))
    subprocess.run(
        ["pdftoppm", "-r", str(resolution), "-l", "1", "-png", tmp_path / "paper.pdf", tmp_path / "side"], check=True
    )
    [picture] = tmp_path.glob("side*.png")
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(picture))] == [DATA["url"]]


def test_only_our_own_fonts_are_inside_and_all_of_them_are_embedded():
    listing = subprocess.run(
        ["pdffonts", "-"], input=paper_of("usual"), capture_output=True, check=True
    ).stdout.decode()
    rows = [line.split() for line in listing.splitlines()[2:]]
    assert {row[0].partition("+")[2] for row in rows} == {"Plus-Jakarta-Sans", "Plus-Jakarta-Sans-Bold", "Lora-Bold"}
    assert {row[-5] for row in rows} == {"yes"}


def test_the_frozen_data_travels_with_the_paper(tmp_path):
    (tmp_path / "paper.pdf").write_bytes(paper_of("usual"))
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, tmp_path / "paper.pdf"], check=True)
    assert json.loads((tmp_path / "sertifikat.json").read_text()) == DATA


def test_the_same_data_gives_the_same_bytes_in_any_process(settings, tmp_path):
    code = (
        "import django, hashlib, json, sys; django.setup();"
        "from documents.certificate_paper import render_certificate;"
        "print(hashlib.sha256(render_certificate(json.load(sys.stdin))).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code], input=json.dumps(DATA), text=True, stdout=subprocess.PIPE, check=True,
            cwd=settings.BASE_DIR,
            env=os.environ | {"PYTHONHASHSEED": seed, "CACHE_DIR": str(tmp_path / seed), "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Jayapura"))
    }  # fmt: skip
    assert len(hashes) == 1


def test_a_database_that_sorts_keys_changes_nothing():
    reordered = json.loads(json.dumps(DATA, sort_keys=True))
    assert render_certificate(reordered) == paper_of("usual")


def test_a_character_without_a_glyph_is_told_before_it_becomes_a_box():
    with pytest.raises(CannotPrint, match="蔡"):
        render_certificate(certificate(name="蔡 Ananda"))


def test_html_in_a_name_is_a_name():
    pdf = render_certificate(certificate(name="<b>Ani</b> & Co"))
    assert "<b>Ani</b> & Co" in text_of(pdf)


def test_many_papers_in_a_row_stay_valid():
    """Compressed data that ends in a carriage return confuses validators; it does so once in about ten papers."""
    for number in range(15):
        pdf = render_certificate(certificate(name=f"Peserta {number}"))
        assert b"\r\nendstream" not in pdf
        assert page.validate_pdf_bytes(pdf, profile="3a").is_compliant


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="https://lokakarya.example/x.css">',
        "<style>@import url(file:///etc/hostname)</style>",
        f'<img src="{rendering.PAPER_FOLDER.as_uri()}/../base.html" alt="x">',
    ],
)
def test_a_document_loads_nothing_but_its_own_files(html):
    with pytest.raises(RuntimeError, match="may not load"):
        rendering.lay_out(f"<html lang=id><title>x</title><body>{html}", "certificate.css")


def test_the_engine_says_loudly_what_it_lacks(monkeypatch):
    assert rendering.self_check() == []
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    assert "apt install libharfbuzz-subset0" in " ".join(rendering.self_check())


def test_the_metadata_can_be_read_without_a_pdf_library():
    pdf = paper_of("usual")
    assert DATA["url"].encode() in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_no_personal_number_stands_in_the_open_metadata():
    pdf = paper_of("usual")
    assert b"19860926" not in pdf
    assert b"1986-09-26" not in pdf
