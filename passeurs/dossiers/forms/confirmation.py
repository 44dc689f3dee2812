"""What a partner writes on its page: its part, its word, its letter."""

from django import forms

from passeurs.core.fields import AmountField

from ..choices import functions_of
from ..models import Partner
from .base import CodesField, SectionForm


class PartForm(SectionForm):
    """What the holder wrote of the partner, which the partner may correct."""

    contribution_amount = AmountField(required=False, label="Sa valeur, en euros")

    class Meta:
        model = Partner
        fields = [
            "functions",
            "contribution",
            "contribution_kind",
            "contribution_amount",
            "contact_name",
            "contact_email",
            "contact_phone",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["functions"] = CodesField(
            label="Votre fonction dans le projet",
            choices=functions_of(self.edition.document()),
        )
        self.fields["contribution"].label = "Ce que vous faites dans le projet"
        self.fields["contribution"].widget.attrs["rows"] = 4
        self.fields["contribution_kind"].label = "Votre apport"
        self.fields["contact_email"].label = "Son adresse e-mail"


class ConfirmForm(forms.Form):
    """Who confirms, and in what quality; `seen` is the part as the page showed it."""

    name = forms.CharField(
        label="Vos prénom et nom",
        max_length=120,
        error_messages={"required": "Écrivez votre nom : le porteur saura qui a confirmé."},
    )
    role = forms.CharField(
        label="Votre qualité",
        max_length=120,
        help_text="Par exemple : directrice, président, chargé de médiation.",
        error_messages={"required": "Dites à quel titre vous confirmez."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, partner, **kwargs):
        invitation = partner.asked
        kwargs.setdefault(
            "initial",
            {
                "name": invitation.name or partner.contact_name,
                "role": invitation.role,
                "seen": partner.basis_digest,
            },
        )
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["role"].widget.attrs["autocomplete"] = "organization-title"

    def has_read(self, partner):
        """The page is about to show the part anew: that is what will be confirmed."""
        self.data = {**self.data.dict(), "seen": partner.basis_digest}


class DeclineForm(forms.Form):
    """Why not, in one's own words."""

    word = forms.CharField(
        label="Un mot pour le porteur",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LetterForm(forms.Form):
    """A letter of commitment."""

    file = forms.FileField(
        label="Votre lettre",
        allow_empty_file=True,
        error_messages={"required": "Choisissez d’abord un fichier."},
    )
