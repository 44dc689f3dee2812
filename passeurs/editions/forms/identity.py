"""Who an edition is, and where a new one starts from."""

from typing import Any

from django import forms
from django.core.validators import validate_slug

from passeurs.calls.models import Edition

from .base import PartForm, line

YEARS: dict[str, Any] = {"min_value": 2000, "max_value": 2100}
ZONES = (
    "Europe/Paris",
    "America/Martinique",
    "America/Guadeloupe",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "America/Miquelon",
    "Pacific/Wallis",
)
TAKEN = "Cette adresse est déjà prise : ajoutez l’année ou le rang de la séance."


def slug_field(**options):
    return forms.CharField(
        label="Adresse de l’appel",
        max_length=80,
        validators=[validate_slug],
        help_text="Des lettres, des chiffres et des tirets : occitanie-2027.",
        error_messages={"invalid": "Des lettres sans accent, des chiffres et des tirets."},
        **options,
    )


class IdentityForm(PartForm):
    title = line("Titre", longest=200)
    slug = slug_field()
    year = forms.IntegerField(label="Année", **YEARS)
    sitting = forms.IntegerField(
        label="Rang de la séance dans l’année",
        min_value=1,
        max_value=12,
        help_text="1, ou 2 pour la seconde séance d’une même année.",
    )
    timezone = forms.ChoiceField(
        label="Fuseau horaire",
        choices=[(zone, zone) for zone in ZONES],
    )

    @staticmethod
    def read(document):
        return {key: document[key] for key in ("title", "slug", "year", "sitting", "timezone")}

    def write(self, document):
        typed = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return {**document, **typed}


def told_identity(document):
    sitting = f", séance {document['sitting']}" if document["sitting"] > 1 else ""
    return f"{document['title']}, {document['year']}{sitting}, {document['timezone']}."


class NewEditionForm(forms.Form):
    """From which call one starts, and what tells the new one apart."""

    source = forms.ModelChoiceField(
        label="Repartir de",
        queryset=Edition.objects.none(),
        required=False,
        empty_label="Rien : une édition vierge",
        help_text="Vos éditions d’abord, puis les appels publiés des autres régions.",
    )
    coordination = forms.ModelChoiceField(
        label="Pour", queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    title = line("Titre", longest=200)
    slug = slug_field()
    year = forms.IntegerField(label="Année", **YEARS)
    sitting = forms.IntegerField(
        label="Rang de la séance dans l’année", min_value=1, max_value=12, initial=1
    )

    def __init__(self, *args, sources, coordinations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources
        self.fields["coordination"].queryset = coordinations
        if len(coordinations) == 1:
            self.fields["coordination"].widget = forms.HiddenInput()
            self.fields["coordination"].initial = coordinations[0].pk

    def clean_slug(self):
        if Edition.objects.filter(slug=self.cleaned_data["slug"]).exists():
            raise forms.ValidationError(TAKEN)
        return self.cleaned_data["slug"]
