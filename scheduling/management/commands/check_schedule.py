import sys

from django.core.management.base import BaseCommand

from scheduling.checker import check_schedule
from workshops.models import Session


class Command(BaseCommand):
    help = "Recompute every hard rule of the published schedule from the database; exit 1 on any breach."

    def handle(self, **options):
        breaches = check_schedule()
        for breach in breaches:
            self.stdout.write(str(breach))
        published = Session.objects.filter(published_at__isnull=False).count()
        self.stdout.write(f"{published} published sessions checked, {len(breaches)} breaches")
        if breaches:
            sys.exit(1)
