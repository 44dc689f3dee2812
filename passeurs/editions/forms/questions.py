"""The questions an edition adds to the dossier."""

from decimal import Decimal, InvalidOperation

from django import forms

from passeurs.calls.asking_checks import MOST_CHARACTERS, WITH_OPTIONS, bounds, options
from passeurs.calls.enums import QuestionKind, QuestionSection, RuleCode
from passeurs.core import typography
from passeurs.core.fields import plain_number

from .base import RowForm, RowList, code_of, line, prose

CLAUSE = {
    "code": "questions",
    "title": "Questions de la coordination",
    "wording": "Répondre aux questions que la coordination ajoute au dossier.",
    "place": "Formulaire du dossier",
}


class OptionsField(forms.CharField):
    """One answer a line; a line that keeps its words keeps its code."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(row["label"] for row in value)

    def to_python(self, value):
        lines = [" ".join(one.split()) for one in super().to_python(value).splitlines()]
        labels, taken, rows = list(filter(None, lines)), set(), []
        for label in labels:
            if labels.count(label) > 1:
                raise forms.ValidationError(f"« {label[:60]} » est écrit deux fois.")
            rows.append({"code": code_of(label, taken), "label": label})
            taken.add(rows[-1]["code"])
        return rows


class QuestionForm(RowForm):
    section = forms.ChoiceField(label="Dans quelle section", choices=QuestionSection.choices)
    label = line("La question", longest=300, help_text="Telle que le porteur la lira.")
    help = prose("Ce qui aide à répondre", rows=2, required=False)
    kind = forms.ChoiceField(
        label="Ce que l’on répond", choices=QuestionKind.choices, widget=forms.RadioSelect
    )
    options = OptionsField(
        label="Les réponses possibles, une par ligne",
        required=False,
        max_length=10_000,
        help_text="Pour un choix, ou plusieurs choix, dans une liste.",
    )
    required = forms.BooleanField(
        label="Obligatoire : sans réponse, on ne dépose pas", required=False
    )
    max_length = forms.IntegerField(
        label="Longueur du texte, en signes",
        required=False,
        min_value=1,
        max_value=MOST_CHARACTERS,
        help_text="Vide : 300 signes sur une ligne, 20 000 dans un texte long.",
    )
    least = line(
        "Au moins", longest=20, required=False, help_text="Un nombre, ou une date : 01/02/2027."
    )
    most = line("Au plus", longest=20, required=False)

    def told(self):
        """The answers that keep their words keep their code: dossiers hold them by it."""
        row = super().told()
        known = {one["label"]: one["code"] for one in self.row.get("options", [])}
        taken = set(known.values())
        for one in row["options"]:
            if one["label"] in known:
                one["code"] = known[one["label"]]
            elif one["code"] in taken:
                one["code"] = code_of(one["label"], taken)
            taken.add(one["code"])
        if row["kind"] not in WITH_OPTIONS:
            row["options"] = []
        return row

    def clean(self):
        found = super().clean()
        kind = found.get("kind")
        for name in ("least", "most"):
            if found.get(name):
                self._read_bound(name, kind)
        if kind and "options" in found and not self.errors:
            row = {"code": "", **found}
            name = f"« {found['label']} »"
            for fault in (*options(row, "", name), *bounds(row, "", name)):
                self.add_error("options" if kind in WITH_OPTIONS else "least", fault.sentence)
        return found

    def _read_bound(self, name, kind):
        """A bound as the edition keeps it, whatever way it was typed."""
        typed = self.cleaned_data[name]
        try:
            if kind == QuestionKind.DATE:
                self.cleaned_data[name] = typography.parse_date(typed).isoformat()
            elif kind == QuestionKind.NUMBER:
                self.cleaned_data[name] = f"{Decimal(plain_number(typed)):f}"
            else:
                self.cleaned_data[name] = ""
        except (ValueError, InvalidOperation):
            self.add_error(name, "Cette borne n’est pas lisible.")


def with_rule(document):
    """A required question is of use only with the rule that asks for it, and its article."""
    needed = any(row.get("required") for row in document.get("questions", []))
    if not needed or any(row["code"] == RuleCode.QUESTIONS for row in document["rules"]):
        return document
    clauses = document["clauses"]
    if all(row["code"] != CLAUSE["code"] for row in clauses):
        clauses = [*clauses, {**CLAUSE, "number": next_number(clauses)}]
    rule = {
        "code": RuleCode.QUESTIONS.value,
        "clause": CLAUSE["code"],
        "blocking": True,
        "active": True,
        "params": {},
    }
    return {**document, "clauses": clauses, "rules": [*document["rules"], rule]}


def next_number(clauses):
    """One more than the last article's first number: « 7 » after « 6.4 »."""
    firsts = [row["number"].partition(".")[0] for row in clauses]
    return str(max((int(one) for one in firsts if one.isdecimal()), default=0) + 1)


class Questions(RowList):
    def after(self, document):
        return with_rule(document)

    def detail_of(self, row, document):
        kind = QuestionKind(row["kind"]).label
        section = QuestionSection(row["section"]).label
        needed = "obligatoire" if row["required"] else "facultative"
        return f"{section} : {kind}, {needed}"


LISTS = (
    Questions(
        "questions",
        "Les questions en plus",
        "Elles s’ajoutent aux champs habituels d’une section, se relisent, s’impriment et "
        "s’exportent avec le dossier.",
        "questions",
        "une question",
        QuestionForm,
        "question",
        where=("questions",),
    ),
)
