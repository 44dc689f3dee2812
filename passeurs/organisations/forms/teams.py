"""Inviting into a team, changing a role, opening a coordination."""

from django import forms

from ..enums import TeamRole
from ..models import Coordination

REGIONAL = [(role.value, role.label) for role in TeamRole if role != TeamRole.NATIONAL]
EMAIL_ERRORS = {
    "required": "Indiquez l’adresse e-mail de la personne.",
    "invalid": "Cette adresse n’est pas complète\u00a0: elle s’écrit nom@domaine.fr.",
}


class NationalInviteForm(forms.Form):
    """A colleague of the national team, by e-mail address."""

    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages=EMAIL_ERRORS,
    )


class TeamInviteForm(NationalInviteForm):
    """A person to work for a coordination, or beside it."""

    role = forms.ChoiceField(label="Rôle", choices=REGIONAL, initial=TeamRole.COORDINATION)


class TeamRoleForm(forms.Form):
    role = forms.ChoiceField(label="Rôle", choices=REGIONAL)


class NewCoordinationForm(forms.ModelForm):
    """A new tenant; the rest of its look is its own team's to write."""

    first_email = forms.EmailField(
        label="Première personne de l’équipe",
        max_length=254,
        help_text="Elle reçoit une invitation, et tiendra l’équipe ensuite.",
        error_messages=EMAIL_ERRORS,
    )

    class Meta:
        model = Coordination
        fields = ("name", "slug", "region_name", "email", "timezone")
        help_texts = {
            "slug": "Dans les adresses\u00a0: des lettres sans accent, des chiffres, des tirets.",
            "timezone": "Les heures limites se lisent dans ce fuseau.",
        }
        error_messages = {
            "slug": {
                "unique": "Une autre coordination a déjà cet identifiant.",
                "invalid": "Des lettres sans accent, des chiffres et des tirets.",
            },
            "email": EMAIL_ERRORS,
        }


def regional_roles():
    """The roles a coordination's own team gives."""
    return [role for role in TeamRole if role != TeamRole.NATIONAL]
