"""Who publishes what the committee decided, and who reads what of it."""

from django import forms

from passeurs.calls.decisions import USUAL
from passeurs.calls.enums import Publisher

from .base import PartForm


class DecisionsForm(PartForm):
    publisher = forms.ChoiceField(
        label="Les décisions sont publiées par",
        choices=Publisher.choices,
        widget=forms.RadioSelect,
        help_text="Les lettres partent toutes ensemble, quand cette personne le confirme.",
    )
    shows_rank = forms.BooleanField(
        label="Un porteur sur liste d’attente lit son rang", required=False
    )
    publishes_results = forms.BooleanField(
        label="Les projets soutenus se lisent sur une page publique",
        required=False,
        help_text="Leur titre, leur porteur, sa commune. Jamais un refus ni une attente.",
    )
    publishes_amounts = forms.BooleanField(
        label="Cette page dit aussi les montants accordés", required=False
    )

    @staticmethod
    def read(document):
        return {**USUAL, **document.get("decisions", {})}

    def clean(self):
        found = super().clean()
        if found.get("publishes_amounts") and not found.get("publishes_results"):
            self.add_error(
                "publishes_amounts",
                "Les montants se lisent sur la page publique : ouvrez-la aussi.",
            )
        return found

    def write(self, document):
        told = {key: self.cleaned_data[key] for key in USUAL}
        told = {key: value for key, value in told.items() if value != USUAL[key]}
        others = {key: value for key, value in document.items() if key != "decisions"}
        return others | ({"decisions": told} if told else {})


def told_decisions(document):
    section = DecisionsForm.read(document)
    shown = "résultats publics" if section["publishes_results"] else "résultats non publiés"
    if section["publishes_amounts"]:
        shown = f"{shown}, montants compris"
    return f"Publiées par {Publisher(section['publisher']).label}, {shown}."
