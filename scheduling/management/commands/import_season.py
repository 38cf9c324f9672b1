import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.models import Person
from partners.refusals import Refusal
from scheduling.season.archive import refuse_size
from scheduling.season.importer import Delivery, Outcome, import_season, preview_season
from scheduling.season.rows import KINDS

CANNOT = 2


class Command(BaseCommand):
    help = "Import a season workbook (.xlsx) into a programme. Exit 0 without faults, 1 with faults, 2 if unreadable."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--programme", default="", metavar="SLUG", help="default: named after the file")
        parser.add_argument("--check", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--partial", action="store_true", help="import the correct rows in spite of faults")
        parser.add_argument("--as", dest="email", default="", metavar="EMAIL", help="import as this person")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *, file: Path, programme: str, check: bool, partial: bool, email: str, **options):
        try:
            delivery = Delivery(_read(file), file.name, programme)
            by, at = _find_person(email), timezone.now()
            if check:
                outcome = preview_season(delivery=delivery, by=by, at=at)
            else:
                outcome = import_season(delivery=delivery, by=by, at=at, partial=partial)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=CANNOT) from refusal
        counted = partial or not outcome.faults
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(outcome, counted), ensure_ascii=False, indent=1))
        else:
            self._print(outcome, counted)
        if outcome.faults:
            raise SystemExit(1)

    def _print(self, outcome: Outcome, counted: bool) -> None:
        for title, entries in ((_("Faults"), outcome.faults), (_("Warnings"), outcome.warnings)):
            if entries:
                self.stdout.write(f"{title}: {len(entries)}")
            for entry in entries:
                place = f"{entry.sheet}, {entry.row}" + (f", {entry.column}" if entry.column else "")
                self.stdout.write(f"  {place}: {entry.message} [{entry.code}]")
        result = _as_json(outcome, counted)
        for kind in KINDS:
            self.stdout.write(f"{kind}: +{result['create'][kind]} ~{result['change'][kind]}")
        if not outcome.written:
            self.stdout.write(_("Nothing was written."))


def _read(file: Path) -> bytes:
    try:
        refuse_size(file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        raise Refusal(_("The file %(file)s cannot be read.") % {"file": file}, code="unreadable") from error


def _find_person(email: str) -> Person | None:
    if not email:
        return None
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refusal(_("Nobody here has the address %(email)s.") % {"email": email}, code="unknown_person")
    return person


def _as_json(outcome: Outcome, counted: bool) -> dict:
    """``create`` and ``change`` say what was or would be done: nothing at all, if faults stop the import."""
    nothing = dict.fromkeys(KINDS, 0)
    return {
        "programme": outcome.programme,
        "faults": [fault.as_dict() for fault in outcome.faults],
        "warnings": [warning.as_dict() for warning in outcome.warnings],
        "create": outcome.create if counted else nothing,
        "change": outcome.change if counted else nothing,
    }
