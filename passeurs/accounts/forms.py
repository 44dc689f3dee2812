"""What a person types to sign in, and who they say they are."""

import re

from django import forms
from phonenumber_field.formfields import PhoneNumberField

from passeurs.accounts import codes
from passeurs.accounts.models import User


class EmailForm(forms.Form):
    """One screen for a new account and a known one."""

    email = forms.EmailField(
        label="Votre adresse e-mail",
        max_length=254,
        help_text="Nous y envoyons un code. Pas de mot de passe à retenir.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Indiquez votre adresse e-mail.",
            "invalid": "Cette adresse n’est pas complète\u00a0: elle s’écrit nom@domaine.fr.",
        },
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class CodeForm(forms.Form):
    """The code as pasted: spaces, dashes and words around it are dropped."""

    code = forms.CharField(
        label="Code reçu par courriel",
        max_length=200,
        help_text=f"{codes.LENGTH} chiffres.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
        error_messages={"required": "Tapez le code reçu par courriel."},
    )

    def clean_code(self):
        digits = re.sub(r"\D", "", self.cleaned_data["code"])
        if len(digits) != codes.LENGTH:
            raise forms.ValidationError(f"Le code compte {codes.LENGTH} chiffres.")
        return digits


FRANCE = 33


class FrenchPhoneField(PhoneNumberField):
    """A telephone number, stored as one reads it: « 05 61 00 00 00 », « +32 2 000 00 00 »."""

    default_error_messages = {
        "invalid": "Ce numéro n’est pas complet\u00a0: écrivez par exemple 05 61 00 00 00."
    }

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
        )
        super().__init__(region="FR", **kwargs)
        self.error_messages["invalid"] = self.default_error_messages["invalid"]

    def clean(self, value):
        number = super().clean(value)
        if not number:
            return ""
        return number.as_national if number.country_code == FRANCE else number.as_international

    def prepare_value(self, value):
        return value or ""


class ProfileForm(forms.ModelForm):
    """Saving the row is the whole effect."""

    phone = FrenchPhoneField(label="Téléphone", required=False)

    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, sentence in (
            ("first_name", "Indiquez votre prénom."),
            ("last_name", "Indiquez votre nom."),
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
