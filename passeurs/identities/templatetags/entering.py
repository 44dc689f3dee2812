"""What the sign-in page needs to know of the other doors."""

from django import template

from passeurs.identities.proconnect import is_on

register = template.Library()


@register.simple_tag
def has_proconnect():
    return is_on()
