"""The filters of the journal: every one optional, an unknown value ignored."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from ..deeds import FAMILIES


def _day(label):
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class JournalFilterForm(forms.Form):
    """The names are those of the address: `?qui=…&famille=…&region=…&du=…&au=…&objet=…`."""

    qui = forms.CharField(label="Qui", required=False, max_length=200)
    famille = forms.ChoiceField(
        label="De quoi", required=False, choices=[("", "Tout"), *FAMILIES.items()]
    )
    region = forms.ChoiceField(label="Région", required=False)
    du = _day("Du")
    au = _day("Au")
    objet = forms.RegexField(
        r"^[a-z]+\.[a-z]+:[\w-]{1,64}$", required=False, widget=forms.HiddenInput
    )

    NAMES = {"qui": "who", "famille": "family", "region": "scope", "objet": "about"}

    def __init__(self, *args, scopes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "Toutes"), *scopes.items()]

    def asked(self):
        """What is filtered on, as the arguments of `queries.journal.journal_of`."""
        self.is_valid()
        given = {key: self.cleaned_data.get(name) for name, key in self.NAMES.items()}
        day, last = self.cleaned_data.get("du"), self.cleaned_data.get("au")
        given["since"] = _midnight(day) if day else None
        given["before"] = _midnight(last + timedelta(days=1)) if last else None
        return {name: value for name, value in given.items() if value}


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
