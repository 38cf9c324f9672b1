"""Every address of the project."""

from django.urls import include, path

from . import home

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("", include("partners.urls")),
    path("", include("workshops.urls")),
    path("", include("scheduling.urls")),
    path("", include("documents.urls")),
    path("api/v1/", include("lokakarya.api_urls")),
]
