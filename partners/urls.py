from django.urls import path

from . import views

urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("agreements/", views.agreement_list, name="agreement_list"),
    path("agreements/new/", views.agreement_new, name="agreement_new"),
    path("agreements/<uuid:public_id>/", views.agreement_detail, name="agreement_detail"),
    path("agreements/<uuid:public_id>/move/", views.agreement_move, name="agreement_move"),
    path("healthz", views.healthz, name="healthz"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
