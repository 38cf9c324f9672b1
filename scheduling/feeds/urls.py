from django.urls import path

from . import pages, views

urlpatterns = [
    path("feeds/<str:token>.ics", views.feed, name="feed"),
    path("calendar/", pages.my_calendar, name="my_calendar"),
    path("calendar/links/<uuid:public_id>/revoke/", pages.feed_revoke, name="feed_revoke"),
    path("calendar/session/<uuid:public_id>.ics", views.session_ics, name="session_ics"),
    path("calendar/<str:kind>/<str:slug>.ics", views.public_feed, name="public_feed"),
]
