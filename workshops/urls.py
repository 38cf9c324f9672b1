from django.urls import path, register_converter

from .views import participants, proposals, workshops


class ActConverter:
    """The acts a workshop page has buttons for; anything else is a 404."""

    regex = "|".join(workshops.ACTS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(ActConverter, "act")

urlpatterns = [
    path("workshops/", workshops.workshop_list, name="workshop_list"),
    path("workshops/<uuid:public_id>/<act:act>/", workshops.workshop_act, name="workshop_act"),
    path("workshops/<uuid:public_id>/participants/", participants.registration_list, name="registration_list"),
    path(
        "workshops/<uuid:public_id>/participants/confirm/",
        participants.registration_confirm,
        name="registration_confirm",
    ),
    path(
        "workshops/<uuid:public_id>/participants/promote/",
        participants.registration_promote,
        name="registration_promote",
    ),
    path("workshops/<uuid:public_id>/register/", participants.registration_self, name="registration_self"),
    path("registrations/<uuid:public_id>/withdraw/", participants.registration_withdraw, name="registration_withdraw"),
    path("workshops/<uuid:public_id>/attendance/", participants.attendance_list, name="attendance_list"),
    path("workshops/<uuid:public_id>/attendance/close/", participants.attendance_close, name="attendance_close"),
    path("workshops/<uuid:public_id>/attendance/reopen/", participants.attendance_reopen, name="attendance_reopen"),
    path("sessions/<uuid:public_id>/attendance/", participants.attendance_session, name="attendance_session"),
    path("proposals/", proposals.proposal_list, name="proposal_list"),
    path("proposals/new/", proposals.proposal_edit, name="proposal_new"),
    path("proposals/<uuid:public_id>/", proposals.proposal_detail, name="proposal_detail"),
    path("proposals/<uuid:public_id>/edit/", proposals.proposal_edit, name="proposal_edit"),
    path("proposals/<uuid:public_id>/submit/", proposals.proposal_submit, name="proposal_submit"),
    path("proposals/<uuid:public_id>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
]
