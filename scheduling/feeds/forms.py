from django import forms

from ..models import CalendarFeed


class FeedForm(forms.ModelForm):
    class Meta:
        model = CalendarFeed
        fields = ("name",)
