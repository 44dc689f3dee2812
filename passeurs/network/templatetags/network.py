"""How a card and a venue are shown."""

from django import template

from ..rules import told_distance

register = template.Library()

TONES = {"new": "wait", "known": "mute", "verified": "ok", "set_aside": "no"}
SIGNS = {"new": "clock", "known": "users", "verified": "check", "set_aside": "none"}


@register.simple_tag
def by_region(bound):
    """The boxes of a departments field, region by region: (region, how many ticked, boxes)."""
    boxes = {str(box.data["value"]): box for box in bound.subwidgets}
    chosen = {str(value) for value in bound.value() or ()}
    return [
        (region, sum(code in chosen for code, _ in codes), [boxes[code] for code, _ in codes])
        for region, codes in bound.field.choices
    ]


@register.filter
def far(metres):
    """« 3,4 km »."""
    return told_distance(metres)


@register.filter
def review_tone(card):
    return TONES[card.review]


@register.filter
def review_sign(card):
    return SIGNS[card.review]


@register.filter
def bare_url(url):
    """« exemple.fr/page » for an address that a person reads."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
