"""The sums of an audience, on its page and in the fragment that a save reads again."""

from django import template

from ..queries.audience import ages_of

register = template.Library()


@register.simple_tag
def ages(dossier):
    """What `ages_of` counts of the dossier's audience."""
    return ages_of(dossier.audience, dossier.edition)
