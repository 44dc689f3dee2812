"""The parameters of an edition: sums, pathway, partners, publics, territories, holders."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from passeurs.calls import vocabulary
from passeurs.calls.enums import CeilingScope, RuralKind, ShareBase, TwoFunctions
from passeurs.core.fields import AmountField
from passeurs.core.typography import euros, percent
from passeurs.organisations.enums import LegalStatus

from .base import PartForm

YEARS: dict[str, Any] = {"min_value": 1990, "max_value": 2100}
AGES: dict[str, Any] = {"min_value": 0, "max_value": 120}


def text_of(value):
    """A sum as the document writes it."""
    return None if value is None else f"{value:.2f}"


def sums(section, *names):
    """The sums of the document as numbers, so that they are shown the French way."""
    return {name: Decimal(section[name]) for name in names if section[name]}


class SectionPartForm(PartForm):
    """The keys of one section of the document, each a field of the same name."""

    section = ""

    @classmethod
    def read(cls, document):
        return document[cls.section]

    def write(self, document):
        typed = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return {**document, self.section: {**document[self.section], **typed}}


class MoneyForm(SectionPartForm):
    section = "money"

    floor = AmountField(label="Plancher de l’aide", required=False, help_text="Vide : aucun.")
    ceiling = AmountField(label="Plafond de l’aide", required=False, help_text="Vide : aucun.")
    ceiling_scope = forms.ChoiceField(
        label="Le plafond vaut", choices=CeilingScope.choices, widget=forms.RadioSelect
    )
    share = forms.DecimalField(
        label="Part la plus haute de l’aide dans le budget, en %",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        help_text="Vide : aucune limite.",
    )
    share_base = forms.ChoiceField(
        label="Cette part se prend sur", choices=ShareBase.choices, widget=forms.RadioSelect
    )
    cofunding_required = forms.BooleanField(label="Un autre financeur est exigé", required=False)

    @classmethod
    def read(cls, document):
        return {**document["money"], **sums(document["money"], "floor", "ceiling", "share")}

    def clean(self):
        found = super().clean()
        floor, ceiling = found.get("floor"), found.get("ceiling")
        if floor is not None and ceiling is not None and floor > ceiling:
            self.add_error("ceiling", f"Le plafond est sous le plancher ({euros(floor)}).")
        return found

    def write(self, document):
        changed = super().write(document)
        for name in ("floor", "ceiling", "share"):
            changed["money"][name] = text_of(changed["money"][name])
        return changed


def told_money(document):
    section = document["money"]
    floor, ceiling, share = section["floor"], section["ceiling"], section["share"]
    parts = [
        f"de {euros(floor)}" if floor else "",
        f"jusqu’à {euros(ceiling)}" if ceiling else "sans plafond",
        f"{percent(share)} du budget au plus" if share else "",
    ]
    told = ", ".join(filter(None, parts))
    return f"{told[:1].upper()}{told[1:]}."


class PathwayForm(SectionPartForm):
    section = "pathway"

    min_actions = forms.IntegerField(label="Nombre d’actions au moins", min_value=1, max_value=50)
    natures_required = forms.MultipleChoiceField(
        label="Natures à mêler",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Celles que tout projet doit réunir.",
    )

    def prepare(self):
        labels = vocabulary.nature_labels(self.document)
        self.fields["natures_required"].choices = list(labels.items())


def told_pathway(document):
    section = document["pathway"]
    labels = vocabulary.nature_labels(document)
    natures = ", ".join(labels.get(code, code) for code in section["natures_required"])
    return f"{section['min_actions']} actions au moins ; {natures or 'aucune nature exigée'}."


class PartnersForm(SectionPartForm):
    section = "partners"

    functions_required = forms.MultipleChoiceField(
        label="Fonctions à réunir",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Le porteur compte pour celle qu’il tient.",
    )
    one_structure_two_functions = forms.ChoiceField(
        label="Une même structure dans deux fonctions",
        choices=TwoFunctions.choices,
        widget=forms.RadioSelect,
    )

    def prepare(self):
        labels = vocabulary.function_labels(self.document)
        self.fields["functions_required"].choices = list(labels.items())


def told_partners(document):
    labels = vocabulary.function_labels(document)
    codes = document["partners"]["functions_required"]
    return ", ".join(labels.get(code, code) for code in codes) or "Aucune fonction exigée."


BAND = re.compile(r"(\d{1,3})\s*(?:-|–|à|a)\s*(\d{1,3})|(\d{1,3})\s*(?:\+|ans et plus|et plus)")


class BandsField(forms.CharField):
    """« 0-5, 6-11, 12-14, 60+ »: the age bands of the form."""

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return ", ".join(f"{low}-{high}" if high is not None else f"{low}+" for low, high in value)

    def to_python(self, value):
        text = super().to_python(value)
        bands = [self.band(part.strip()) for part in re.split(r"[,;\n]+", text) if part.strip()]
        if not bands:
            raise forms.ValidationError("Écrivez une tranche au moins.")
        return bands

    def band(self, part):
        found = BAND.fullmatch(part)
        if not found:
            raise forms.ValidationError(
                f"« {part[:30]} » n’est pas une tranche : écrivez par exemple 12-17, ou 60+."
            )
        low, high, last = found.groups()
        return [int(last), None] if last else [int(low), int(high)]


class AudienceForm(SectionPartForm):
    section = "audience"

    age_min = forms.IntegerField(label="Âge visé, de", **AGES)
    age_max = forms.IntegerField(label="à", **AGES)
    core_share = forms.DecimalField(
        label="Part de ces âges qui suffit, en %",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    bands = BandsField(
        label="Tranches d’âge du formulaire",
        max_length=300,
        help_text="Par exemple : 0-11, 12-17, 18-25, 26+.",
    )
    report_under = forms.IntegerField(label="Le bilan compte les moins de", **AGES)

    @classmethod
    def read(cls, document):
        return {**document["audience"], **sums(document["audience"], "core_share")}

    def clean(self):
        found = super().clean()
        low, high = found.get("age_min"), found.get("age_max")
        if low is not None and high is not None and low > high:
            self.add_error("age_max", "Cet âge est sous le premier.")
        return found

    def write(self, document):
        changed = super().write(document)
        changed["audience"]["core_share"] = text_of(changed["audience"]["core_share"])
        return changed


def told_audience(document):
    section = document["audience"]
    bands = BandsField().prepare_value(section["bands"])
    return f"{section['age_min']}-{section['age_max']} ans ; tranches {bands}."


class TerritoryForm(PartForm):
    qpv_vintage = forms.IntegerField(label="Quartiers prioritaires, millésime", **YEARS)
    rural_kind = forms.ChoiceField(label="Zonage rural", choices=RuralKind.choices)
    rural_vintage = forms.IntegerField(label="Zonage rural, millésime", **YEARS)

    @staticmethod
    def read(document):
        section = document["territory"]
        rural = section["rural"]
        return {
            "qpv_vintage": section["qpv_vintage"],
            "rural_kind": rural["kind"],
            "rural_vintage": rural["vintage"],
        }

    def write(self, document):
        found = self.cleaned_data
        rural = {"kind": found["rural_kind"], "vintage": found["rural_vintage"]}
        return {**document, "territory": {"qpv_vintage": found["qpv_vintage"], "rural": rural}}


def told_territory(document):
    section = document["territory"]
    rural = section["rural"]
    return f"QPV {section['qpv_vintage']}, {rural['kind']} {rural['vintage']}."


class HoldersForm(SectionPartForm):
    section = "holders"

    legal_statuses = forms.MultipleChoiceField(
        label="Statuts admis",
        choices=LegalStatus.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez un statut au moins."},
    )


def told_holders(document):
    labels = dict(LegalStatus.choices)
    codes = document["holders"]["legal_statuses"]
    return ", ".join(str(labels.get(code, code)) for code in codes) + "."
