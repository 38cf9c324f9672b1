from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Agreement, Organisation


class DayInput(forms.DateInput):
    """The browser's own date picker; ISO in, ISO out."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


def limit_choices(form: forms.BaseForm, name: str, queryset: QuerySet) -> None:
    """Let a field of ``form`` choose from ``queryset`` alone."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset


class AgreementForm(forms.ModelForm):
    first_party = forms.ModelChoiceField(Organisation.objects.all(), label=_("First party"))
    second_party = forms.ModelChoiceField(Organisation.objects.all(), label=_("Second party"))

    class Meta:
        model = Agreement
        fields = ["kind", "title", "parent", "starts_on", "ends_on"]
        labels = {"kind": _("Kind"), "parent": _("Under which agreement")}
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    field_order = ["kind", "title", "first_party", "second_party", "parent", "starts_on", "ends_on"]

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        signed = Agreement.objects.visible_to(person).filter(state=Agreement.State.SIGNED)
        limit_choices(self, "parent", signed)

    def clean(self):
        """Say both refusals of the action on their fields, so that nothing typed is lost."""
        super().clean()
        data = self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The agreement ends before it starts. Correct one of the two dates."))
        if data.get("first_party") and data.get("first_party") == data.get("second_party"):
            self.add_error("second_party", _("An agreement needs two different parties. Choose the second one."))
        return data


class SigningForm(forms.Form):
    """Numbers and signatories of every party, the day and the place."""

    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput())
    place = forms.CharField(label=_("Place"), max_length=100)

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = list(agreement.parties.select_related("organisation"))
        for party in self.parties:
            named = {"party": party.organisation.name}
            self.fields[f"number_{party.pk}"] = forms.CharField(
                label=_("Number of %(party)s") % named, max_length=100, initial=party.number
            )
            self.fields[f"signatory_{party.pk}"] = forms.CharField(
                label=_("Signatory of %(party)s") % named, max_length=160, initial=party.signatory_text
            )
