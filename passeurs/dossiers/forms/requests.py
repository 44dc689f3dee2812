"""A document asked for beside the call's: asking, sending, asking again."""

from uuid import uuid4

from django import forms

from passeurs.core.fields import FrenchDateField

LONGEST = 2000
INCOMPLETE = "Cette page est incomplète : rechargez-la avant de demander une pièce."


class RequestForm(forms.Form):
    """What is asked, and until when; `key` is the page's, by which it is asked once."""

    label = forms.CharField(
        label="Quelle pièce ?",
        max_length=160,
        help_text="Par exemple : relevé d’identité bancaire, lettre du cinéma signée.",
        error_messages={"required": "Nommez la pièce demandée."},
    )
    words = forms.CharField(
        label="Ce qu’il faut savoir",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Le porteur lit ces mots, dans l’e-mail et sur la plateforme.",
    )
    due_on = FrenchDateField(
        label="À envoyer au plus tard le",
        error_messages={"required": "Dites jusqu’à quel jour cette pièce est attendue."},
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages=dict.fromkeys(("required", "invalid"), INCOMPLETE),
    )


class AgainForm(forms.Form):
    """Why what came does not do, and until when to send another."""

    reason = forms.CharField(
        label="Ce qui ne va pas",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Dites ce qui ne va pas : le porteur le lira."},
    )
    due_on = FrenchDateField(
        label="À renvoyer au plus tard le",
        error_messages={"required": "Dites jusqu’à quel jour cette pièce est attendue."},
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerForm(forms.Form):
    """The file, and a few words with it."""

    file = forms.FileField(
        label="Votre fichier",
        allow_empty_file=True,
        error_messages={"required": "Choisissez d’abord un fichier."},
    )
    word = forms.CharField(
        label="Un mot avec ce fichier",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
