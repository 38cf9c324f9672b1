"""Upload a season workbook, look at what it would do, import it."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from partners.refusals import NotAllowed
from partners.requests import PersonRequest

from . import uploads
from .archive import MAX_BYTES, MAX_ROWS, Unreadable, refuse_size
from .faults import Fault
from .importer import Delivery, Outcome, import_season, preview_season
from .rows import SHEETS

SHOWN = 200
KIND_NAMES = {
    "organisations": gettext_lazy("Organisations"),
    "people": gettext_lazy("People"),
    "rooms": gettext_lazy("Rooms"),
    "agreements": gettext_lazy("Agreements"),
    "workshops": gettext_lazy("Workshops"),
    "sessions": gettext_lazy("Sessions"),
    "nominations": gettext_lazy("Nominations"),
    "unavailability": gettext_lazy("Lecturers' busy times"),
    "room_uses": gettext_lazy("Room uses"),
}


@require_http_methods(["GET", "POST"])
def season_import(request: PersonRequest) -> HttpResponse:
    """The form, and the upload of a workbook."""
    _require_coordinator(request)
    error = ""
    slug = request.POST.get("programme", "").strip()
    if request.method == "POST":
        try:
            return redirect("season_import_preview", _take(request, slug).public_id)
        except Unreadable as refusal:
            error = str(refusal)
    context = {
        "error": error,
        "slug": slug,
        "sheets": [kind.TITLE for kind in SHEETS],
        "size": MAX_BYTES // 2**20,
        "rows": MAX_ROWS,
    }
    return render(request, "scheduling/season_import.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
def season_import_preview(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """What the workbook would do; a POST does it, with ``partial`` for its correct rows alone."""
    _require_coordinator(request)
    upload = uploads.find(request, public_id)
    delivery, by, at = upload.deliver(), request.user, timezone.now()
    if request.method == "GET":
        outcome = preview_season(delivery=delivery, by=by, at=at)
        return render(request, "scheduling/season_preview.html", _describe(upload, outcome))
    outcome = import_season(delivery=delivery, by=by, at=at, partial=bool(request.POST.get("partial")))
    if not outcome.written:
        # The database has changed between preview and confirmation: look again.
        return render(request, "scheduling/season_preview.html", _describe(upload, outcome), status=409)
    uploads.drop(request, upload)
    messages.success(
        request,
        _("Imported into “%(programme)s”: %(created)d created, %(changed)d changed.")
        % {
            "programme": outcome.programme,
            "created": sum(outcome.create.values()),
            "changed": sum(outcome.change.values()),
        },
    )
    return redirect("/")


def _require_coordinator(request: PersonRequest) -> None:
    """Which office's coordinator it must be, the import itself decides once it knows the programme."""
    if not request.user.has_role("coordinator"):
        raise NotAllowed(_("Only coordinators import seasons. Ask a coordinator of your organisation."))


def _take(request: PersonRequest, slug: str) -> uploads.Upload:
    """Keep the uploaded file, once it has been read to the end without a refusal."""
    file = request.FILES.get("file")
    if file is None:
        raise Unreadable(_("Choose a file first."))
    refuse_size(file.size or 0)
    delivery = Delivery(file.read(), file.name or "", slug)
    preview_season(delivery=delivery, by=request.user, at=timezone.now())
    return uploads.keep(request, delivery)


def _describe(upload: uploads.Upload, outcome: Outcome) -> dict:
    return {
        "upload": upload,
        "outcome": outcome,
        "kinds": [
            (name, outcome.create[kind], outcome.change[kind], outcome.left[kind]) for kind, name in KIND_NAMES.items()
        ],
        "faults": _by_sheet(outcome.faults),
        "warnings": _by_sheet(outcome.warnings),
        "shown": SHOWN,
        "something": any((*outcome.create.values(), *outcome.change.values())),
    }


def _by_sheet(entries: list[Fault]) -> list[tuple[str, list[Fault]]]:
    return [(sheet, list(group)) for sheet, group in groupby(entries[:SHOWN], key=lambda entry: entry.sheet)]
