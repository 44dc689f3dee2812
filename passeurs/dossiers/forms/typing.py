"""The consent on which the coordination types for somebody."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms

from passeurs.core.fields import FrenchDateField
from passeurs.core.typography import local

from ..enums import Consent

LONGEST = 2000
TONIGHT = "soir"
UNTIL = {
    "1": "Pendant une heure",
    "4": "Pendant quatre heures",
    TONIGHT: "Jusqu’à ce soir",
}


class TypingForm(forms.Form):
    """Who consented, how, when, in which words; and until when one may write."""

    typed_for = forms.CharField(
        label="Vous saisissez pour",
        max_length=100,
        help_text="La personne qui vous l’a demandé, prénom et nom.",
        error_messages={"required": "Dites pour qui vous saisissez."},
    )
    consent = forms.ChoiceField(
        label="Son accord",
        choices=Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment cette personne a donné son accord."},
    )
    consented_on = FrenchDateField(label="Donné le")
    words = forms.CharField(
        label="Ce qui a été convenu",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple : « Elle me dicte son projet au téléphone, "
        "et relira elle-même avant de déposer. »",
        error_messages={"required": "Écrivez en quelques mots ce qui a été convenu."},
    )
    paper = forms.FileField(
        label="Le papier numérisé",
        required=False,
        help_text="Si l’accord, ou le dossier, est sur papier.",
    )
    until = forms.ChoiceField(
        label="Vous pourrez écrire",
        choices=list(UNTIL.items()),
        initial=TONIGHT,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, now, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.here = local(now, zone)
        self.zone = ZoneInfo(zone)

    def clean_consented_on(self):
        day = self.cleaned_data["consented_on"]
        if day > self.here.date():
            raise forms.ValidationError("Cette date est à venir\u202f: l’accord vient d’abord.")
        return day

    def facts(self):
        """What the action keeps."""
        data = dict(self.cleaned_data)
        until = data.pop("until")
        upload = data.pop("paper")
        return data | {"upload": upload, "ends_at": self._end(until)}

    def _end(self, until):
        if until == TONIGHT:
            return datetime.combine(self.here.date(), time(23, 59, 59), self.zone)
        return self.here + timedelta(hours=int(until))
