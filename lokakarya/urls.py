"""Every address of the project."""

from django.urls import include, path
from django.views.defaults import page_not_found

from . import home

urlpatterns = [
    path("", home.home, name="home"),
    # The address is what an organisation knows a person by; nobody claims another one.
    path("accounts/email/", lambda request: page_not_found(request, None), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("", include("partners.urls")),
    path("", include("workshops.urls")),
    path("", include("scheduling.urls")),
    path("", include("documents.urls")),
    path("api/v1/", include("lokakarya.api_urls")),
]
