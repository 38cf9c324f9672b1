from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms import DayInput, limit_choices
from partners.models import Organisation, Person

from .models import Room


class BookingForm(forms.Form):
    """Another use of a room: a meeting, an exam."""

    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"))
    title = forms.CharField(label=_("What for"), max_length=200)
    organiser = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organiser"))
    day = forms.DateField(label=_("Day"), widget=DayInput())
    starts_at = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends_at = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        limit_choices(self, "room", Room.objects.select_related("site"))
        limit_choices(self, "organiser", Organisation.objects.all())
        if person.unit_id:
            self.fields["organiser"].initial = person.unit_id

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _("The end lies before the beginning. Correct one of the two times."))
        return data

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The aware period in the room owner's zone."""
        data = self.cleaned_data
        zone = data["room"].owner.zone
        return (
            datetime.combine(data["day"], data["starts_at"], zone),
            datetime.combine(data["day"], data["ends_at"], zone),
        )
