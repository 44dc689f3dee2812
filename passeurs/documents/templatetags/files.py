"""Sizes as a reader says them."""

from django import template

from .. import rules

register = template.Library()


@register.filter
def weight(size):
    """« 840 ko », « 12,4 Mo »."""
    return rules.weight(size)
