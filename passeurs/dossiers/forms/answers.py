"""The questions an edition adds to a section: their fields, and what is kept of an answer."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from passeurs.calls.enums import QuestionKind
from passeurs.core import typography
from passeurs.core.fields import FrenchDateField, plain_number

from ..changes import AnswerChange, as_text
from .base import LONGEST_TEXT, CodesField, PartialMixin, YesNoField, limit_length

PREFIX = "q-"
LONGEST_LINE = 300
MOST_RADIOS = 6
YEARS = range(1900, 2200)
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
GONE = (
    "La coordination vient de retirer cette question de l’appel : votre réponse n’est pas gardée."
)


class NumberField(forms.CharField):
    """A number as people type it, « 1 234,5 »; kept as exact text, « 1234.5 »."""

    def __init__(self, *, least="", most="", **kwargs):
        super().__init__(required=False, max_length=LONGEST_LINE, **kwargs)
        self.least, self.most = least, most

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value):
        plain = plain_number(str(value or "").replace("\u2212", "-"))
        if not plain:
            return ""
        if not NUMBER.fullmatch(plain):
            raise ValidationError("Ce n’est pas un nombre : écrivez par exemple 1 234,5.")
        found = f"{Decimal(plain):f}"
        return found.rstrip("0").rstrip(".") if "." in found else found

    def validate(self, value):
        super().validate(value)
        if value:
            check_bounds(Decimal(value), bound(self.least, Decimal), bound(self.most, Decimal))

    def prepare_value(self, value):
        return value.replace(".", ",") if value and NUMBER.fullmatch(str(value)) else value


class DayField(FrenchDateField):
    """A date that is kept, between the bounds of the question."""

    def __init__(self, *, least="", most="", **kwargs):
        super().__init__(required=False, **kwargs)
        self.least, self.most = least, most

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value.year not in YEARS:
            raise ValidationError("Cette année n’est pas la bonne : relisez la date.")
        check_bounds(
            value, bound(self.least, date.fromisoformat), bound(self.most, date.fromisoformat)
        )


def bound(text, read):
    """A bound as the edition writes it; None for none, or for one that cannot be read."""
    try:
        return read(text) if text else None
    except (ValueError, InvalidOperation):
        return None


def check_bounds(value, least, most):
    if least is not None and value < least:
        raise ValidationError(f"C’est trop peu : {told(least)} au moins.", code="too_small")
    if most is not None and value > most:
        raise ValidationError(f"C’est trop : {told(most)} au plus.", code="too_large")


def told(value):
    if isinstance(value, date):
        return typography.french_date(value)
    return f"{value:f}".replace(".", ",")


def field_of(question):
    """The field that reads an answer to that question; never required, the rule says what is."""
    named = {"label": question["label"], "help_text": question.get("help", "")}
    bounds = {"least": question.get("least", ""), "most": question.get("most", "")}
    options = [(one["code"], one["label"]) for one in question.get("options", [])]
    match question["kind"]:
        case QuestionKind.NUMBER:
            return NumberField(**named, **bounds)
        case QuestionKind.DATE:
            return DayField(**named, **bounds)
        case QuestionKind.YES_NO:
            return YesNoField(**named)
        case QuestionKind.CHOICES:
            return CodesField(choices=options, **named)
        case QuestionKind.CHOICE:
            return _choice_field(options, named)
    return _text_field(question, named)


def _choice_field(options, named):
    """A few answers are all seen; a long list folds away, and may be left empty again."""
    if len(options) <= MOST_RADIOS:
        return forms.ChoiceField(choices=options, required=False, widget=forms.RadioSelect, **named)
    return forms.ChoiceField(choices=[("", "—"), *options], required=False, **named)


def _text_field(question, named):
    is_prose = question["kind"] == QuestionKind.PROSE
    field = forms.CharField(required=False, **named)
    if is_prose:
        field.widget = forms.Textarea(attrs={"rows": 5})
    limit_length(field, question.get("max_length") or (LONGEST_TEXT if is_prose else LONGEST_LINE))
    return field


def questions_of(edition, section):
    """The questions an edition asks in a section, in its order."""
    asked = edition.document().get("questions", [])
    return [question for question in asked if question["section"] == section]


class AnsweringMixin(PartialMixin):
    """A form of a section that also asks the edition's questions, after its own fields."""

    questions = ()

    def ask(self, dossier, section):
        """Add the questions of that section; returns the form."""
        self.answering, self.questions = dossier, questions_of(dossier.edition, section)
        for question in self.questions:
            name = f"{PREFIX}{question['code']}"
            self.fields[name] = field_of(question)
            self.initial[name] = dossier.answers.get(question["code"])
        return self

    @property
    def standard(self):
        """The form's own fields, bound."""
        return [self[name] for name in self.fields if not name.startswith(PREFIX)]

    @property
    def more_asked(self):
        """The edition's questions, bound, with whether each may be left without an answer."""
        found = [(question, f"{PREFIX}{question['code']}") for question in self.questions]
        return [
            {"bound": self[name], "optional": not question.get("required")}
            for question, name in found
            if name in self.fields
        ]

    def change_of(self, name, value):
        if not name.startswith(PREFIX):
            return super().change_of(name, value)
        before = as_text(self.initial.get(name))
        code = name.removeprefix(PREFIX)
        return AnswerChange(
            name=name, value=value, before=before, dossier=self.answering, code=code
        )


def withdrawn(form, data):
    """The answers sent to questions that the edition no longer asks there: name → why."""
    return {name: GONE for name in data if name.startswith(PREFIX) and name not in form.fields}


class QuestionsForm(AnsweringMixin, forms.Form):
    """The edition's questions alone, in a section that is not one form."""

    def __init__(self, *args, dossier, section, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier, self.edition = dossier, dossier.edition
        self.ask(dossier, section)
