"""Les pièces: sending one, and the promise of last year's bilan."""

from django import forms

from passeurs.core.fields import FrenchDateField
from passeurs.documents.rules import ANY, DOCUMENT

from ..models import Dossier
from .base import SectionForm, YesNoField


def allowed_for(kind):
    """What may be sent for a kind of document: films where films are asked for."""
    return ANY if kind in {"previous_films", "free"} else DOCUMENT


class UploadForm(forms.Form):
    """One file of one kind, for the dossier, a person or a partner."""

    kind = forms.CharField(widget=forms.HiddenInput)
    person = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)
    partner = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Fichier",
        allow_empty_file=True,
        error_messages={"required": "Choisissez d’abord un fichier."},
    )

    def __init__(self, *args, dossier, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = {line["kind"] for line in dossier.edition.document().get("documents", [])}
        self.fields["person"].queryset = dossier.persons.all()
        self.fields["partner"].queryset = dossier.partners.all()

    def clean_kind(self):
        if self.cleaned_data["kind"] not in self.kinds:
            raise forms.ValidationError("Cette sorte de pièce n’est pas demandée par l’appel.")
        return self.cleaned_data["kind"]


class PreviousYearForm(SectionForm):
    """For structures of last year's edition: are the actions over, else when the bilan comes."""

    actions_unfinished = YesNoField(
        label="Des actions de l’an dernier sont-elles encore en cours ?"
    )
    report_promised_on = FrenchDateField(
        required=False,
        label="Nous enverrons le bilan au plus tard le",
        help_text="Dans la limite du second envoi prévu par l’appel.",
    )

    class Meta:
        model = Dossier
        fields = ["actions_unfinished", "report_promised_on"]
