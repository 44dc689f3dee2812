"""Keeping somebody away from a dossier, and lifting it."""

from django import forms

from passeurs.accounts.models import User
from passeurs.dossiers.actions.recusals import LONGEST
from passeurs.organisations.models import TeamMember


def words(label):
    box = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=box)


class RecusalForm(forms.Form):
    """Somebody of the team, and what ties them."""

    user = forms.ModelChoiceField(
        None,
        label="Qui",
        empty_label="Choisir une personne de l’équipe",
        error_messages={
            "required": "Dites qui est écarté de ce dossier.",
            "invalid_choice": "Cette personne n’est plus de l’équipe.",
        },
    )
    reason = words("Ce qui la lie au dossier")

    def __init__(self, *args, dossier, **kwargs):
        super().__init__(*args, **kwargs)
        team = TeamMember.objects.filter(coordination=dossier.edition.coordination_id)
        people = User.objects.filter(pk__in=team.values("user"), is_active=True)
        self.fields["user"].queryset = people.order_by("last_name", "first_name", "pk")
        self.fields["user"].label_from_instance = lambda person: person.get_full_name()


class LiftForm(forms.Form):
    reason = words("Pourquoi ce lien n’en est pas un")
