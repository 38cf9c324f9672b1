from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partners.refusals import Refusal
from scheduling.offers import send_offers
from scheduling.queries import describe_unplaced
from scheduling.timetables import draft_timetable, publish_timetable
from workshops.models import Programme


class Command(BaseCommand):
    help = "Plan every unplaced session of a programme as a draft; with --publish make it the truth."

    def add_arguments(self, parser):
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--seconds", type=float, default=5.0)
        parser.add_argument("--publish", action="store_true")
        parser.add_argument("--notify", action="store_true", help="mail the lecturers their offers after publishing")

    def handle(self, *, programme, seconds, publish, notify, **options):
        try:
            season = Programme.objects.select_related("city", "secretariat").get(slug=programme)
        except Programme.DoesNotExist:
            known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "-"
            raise CommandError(f"There is no programme {programme!r}. Known programmes: {known}.") from None
        timetable = draft_timetable(programme=season, by=None, at=timezone.now(), seconds=seconds)
        placed = timetable.entries.filter(starts_at__isnull=False).count()
        unplaced = describe_unplaced(timetable)
        self.stdout.write(f"{timetable.name}: {placed} placed, {len(unplaced)} not placed")
        for line in unplaced:
            self.stdout.write(f"  {line.session.workshop.code} {line.session.order}. {line.session}: {line.sentence}")
        self.stdout.write("  " + ", ".join(f"{rule} {value}" for rule, value in timetable.score.items()))
        if not publish:
            return
        try:
            sessions = publish_timetable(timetable=timetable, by=None, at=timezone.now())
            self.stdout.write(f"published: {len(sessions)} sessions")
            if notify:
                sent = send_offers(programme=season, by=None, at=timezone.now())
                self.stdout.write(f"offers sent: {sent}")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
