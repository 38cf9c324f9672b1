"""Language, second factor and refusals around every request."""

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from .models.membership import Role
from .refusals import Refusal

# Whoever decides for others signs in with two factors (OWASP ASVS 5.0, 6.3.3).
SECOND_FACTOR_ROLES = (Role.REVIEWER, Role.SIGNATORY, Role.ADMIN)


class LanguageMiddleware:
    """Activate the chosen language: cookie first, then the person's own, then Indonesian.

    The browser's Accept-Language is not asked: most machines here are set up in English by accident.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if language not in dict(settings.LANGUAGES):
            user = getattr(request, "user", None) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
            language = user.language if user is not None and user.is_authenticated else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response


class SecondFactorMiddleware:
    """Send people with deciding roles to set up their second factor before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.MFA_REQUIRED:
            return None
        # Public pages ask nothing of anybody. (DRF marks all its views so; the API stays guarded.)
        is_public = not getattr(view, "login_required", True) and not request.path.startswith("/api/")
        if is_public or request.path.startswith("/accounts/") or not request.user.is_authenticated:
            return None
        if not (request.user.is_superuser or request.user.role_paths(*SECOND_FACTOR_ROLES)):
            return None
        from allauth.mfa.utils import is_mfa_enabled

        if is_mfa_enabled(request.user):
            return None
        messages.warning(request, _("Your role decides for others. Please set up a second factor first."))
        return redirect("mfa_index")


class RefusalMiddleware:
    """Turn a refusal into a page: what is wrong, why, and what to do next."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refusal):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            body = {
                "type": f"about:blank#{exception.code}",
                "title": str(exception.message),
                "status": exception.status,
            }
            return JsonResponse(body, status=exception.status, content_type="application/problem+json")
        back = request.META.get("HTTP_REFERER", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
            back = "/"
        return render(request, "refusal.html", {"refusal": exception, "back": back}, status=exception.status)
