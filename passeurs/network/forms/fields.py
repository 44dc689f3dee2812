"""Fields that the cards of people and of venues share."""

from django import forms

from ..rules import rooms_in

KNOWN = [("yes", "Oui"), ("no", "Non"), ("", "On ne sait pas")]
VALUES = {"yes": True, "no": False}


class CodesField(forms.MultipleChoiceField):
    """Several codes among a list, kept in the list's own order."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        chosen = set(super().clean(value))
        return [code for code, _ in _flat(self.choices) if code in chosen]


def _flat(choices):
    """Choices out of their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label


class MonthsField(CodesField):
    """Months of the year, kept as numbers from 1 to 12."""

    def prepare_value(self, value):
        return [str(month) for month in value or []]

    def clean(self, value):
        return [int(month) for month in super().clean(value)]


class KnownField(forms.TypedChoiceField):
    """Yes, no, or nobody knows (None), which is neither."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            choices=KNOWN,
            coerce=VALUES.get,
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no", None: ""}.get(value, value)

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != (data or "")


class RoomsField(forms.CharField):
    """« 180, 60 et 45 » is three rooms; kept as a list of numbers."""

    def prepare_value(self, value):
        return ", ".join(str(seats) for seats in value) if isinstance(value, list) else value

    def clean(self, value):
        try:
            return rooms_in(super().clean(value) or "")
        except ValueError as error:
            raise forms.ValidationError(str(error), code="rooms") from error
