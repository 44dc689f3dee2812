"""Filters for the texts of an edition."""

from django import template

from passeurs.calls.markdown import render

register = template.Library()


@register.filter
def markdown(text):
    """Markdown as safe HTML."""
    return render(text)
