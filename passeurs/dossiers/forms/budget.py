"""Le budget: one amount a line of the Cerfa's chart, and the co-funders one by one."""

from itertools import takewhile

from django import forms

from passeurs.budgets import chart
from passeurs.core.fields import AmountField, FrenchDateField

from ..changes import BudgetLineChange, as_text
from ..enums import BudgetScope
from ..models import BudgetLine
from ..queries.budget import subtotal_id, total_id
from .base import PartialMixin, SectionForm

REQUEST = "project-drac"
COFUNDERS = [line for line in chart.LINES.values() if line.is_cofunder]


class BudgetForm(PartialMixin, forms.Form):
    """Both tables: each control is named after its table and its line, `project-601`."""

    def __init__(self, *args, dossier, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier, self.keys = dossier, {}
        amounts = {key_of(line): line.amount for line in lines}
        self._add(REQUEST, "Demande à la DRAC", drac_key(), amounts)
        for scope in BudgetScope.values:
            for line in single_lines(scope):
                self._add(f"{scope}-{line.code}", line.label, line_key(scope, line), amounts)

    def _add(self, name, label, key, amounts):
        self.fields[name] = AmountField(label=label, required=False)
        self.keys[name] = key
        self.initial[name] = amounts.get(tuple(sorted(key.items())))

    def change(self, name, value):
        before = as_text(self.initial.get(name))
        return BudgetLineChange(
            name=name, value=value, before=before, dossier=self.dossier, key=self.keys[name]
        )

    def tables(self, scope, sums):
        """Charges and products, account by account: each line's control, each sum and its id."""
        return [self._table(scope, side, sums) for side in ("charge", "product")]

    def voluntary(self, scope, sums):
        """The 86 and the 87."""
        sides = ("voluntary_charge", "voluntary_product")
        return [self._table(scope, side, sums) for side in sides]

    def _table(self, scope, side, sums):
        groups = [self._group(scope, group, sums) for group in chart.groups(side, scope=scope)]
        return {
            "side": side,
            "groups": [group for group in groups if group["rows"] or group["is_funded"]],
            "total_id": total_id(scope, side),
            "total": sums[total_id(scope, side)],
        }

    def _group(self, scope, group, sums):
        names = [(line, f"{scope}-{line.code}") for line in group.lines]
        rows = [
            {"code": shown_code(line.code), "bound": self[name]}
            for line, name in names
            if name in self.fields
        ]
        is_funded = scope == BudgetScope.PROJECT and any(line.is_cofunder for line in group.lines)
        return {
            "code": shown_code(group.code),
            "account": group.code,
            "label": group.label,
            "rows": rows,
            "is_funded": is_funded,
            "has_head": is_funded or len(rows) > 1,
            "sum_id": subtotal_id(scope, group.code),
            "sum": sums[subtotal_id(scope, group.code)],
        }


def shown_code(code):
    """The account's number as the form prints it; a line that has none shows none."""
    return "".join(takewhile(str.isdigit, code))


def single_lines(scope):
    """The lines entered once: in the project's table, co-funders have rows of their own."""
    for side in chart.Side:
        for group in chart.groups(side, scope=scope):
            for line in group.lines:
                if scope == BudgetScope.STRUCTURE or not line.is_cofunder:
                    yield line


def line_key(scope, line):
    return {
        "scope": str(scope),
        "side": str(line.side),
        "code": line.code,
        "funder_kind": str(line.funder_kind),
    }


def drac_key():
    return {
        "scope": "project",
        "side": "product",
        "code": "74etat",
        "funder_kind": str(chart.FunderKind.DRAC),
    }


def key_of(line):
    parts = {name: getattr(line, name) for name in ("scope", "side", "code", "funder_kind")}
    return tuple(sorted(parts.items()))


class FunderForm(SectionForm):
    """One co-funder of the project, other than the DRAC."""

    code = forms.ChoiceField(
        label="Sorte de financeur", choices=[(line.code, line.label) for line in COFUNDERS]
    )
    amount = AmountField(label="Montant", required=False)
    decided_on = FrenchDateField(label="Décision attendue ou reçue le", required=False)

    class Meta:
        model = BudgetLine
        fields = ["funder", "code", "amount", "status", "decided_on"]
        labels = {"status": "Où en est la demande"}

    def clean_amount(self):
        return self.cleaned_data["amount"] or 0

    def clean_code(self):
        return self.cleaned_data["code"] or self.instance.code


def funder_kind_of(code):
    """The kind of funder a line of account 74 stands for; the State's, DRAC aside, is « state »."""
    return str(chart.LINES[code].funder_kind or chart.FunderKind.STATE)
