"""What surrounds every page: navigation, the person, the theme, the demonstration banner."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.module_loading import import_string

from passeurs.core.navigation import account_links, address, entries_for

register = template.Library()

THEMES = {"light", "dark"}


@register.simple_tag(takes_context=True)
def theme(context):
    """The theme a person chose, kept in a cookie; nothing follows the system's."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme") if request else None
    return format_html(' data-theme="{}"', chosen) if chosen in THEMES else ""


@register.simple_tag(takes_context=True)
def look(context):
    """Whose colours, logo and name the page wears, as `LOOK_OF` tells; None for nobody's."""
    return import_string(settings.LOOK_OF)(context)


@register.simple_tag(takes_context=True)
def person(context):
    """Who writes, and where to sign in again: what autosave needs to keep texts apart."""
    user = getattr(context.get("request"), "user", None)
    login = account_links()["login"]
    key = user.pk if user and user.is_authenticated else ""
    return format_html(' data-person="{}" data-login="{}"', key, login)


@register.inclusion_tag("core/components/navigation.html", takes_context=True)
def navigation(context):
    request = context.get("request")
    return {"entries": entries_for(request) if request else []}


@register.inclusion_tag("core/components/who.html", takes_context=True)
def who(context):
    request = context.get("request")
    return {
        "request": request,
        "user": getattr(request, "user", None),
        "csrf_token": context.get("csrf_token"),
        "links": account_links(),
    }


@register.inclusion_tag("core/components/demonstration.html")
def demonstration_banner():
    """The mode says so on every page; it has no route elsewhere."""
    return {"url": address("demonstration:index") if settings.DEMONSTRATION else ""}
