from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lokakarya.demonstration.logins import LOGINS, PASSWORD
from lokakarya.demonstration.making import made_at, make_demonstration
from partners.dates import plain_day
from partners.models import Person
from partners.refusals import Refusal
from workshops.models import Programme

# By then what runs "today" has long ended.
STALE_AFTER = timedelta(days=14)


class Command(BaseCommand):
    help = "Load the demonstration: a season around today with invented people. A second run changes nothing."

    def handle(self, **options):
        try:
            programme, is_new = make_demonstration(at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._print(programme, is_new=is_new)

    def _print(self, programme: Programme, *, is_new: bool) -> None:
        counts = {"workshops": programme.workshops.count(), "people": Person.objects.count()}
        sentence = (
            _("The demonstration is made: %(workshops)d workshops, %(people)d people.")
            if is_new
            else _("The demonstration stands already; nothing was changed.")
        )
        self.stdout.write(sentence % counts)
        day = made_at(programme)
        if day is not None and timezone.now() - day > STALE_AFTER:
            self.stdout.write(
                _("Its today is %(day)s. For one around the present day, start with an empty database.")
                % {"day": plain_day(timezone.localdate(day))}
            )
        rows = [(_("Role"), _("E-mail"), _("Password"))]
        rows += [(str(login.role), login.email, PASSWORD) for login in LOGINS]
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        self.stdout.write("")
        for role, email, password in rows:
            self.stdout.write(f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {password}")
        self.stdout.write("")
        self.stdout.write(_("Address: %(url)s") % {"url": settings.BASE_URL})
        self.stdout.write(_("Mail that was sent: %(url)s") % {"url": settings.BASE_URL + reverse("demo_mail")})
