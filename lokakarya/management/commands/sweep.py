from django.core.management.base import BaseCommand

from documents.tasks import resume_certificate_batches
from partners.tasks import send_waiting_notices


class Command(BaseCommand):
    help = "Queue again what a killed worker or an absent mail server left behind; run it every five minutes."

    def handle(self, **options):
        resume_certificate_batches.enqueue()
        send_waiting_notices.enqueue()
