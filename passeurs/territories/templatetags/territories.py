"""Reference data on the page: how far a vintage goes, where an import stands."""

from django import template

from passeurs.core.templatetags.ui import badge
from passeurs.territories import wording
from passeurs.territories.enums import ImportState

register = template.Library()

TONES = {
    ImportState.READING: ("wait", "sync"),
    ImportState.READY: ("todo", "eye"),
    ImportState.LOADING: ("wait", "sync"),
    ImportState.LOADED: ("ok", "met"),
    ImportState.UNUSABLE: ("no", "unmet"),
    ImportState.DROPPED: ("mute", "none"),
    ImportState.BROKEN: ("no", "warn"),
}


@register.filter
def reach(vintage):
    """« France entière », « 13 départements »."""
    return wording.reach_alone(vintage)


@register.simple_tag
def import_badge(asked):
    tone, icon = TONES[ImportState(asked.state)]
    return badge(tone, asked.get_state_display(), icon)
