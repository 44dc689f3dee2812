"""Filters that write sums, shares, dates and instants in French."""

from datetime import datetime

from django import template

from passeurs.core import typography

register = template.Library()


@register.filter
def euros(amount):
    return typography.euros(amount)


@register.filter
def percent(value, decimals=1):
    return typography.percent(value, decimals=decimals)


@register.filter
def number(value, decimals=0):
    return "" if value in (None, "") else typography.number(value, decimals=decimals)


@register.filter
def datefr(day, form=""):
    """« 19 juillet 2024 »; `form` may say "weekday" and "short" (no year)."""
    day = typography.local(day) if isinstance(day, datetime) else day
    return typography.french_date(day, weekday="weekday" in form, year="short" not in form)


@register.filter
def instant(moment, zone="Europe/Paris"):
    return typography.instant(moment, zone)


@register.filter
def clock(moment, zone="Europe/Paris"):
    return typography.clock(typography.local(moment, zone)) if moment else ""


@register.filter
def plural(count, words):
    """`{{ n|plural:"dossier" }}` or `{{ n|plural:"cheval,chevaux" }}`, the number included."""
    return typography.plural(count, *words.split(","))


@register.filter
def nbsp(text):
    return typography.nbsp(str(text))
