"""What a person types or shows to prove who they are."""

import re

from django import forms

from passeurs.identities.actions.factors import APPLICATION_DIGITS, RECOVERY_DIGITS


class SecondFactorForm(forms.Form):
    """A code of the application, or a recovery code: the number of figures tells which."""

    code = forms.CharField(
        label="Code de l’application, ou code de secours",
        max_length=200,
        help_text="6 chiffres de l’application, ou 8 chiffres d’un code de secours.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
        error_messages={"required": "Tapez le code que montre votre application."},
    )
    lengths: tuple[int, ...] = (APPLICATION_DIGITS, RECOVERY_DIGITS)

    def clean_code(self):
        digits = re.sub(r"\D", "", self.cleaned_data["code"])
        if len(digits) not in self.lengths:
            expected = " ou ".join(str(length) for length in self.lengths)
            raise forms.ValidationError(f"Le code compte {expected} chiffres.")
        return digits


class ApplicationForm(SecondFactorForm):
    """The first code of an application just set up."""

    code = forms.CharField(
        label="Code que montre l’application",
        max_length=200,
        help_text="6 chiffres, qui changent toutes les 30 secondes.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
        error_messages={"required": "Tapez le code que montre votre application."},
    )
    lengths = (APPLICATION_DIGITS,)


class KeyForm(forms.Form):
    """What the browser answers for a key; hidden, and filled by the script."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "La clé n’a rien répondu. Recommencez.",
            "invalid": "La réponse de la clé n’a pas pu être lue. Recommencez.",
        },
    )


class NewKeyForm(KeyForm):
    name = forms.CharField(
        label="Nom de cette clé",
        max_length=60,
        help_text="Pour la reconnaître\u00a0: « Téléphone », « Clé du bureau ».",
    )
