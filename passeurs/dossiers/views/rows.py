"""The sections made of rows: partners, then actions with those who lead them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.refusals import Refused

from ..actions.kinds import follow_kind, from_idea_box
from ..actions.places import PLACE_FIELDS, follow_street, refresh_findings
from ..actions.rows import ROWS, SECTION_OF, add_row, duplicate_action, move_row, remove_row
from ..budget_lines import funder_kind_of
from ..enums import SectionCode
from ..forms.row_forms import form_of, forms_of
from ..queries.invitations import standing_of
from ..queries.network import cards_of
from ..queries.proposals import open_proposals
from ..sections import BY_CODE, url_of
from .budget import show_budget
from .saving import save, status_of
from .shell import find, screen

PARTS = {
    "zonages": PLACE_FIELDS,
    "films-choisis": {"films", "add_film", "free_film"},
    "selon-le-type": {"kind", "nature"},
    "remarques": {
        "starts_on",
        "ends_on",
        "rain_on",
        "participants",
        "participants_12_25",
        "films",
        "add_film",
    },
}
TEMPLATES = {
    "zonages": "findings",
    "films-choisis": "films",
    "selon-le-type": "action_by_kind",
    "remarques": "remarks",
}


@require_safe
def page(request, dossier_id, code):
    """A section's rows, the one asked for unfolded."""
    return _show(request, find(request, dossier_id), code)


def _show(request, dossier, code, bound=None):
    """The section's screen; `bound` is the form that just met an error, shown as typed."""
    context = screen(
        request,
        dossier,
        code,
        **forms_of(dossier, code, bound),
        opened=bound.instance.key if bound else request.GET.get("ligne", ""),
        bound=bound,
    )
    if code == SectionCode.ACTIONS:
        people = [form.instance for form in context["people_forms"]]
        context["cards"] = cards_of(people, request.user)
        if dossier.is_proposed_to:
            open_proposals([form.instance for form in context["forms"]])
    template = f"dossiers/{BY_CODE[code].slug}.html"
    return render(request, template, context, status=status_of(bound))


@require_http_methods(["POST"])
def row(request, dossier_id, family, pk):
    """Save one row."""
    dossier = find(request, dossier_id, "dossier.edit")
    instance = _row(dossier, family, pk)
    form = form_of(dossier, family, instance, request.POST)
    section = SECTION_OF[family]
    after = AFTER.get(family, _nothing)(instance)
    meta = FRESH[family](request, dossier, instance) if family in FRESH else None
    back = _onward(request, dossier, section, instance)
    answer = save(
        request, dossier, section, form, row=instance.key, after=after, meta=meta, back=back
    )
    if answer is None and family == "funders":
        return show_budget(request, dossier, bound=form)
    return answer or _show(request, dossier, section, form)


def _action_keeper(action):
    """After a save: the zones of a place that moved, the nature that a new kind stands for."""

    def keep(saved):
        follow_street(action, saved.names)
        if PLACE_FIELDS & set(saved.names):
            refresh_findings(action)
        if "kind" in saved.names:
            follow_kind(action)

    return keep


def _fresh_parts(_request, dossier, action):
    """The parts of an action's card that a save changes: its zonings, its films."""

    def parts(saved):
        form = form_of(dossier, "actions", action, None)
        context = {"form": form, "row": action, "parts": form.parts, "remarks": form.remarks}
        context |= {"findings": action.findings, "dossier": dossier, "editable": True}
        touched = [part for part, names in PARTS.items() if names & set(saved.names)]
        return {
            f"{action.key}-{part}": render_to_string(f"dossiers/{TEMPLATES[part]}.html", context)
            for part in touched
        }

    return parts


def _fresh_asking(request, dossier, partner):
    """What a partner's card says of its word: a save may make it stale, or possible to ask."""

    def parts(_saved):
        context = {"dossier": dossier, "row": partner, "editable": True}
        context["standing"] = standing_of(partner, dossier.edition)
        card = render_to_string("dossiers/partner_asking.html", context, request)
        state = render_to_string("dossiers/partner_badge.html", context, request)
        return {f"{partner.key}-confirmation": card, f"{partner.key}-etat": state}

    return parts


BESIDE = {"partners": ("invitation",)}
FRESH = {"actions": _fresh_parts, "partners": _fresh_asking}


def _kind_keeper(line):
    """A co-funder's kind follows the line of the chart it is on."""

    def keep(saved):
        if "code" in saved.names:
            line.funder_kind = funder_kind_of(line.code)
            line.save(update_fields=["funder_kind"])

    return keep


def _nothing(_instance):
    return None


THEN = {"lieu": "dossiers:place", "intervenants": "dossiers:practitioners"}
AFTER = {"actions": _action_keeper, "funders": _kind_keeper}


def _onward(request, dossier, section, instance):
    """Where one goes once saved: to the map, or to the directory, where that was pressed."""
    onward = THEN.get(request.POST.get("_then", ""))
    if onward and section == SectionCode.ACTIONS:
        return reverse(onward, args=[dossier.pk, instance.pk])
    return _back(dossier, section, instance)


def _back(dossier, section, instance):
    return f"{url_of(dossier, section)}?ligne={instance.key}#{instance.key}"


@require_POST
def add(request, dossier_id, family):
    """Add a row at the end and open it."""
    dossier = find(request, dossier_id, "dossier.edit")
    section = SECTION_OF.get(family) or _unknown()
    idea = from_idea_box(dossier, request.POST.get("kind", "")) if family == "actions" else {}
    return _act(
        request,
        dossier,
        section,
        lambda at: _back(
            dossier, section, add_row(dossier, family, by=request.user, at=at, **idea)
        ),
    )


@require_POST
def change(request, dossier_id, family, pk, verb):
    """Move, duplicate or remove a row; one that is gone already stays gone."""
    dossier = find(request, dossier_id, "dossier.edit")
    section = SECTION_OF.get(family) or _unknown()
    if verb == "retirer" and not ROWS[family].objects.filter(dossier=dossier, pk=pk).exists():
        return redirect(url_of(dossier, section))
    instance = _row(dossier, family, pk)
    return _act(request, dossier, section, lambda at: _do(verb, family, instance, request.user, at))


def _do(verb, family, instance, user, at):
    """Carry out one verb; returns where to go, None for the top of the section."""
    dossier, section = instance.dossier, SECTION_OF[family]
    match verb:
        case "monter" | "descendre":
            move_row(instance, family, -1 if verb == "monter" else 1, by=user, at=at)
        case "dupliquer" if family == "actions":
            instance = duplicate_action(instance, by=user, at=at)
        case "retirer":
            remove_row(instance, family, by=user, at=at)
            return None
        case _:
            _unknown()
    return _back(dossier, section, instance)


def _act(request, dossier, section, act):
    """Run a row's verb; a refusal becomes a message, the person stays on the section."""
    try:
        target = act(timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        target = None
    return redirect(target or url_of(dossier, section))


def _row(dossier, family, pk):
    model = ROWS.get(family) or _unknown()
    beside = ("dossier__edition", *BESIDE.get(family, ()))
    return get_object_or_404(model.objects.select_related(*beside), dossier=dossier, pk=pk)


def _unknown():
    raise Http404
