"""``manage.py import_season``: its exit codes, its JSON, its words."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from partners.models import Event, Person
from workshops.models import Programme, Workshop

from .test_import import NOTHING, SIZES
from .workbooks import CLEAN, DIRTY, KEY

KEYS = {"programme", "faults", "warnings", "create", "change"}
ENTRY = {"sheet", "row", "column", "value", "code", "message"}


def run(*arguments: object) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("import_season", *map(str, arguments), stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def run_json(*arguments: object) -> tuple[int, dict]:
    code, text = run(*arguments, "--json")
    return code, json.loads(text)


def test_clean_plan(db):
    code, result = run_json(CLEAN)
    assert (code, set(result)) == (0, KEYS)
    assert (result["programme"], result["faults"]) == ("rencana-2027", [])
    assert (result["create"], result["change"]) == (SIZES, NOTHING)
    code, result = run_json(CLEAN)
    assert (code, result["create"], result["change"]) == (0, NOTHING, NOTHING)


def test_dirty_plan(db):
    code, result = run_json(DIRTY, "--check")
    key = json.loads(KEY.read_text())
    assert code == 1
    assert {tuple(entry[name] for name in ("sheet", "row", "column", "code")) for entry in result["faults"]} == {
        tuple(entry.values()) for entry in key
    }
    assert len(result["faults"]) == len(key) == 32
    for entry in (*result["faults"], *result["warnings"]):
        assert set(entry) == ENTRY
        assert isinstance(entry["value"], str)
        assert entry["message"]
    assert (result["create"], result["change"]) == (NOTHING, NOTHING)


def test_faults_stop_the_import_unless_partial(db):
    assert run_json(DIRTY)[0] == 1
    assert not Programme.objects.exists()
    code, result = run_json(DIRTY, "--partial", "--programme", "sebagian")
    assert (code, result["create"]["workshops"]) == (1, 3)
    assert Workshop.objects.filter(programme__slug="sebagian").count() == 3


def test_check_writes_nothing(db):
    code, result = run_json(CLEAN, "--check")
    assert (code, result["create"]) == (0, SIZES)
    assert not Person.objects.exists()
    assert not Event.objects.exists()


def test_words_for_people(db):
    code, text = run(DIRTY, "--check")
    assert code == 1
    assert "Orang, 30, nama lengkap: " in text
    assert "[room_overlap]" in text


@pytest.mark.parametrize("content", [b"", b"kode;nama", b"PK\x03\x04"])
def test_unreadable_files_exit_with_two(db, tmp_path, content):
    file = tmp_path / "rusak.xlsx"
    file.write_bytes(content)
    code, text = run(file)
    assert code == 2
    assert len(text) > 20


def test_missing_file_exits_with_two(db, tmp_path):
    assert run(tmp_path / "tidak-ada.xlsx")[0] == 2
    assert run(tmp_path)[0] == 2


@pytest.mark.parametrize("options", [("--as", "siapa@entah.example"), ("--programme", "tidak boleh")])
def test_impossible_orders_exit_with_two(db, options):
    assert run(CLEAN, *options)[0] == 2


def test_import_as_somebody(coordinator):
    assert run(CLEAN, "--as", coordinator.email.upper())[0] == 0
    assert Event.objects.get(verb="import_season").actor == coordinator
    coordinator.memberships.all().delete()
    assert run(CLEAN, "--as", coordinator.email)[0] == 2
