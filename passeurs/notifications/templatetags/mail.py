"""For the words of e-mails: whole addresses, and what a person wrote set apart from our words."""

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def absolute(name, *args, **kwargs):
    """`{% absolute "dossiers:receipt" dossier.pk 1 %}`: an address that works outside the site."""
    return f"{settings.SITE_URL}{reverse(name, args=args, kwargs=kwargs)}"


@register.simple_tag
def site():
    """The address of the site itself."""
    return settings.SITE_URL


@register.filter
def quoted(text):
    """Each line behind `> `: the HTML version shows it as a quotation, never as our own words."""
    return "\n".join(f"> {line}".rstrip() for line in str(text).strip().splitlines())
