"""The coordination's advice, section by section."""

from django import forms

from passeurs.calls.enums import QuestionSection
from passeurs.calls.markdown import plain

from .base import RowForm, RowList, prose


class HintForm(RowForm):
    code_key = "section"

    section = forms.ChoiceField(label="Dans quelle section")
    body = prose("Le conseil", rows=8, help_text="Un tiret commence une liste, **mot** insiste.")

    def prepare(self):
        """One advice a section; one that is written stays in its section."""
        mine = self.row.get("section")
        written = {row["section"] for row in self.document.get("hints", [])} - {mine}
        left = [(code, label) for code, label in QuestionSection.choices if code not in written]
        if mine:
            left = [(code, label) for code, label in left if code == mine]
        self.fields["section"].choices = left


LISTS = (
    RowList(
        "conseils",
        "Les conseils",
        "Un mot de vous à côté des champs, section par section. Il ne s’imprime pas.",
        "hints",
        "un conseil",
        HintForm,
        "conseil",
        label=lambda row: QuestionSection(row["section"]).label,
        detail=lambda row: plain(row["body"]),
        where=("hints",),
    ),
)
