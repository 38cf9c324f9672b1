"""A real site for the browser: its own database, server, worker and mail folder."""

import contextlib
import email
import email.policy
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")


@dataclass
class Site:
    """Where the site runs, and the mail it wrote."""

    url: str
    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def letters(self, to: str) -> list[str]:
        """Bodies of the mails to an address, oldest first."""
        bodies = []
        for path in sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime):
            for chunk in re.split(rb"\n-{79}\n", path.read_bytes()):
                if chunk.strip():
                    message = email.message_from_bytes(chunk.strip(), policy=email.policy.default)
                    if to in str(message["To"]):
                        bodies.append(message.get_body(("plain",)).get_content())
        return bodies

    def wait_for_link(self, to: str, part: str, seconds: float = 40) -> str:
        """The first link with ``part`` in the newest mail to ``to``."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for body in reversed(self.letters(to)):
                found = re.search(rf"{re.escape(self.url)}\S*{re.escape(part)}\S*", body)
                if found:
                    return found[0]
            time.sleep(0.3)
        raise AssertionError(f"no mail to {to} with {part!r}; there is: {self.letters(to)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    url = f"http://127.0.0.1:{_free_port()}"
    environment = {key: value for key, value in os.environ.items() if key not in ("TEST_DATABASE_URL", "REDIS_URL")} | {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "MAIL_URL": f"file://{folder / 'mail'}",
        "CACHE_DIR": str(folder / "cache"),
        "BASE_URL": url,
        "PYTHONWARNINGS": "ignore",
    }
    place = Site(url, folder, environment)
    place.manage("migrate", "--verbosity", "0")
    place.manage("collectstatic", "--no-input", "--verbosity", "0")
    place.manage("demo")
    log = (folder / "server.log").open("w")
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        for command in (
            [
                str(Path(sys.executable).parent / "granian"),
                "--interface",
                "wsgi",
                "--host",
                "127.0.0.1",
                "--port",
                url.rsplit(":", 1)[1],
                "--workers",
                "1",
                "--blocking-threads",
                "4",
                "--no-access-log",
                "--log-level",
                "warning",
                "lokakarya.wsgi:application",
            ],
            [sys.executable, "manage.py", "db_worker", "--interval", "0.3"],
        )
    ]
    try:
        for _attempt in range(300):
            with contextlib.suppress(OSError):
                if urllib.request.urlopen(f"{url}/healthz", timeout=2).status == 200:
                    break
            time.sleep(0.2)
        else:
            raise AssertionError((folder / "server.log").read_text())
        yield place
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(15)
        log.close()


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("LOUDLY: chromium is not installed; browser tests are skipped")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, site):
    """Open a page as somebody (by password) or nobody; every console message fails the test at its end."""
    contexts, complaints = [], []

    def open_as(address: str | None = None, password: str = "", *, width: int = 1280, language: str = "id"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=site.url, accept_downloads=True
        )
        context.add_cookies([{"name": "language", "value": language, "url": site.url}])
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        if address:
            sign_in(page, address, password)
        return page

    yield open_as
    for context in contexts:
        context.close()
    # A refused form answers 4xx, which Chromium notes in the console; anything else is ours.
    assert [text for text in complaints if "Failed to load resource" not in text] == []


def sign_in(page, address: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", password)
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/")
