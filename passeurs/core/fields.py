"""Form fields that read what people type: sums with spaces and commas, dates in French."""

import re
from datetime import time
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from passeurs.core import typography

CENTS = Decimal("0.01")
CLOCK = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?(?:\s*min)?")
LARGEST_EXPONENT = 20  # far above any sum; from 1e27 on, `quantize` itself fails


class AmountField(forms.DecimalField):
    """A sum in euros, to the cent; « 1 234,50 € », « 1.234,50 » and « 1234.5 » are the same."""

    default_error_messages = {
        "invalid": "Ce montant n’est pas un nombre\u00a0: écrivez par exemple 1\u202f234,50.",
        "too_large": "Cette somme est trop grande\u00a0: comptez ses chiffres.",
        "min_value": "Un montant ne peut pas être négatif.",
        "max_decimal_places": "Les montants s’arrêtent au centime\u00a0: deux chiffres après "
        "la virgule.",
    }

    def __init__(self, *, max_digits=12, min_value=0, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=2, min_value=min_value, **kwargs)
        self.error_messages.setdefault("invalid", self.default_error_messages["invalid"])

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip(" €\u00a0\u202f"):
            return None
        try:
            amount = Decimal(plain_number(str(value)))
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not amount.is_finite():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if amount.adjusted() > LARGEST_EXPONENT:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return amount.quantize(CENTS) if amount == amount.quantize(CENTS) else amount

    def prepare_value(self, value):
        """What the person typed stays as typed; a stored sum is shown the French way."""
        if isinstance(value, Decimal):
            return typography.euros(value).removesuffix("\u00a0€")
        return value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "class": "money", "autocomplete": "off"}

    widget = forms.TextInput


def plain_number(text):
    """« 1.234,50 € » → « 1234.50 »: the last separator is the decimal one, if it can be."""
    text = re.sub(r"[\s\u00a0\u202f’']|€|euros?", "", text, flags=re.IGNORECASE)
    if "," in text:
        whole, _, cents = text.rpartition(",")
        return f"{whole.replace('.', '').replace(',', '')}.{cents or '0'}"
    if re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+", text):
        return text.replace(".", "")
    return text


class DateControl(forms.DateInput):
    """The browser's own calendar; a text control when it could not show what was typed."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", shown):
            context["widget"]["type"] = "text"
        return context


class FrenchDateField(forms.DateField):
    """A date; the control is the browser's own, and the server also reads dates in French."""

    widget = DateControl
    default_error_messages = {
        "invalid": "Cette date n’est pas lisible\u00a0: écrivez par exemple 19/07/2024.",
    }

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return typography.parse_date(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value):
        try:
            return self.to_python(value)
        except ValidationError:
            return value


class ClockField(forms.CharField):
    """An hour of the day: « 14 h 30 », « 14:30 », « 14h »."""

    def __init__(self, **kwargs):
        super().__init__(max_length=12, **kwargs)

    def clean(self, value):
        text = super().clean(value).replace("\u202f", " ").replace("\u00a0", " ").strip()
        found = CLOCK.fullmatch(text)
        try:
            return time(int(found[1]), int(found[2] or 0))
        except (TypeError, ValueError) as error:
            raise ValidationError("Écrivez l’heure ainsi\u00a0: 14:30.") from error
