"""The thread from end to end, as people walk it: the Excel plan in, a verified certificate out."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import sign_in

pytestmark = [pytest.mark.one_database]

WORKBOOK = Path(__file__).resolve().parents[1] / "data" / "season" / "rencana-2027.xlsx"
COORDINATOR = "dewi@demo.example"
PASSWORD = "lokakarya-demo"
NEW_PASSWORD = "kapuas-tenang-2027"


def choose_password(page, site, address: str) -> None:
    """Whoever was imported has no password yet: they ask for a link and choose one."""
    page.goto("/accounts/password/reset/")
    page.fill("input[name=email]", address)
    page.click("main form.form button[type=submit]")
    page.goto(site.wait_for_link(address, "/accounts/password/reset/key/"))
    page.fill("input[name=password1]", NEW_PASSWORD)
    page.fill("input[name=password2]", NEW_PASSWORD)
    page.click("main form.form button")
    page.wait_for_url("**/accounts/**done/")
    sign_in(page, address, NEW_PASSWORD)


def press(page, selector: str) -> None:
    """Press a button or link, and wait for the page it leads to."""
    with page.expect_navigation():
        page.click(selector)


def test_from_the_excel_plan_to_a_verified_certificate(site, open_page):
    # Import the season, look at the preview, confirm.
    coordinator = open_page(COORDINATOR, PASSWORD)
    coordinator.goto("/season/import/")
    coordinator.set_input_files("input[type=file]", WORKBOOK)
    press(coordinator, "main form button.primary")
    assert "139" in coordinator.inner_text("main")
    press(coordinator, "main form button.primary")

    # Plan and publish.
    coordinator.goto("/programmes/rencana-2027/plan/")
    press(coordinator, "form[action$='/plan/draft/'] button")
    assert "/timetables/" in coordinator.url
    assert coordinator.locator(".note.ok").count() == 1
    press(coordinator, "form[action$='/publish/'] button")
    assert "0 breaches" in site.manage("check_schedule")

    # Find a workshop on site, send its offers.
    coordinator.goto("/workshops/?q=LK27-001")
    press(coordinator, "table.list tbody tr th a")
    workshop = coordinator.url
    press(coordinator, "form[action$='/offers/'] button")
    slot = coordinator.locator("table.list tbody tr", has=coordinator.locator(".chip.info")).first.inner_text()

    # The lecturer answers from the mail, without an account.
    address = lecturer_of(site, slot)[1]
    link = site.wait_for_link(address, "/offers/")
    lecturer = open_page(width=390)
    lecturer.goto(link)
    assert re.search(r"\d\d\.\d\d–\d\d\.\d\d WIB", lecturer.inner_text("main"))
    press(lecturer, "button[value=accept]")
    assert lecturer.locator(".note.ok").count() == 1
    assert lecturer.locator("button[value=accept]").count() == 0

    # … then subscribes to a personal calendar.
    choose_password(lecturer, site, address)
    lecturer.goto("/calendar/")
    lecturer.fill("main form input[name=name]", "Ponsel")
    press(lecturer, "main form button.primary")
    feed = re.search(rf"{re.escape(site.url)}/feeds/\S+?\.ics", lecturer.content())[0]
    start = re.search(r"(\d\d)\.(\d\d)–", slot)
    agenda = subscribe(feed, site.folder)
    assert f"{start[1]}:{start[2]}" in agenda, (slot, agenda)

    # Registration: the coordinator opens it, a nominee takes the seat.
    coordinator.goto(workshop)
    press(coordinator, "form[action$='/open/'] button")
    coordinator.goto(workshop + "participants/")
    nominee = coordinator.locator("table.list tbody tr th").first.inner_text().split("\n")[0]
    participant_address = address_of(site, nominee)
    participant = open_page()
    choose_password(participant, site, participant_address)
    participant.goto(workshop)
    press(participant, "form[action$='/register/'] button")
    assert participant.locator(".note.ok").count() >= 1

    # Attendance: the sessions lie ahead, so both steps ask for a reason.
    coordinator.goto(workshop + "attendance/")
    for session in range(coordinator.locator("table a[href*='/sessions/']").count()):
        coordinator.goto(workshop + "attendance/")
        press(coordinator, f"table a[href*='/sessions/'] >> nth={session}")
        coordinator.fill("input[name=reason]", "uji coba")
        press(coordinator, "button[name=all_present]")
    coordinator.goto(workshop + "attendance/")
    coordinator.fill("input[name=reason]", "uji coba")
    press(coordinator, "form[action$='/close/'] button")

    # Certificates: the worker makes them; the participant finds hers.
    coordinator.goto(workshop + "certificates/")
    press(coordinator, "main form button.primary")
    coordinator.wait_for_selector("table a[href*='/documents/']", timeout=60_000)
    participant.goto("/documents/")
    href = participant.locator("main a[href*='/documents/']").first.get_attribute("href")
    pdf = site.folder / "sertifikat.pdf"
    pdf.write_bytes(participant.request.get(href).body())
    assert pdf.read_bytes().startswith(b"%PDF")

    # Anybody scans the QR code and reads the truth.
    anybody = open_page(width=390)
    anybody.goto(scanned(pdf))
    text = anybody.inner_text("main")
    assert nominee.split(",")[0].lower() in text.lower()
    assert "BERLAKU" in text.upper()
    anybody.goto("/verify/")
    anybody.set_input_files("input[type=file]", pdf)
    press(anybody, "form:has(input[type=file]) button")
    assert "BERLAKU" in anybody.inner_text("main").upper()


def lecturer_of(site, slot: str) -> tuple[str, str]:
    """Name and address of the lecturer named in a row of the sessions table."""
    for line in site.manage("shell", "-v", "0", "-c", PEOPLE).splitlines():
        name, address = line.split("|")
        if name in slot:
            return name, address
    raise AssertionError(slot)


def address_of(site, name: str) -> str:
    return lecturer_of(site, name)[1]


PEOPLE = (
    "from partners.models import Person\n"
    "for person in Person.objects.exclude(email=None).order_by('pk'): print(f'{person.name}|{person.email}')"
)


def subscribe(url: str, folder: Path) -> str:
    """What a real calendar program shows of the feed, in Pontianak."""
    if not (shutil.which("vdirsyncer") and shutil.which("khal")):
        pytest.skip("LOUDLY: khal and vdirsyncer are not installed")
    home = folder / "khal"
    (home / "cal").mkdir(parents=True)
    (home / "vdirsyncer").write_text(
        f'[general]\nstatus_path = "{home}/status/"\n[pair loka]\na = "remote"\nb = "local"\ncollections = null\n'
        f'conflict_resolution = "a wins"\n[storage remote]\ntype = "http"\nurl = "{url}"\n'
        f'[storage local]\ntype = "filesystem"\npath = "{home}/cal/"\nfileext = ".ics"\n'
    )
    (home / "khal.conf").write_text(
        f"[calendars]\n[[loka]]\npath = {home}/cal\n[locale]\nlocal_timezone = Asia/Pontianak\n"
        "default_timezone = Asia/Pontianak\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {home}/khal.db\n[default]\ndefault_calendar = loka\n"
    )
    run = {"capture_output": True, "text": True, "timeout": 60}
    subprocess.run(["vdirsyncer", "-c", home / "vdirsyncer", "discover", "loka"], input="y\ny\n", check=True, **run)
    subprocess.run(["vdirsyncer", "-c", home / "vdirsyncer", "sync", "loka"], check=True, **run)
    shown = subprocess.run(
        [
            "khal",
            "-c",
            home / "khal.conf",
            "list",
            "-df",
            "{date}",
            "-f",
            "{start-end-time-style} {title}",
            "2027-01-01",
            "180d",
        ],
        check=True,
        **run,
    )
    return shown.stdout


def scanned(pdf: Path) -> str:
    """What a phone reads from the printed page at 96 dpi."""
    if not shutil.which("pdftoppm"):
        pytest.skip("LOUDLY: poppler-utils is not installed")
    import zxingcpp
    from PIL import Image

    subprocess.run(["pdftoppm", "-r", "96", "-f", "1", "-l", "1", "-png", pdf, pdf.with_suffix("")], check=True)
    with Image.open(next(pdf.parent.glob(f"{pdf.stem}-*.png"))) as image:
        return zxingcpp.read_barcodes(image)[0].text
