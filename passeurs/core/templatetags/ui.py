"""The components of the look; the living page /composants/ shows each in its states."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from passeurs.core import components, typography
from passeurs.core.drawing import draw_field
from passeurs.core.forms import describe, error_links

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)  # a page draws sixty of them
def icon(name, label=""):
    """A sign from the sprite; `label` names it when no word stands beside it."""
    says = format_html('role="img" aria-label="{}"', label) if label else None
    return format_html(
        '<svg class="ico" viewBox="0 0 24 24" {}><use href="{}#i-{}"/></svg>',
        says or mark_safe('aria-hidden="true"'),
        static("core/icons.svg"),
        name,
    )


_sign = icon


@register.simple_tag
def field(bound, *, all=False, optional=None, label=None):  # noqa: A002 - the layout's word
    """One control with its label, hint and error; `all` takes the whole row of a `.form`."""
    parts = describe(bound, optional=optional)
    return draw_field(parts | {"wide": all, "label": label or bound.label})


@register.inclusion_tag("core/components/errors.html")
def errors(*forms):
    """The summary on top of a page, each line leading to its control; nothing when all is well."""
    links = [link for form in forms if form for link in error_links(form)]
    return {"links": links, "title": _left_to_fix(len(links))}


def _left_to_fix(count):
    return f"Il reste {typography.plural(count, 'point')} à corriger"


@register.inclusion_tag("core/components/verdict.html")
def verdict(verdict, url="", level=3):
    return components.verdict_row(verdict, url) | {"level": level}


@register.inclusion_tag("core/components/verdict_panel.html")
def verdict_panel(verdicts, links=None, *, title="Ce que demande l’appel", note="", url=""):
    """Everything the call asks, what is settled folded away; `links`: section code → URL.

    `url`, when given, is the fragment that the page reads again after each save.
    """
    verdicts = list(verdicts)
    rows = components.verdict_rows(verdicts, links)
    states = [(row, str(components.read(row["verdict"], "state"))) for row in rows]
    return {
        "title": title,
        "note": note,
        "panel_url": url,
        "open": [row for row, state in states if state not in components.SETTLED],
        "settled": [row for row, state in states if state in components.SETTLED],
        "tally": components.tally(verdicts),
    }


@register.inclusion_tag("core/components/rulebar.html")
def rulebar(verdicts):
    """The tally at the foot of a small screen, which opens the panel."""
    return {"tally": components.tally(list(verdicts))}


@register.simple_tag
@lru_cache(maxsize=512)  # a list draws fifty of them
def badge(tone, label, icon=None):
    """A state: `tone` is ok, no, todo, wait, mute or coord; `icon` one other than the tone's."""
    sign = components.TONE_ICONS.get(tone, "") if icon is None else icon
    drawn = _sign(sign) if sign else ""
    return format_html('<span class="badge" data-tone="{}">{}{}</span>', tone, drawn, label)


@register.inclusion_tag("core/components/strip.html")
def strip(milestones, label="Le calendrier de l’édition"):
    """The year: each milestone has `when`, `label`, `state` (past, current, coming), `note`."""
    return {"milestones": milestones, "label": label}


@register.inclusion_tag("core/components/ticket.html")
def ticket(deadline, now=None, *, label="Clôture le", zone="Europe/Paris"):
    """A closing date and what is left before it, `deadline` being its inclusive last second."""
    left = typography.time_left(deadline, now or timezone.now())
    here = typography.local(deadline, zone)
    return {
        "left": left,
        "label": label,
        "day": typography.french_date(here, weekday=True),
        "hour": f"{typography.clock(here, seconds=True)}, {typography.zone_name(zone)}",
    }


@register.inclusion_tag("core/components/empty.html")
def empty(title, text="", url="", label="", icon="plus", *, level=3):
    """Never a dead end: a word, and an act; `level` is its heading's in the page."""
    words = {"title": title, "text": text, "level": level}
    return words | {"url": url, "label": label, "icon": icon}


@register.inclusion_tag("core/components/steps.html")
def steps(sections, current="", label="Sections du dossier"):
    """Each section has `code`, `label`, `url`, `tone`, `status` (in words), perhaps an `icon`."""
    rows = [
        {
            "section": section,
            "icon": components.read(section, "icon")
            or components.TONE_ICONS.get(components.read(section, "tone"), "todo"),
            "current": components.read(section, "code") == current,
        }
        for section in sections
    ]
    return {"rows": rows, "label": label}


@register.inclusion_tag("core/components/bar.html")
def bar(parts, title, name=""):
    """Who pays, or what it pays for: parts with `label`, `amount` and perhaps `series`."""
    segments = components.bar_parts(list(parts))
    return {
        "segments": segments,
        "title": title,
        "id": name or slugify(title),
        "sentence": components.bar_sentence(title, segments),
        "patterns": sorted({row["pattern"] for row in segments} - {""}),
    }


@register.inclusion_tag("core/components/gauge.html")
def gauge(ask, ceiling=None, share_amount=None, *, share=None):
    """What is asked against the two bounds, in euros; `share` is the per cent of the second."""
    return components.gauge(ask, ceiling, share_amount) | {"share": share}


@register.inclusion_tag("core/components/people.html")
def people(rows):
    """Each row has `name`, `detail`, and perhaps `here` (true) and a badge (`tone`, `status`)."""
    return {
        "rows": [
            {"person": row, "initials": components.initials(components.read(row, "name"))}
            for row in rows
        ]
    }


@register.inclusion_tag("core/components/files.html")
def files(rows):
    """Each file has `name`, `detail`, `tone`, `status`, and perhaps `url`, `error`."""
    return {"rows": rows}


@register.inclusion_tag("core/components/pages.html", takes_context=True)
def pages(context, page, label="Pages", *, name="page"):
    """Links over a Django `Page`; the other parameters of the address are kept.

    `name` is its own parameter, where a screen has several lists.
    """
    query = context["request"].GET.copy() if "request" in context else None
    return {
        "page": page,
        "label": label,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "name": name,
        "query": _without_page(query, name),
        "gap": page.paginator.ELLIPSIS,
    }


def _without_page(query, name):
    if not query:
        return ""
    query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


@register.inclusion_tag("core/components/crumbs.html")
def crumbs(*steps):
    """`{% crumbs "Mes dossiers" url "Édition 2024" %}`: label and address by turns, a last label.

    The last label is the page itself.
    """
    pairs = list(zip(steps[:-1:2], steps[1::2], strict=True))
    return {"pairs": pairs, "here": steps[-1]}


@register.inclusion_tag("core/components/saved.html")
def saved(state="ok", text="", scope="form"):
    """The true state of what is written; `scope` is "page" for the one that sums up the page."""
    return {"state": state, "text": text, "scope": scope}


@register.filter
def initials(name):
    return components.initials(str(name))


@register.filter
def message_tone(message):
    return components.MESSAGE_TONES.get(message.level_tag, "todo")


@register.filter
def message_icon(message):
    return components.MESSAGE_ICONS[message_tone(message)]
