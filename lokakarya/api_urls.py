from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from . import api

router = SimpleRouter()
router.register("workshops", api.WorkshopViewSet, "api-workshop")
router.register("sessions", api.SessionViewSet, "api-session")
router.register("agreements", api.AgreementViewSet, "api-agreement")
router.register("rooms", api.RoomViewSet, "api-room")
router.register("bookings", api.BookingViewSet, "api-booking")

urlpatterns = [path("schema/", SpectacularAPIView.as_view(), name="api_schema"), *router.urls]
