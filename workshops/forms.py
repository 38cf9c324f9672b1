from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms import DayInput, limit_choices
from partners.models import Agreement, Organisation, Person

from .models import Attendance, BudgetLine, Programme, Proposal, Review

SCORES = [(number, str(number)) for number in range(1, 6)]
CRITERIA = {"relevance": _("Relevance"), "feasibility": _("Feasibility"), "impact": _("Impact")}


class ProposalForm(forms.ModelForm):
    class Meta:
        model = Proposal
        fields = [
            "programme",
            "title",
            "theme",
            "dimension",
            "organiser",
            "partner",
            "agreement",
            "audience",
            "aims",
            "outcomes",
            "outline",
            "wanted_expertise",
            "participants",
            "delivery_mode",
            "earliest_on",
            "latest_on",
        ]
        labels = {"programme": _("Programme")}
        widgets = {
            "earliest_on": DayInput(),
            "latest_on": DayInput(),
            "aims": forms.Textarea(attrs={"rows": 3}),
            "outcomes": forms.Textarea(attrs={"rows": 3}),
            "outline": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        limit_choices(self, "programme", Programme.objects.visible_to(person))
        limit_choices(self, "organiser", Organisation.objects.exclude(kind__in=("city", "university", "province")))
        limit_choices(self, "partner", Organisation.objects.exclude(kind__in=("city", "province")))
        limit_choices(self, "agreement", Agreement.objects.visible_to(person).filter(state="signed"))
        if self.instance.pk is None and person.unit_id:
            self.fields["organiser"].initial = person.unit_id

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("latest_on") and data.get("earliest_on") and data["latest_on"] < data["earliest_on"]:
            self.add_error("latest_on", _("The latest day lies before the earliest. Correct one of the two."))
        if data.get("organiser") and data.get("organiser") == data.get("partner"):
            self.add_error("partner", _("Organiser and partner are the same. A joint workshop needs two."))
        return data


class BudgetLineForm(forms.ModelForm):
    class Meta:
        model = BudgetLine
        fields = ["item", "amount"]


BudgetFormSet = forms.formset_factory(BudgetLineForm, extra=3, max_num=30)


class ReviewForm(forms.Form):
    side = forms.ChoiceField(label=_("For which side"))
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=Review.Recommendation.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}), required=False)

    def __init__(self, *args, sides: list[str], criteria: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(Review.Side.choices)
        self.fields["side"] = forms.ChoiceField(
            label=_("For which side"), choices=[(side, labels[side]) for side in sides]
        )
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"score_{criterion}"] = forms.TypedChoiceField(
                label=CRITERIA.get(criterion, criterion),
                choices=[("", "—"), *SCORES],
                coerce=int,
                required=False,
                empty_value=None,
            )
        self.order_fields(["side", *(f"score_{criterion}" for criterion in criteria), "recommendation", "comment"])

    @property
    def scores(self) -> dict[str, int]:
        scores = {criterion: self.cleaned_data.get(f"score_{criterion}") for criterion in self.criteria}
        return {criterion: score for criterion, score in scores.items() if score}


class AttendanceForm(forms.Form):
    """One choice a participant; nothing chosen leaves things as they are."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Needed only to correct a saved mark, or before the session has begun."),
    )

    def __init__(self, *args, registrations, saved: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.registrations = registrations
        for row in registrations:
            self.fields[f"mark_{row.pk}"] = forms.ChoiceField(
                label=row.person.name,
                choices=[("", "—"), *Attendance.Status.choices],
                required=False,
                initial=saved.get(row.pk, ""),
            )

    def rows(self):
        """(registration, bound field) pairs for the page."""
        return [(row, self[f"mark_{row.pk}"]) for row in self.registrations]

    @property
    def marks(self) -> dict[int, str]:
        marks = {row.pk: self.cleaned_data[f"mark_{row.pk}"] for row in self.registrations}
        return {pk: status for pk, status in marks.items() if status}


class RegistrationForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Participant"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        limit_choices(self, "person", people)
