"""Naming a scenario, typing its amounts, wishing for a proposal, choosing two to compare."""

from decimal import Decimal

from django import forms
from django.utils.html import format_html

from passeurs.core.fields import AmountField
from passeurs.core.typography import euros
from passeurs.dossiers.changes import AttributeChange
from passeurs.dossiers.forms.base import PartialMixin
from passeurs.sharing.facts import Spread
from passeurs.territories.regions import DEPARTMENTS

from ..queries.scenarios import title_of


class NameForm(forms.Form):
    name = forms.CharField(
        label="Nom du scénario",
        max_length=60,
        error_messages={
            "required": "Nommez le scénario\u00a0: «\u00a0Au mérite\u00a0».",
            "max_length": "Un nom s’arrête à 60 signes.",
        },
    )


class AmountsForm(PartialMixin, forms.Form):
    """One field by dossier and envelope that is asked; an empty one gives nothing."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        for row in rows:
            for cell in row.cells:
                if cell.is_open or cell.amount:
                    label = format_html(
                        '{}<span class="vh">, {}</span>', cell.envelope.funder, row.title
                    )
                    self.fields[cell.name] = AmountField(
                        label=label, required=False, help_text=f"sur {euros(cell.asked)}"
                    )
                    self.initial[cell.name] = cell.amount or None

    def change(self, name, value):
        before = self.initial.get(name)
        return AttributeChange(
            name=name,
            target=self,
            attribute=name,
            value=value,
            before=f"{before:.2f}" if before else "",
        )


SPREADS = [
    (Spread.FREE, "Le plus de valeur, sans préférence"),
    (Spread.FULLY, "Moins de projets, servis en entier"),
    (Spread.PARTLY, "Plus de projets, servis en partie"),
]


def share_field(label):
    return forms.DecimalField(
        label=label,
        required=False,
        localize=True,
        min_value=0,
        max_value=100,
        decimal_places=2,
        error_messages={
            "invalid": "Écrivez un nombre de 0 à 100.",
            "min_value": "Un pourcentage ne descend pas sous zéro.",
            "max_value": "Un pourcentage s’arrête à 100.",
            "max_decimal_places": "Deux chiffres après la virgule au plus.",
        },
    )


class WishForm(forms.Form):
    """The options of a proposal; `kept` is what `queries.wishes` reads."""

    spread = forms.ChoiceField(
        label="Répartir", choices=SPREADS, widget=forms.RadioSelect, initial=Spread.FREE
    )
    qpv = share_field("Part minimale en QPV, en %")
    rural = share_field("Part minimale en commune rurale, en %")
    into = forms.MultipleChoiceField(
        label="À retenir, quoi qu’il arrive", required=False, widget=forms.CheckboxSelectMultiple
    )
    out = forms.MultipleChoiceField(
        label="À écarter", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(str(one.pk), title_of(one)) for one in board.ranking]
        self.fields["into"].choices = self.fields["out"].choices = rows
        found = {one.department for one in board.ground.asked_of} - {""}
        self.departments = sorted(found)
        for code in self.departments:
            label = f"{DEPARTMENTS.get(code, code)}, au moins"
            self.fields[f"d-{code}"] = AmountField(label=label, required=False)
        self.initial |= self._kept(board.scenario.options)

    def minima(self):
        return [self[f"d-{code}"] for code in self.departments]

    def _kept(self, options):
        found = {f"d-{code}": Decimal(amount) for code, amount, _ in options.get("minima", [])}
        found |= options.get("zones", {})
        found |= {name: [str(pk) for pk in options.get(name, [])] for name in ("into", "out")}
        return found | ({"spread": options["spread"]} if "spread" in options else {})

    def clean(self):
        found = super().clean()
        if both := set(found.get("into", [])) & set(found.get("out", [])):
            names = dict(self.fields["into"].choices)
            told = f"«\u00a0{names[min(both)]}\u00a0» est à la fois à retenir et à écarter."
            self.add_error("out", told)
        return found

    def kept(self):
        found = self.cleaned_data
        zones = {name: str(found[name]) for name in ("qpv", "rural") if found[name]}
        minima = [
            [code, str(found[f"d-{code}"]), 0] for code in self.departments if found[f"d-{code}"]
        ]
        sides = {name: [int(pk) for pk in found[name]] for name in ("into", "out")}
        return {"spread": found["spread"], "minima": minima, "zones": zones, **sides}
