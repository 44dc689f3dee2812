"""Inviting people into a dossier, giving them a role, leaving it."""

from django import forms

from passeurs.accounts.models import User

from ..enums import DossierRole


class InviteForm(forms.Form):
    """Somebody who takes part in this dossier only."""

    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Indiquez l’adresse e-mail de la personne.",
            "invalid": "Cette adresse n’est pas complète\u00a0: elle s’écrit nom@domaine.fr.",
        },
    )
    role = forms.ChoiceField(label="Rôle", choices=DossierRole, initial=DossierRole.EDITOR)


class PlaceForm(forms.Form):
    """The role of a person in this dossier; empty for what the structure gives."""

    role = forms.ChoiceField(
        choices=[("", "Comme dans la structure"), *DossierRole.choices], required=False
    )


class LeaveForm(forms.Form):
    """To whom a guest leaves their place, if to anyone."""

    successor = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label="Personne en particulier",
        label="Qui prend votre suite",
    )

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        pks = [user.pk for user in people]
        self.fields["successor"].queryset = User.objects.filter(pk__in=pks)
