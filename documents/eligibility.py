"""Who has earned a certificate: by the sessions they came to, never by a typed figure."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from workshops.models import Attendance, Registration, Session, Workshop

from .models import Document

CAME = (Attendance.Status.PRESENT, Attendance.Status.LATE)


def lessons_of(workshop: Workshop) -> QuerySet[Session]:
    """The sittings that count: lessons that took place. Openings, breaks and closings carry no JP."""
    return workshop.sessions.filter(kind=Session.Kind.LESSON, cancelled_at=None)


def required_jp(workshop: Workshop) -> int:
    """The least JP that reaches the threshold of the workshop, 0 where it has no JP at all."""
    total = lessons_of(workshop).aggregate(jp=Sum("jp", default=0))["jp"]
    return -(-workshop.attendance_threshold * total // 100)


def with_earned_jp(registrations: QuerySet[Registration]) -> QuerySet:
    """Annotate ``earned_jp``: the JP of the lessons in which the person was present or late."""
    lesson = Q(
        attendances__status__in=CAME,
        attendances__session__kind=Session.Kind.LESSON,
        attendances__session__cancelled_at=None,
        attendances__session__workshop=F("workshop"),
    )
    return registrations.annotate(earned_jp=Sum("attendances__session__jp", filter=lesson, default=0))


def earned_jp(registration: Registration) -> int:
    return with_earned_jp(Registration.objects.filter(pk=registration.pk)).values_list("earned_jp", flat=True).get()


def eligible_registrations(workshop: Workshop) -> QuerySet:
    """Those who attended enough, in the order of their names; with ``earned_jp``. One query, for lists ask for it."""
    total = Subquery(lessons_of(workshop).order_by().values("workshop").annotate(jp=Sum("jp")).values("jp"))
    return (
        with_earned_jp(workshop.registrations.seated())
        # Nothing attended out of nothing is no achievement.
        .filter(earned_jp__gt=0)
        .annotate(enough=F("earned_jp") * 100 - workshop.attendance_threshold * total)
        .filter(enough__gte=0)
        .order_by("person__full_name", "pk")
    )


def awaiting_certificate(workshop: Workshop) -> QuerySet:
    """Eligible and without any certificate yet. A revoked one was taken away on purpose: no batch gives it back."""
    certificate = Document.objects.filter(registration=OuterRef("pk"), kind=Document.Kind.CERTIFICATE)
    return eligible_registrations(workshop).exclude(Exists(certificate))
