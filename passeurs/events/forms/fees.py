"""Asking a membership, saying it paid, looking for one."""

from django import forms

from passeurs.core.fields import FrenchDateField

from ..enums import FeeState
from ..queries.fees import holders_to_ask, structures_to_ask
from .filters import FilterForm, choice, words

HOLDERS = "porteurs"


class AskForm(forms.Form):
    """One structure of those the coordination knows, or all that filed a dossier that year."""

    structure = forms.ChoiceField(
        label="Structure",
        error_messages={
            "required": "Choisissez une structure.",
            "invalid_choice": "Cette structure est déjà dans la liste, ou n’est plus connue.",
        },
    )

    def __init__(self, *args, coordination, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(one.pk): one for one in structures_to_ask(coordination, year)}
        self.holders = list(holders_to_ask(coordination, year))
        choices = [("", "Choisir"), *((key, one.name) for key, one in self.rows.items())]
        if self.holders:
            label = f"Toutes celles qui ont déposé un dossier ({len(self.holders)})"
            choices.insert(1, (HOLDERS, label))
        self.fields["structure"].choices = choices

    def chosen(self):
        key = self.cleaned_data["structure"]
        return self.holders if key == HOLDERS else [self.rows[key]]


class SettleForm(forms.Form):
    on = FrenchDateField(label="Réglée le")


class FeesFilterForm(FilterForm):
    q = words("Nom de la structure")
    etat = choice("État", "Tous les états", FeeState.choices)

    COLUMNS = {"q": "text", "etat": "state"}
