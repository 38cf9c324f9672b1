"""Fail where a text has no Indonesian, or the catalogue no longer matches the code."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/id/LC_MESSAGES/django.po"


def entries(text: str) -> dict[str, bool]:
    """{msgid: translated?} of a catalogue; fuzzy ones count as not translated."""
    found = {}
    for block in text.split("\n\n"):
        block = "\n".join(line for line in block.splitlines() if not line.startswith("#~"))
        match = re.search(r'^msgid ((?:".*"\n?)+)', block, re.MULTILINE)
        if not match:
            continue
        msgid = "".join(re.findall(r'"(.*)"', match[1]))
        strings = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', block, re.MULTILINE)
        whole = all("".join(re.findall(r'"(.*)"', string)) for string in strings)
        if msgid:
            found[msgid] = whole and "fuzzy" not in block.split("msgid")[0]
    return found


def main() -> int:
    committed = entries(CATALOGUE.read_text())
    with tempfile.TemporaryDirectory() as folder:
        backup = Path(folder) / "locale"
        shutil.copytree(ROOT / "locale", backup)
        try:
            subprocess.run(
                [
                    sys.executable,
                    "manage.py",
                    "makemessages",
                    "--locale",
                    "id",
                    "--no-location",
                    "--no-obsolete",
                    "--ignore",
                    ".venv",
                    "--ignore",
                    "var",
                ],
                cwd=ROOT,
                check=True,
                capture_output=True,
            )
            needed = entries(CATALOGUE.read_text())
        finally:
            shutil.rmtree(ROOT / "locale")
            shutil.copytree(backup, ROOT / "locale")
    missing = sorted(msgid for msgid in needed if not committed.get(msgid))
    for msgid in missing:
        print(f"no Indonesian: {msgid}")
    print(f"{len(needed)} texts, {len(missing)} without Indonesian")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
