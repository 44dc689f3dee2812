"""Filters for the texts of an edition, and its natures of action."""

from django import template
from django.utils.html import format_html

from passeurs.calls import vocabulary
from passeurs.calls.markdown import render

register = template.Library()


@register.filter
def markdown(text):
    """Markdown as safe HTML."""
    return render(text)


@register.simple_tag
def nature(edition, code):
    """The nature of an action in the edition's word, with its sign; nothing without a nature.

    `edition` is an edition or its document.
    """
    if not code:
        return ""
    document = edition if isinstance(edition, dict) else edition.document()
    label = vocabulary.nature_labels(document).get(code, code)
    sign = vocabulary.counts_as(document, code) or "apart"
    return format_html('<span class="nature {}">{}</span>', sign, label)
