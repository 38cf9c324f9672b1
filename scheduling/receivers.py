"""What scheduling does when the apps below it announce news."""

from django.dispatch import receiver

from workshops.signals import workshop_cancelled

from .timetables import release_rooms


@receiver(workshop_cancelled)
def free_rooms_and_lecturers(sender, workshop, by, at, **kwargs):
    release_rooms(workshop, by=by, at=at)
