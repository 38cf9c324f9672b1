"""Pages of partners: language, agreements, health, and the demonstration's mail."""

import email
import email.policy
import re
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import agreements
from .events import history
from .forms import AgreementForm, SigningForm
from .models import Agreement
from .pages import page_of
from .requests import PersonRequest


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and for signed-in people with their account."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    if request.user.is_authenticated and request.user.language != language:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response = redirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@require_safe
def agreement_list(request: PersonRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = Agreement.objects.visible_to(request.user).prefetch_related("parties__organisation")
    shown = request.GET.get("show", "current")
    if shown == "ending":
        rows = rows.ending_soon(today)
    elif shown == "current":
        rows = rows.exclude(state__in=("terminated", "superseded")).filter(ends_on__gte=today)
    return render(
        request,
        "partners/agreement_list.html",
        {
            "page": page_of(request, rows.order_by("ends_on", "pk")),
            "today": today,
            "shown": shown,
            "ending": Agreement.objects.visible_to(request.user).ending_soon(today).count(),
            "may_draft": request.user.has_perm("partners.draft_agreement"),
        },
    )


def agreement_new(request: PersonRequest) -> HttpResponse:
    if not request.user.has_perm("partners.draft_agreement"):
        raise PermissionDenied
    form = AgreementForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        agreement = agreements.draft_agreement(
            kind=data["kind"],
            title=data["title"],
            parties=[data["first_party"], data["second_party"]],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            parent=data["parent"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The draft is saved."))
        return redirect("agreement_detail", agreement.public_id)
    return render(request, "partners/agreement_form.html", {"form": form}, status=422 if form.errors else 200)


def agreement_detail(request: PersonRequest, public_id) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), public_id=public_id)
    may_move = request.user.has_perm("partners.move_agreement", agreement)
    signing = None
    if may_move and agreement.state == Agreement.State.AWAITING_SIGNATURE:
        signing = SigningForm(request.POST or None, agreement=agreement)
        if request.method == "POST" and signing.is_valid():
            data = signing.cleaned_data
            agreements.sign_agreement(
                agreement=agreement,
                parties=[
                    agreements.SignedParty(
                        party.organisation, data[f"number_{party.pk}"], data[f"signatory_{party.pk}"]
                    )
                    for party in signing.parties
                ],
                signed_on=data["signed_on"],
                place=data["place"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("The signing is recorded."))
            return redirect("agreement_detail", agreement.public_id)
    labels = dict(Agreement.State.choices)
    return render(
        request,
        "partners/agreement_detail.html",
        {
            "agreement": agreement,
            "parties": agreement.parties.select_related("organisation"),
            "today": timezone.localdate(),
            "days_left": agreement.days_left(timezone.localdate()),
            "in_force": agreement.in_force(timezone.localdate()),
            "steps": [
                (step, labels[step])
                for step in agreements.STEPS
                if may_move and step in agreements.MOVES.get(agreement.state, ())
            ],
            "may_terminate": may_move and agreement.state == Agreement.State.SIGNED,
            "signing": signing,
            "history": history(agreement)[:20],
        },
        status=422 if signing is not None and signing.errors else 200,
    )


@require_POST
def agreement_move(request: PersonRequest, public_id) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), public_id=public_id)
    agreements.move_agreement(
        agreement=agreement,
        to=request.POST.get("to", ""),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return redirect("agreement_detail", agreement.public_id)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 with the database, migrations and queue age; 503 with the failing part named."""
    parts: dict[str, object] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts["database"] = "ok"
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        parts["migrations"] = "ok" if not missing else f"{len(missing)} not applied"
        parts["queue_age_seconds"] = _queue_age()
    except Exception as error:
        parts["database"] = type(error).__name__
    healthy = parts.get("database") == "ok" and parts.get("migrations") == "ok"
    response = JsonResponse({"healthy": healthy, **parts}, status=200 if healthy else 503)
    response["Cache-Control"] = "no-store"
    return response


def _queue_age() -> int:
    """Age of the oldest task that nobody has taken yet, in seconds."""
    from django_tasks_db.models import DBTaskResult

    oldest = DBTaskResult.objects.filter(status="READY").order_by("enqueued_at").values_list("enqueued_at", flat=True)
    waiting = [moment for moment in oldest[:1] if moment is not None]
    return int((timezone.now() - waiting[0]).total_seconds()) if waiting else 0


@require_safe
def demo_mail(request: PersonRequest) -> HttpResponse:
    """The demonstration's mail, newest first: it goes to files, so that nobody real is written to."""
    mailer = settings.MAILERS["default"]
    folder = Path(mailer.get("OPTIONS", {}).get("file_path", ""))
    if not (settings.IS_LOOPBACK and mailer["BACKEND"].endswith("filebased.EmailBackend") and folder.is_dir()):
        raise Http404
    letters = []
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:60]:
        letters += _letters_in(path)
    return render(request, "partners/demo_mail.html", {"letters": letters[:60]})


def _letters_in(path: Path) -> list[dict]:
    letters = []
    for chunk in re.split(rb"\n-{79}\n", path.read_bytes()):
        if chunk.strip():
            message = email.message_from_bytes(chunk.strip(), policy=email.policy.default)
            body = message.get_body(("plain",))
            letters.append(
                {
                    "to": message["To"],
                    "subject": message["Subject"],
                    "date": message["Date"],
                    "body": body.get_content() if body else "",
                }
            )
    return letters
