"""Who belongs to a structure: invited, given a role, asking to join."""

from django import forms

from ..enums import MemberRole
from ..fields import CompactField


class MemberForm(forms.Form):
    """A colleague, by e-mail address."""

    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Indiquez l’adresse e-mail de la personne.",
            "invalid": "Cette adresse n’est pas complète\u00a0: elle s’écrit nom@domaine.fr.",
        },
    )
    role = forms.ChoiceField(label="Rôle", choices=MemberRole, initial=MemberRole.EDITOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Rôle", choices=MemberRole)


class JoinForm(forms.Form):
    """A request to the people who represent the structure."""

    siret = CompactField(widget=forms.HiddenInput)
    message = forms.CharField(
        label="Votre message",
        required=False,
        max_length=1000,
        help_text="Votre nom et votre adresse e-mail y seront joints.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """What those who represent the structure answer to somebody who asks to join it."""

    answer = forms.ChoiceField(choices=[("accept", "Accepter"), ("decline", "Décliner")])
    role = forms.ChoiceField(choices=MemberRole, initial=MemberRole.EDITOR, required=False)
    word = forms.CharField(required=False, max_length=1000)

    def clean_role(self):
        return self.cleaned_data["role"] or MemberRole.READER


class LeaveForm(forms.Form):
    """To whom a member leaves their place; asked for when it was the last of its kind."""

    successor = forms.TypedChoiceField(
        label="Qui prend votre suite",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Cette personne recevra vos invitations en attente, et votre place.",
    )

    def __init__(self, *args, successors=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.successors = {row.pk: row for row in successors}
        people = [(pk, str(row.user)) for pk, row in self.successors.items()]
        self.fields["successor"].choices = [("", "Personne en particulier"), *people]

    def clean_successor(self):
        return self.successors.get(self.cleaned_data["successor"])


class GiveForm(forms.Form):
    """Whom the coordination invites to represent a structure, and why."""

    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        error_messages={
            "required": "Indiquez l’adresse e-mail de la personne.",
            "invalid": "Cette adresse n’est pas complète\u00a0: elle s’écrit nom@domaine.fr.",
        },
    )
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        error_messages={"required": "Dites pourquoi la structure est confiée à cette personne."},
    )
