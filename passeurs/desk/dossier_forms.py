"""What the desk asks of the list of dossiers, and says of a verdict."""

from django import forms

from passeurs.calls.models import Edition
from passeurs.dossiers.enums import DESK_LABELS, Ruling
from passeurs.organisations.models import TeamMember


class DossierFilterForm(forms.Form):
    """The address's filters; one that makes no sense is as if it were absent."""

    q = forms.CharField(label="Chercher", required=False, max_length=100)
    edition = forms.ModelChoiceField(
        None, label="Édition", required=False, to_field_name="slug", empty_label="Toutes"
    )
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), *((state.value, label) for state, label in DESK_LABELS.items())],
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        teams = TeamMember.objects.filter(user=user, coordination__isnull=False)
        self.fields["edition"].queryset = Edition.objects.filter(
            coordination__in=teams.values("coordination")
        ).defer("document_cache")

    def asked(self):
        """The filters that were given and make sense."""
        self.is_valid()
        data = {"text": self.cleaned_data.get("q")}
        data |= {name: self.cleaned_data.get(name) for name in ("edition", "state")}
        return {name: value for name, value in data.items() if value}


class RulingForm(forms.Form):
    """The coordination's word on a verdict, and why."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=40)
    state = forms.ChoiceField(choices=Ruling.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Motif, que le porteur lira",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": "Dites pourquoi : le porteur lira ce motif."},
    )
