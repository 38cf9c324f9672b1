from django.urls import include, path

from .views import bookings, offers, schedule, timetables, workshop

urlpatterns = [
    path("workshops/<uuid:public_id>/", workshop.workshop_detail, name="workshop_detail"),
    path("schedule/", schedule.schedule_month, name="schedule_month"),
    path("schedule/rooms/", schedule.schedule_board, name="schedule_board"),
    path("schedule/bookings/", bookings.booking_list, name="booking_list"),
    path("schedule/bookings/<uuid:public_id>/decide/", bookings.booking_decide, name="booking_decide"),
    path("schedule/bookings/<uuid:public_id>/release/", bookings.booking_release, name="booking_release"),
    path("programmes/<slug:slug>/plan/", timetables.programme_plan, name="programme_plan"),
    path("programmes/<slug:slug>/plan/draft/", timetables.timetable_draft, name="timetable_draft"),
    path("programmes/<slug:slug>/offers/", timetables.programme_offers, name="programme_offers"),
    path("timetables/<uuid:public_id>/", timetables.timetable_detail, name="timetable_detail"),
    path("timetables/<uuid:public_id>/publish/", timetables.timetable_publish, name="timetable_publish"),
    path("timetables/<uuid:public_id>/discard/", timetables.timetable_discard, name="timetable_discard"),
    path("assignments/", offers.assignment_list, name="assignment_list"),
    path("assignments/<uuid:public_id>/consent/", offers.assignment_consent, name="assignment_consent"),
    path("assignments/<uuid:public_id>/send/", offers.assignment_send, name="assignment_send"),
    path("offers/<str:token>/", offers.offer_answer, name="offer_answer"),
    path("season/import/", include("scheduling.season.urls")),
    path("", include("scheduling.feeds.urls")),
]
