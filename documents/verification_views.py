"""The public pages on which anybody checks a paper; also as JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from .forms import LARGEST_FILE, MEBIBYTE, CodeForm, FileForm
from .models import Document
from .rate_limits import MINUTE, is_over_limit
from .verification import TYPOS, find_by_code, find_by_file, public_facts
from .verification_codes import CodeError, format_code, parse_code

PER_MINUTE = 30


def _small_uploads_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a large upload before it is read; the CSRF check would read all of it to find its token."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > LARGEST_FILE + MEBIBYTE:
            return _answer(request, problem=_("This file is larger than 5 MB, and so is none of ours."), status=413)
        return view(request, *args, **kwargs)

    return checked


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_small_uploads_only
@csrf_protect
def verify(request: HttpRequest) -> HttpResponse:
    """Type a code, or upload the file."""
    if request.method == "POST":
        return _compare_file(request)
    if "code" not in request.GET:
        return _answer(request)
    form = CodeForm(request.GET)
    if not form.is_valid():
        return _answer(request, code_form=form)
    try:
        return redirect("verify_code", format_code(parse_code(form.cleaned_data["code"])))
    except CodeError as error:
        form.add_error("code", TYPOS[error.code])
        return _answer(request, code_form=form)


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR code leads."""
    if is_over_limit(request, "verify", per_minute=PER_MINUTE):
        return _too_many(request)
    try:
        document = find_by_code(code)
    except CodeError as error:
        form = CodeForm({"code": code[:40]})
        form.add_error("code", TYPOS[error.code])
        return _answer(request, code_form=form)
    if document is None:
        problem = _(
            "We have issued no paper with this code. Please compare the code with the paper; if it is the same, "
            "the paper is not genuine."
        )
        return _answer(request, problem=problem, status=404)
    return _answer(request, document=document)


def _compare_file(request: HttpRequest) -> HttpResponse:
    if is_over_limit(request, "verify", per_minute=PER_MINUTE):
        return _too_many(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, file_form=form)
    comparison = find_by_file(form.cleaned_data["file"].read())
    if comparison.document is None:
        problem = _("This file is none of those that we issued, or it was changed. Do not rely on it.")
        return _answer(request, problem=problem)
    return _answer(request, document=comparison.document, same=comparison.same)


def _too_many(request: HttpRequest) -> HttpResponse:
    problem = _("Too many questions from your address. Please try again in a minute.")
    response = _answer(request, problem=problem, status=429)
    response["Retry-After"] = str(MINUTE)
    return response


def _answer(
    request: HttpRequest,
    *,
    document: Document | None = None,
    same: bool | None = None,
    problem: str = "",
    code_form: CodeForm | None = None,
    file_form: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """``same`` says whether an uploaded file is, byte for byte, the ``document`` that it claims to be."""
    response: HttpResponse
    if _wants_json(request):
        response = _json(document, same, problem, code_form or file_form, status)
    else:
        response = render(
            request,
            "documents/verify.html",
            {
                "facts": public_facts(document) if document else None,
                "state_words": document.get_state_display() if document else "",
                "same": same,
                "problem": problem,
                "code_form": code_form or CodeForm(),
                "file_form": file_form or FileForm(),
            },
            status=status,
        )
    # What was true of a paper a minute ago may be revoked now; and names of people are for no search engine.
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _json(document: Document | None, same: bool | None, problem: str, form: Any, status: int) -> JsonResponse:
    if document is not None:
        facts = public_facts(document)
        return JsonResponse(facts if same is None else facts | {"file_is_as_issued": same}, status=status)
    if form is not None:
        # A machine reads the status first: a code with a typo must not look like an answer.
        problem, status = " ".join(str(error) for errors in form.errors.values() for error in errors), 400
    elif not problem:
        problem, status = _("Ask for /verify/<code>/, or post a file."), 400
    return JsonResponse(
        {"type": "about:blank", "title": problem, "status": 404 if status == 200 else status},
        status=404 if status == 200 else status,
        content_type="application/problem+json",
    )


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.get_preferred_type(["text/html", "application/json"])
    return request.GET.get("format") == "json" or accepted == "application/json"
