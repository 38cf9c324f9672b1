"""Pages of certificates: for those who issue them, and for those who hold them."""

import io
import logging
import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partners.pages import page_of
from partners.refusals import Refusal
from partners.requests import PersonRequest
from workshops.models import Registration, Workshop

from . import certificates, storage
from .eligibility import awaiting_certificate
from .models import Document

logger = logging.getLogger(__name__)

NAMES_SHOWN = 25


class FileDamaged(Refusal):
    code = "file_damaged"
    status = 500


@require_safe
def certificate_list(request: PersonRequest, public_id: UUID) -> HttpResponse:
    workshop = _readable_workshop(request, public_id)
    valid = Document.objects.filter(registration=OuterRef("registration"), state=Document.State.ISSUED)
    rows = (
        Document.objects.visible_to(request.user)
        .filter(workshop=workshop, kind=Document.Kind.CERTIFICATE)
        .annotate(holder_has_valid=Exists(valid))
        .select_related("person", "registration", "superseded_by")
        .defer("data", "superseded_by__data")
        .order_by("-series__year", "-sequence")
    )
    context = _progress(request, workshop)
    return render(request, "documents/certificate_list.html", context | {"page": page_of(request, rows)})


@require_safe
def certificate_progress(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """What the list asks for every two seconds while a batch runs; at its end the whole list is shown anew."""
    context = _progress(request, _readable_workshop(request, public_id))
    response = render(request, "documents/certificate_list.html#progress", context)
    if not context["under_way"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def certificate_issue(request: PersonRequest, public_id: UUID) -> HttpResponse:
    workshop = _readable_workshop(request, public_id)
    batch = certificates.start_certificate_batch(workshop=workshop, by=request.user, at=timezone.now())
    messages.success(
        request,
        ngettext("%(total)s certificate is being made.", "%(total)s certificates are being made.", batch.total)
        % {"total": batch.total},
    )
    return redirect("certificate_list", public_id)


@require_POST
def certificate_issue_one(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """For somebody whose certificate was revoked by mistake: no batch would issue it again."""
    registration = get_object_or_404(Registration.objects.select_related("workshop"), public_id=public_id)
    workshop = _readable_workshop(request, registration.workshop.public_id)
    issued = certificates.issue_certificate(registration=registration, by=request.user, at=timezone.now())
    messages.success(request, _("Certificate %(number)s is issued.") % {"number": issued.number})
    return redirect("certificate_list", workshop.public_id)


@require_POST
def certificate_revoke(request: PersonRequest, public_id: UUID) -> HttpResponse:
    certificate, workshop = _certificate(request, public_id)
    certificates.revoke_certificate(
        certificate=certificate, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now()
    )
    messages.success(request, _("Certificate %(number)s is revoked.") % {"number": certificate.number})
    return redirect("certificate_list", workshop.public_id)


@require_POST
def certificate_supersede(request: PersonRequest, public_id: UUID) -> HttpResponse:
    certificate, workshop = _certificate(request, public_id)
    successor = certificates.supersede_certificate(
        certificate=certificate, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now()
    )
    messages.success(
        request,
        _("Certificate %(number)s replaces %(old)s.") % {"number": successor.number, "old": certificate.number},
    )
    return redirect("certificate_list", workshop.public_id)


@require_safe
def my_documents(request: PersonRequest) -> HttpResponse:
    rows = (
        Document.objects.filter(person=request.user)
        .select_related("workshop", "superseded_by")
        .defer("superseded_by__data")
        .order_by("-issued_at", "-pk")
    )
    return render(request, "documents/my_documents.html", {"page": page_of(request, rows)})


@require_safe
def document_download(request: PersonRequest, public_id: UUID) -> FileResponse:
    """The issued bytes, after making sure that they still are."""
    document = get_object_or_404(Document.objects.visible_to(request.user).defer("data"), public_id=public_id)
    try:
        content = storage.read(document.sha256)
    except storage.DamagedFile as error:
        logger.critical("document %s: %s", document.number, error)
        raise FileDamaged(
            _("The file of %(number)s is not what was issued, so it is not handed out. Please tell the administrator.")
            % {"number": document.number}
        ) from error
    name = re.sub(r"[^A-Za-z0-9.]+", "-", f"{document.get_kind_display()} {document.number}")
    response = FileResponse(io.BytesIO(content), content_type="application/pdf", filename=f"{name}.pdf")
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _readable_workshop(request: PersonRequest, public_id: UUID) -> Workshop:
    workshop = get_object_or_404(
        Workshop.objects.select_related("organiser", "programme__secretariat"), public_id=public_id
    )
    if not request.user.has_perm("documents.read_certificates", workshop):
        raise Http404
    return workshop


def _certificate(request: PersonRequest, public_id: UUID) -> tuple[Document, Workshop]:
    """A certificate and its workshop, for a keeper of that workshop's papers; holding it is not enough."""
    document = get_object_or_404(
        Document.objects.select_related("workshop__organiser", "workshop__programme__secretariat"),
        public_id=public_id,
        kind=Document.Kind.CERTIFICATE,
    )
    workshop = document.workshop
    if workshop is None or not request.user.has_perm("documents.read_certificates", workshop):
        raise Http404
    return document, workshop


def _progress(request: PersonRequest, workshop: Workshop) -> dict[str, Any]:
    batch = workshop.certificate_batches.first()
    waiting = list(awaiting_certificate(workshop).select_related("person"))
    return {
        "workshop": workshop,
        "batch": batch,
        "under_way": batch is not None and batch.state in certificates.UNDER_WAY,
        "done": max(batch.total - len(waiting), 0) if batch else 0,
        "waiting": waiting[:NAMES_SHOWN],
        "waiting_count": len(waiting),
        "waiting_more": max(len(waiting) - NAMES_SHOWN, 0),
        "may_issue": request.user.has_perm("documents.issue_certificates", workshop),
    }
