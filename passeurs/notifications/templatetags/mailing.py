"""For the screens of the outbox: a tone by state, and an error in words."""

from django import template

from passeurs.core import typography

from ..enums import MessageState
from ..statuses import told

register = template.Library()
TONES = {
    MessageState.WAITING: "todo",
    MessageState.SENDING: "todo",
    MessageState.HELD: "wait",
    MessageState.SENT: "ok",
    MessageState.DIGESTED: "ok",
    MessageState.FAILED: "no",
    MessageState.BOUNCED: "no",
    MessageState.MUTED: "no",
}


@register.filter
def mail_tone(state):
    return TONES.get(state, "mute")


@register.filter
def in_words(last_error):
    """Why a message did not leave."""
    return told(last_error)


@register.simple_tag
def day_in(moment, zone):
    """« vendredi 29 octobre 2027 » on the clocks of a zone."""
    return typography.french_date(typography.local(moment, zone), weekday=True)
