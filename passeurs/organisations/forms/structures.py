"""A structure's card, and the word of the coordination."""

from django import forms

from passeurs.accounts.forms import FrenchPhoneField

from ..enums import ACTOR_EXAMPLES, ActorKind, LegalStatus
from ..fields import CommuneField, CompactField
from ..models import Structure
from ..queries import structure_with_siret

IDENTITY = ["name", "acronym", "siret", "rna", "ape", "legal_status", "actor_kind"]
PLACE = ["street", "postcode", "commune", "email", "phone", "website"]
PERSON = ["first_name", "last_name", "role", "email", "phone"]
REPRESENTATIVE = [f"representative_{name}" for name in PERSON]
CONTACT = [f"contact_{name}" for name in PERSON]

NO_NAME = "Indiquez le nom de la structure."


class StructureForm(forms.ModelForm):
    """The whole card; only the name, the status and the family are asked for at once."""

    siret = CompactField(
        label="SIRET",
        required=False,
        help_text="14 chiffres, espaces acceptés. Pas encore de SIRET\u00a0: laissez vide.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    rna = CompactField(
        label="RNA",
        required=False,
        help_text="Pour une association\u00a0: W suivi de neuf signes.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    legal_status = forms.ChoiceField(
        label="Statut juridique",
        choices=[("", "Choisir"), *LegalStatus.choices],
        error_messages={"required": "Choisissez le statut juridique."},
    )
    actor_kind = forms.ChoiceField(
        label="Famille d’acteurs",
        choices=[(kind.value, f"{kind.label}\u00a0: {ACTOR_EXAMPLES[kind]}") for kind in ActorKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la famille d’acteurs de votre structure."},
    )
    commune = CommuneField(
        label="Commune", required=False, help_text="Par exemple «\u00a0Cahors (46)\u00a0»."
    )
    phone = FrenchPhoneField(label="Téléphone", required=False)
    representative_phone = FrenchPhoneField(label="Téléphone", required=False)
    contact_phone = FrenchPhoneField(label="Téléphone", required=False)

    class Meta:
        model = Structure
        fields = [*IDENTITY, *PLACE, *REPRESENTATIVE, *CONTACT]
        error_messages = {"name": {"required": NO_NAME}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.commune_id:
            self.initial["commune"] = self.instance.commune
        elif self.instance.city_text:
            self.initial["commune"] = self.instance.city_text

    @property
    def existing(self):
        """The structure that already has this SIRET, when that is what stops the form."""
        if not self.has_error("siret", "taken"):
            return None
        return structure_with_siret(self["siret"].field.to_python(self["siret"].data))

    def clean_siret(self):
        siret = self.cleaned_data["siret"] or None
        known = structure_with_siret(siret)
        if known and known.pk != self.instance.pk:
            raise forms.ValidationError(
                f"«\u00a0{known.name}\u00a0» est déjà enregistrée avec ce SIRET.", code="taken"
            )
        return siret

    def clean(self):
        super().clean()
        if self.cleaned_data.get("rna") and self.cleaned_data.get("legal_status") not in (
            LegalStatus.ASSOCIATION,
            None,
        ):
            self.add_error("rna", "Seules les associations ont un numéro RNA.")

    def save(self, commit=True):
        structure = super().save(commit=False)
        typed = self.data.get(self.add_prefix("commune"), "").strip()
        structure.city_text = "" if structure.commune else typed[:100]
        return structure

    def identity(self):
        return [self[name] for name in IDENTITY]

    def place(self):
        return [self[name] for name in PLACE]

    def representative(self):
        return [self[name] for name in REPRESENTATIVE]

    def contact(self):
        return [self[name] for name in CONTACT]


class VerifyForm(forms.Form):
    """How the coordination knows that the SIRET is the structure's."""

    reason = forms.CharField(
        label="Vérifié d’après",
        max_length=300,
        initial="Annuaire des entreprises",
        error_messages={"required": "Dites d’après quoi le SIRET est vérifié."},
    )
