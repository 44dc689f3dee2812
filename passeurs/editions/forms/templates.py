"""The e-mails and letters in the coordination's words."""

from django import forms

from passeurs.calls import wordings
from passeurs.calls.asking_checks import LONGEST_SUBJECT, faults_of_wording
from passeurs.calls.enums import WordingKind

from .base import RowForm, RowList, line, prose


class WordingForm(RowForm):
    code_key = "kind"

    kind = forms.ChoiceField(label="À quelle occasion")
    subject = line("L’objet", longest=LONGEST_SUBJECT)
    body = prose("Le texte", rows=14)

    def prepare(self):
        """One text an occasion; a new one starts from the usual words of its occasion."""
        mine = self.row.get("kind")
        written = {row["kind"] for row in self.document.get("wordings", [])} - {mine}
        left = [(code, label) for code, label in WordingKind.choices if code not in written]
        if mine:
            left = [(code, label) for code, label in left if code == mine]
        self.fields["kind"].choices = left

    def clean(self):
        found = super().clean()
        if found.get("kind") and not self.errors:
            for sentence in faults_of_wording(found["kind"], found["subject"], found["body"]):
                self.add_error("body", sentence)
        return found

    @property
    def known_fields(self):
        """By occasion, what may be merged, with what each stands for."""
        usual = {"label": "Du dossier", "fields": list(wordings.OF_A_DOSSIER.items())}
        more = [
            {"label": f"Seulement pour : {label}", "fields": list(wordings.OF_A_KIND[code].items())}
            for code, label in self.fields["kind"].choices
            if code in wordings.OF_A_KIND
        ]
        return [usual, *more]


LISTS = (
    RowList(
        "modeles",
        "Les courriels et les lettres",
        "Vos mots, avec des champs comme {titre}. Sans modèle, la plateforme a les siens.",
        "wordings",
        "un modèle",
        WordingForm,
        "modèle",
        label=lambda row: WordingKind(row["kind"]).label,
        detail=lambda row: row["subject"],
        where=("wordings",),
        template="editions/wording.html",
    ),
)
