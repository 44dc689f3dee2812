"""Le budget: one amount a line of the Cerfa's chart, and the co-funders one by one."""

from django import forms

from passeurs.budgets import chart
from passeurs.core.fields import AmountField, FrenchDateField

from ..budget_book import shown_code
from ..budget_lines import (
    COFUNDERS,
    REQUEST,
    drac_key,
    key_of,
    line_key,
    name_of,
    single_lines,
    sorted_key,
)
from ..changes import BudgetLineChange, as_text
from ..enums import BudgetScope
from ..models import BudgetLine
from ..queries.budget import subtotal_id, total_id
from .base import PartialMixin, SectionForm


class BudgetForm(PartialMixin, forms.Form):
    """Both tables: each control is named after its table and its line, `project-601`."""

    def __init__(self, *args, dossier, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier, self.keys = dossier, {}
        amounts = {key_of(line): line.amount for line in lines}
        self._add(REQUEST, "Demande à la DRAC", drac_key(), amounts)
        for scope in BudgetScope.values:
            for line in single_lines(scope):
                self._add(name_of(scope, line), line.label, line_key(scope, line), amounts)

    def _add(self, name, label, key, amounts):
        self.fields[name] = AmountField(label=label, required=False)
        self.keys[name] = key
        self.initial[name] = amounts.get(sorted_key(key))

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
        names = [(line, name_of(scope, line)) for line in group.lines]
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
