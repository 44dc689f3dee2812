"""Controls inside a table, where the label stands in another cell."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def cell(bound):
    """A bare control with its error, for a table's cell; its label is the row's and column's."""
    attrs = {"class": "input money", "aria-label": bound.label}
    if not bound.errors:
        return bound.as_widget(attrs=attrs)
    error_id = f"{bound.auto_id}-erreur"
    control = bound.as_widget(attrs=attrs | {"aria-describedby": error_id, "aria-invalid": "true"})
    return format_html('{}<p class="msg msg-no" id="{}">{}</p>', control, error_id, bound.errors[0])


@register.filter
def item(mapping, key):
    """A form's control, or a mapping's value, by a name that only the data knows."""
    return mapping[key]
