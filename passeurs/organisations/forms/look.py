"""The identity of a coordination: its name, where it is reached, its logo and its colours."""

import re

from django import forms

from passeurs.documents.queries import accept_attribute, allowed_sentence

from ..logos import SENT
from ..models import Coordination
from .teams import EMAIL_ERRORS

SHORT = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
ACCENTS = {"accent_light": "light", "accent_dark": "dark"}
PHONE = re.compile(r"[0-9+(). \u00a0\u202f/-]{6,30}")


class ColourField(forms.CharField):
    """« 8A3D24 » and « #abc » are understood; what is no colour stays as typed, to be corrected."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value):
        typed = re.sub(r"\s", "", super().to_python(value) or "")
        if not SHORT.fullmatch(typed):
            return typed
        figures = typed.lstrip("#").lower()
        doubled = "".join(sign * 2 for sign in figures) if len(figures) == 3 else figures  # noqa: PLR2004
        return f"#{doubled}"


class LookForm(forms.ModelForm):
    """Every text of the identity; the colours are held against the surfaces of their theme."""

    logo = forms.FileField(
        label="Le logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": accept_attribute(SENT)}),
        help_text=f"{allowed_sentence(SENT)} Sur fond clair ou transparent.",
    )
    accent_light = ColourField(
        label="Sur fond clair", required=False, help_text="Par exemple #8a3d24. Vide\u00a0: prune."
    )
    accent_dark = ColourField(
        label="Sur fond sombre", required=False, help_text="Par exemple #f0a184. Vide\u00a0: lilas."
    )

    class Meta:
        model = Coordination
        fields = (
            "name",
            "email",
            "phone",
            "postal_address",
            "referent_name",
            "logo_alt",
            "accent_light",
            "accent_dark",
        )
        labels = {
            "name": "Nom de la coordination",
            "email": "Adresse e-mail publique",
            "phone": "Téléphone public",
            "logo_alt": "Ce que montre le logo",
        }
        help_texts = {
            "name": "Tel qu’il se lit sur les pages, les courriels et les récépissés.",
            "referent_name": "Citée dans le récépissé et sur la page de l’appel.",
            "logo_alt": "Lu à qui ne voit pas l’image\u00a0: en général, le nom qui y est écrit.",
        }
        error_messages = {
            "name": {"required": "Donnez le nom de la coordination."},
            "email": EMAIL_ERRORS,
        }
        widgets = {
            "postal_address": forms.Textarea(attrs={"rows": 3}),
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
        }

    def clean_phone(self):
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError(
                "Un téléphone s’écrit avec des chiffres, par exemple 05 61 00 00 00."
            )
        return phone

    def clean(self):
        found = super().clean()
        has_logo = found.get("logo") or self.instance.logo_id
        if has_logo and "logo_alt" not in self.errors and not found.get("logo_alt"):
            self.add_error("logo_alt", "Dites en quelques mots ce que montre le logo.")
        return found


class AccentForm(forms.Form):
    """A colour being typed, in its theme."""

    theme = forms.ChoiceField(choices=[(theme, theme) for theme in ACCENTS.values()])
    colour = ColourField(max_length=20, required=False)
