from django.urls import path

from . import views

urlpatterns = [
    path("", views.season_import, name="season_import"),
    path("<uuid:public_id>/", views.season_import_preview, name="season_import_preview"),
]
