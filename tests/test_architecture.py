"""The house keeps its shape."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.one_database


def test_imports_go_one_way():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_the_architecture_page_names_files_that_exist():
    """A newcomer finds the file that decides; a moved file must move on the page too."""
    import re

    text = (ROOT / "docs" / "architecture.md").read_text()
    table = text[text.index("| Question |") : text.index("## Layers")]
    files = re.findall(r"`([\w/]+(?:\.py|/))`", table)
    assert len(files) >= 8
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_no_page_carries_inline_styles_or_scripts():
    """The CSP would block them; the test says so before a browser does."""
    import re

    for path in (ROOT / "templates").rglob("*.html"):
        if "pdf" in path.parts:
            continue
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son\w+=", text), path
        assert "<style" not in text, path


def test_the_readme_stays_short_and_shows_two_commands():
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 60
    assert "make run" in text
    assert "make test" in text
