"""The lists of an edition, row by row: articles, ideas, documents, commitments, objectives."""

import re

from django import forms

from passeurs.calls import vocabulary
from passeurs.calls.enums import DocumentScope, DocumentWhen, Nature
from passeurs.organisations.enums import ActorKind

from .base import RowForm, code_of, line, prose

COUNTS = [("", "À part : ni séance, ni atelier"), *Nature.choices]


class LabelledForm(RowForm):
    """A row with a label and a sentence."""

    label = line("Intitulé")
    text = prose("Une phrase d’explication", rows=3, required=False)


class ClauseForm(RowForm):
    code_from = "title"

    number = line("Numéro", longest=12, help_text="Par exemple 3.7.")
    title = line("Titre")
    wording = prose("Énoncé, dans vos mots")
    place = line("Où cela se lit dans l’appel", required=False)


class FilmListForm(LabelledForm):
    label = line("Nom de la liste", longest=120)


class NatureForm(RowForm):
    label = line("Nom", longest=60, help_text="Par exemple Rencontrer.")
    counts_as = forms.ChoiceField(
        label="Dans le formulaire, elle compte comme",
        choices=COUNTS,
        required=False,
        widget=forms.RadioSelect,
        help_text="Une séance demande une salle et des films ; un atelier, des heures.",
    )


class FunctionForm(RowForm):
    label = line("Nom", longest=120, help_text="Par exemple : collectivité ou équipement.")
    family = forms.ChoiceField(
        label="Famille d’acteurs qui la remplit d’elle-même",
        choices=[("", "Aucune : la structure le dira"), *ActorKind.choices],
        required=False,
    )


VARIANT = re.compile(r"^\s*([^:]{1,120}?)\s*(?::\s*(.*))?$")


class VariantsField(forms.CharField):
    """One variant a line: « Fiction courte : inventer une histoire »."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(
            f"{row['label']} : {row['text']}" if row.get("text") else row["label"] for row in value
        )

    def to_python(self, value):
        text, rows, taken = super().to_python(value), [], set()
        for written in filter(None, map(str.strip, text.splitlines())):
            found = VARIANT.match(written)
            if not found:
                raise forms.ValidationError(f"« {written[:40]} » : l’intitulé est trop long.")
            code = code_of(found[1], taken)
            taken.add(code)
            rows.append({"code": code, "label": found[1], "text": found[2] or ""})
        return rows


class KindForm(RowForm):
    label = line("Intitulé", longest=120)
    nature = forms.ChoiceField(label="Nature", widget=forms.RadioSelect)
    film_list = forms.ChoiceField(
        label="Liste où choisir les films", required=False, help_text="Vide : films libres."
    )
    idea = prose("L’idée, en quelques phrases", required=False)
    variants = VariantsField(
        label="Ses formes, une par ligne",
        required=False,
        max_length=10_000,
        help_text="Par exemple « Fiction courte : inventer une histoire, la jouer ».",
    )

    def prepare(self):
        self.fields["nature"].choices = list(vocabulary.nature_labels(self.document).items())
        lists = [(row["code"], row["label"]) for row in self.document.get("film_lists", [])]
        self.fields["film_list"].choices = [("", "Films libres"), *lists]

    def told(self):
        """The variants that keep their label keep their code: dossiers name them by it."""
        row = super().told()
        known = {one["label"]: one["code"] for one in self.row.get("variants", [])}
        for one in row["variants"]:
            one["code"] = known.get(one["label"], one["code"])
        return row | {"film_list": row["film_list"] or None}


class DocumentForm(RowForm):
    code_key = "kind"

    label = line("Intitulé")
    per = forms.ChoiceField(
        label="Combien", choices=DocumentScope.choices[:3], widget=forms.RadioSelect
    )
    when = forms.ChoiceField(
        label="Demandée", choices=DocumentWhen.choices, widget=forms.RadioSelect
    )
    required = forms.BooleanField(label="Exigée : sans elle, on ne dépose pas", required=False)
    hint = prose("Un conseil", rows=2, required=False)
    max_mb = forms.IntegerField(
        label="Poids le plus haut, en mégaoctets", required=False, min_value=1, max_value=200
    )

    def prepare(self):
        if self.row.get("per") == DocumentScope.FORM:
            self.fields["per"].choices = DocumentScope.choices
