"""Les pièces: sending one, and the promise of last year's bilan."""

from dataclasses import replace

from django import forms

from passeurs.core.fields import FrenchDateField
from passeurs.documents.rules import ANY, DOCUMENT, MEGABYTE, Announced

from ..models import Dossier
from .answers import AnsweringMixin
from .base import SectionForm, YesNoField

MOST_BYTES = 2**53
"""Past which a browser's own numbers are no longer whole."""


def allowed_for(kind, most_mb=None):
    """What may be sent for a kind of document: films where films are asked for.

    `most_mb` is the edition's own limit for that kind, in megabytes.
    """
    allowed = ANY if kind in {"previous_films", "free"} else DOCUMENT
    return replace(allowed, most_bytes=most_mb * MEGABYTE) if most_mb else allowed


class SlotForm(forms.Form):
    """One slot of the dossier: a kind of document, for the dossier, a person or a partner."""

    kind = forms.CharField(widget=forms.HiddenInput)
    person = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)
    partner = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, dossier, **kwargs):
        super().__init__(*args, **kwargs)
        lines = dossier.edition.document().get("documents", [])
        self.limits = {line["kind"]: line.get("max_mb") for line in lines}
        self.fields["person"].queryset = dossier.persons.all()
        self.fields["partner"].queryset = dossier.partners.all()

    def clean_kind(self):
        if self.cleaned_data["kind"] not in self.limits:
            raise forms.ValidationError("Cette sorte de pièce n’est pas demandée par l’appel.")
        return self.cleaned_data["kind"]

    @property
    def slot_key(self):
        """The slot's anchor on the page; what was sent, when it is not known."""
        kind = self.data.get("kind", "")
        target = self.cleaned_data.get("person") or self.cleaned_data.get("partner")
        return f"{kind}-{target.key}" if target else kind

    @property
    def allowed(self):
        kind = self.cleaned_data["kind"]
        return allowed_for(kind, self.limits[kind])

    @property
    def subject(self):
        """For whom the file is, as `attach` takes it."""
        return {name: self.cleaned_data[name] for name in ("kind", "person", "partner")}

    @property
    def reasons(self):
        return [str(line) for lines in self.errors.values() for line in lines]


class UploadForm(SlotForm):
    """One file, sent whole by the page's own form."""

    file = forms.FileField(
        label="Fichier",
        allow_empty_file=True,
        error_messages={"required": "Choisissez d’abord un fichier."},
    )


class AnnouncedForm(SlotForm):
    """A file that is going to come piece by piece."""

    name = forms.CharField(max_length=500)
    size = forms.IntegerField(min_value=0, max_value=MOST_BYTES)
    modified = forms.IntegerField(min_value=0, max_value=2**53, required=False)

    @property
    def announced(self):
        data = self.cleaned_data
        return Announced(data["name"], data["size"], data["modified"] or 0)


class PreviousYearForm(AnsweringMixin, SectionForm):
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
