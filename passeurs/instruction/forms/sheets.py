"""The instruction sheet as one types it: savable incomplete, field by field."""

from django import forms
from django.utils import timezone

from passeurs.core.fields import AmountField
from passeurs.core.refusals import Refused
from passeurs.dossiers.forms.base import SectionForm

from ..actions.sheets import refuse_past_the_bounds
from ..enums import Opinion, Priority, Received
from ..models import Sheet

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TEXTS = {"background": 4, "eligibility": 3, "strengths": 5, "doubts": 5, "exchanges": 3,
         "report_opinion": 3, "opinion_text": 6}  # fmt: skip


def _one_of(label, choices, *, coerce=str, empty=""):
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=choices,
        coerce=coerce,
        empty_value=empty,
        widget=forms.RadioSelect,
    )


class SheetForm(SectionForm):
    """Nothing is required while one writes; an amount past a bound is refused, the bound named."""

    class Meta:
        model = Sheet
        fields = [
            "background",
            "report_before_last",
            "report_last",
            "report_opinion",
            "reminded_on",
            "eligibility",
            "exchanges",
            "strengths",
            "doubts",
            "opinion",
            "opinion_text",
            "priority",
            "amount_proposed",
        ]
        widgets = {"reminded_on": DAY}
        help_texts = {
            "background": "Ses éditions passées, ce qui en est sorti, ce que l’on a appris.",
            "strengths": "Ce qui porte le projet.",
            "doubts": "Ce qui reste à éclaircir, ce que vous demanderiez au porteur.",
            "opinion_text": "Ce que la DRAC lira quand vous partagez la fiche.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opinion"] = _one_of("Avis", Opinion.choices)
        self.fields["report_before_last"] = _one_of("Bilan N-2", Received.choices)
        self.fields["report_last"] = _one_of("Bilan N-1", Received.choices)
        self.fields["priority"] = _one_of("Priorité", Priority.choices, coerce=int, empty=None)
        self.fields["amount_proposed"] = AmountField(label="Montant proposé", required=False)
        for name, rows in TEXTS.items():
            self.fields[name].widget.attrs["rows"] = rows
        self.all_labels = {name: field.label for name, field in self.fields.items()}

    def clean_amount_proposed(self):
        amount = self.cleaned_data["amount_proposed"]
        if amount is not None and amount != self.initial.get("amount_proposed"):
            try:
                refuse_past_the_bounds(self.dossier, amount, at=timezone.now())
            except Refused as refusal:
                raise forms.ValidationError(list(refusal.reasons)) from refusal
        return amount
