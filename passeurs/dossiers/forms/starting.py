"""Saying yes to a first dossier: which structure carries it."""

from django import forms

from passeurs.organisations.enums import ActorKind, LegalStatus
from passeurs.organisations.fields import CompactField
from passeurs.organisations.models import Structure
from passeurs.organisations.queries import structure_with_siret
from passeurs.organisations.validators import validate_siret

NEW = "Une autre structure, ci-dessous"


class CarrierChoice(forms.ModelChoiceField):
    def label_from_instance(self, structure):
        return f"{structure.name}, {structure.city}" if structure.city else structure.name


class CarrierForm(forms.Form):
    """One of one's structures, one found by its SIRET, or a new one with what is known of it."""

    structure = CarrierChoice(
        Structure.objects.none(), label="Votre structure", required=False, empty_label=NEW
    )
    siret = CompactField(
        label="SIRET",
        required=False,
        validators=[validate_siret],
        help_text="14 chiffres, espaces acceptés. Pas encore de SIRET\u00a0: laissez vide.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(label="Nom de la structure", required=False, max_length=200)
    city = forms.CharField(label="Commune", required=False, max_length=100)
    legal_status = forms.ChoiceField(
        label="Statut juridique", required=False, choices=[("", "Choisir"), *LegalStatus.choices]
    )
    actor_kind = forms.ChoiceField(
        label="Famille d’acteurs", required=False, choices=[("", "Choisir"), *ActorKind.choices]
    )

    def __init__(self, *args, structures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["structure"].queryset = structures
        if not structures:
            del self.fields["structure"]

    def clean(self):
        found = super().clean()
        known = structure_with_siret(found.get("siret"))
        found["carrier"] = found.get("structure") or known
        if found["carrier"] or self.errors:
            return found
        wanted = {
            "name": "Donnez le nom de votre structure.",
            "legal_status": "Choisissez le statut juridique.",
            "actor_kind": "Choisissez la famille d’acteurs.",
        }
        for name, words in wanted.items():
            if not found.get(name):
                self.add_error(name, words)
        found["carrier"] = Structure(
            name=found.get("name", ""),
            siret=found.get("siret") or None,
            legal_status=found.get("legal_status", ""),
            actor_kind=found.get("actor_kind", ""),
            city_text=found.get("city", ""),
        )
        return found
