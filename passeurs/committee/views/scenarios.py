"""Scenarios: listed, prepared, changed amount by amount, shared, compared."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.core.access import can, require
from passeurs.core.refusals import Refused
from passeurs.dossiers.forms.base import sent_names, version_of
from passeurs.dossiers.views.saving import is_autosave, saved_answer, saved_words, status_of
from passeurs.spreadsheets.formats import format_of
from passeurs.spreadsheets.writing import download

from ..actions import scenarios as acting
from ..actions.amounts import passages_sent, save_amounts
from ..actions.proposals import ask_proposal
from ..computing import propose as compute
from ..forms.scenarios import AmountsForm, NameForm, WishForm
from ..models import Scenario
from ..queries.comparing import contrast_of, pairing_of
from ..queries.faces import face_of, faces_of, rows_of
from ..queries.figures import figures_of
from ..queries.scenarios import board_of, scenarios_of
from ..tables import comparison_tables, figures_tables, scenario_tables
from .finding import WRONG, find, now

LIST, PAGE = "committee:scenarios", "committee:scenario"
LOCKED, PER_PAGE = 423, 25


@require_http_methods(["GET", "HEAD", "POST"])
def index(request, pk):
    """One's own and the shared ones, each with what it gives; preparing one more."""
    sitting = find(request, pk, "scenario.list")
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, "scenario.make", sitting)
    if form.is_valid():
        try:
            made = acting.make_scenario(sitting, form.cleaned_data["name"], **now(request))
        except Refused as refusal:
            form.add_error("name", " ".join(refusal.reasons))
        else:
            return redirect(PAGE, made.pk)
    found = list(scenarios_of(sitting, request.user))
    faces = list(zip(found, faces_of(found, request.user), strict=True))
    context = {"sitting": sitting, "faces": faces, "form": form}
    context["envelopes"] = list(sitting.envelopes.all())
    context["may_make"] = can(request.user, "scenario.make", sitting)
    context["keeps"] = can(request.user, "envelope.keep", sitting)
    status = WRONG if form.is_bound else 200
    return render(request, "committee/scenarios.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk):
    """The ranking and its amounts; saved field by field, or whole without the script."""
    scenario = _find(request, pk, "scenario.read")
    face = face_of(scenario, request.user)
    if request.method == "POST":
        require(request.user, "scenario.write", scenario)
        # The ranking may have moved since: the rows are those sent, not those of the page.
        rows = rows_of(face, scenario, request.user, passages_sent(request.POST))
        form = AmountsForm(request.POST, rows=rows)
        return _save(request, scenario, form) or _show(
            request, scenario, face, rows, form, status=status_of(form)
        )
    page = _page(request, face)
    rows = rows_of(face, scenario, request.user, page)
    return _show(request, scenario, face, rows, AmountsForm(rows=rows))


def _page(request, face):
    """The page asked for, else the one where the cut passes."""
    pages = Paginator(face.ranking, PER_PAGE)
    return pages.get_page(request.GET.get("page") or max(face.line - 1, 0) // PER_PAGE + 1)


def _save(request, scenario, form):
    """Keep the valid amounts; JSON for an autosave, else a redirect, or None to show the form."""
    form.keep_only(sent_names(form, request.POST, autosave=is_autosave(request)))
    form.is_valid()
    zone = scenario.sitting.edition.timezone
    try:
        version = version_of(request.POST)
        saved = save_amounts(scenario, form.changes(), version=version, **now(request))
    except Refused as refusal:
        if is_autosave(request):
            return JsonResponse({"message": " ".join(refusal.reasons)}, status=LOCKED)
        form.add_error(None, " ".join(refusal.reasons))
        return None
    if is_autosave(request):
        return saved_answer(form, saved, zone, row_meta=_redrawn(request, scenario))
    if form.errors or saved.conflicts:
        form.conflicts, form.saved_version = saved.conflicts, saved.version
        return None
    messages.success(request, saved_words(saved, zone))
    return redirect(_here(request, scenario))


def _here(request, scenario):
    """The page of the ranking that one is on."""
    query = {"page": request.GET["page"]} if request.GET.get("page") else None
    return reverse(PAGE, args=[scenario.pk], query=query)


def _redrawn(request, scenario):
    """What changes on screen besides the amount itself: gauges and rules."""
    scenario.refresh_from_db(fields=["version", "touched_at"])
    context = {"face": face_of(scenario, request.user), "scenario": scenario}
    parts = {"jauges": "committee/gauges.html", "regles": "committee/breaches.html"}
    return {place: render_to_string(name, context) for place, name in parts.items()}


def _show(request, scenario, face, rows, form, *, status=200):
    fields = {name: form[name] for name in form.fields}
    page = _page(request, face)
    context = {
        "face": face,
        "page": page,
        "is_last": not page.has_next(),
        "scenario": scenario,
        "sitting": scenario.sitting,
        "form": form,
        "rows": [(row, [fields.get(cell.name) for cell in row.cells]) for row in rows],
        "may_write": can(request.user, "scenario.write", scenario),
        "is_mine": scenario.created_by_id == request.user.pk,
        "others": scenarios_of(scenario.sitting, request.user),
    }
    return render(request, "committee/scenario.html", context, status=status)


@require_POST
def act(request, pk, verb):
    """Clone, rename, share, keep private, delete, move the cut, rank anew."""
    scenario = _find(request, pk, "scenario.write")
    if verb not in VERBS:
        raise Http404
    deed, done = VERBS[verb]
    try:
        made = deed(scenario, request)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect(PAGE, pk)
    messages.success(request, done)
    if verb == "supprimer":
        return redirect(LIST, scenario.sitting_id)
    return redirect(PAGE, made.pk if verb == "cloner" else pk)


def _named(request):
    form = NameForm(request.POST)
    if not form.is_valid():
        raise Refused(*form.errors["name"])
    return form.cleaned_data["name"]


def _to(scenario, request):
    given = request.POST.get("line", "")
    if not given.isdecimal() or len(given) > 6:  # noqa: PLR2004 - no sitting has a million
        raise Refused("Dites après combien de dossiers passe la ligne.")
    acting.move_line(scenario, int(given), **now(request))


VERBS = {
    "cloner": (
        lambda one, request: acting.clone_scenario(one, _named(request), **now(request)),
        "Voici la copie\u00a0: elle est à vous seul.",
    ),
    "renommer": (
        lambda one, request: acting.rename_scenario(one, _named(request), **now(request)),
        "Le scénario a un nouveau nom.",
    ),
    "partager": (
        lambda one, request: acting.share_scenario(one, is_shared=True, **now(request)),
        "Le scénario se lit par celles et ceux qui siègent.",
    ),
    "garder": (
        lambda one, request: acting.share_scenario(one, is_shared=False, **now(request)),
        "Le scénario n’est plus lu que par vous.",
    ),
    "supprimer": (
        lambda one, request: acting.delete_scenario(one, **now(request)),
        "Le scénario est supprimé.",
    ),
    "classer": (
        lambda one, request: acting.rank_again(one, **now(request)),
        "Le classement est celui d’aujourd’hui\u00a0; les montants n’ont pas bougé.",
    ),
    "ligne": (_to, "La ligne de coupe est déplacée."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, pk):
    """Say what is wished, and have a plan computed; it fills the scenario, it never decides."""
    scenario = _find(request, pk, "scenario.write")
    board = board_of(scenario, request.user)
    form = WishForm(request.POST if request.method == "POST" else None, board=board)
    if form.is_valid():
        try:
            held = ask_proposal(scenario, form.kept(), **now(request))
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            compute.enqueue(str(held.pk))
            return redirect(PAGE, pk)
    context = {"form": form, "scenario": scenario, "sitting": scenario.sitting, "board": board}
    status = WRONG if form.is_bound else 200
    return render(request, "committee/propose.html", context, status=status)


@require_safe
def compare(request, pk):
    """Two scenarios side by side, the first two unless asked otherwise."""
    sitting = find(request, pk, "scenario.list")
    found = list(scenarios_of(sitting, request.user))
    context = {"sitting": sitting, "scenarios": found}
    if pair := _pair(request, found):
        contrast = contrast_of(*pair, request.user)
        pages = Paginator(contrast.differences, PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        context |= {"a": pair[0], "b": pair[1], "contrast": contrast, "page": page}
    return render(request, "committee/compare.html", context)


def _pair(request, found):
    """The two scenarios asked for, else the first two; None when there are not two."""
    by_key = {str(one.pk): one for one in found}
    asked = [by_key.get(request.GET.get(name, "")) for name in ("a", "b")]
    first, second = (
        one or (found[place] if len(found) > place else None) for place, one in enumerate(asked)
    )
    return (first, second) if first and second else None


@require_safe
def export(request, pk, code):
    scenario = _find(request, pk, "scenario.read")
    tables = scenario_tables(board_of(scenario, request.user))
    return _file(tables, code, "scenario")


@require_safe
def compare_export(request, pk, code):
    sitting = find(request, pk, "scenario.list")
    pair = _pair(request, list(scenarios_of(sitting, request.user)))
    if pair is None:
        raise Http404
    return _file(comparison_tables(pairing_of(*pair, request.user)), code, "comparaison")


@require_safe
def figures(request, pk):
    """What was asked, proposed and granted, by territory and holder."""
    sitting = find(request, pk, "sitting.figures")
    context = {"sitting": sitting, "figures": figures_of(sitting, request.user)}
    return render(request, "committee/figures.html", context)


@require_safe
def figures_export(request, pk, code):
    sitting = find(request, pk, "sitting.figures")
    return _file(figures_tables(figures_of(sitting, request.user)), code, "chiffres")


def _file(tables, code, name):
    """The tables; a plain text file holds the first alone."""
    try:
        known = format_of(code)
    except Refused as refusal:
        raise Http404 from refusal
    return download(tables[:1] if known.code == "csv" else tables, known.code, name=name)


def _find(request, pk, code):
    rows = Scenario.objects.visible_to(request.user)
    related = ("sitting__edition__coordination", "created_by")
    scenario = get_object_or_404(rows.select_related(*related), pk=pk)
    scenario.sitting.read_once()
    require(request.user, code, scenario)
    return scenario
