"""The REST API: the same reads and the same actions as the pages, refusals as RFC 9457 problem details."""

from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from partners.models import Agreement, AgreementParty, Organisation, Person
from partners.refusals import Refusal
from scheduling.bookings import book_room
from scheduling.models import Booking, Room
from workshops.models import Session, Workshop


def problem_details(error: Exception, context: dict) -> Response | None:
    """Answer every refusal and error in one form (RFC 9457)."""
    if isinstance(error, Refusal):
        return Response(
            {"type": f"about:blank#{error.code}", "title": str(error), "status": error.status, "code": error.code},
            status=error.status,
            content_type="application/problem+json",
        )
    response = exception_handler(error, context)
    if response is not None and isinstance(error, APIException):
        fields = response.data if isinstance(response.data, dict) else {"detail": response.data}
        response.data = {
            "type": f"about:blank#{error.default_code}",
            "title": str(fields.pop("detail", error.default_detail)),
            "status": response.status_code,
            "code": error.default_code,
        } | ({"fields": fields} if fields else {})
        response.content_type = "application/problem+json"
    return response


class SessionSerializer(serializers.ModelSerializer):
    workshop: serializers.Field = serializers.SlugRelatedField(slug_field="public_id", read_only=True)

    class Meta:
        model = Session
        fields = [
            "public_id",
            "workshop",
            "order",
            "kind",
            "title",
            "jp",
            "minutes",
            "starts_at",
            "ends_at",
            "cancelled_at",
            "uid",
            "sequence",
        ]


class WorkshopSerializer(serializers.ModelSerializer):
    programme: serializers.Field = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    organiser: serializers.Field = serializers.SlugRelatedField(slug_field="code", read_only=True)
    partner: serializers.Field = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Workshop
        fields = [
            "public_id",
            "code",
            "programme",
            "title",
            "theme",
            "dimension",
            "organiser",
            "partner",
            "state",
            "delivery_mode",
            "capacity",
            "seats_taken",
            "earliest_on",
            "latest_on",
        ]


class PartySerializer(serializers.ModelSerializer):
    organisation: serializers.Field = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = AgreementParty
        fields = ["order", "organisation", "number"]


class AgreementSerializer(serializers.ModelSerializer):
    parties = PartySerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = ["public_id", "kind", "state", "title", "starts_on", "ends_on", "signed_on", "parties"]


@extend_schema_field({"type": "string", "pattern": r"^\d\d:\d\d$", "example": "07:30"})
class LocalTimeField(serializers.TimeField):
    """A time of day where the room is; RFC 3339's "time" would ask for an offset."""

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class RoomSerializer(serializers.ModelSerializer):
    site: serializers.Field = serializers.SlugRelatedField(slug_field="code", read_only=True)
    owner: serializers.Field = serializers.SlugRelatedField(slug_field="code", read_only=True)
    features: serializers.Field = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)

    opens_at = LocalTimeField()
    closes_at = LocalTimeField()

    class Meta:
        model = Room
        fields = ["public_id", "code", "name", "site", "owner", "capacity", "features", "opens_at", "closes_at"]


class BookingSerializer(serializers.ModelSerializer):
    """A booking of a room for another use. Times are held exactly as given."""

    room: serializers.Field = serializers.SlugRelatedField(
        slug_field="code", queryset=Room.objects.select_related("owner")
    )
    organiser: serializers.Field = serializers.SlugRelatedField(slug_field="code", queryset=Organisation.objects.all())

    class Meta:
        model = Booking
        fields = ["public_id", "room", "title", "organiser", "state", "starts_at", "ends_at"]
        read_only_fields = ["public_id", "state"]
        extra_kwargs = {"title": {"required": True, "allow_blank": False}}
        # The action speaks first and names the clash; the database judges last.
        validators: list = []


class OfPerson:
    """The signed-in person; the default permission lets nobody else in."""

    request: Any

    @property
    def person(self) -> Person:
        return self.request.user


class WorkshopViewSet(OfPerson, viewsets.ReadOnlyModelViewSet):
    queryset = Workshop.objects.none()
    serializer_class = WorkshopSerializer
    lookup_field = "public_id"
    filterset_fields = ["state", "code", "dimension", "delivery_mode"]

    def get_queryset(self):
        return Workshop.objects.visible_to(self.person).select_related("programme", "organiser", "partner")


class SessionFilter(filters.FilterSet):
    workshop = filters.UUIDFilter(field_name="workshop__public_id")
    starts_after = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="gte")

    class Meta:
        model = Session
        fields = ["workshop", "kind"]


class SessionViewSet(OfPerson, viewsets.ReadOnlyModelViewSet):
    queryset = Session.objects.none()
    serializer_class = SessionSerializer
    lookup_field = "public_id"
    filterset_class = SessionFilter

    def get_queryset(self):
        visible = Workshop.objects.visible_to(self.person)
        return Session.objects.filter(workshop__in=visible).select_related("workshop").order_by("workshop", "order")


class AgreementViewSet(OfPerson, viewsets.ReadOnlyModelViewSet):
    queryset = Agreement.objects.none()
    serializer_class = AgreementSerializer
    lookup_field = "public_id"
    filterset_fields = ["kind", "state"]

    def get_queryset(self):
        return Agreement.objects.visible_to(self.person).prefetch_related("parties__organisation")


class RoomViewSet(OfPerson, viewsets.ReadOnlyModelViewSet):
    queryset = Room.objects.select_related("site", "owner").prefetch_related("features")
    serializer_class = RoomSerializer
    lookup_field = "code"


class BookingViewSet(
    OfPerson, mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    queryset = Booking.objects.none()
    serializer_class = BookingSerializer
    lookup_field = "public_id"
    filterset_fields = ["state"]

    def get_queryset(self):
        """Other uses of rooms; sessions have their own address."""
        return (
            Booking.objects.holding()
            .filter(session__isnull=True)
            .select_related("room", "organiser")
            .order_by("starts_at", "pk")
        )

    def perform_create(self, serializer):
        serializer.instance = book_room(by=self.person, at=timezone.now(), **serializer.validated_data)
