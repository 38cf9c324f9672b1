from django import forms
from django.utils.translation import gettext_lazy as _

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 5 * MEBIBYTE


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("It stands beside the QR code of the paper, like F3JM-95H9-T1N."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("At most 5 MB. It is compared with what was issued, and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 5 MB, and so is none of ours."))
        return file
