"""Placing an action: an address searched, or a point on the map, with or without script."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from passeurs.core.refusals import Refused
from passeurs.territories.addresses import AWAY, is_on, search_addresses

from ..actions.places import place_at
from ..forms.base import version_of
from ..forms.place import PointForm, ViewForm, clicked, packed, unpacked
from ..models import Action
from ..queries.places import map_of, middle_of
from ..sections import url_of
from .shell import find, screen

NOWHERE = (
    "Le clavier ne vise aucun point de la carte\u00a0: déplacez-la, puis placez l’action en son "
    "centre."
)


@require_http_methods(["GET", "POST"])
def place(request, dossier_id, pk):
    """The screen where an action is placed; what is chosen is saved at once."""
    right = "dossier.edit" if request.method == "POST" else "dossier.read"
    dossier = find(request, dossier_id, right)
    rows = Action.objects.select_related("dossier__edition", "commune")
    action = get_object_or_404(rows, dossier=dossier, pk=pk)
    if request.method == "POST":
        return _place(request, dossier, action)
    return _show(request, dossier, action)


def _show(request, dossier, action, typed=None, status=HTTPStatus.OK):
    frame = ViewForm(request.GET).frame(middle_of(action))
    text = request.GET.get("q", "").strip()
    found = search_addresses(text) if text else []
    context = screen(
        request,
        dossier,
        "actions",
        action=action,
        back=_back(dossier, action),
        map=map_of(action, frame) if frame else None,
        text=text,
        away=AWAY if found is None and is_on() else "",
        has_addresses=is_on(),
        addresses=[(address, packed(address)) for address in found or ()],
        typed=typed or PointForm(initial={"lat": action.lat, "lon": action.lon}),
    )
    return render(request, "dossiers/lieu.html", context, status=status)


def _place(request, dossier, action):
    chosen, typed = _chosen(request, action)
    if chosen is None:
        return _show(request, dossier, action, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        saved = place_at(
            action, chosen, version=version_of(request.POST), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect(request.get_full_path())
    if saved.conflicts:
        messages.error(request, "Quelqu’un vient de changer ce lieu\u00a0: le sien est gardé.")
        return redirect(_back(dossier, action))
    messages.success(request, "Le lieu est placé.")
    zoom = request.GET.get("z", "")
    return redirect(f"{request.path}?z={zoom}" if zoom.isdecimal() else request.path)


def _chosen(request, action):
    """(what to save, the form to show again): an address, a click, the centre, or coordinates."""
    if row := unpacked(request.POST.get("adresse", "")):
        names = ("street", "commune_id", "lat", "lon", "place_proof")
        return dict(zip(names, row, strict=True)), None
    frame = ViewForm(request.GET).frame(middle_of(action))
    point = clicked(request.POST, frame)
    if "centre" in request.POST and frame:
        point = round(frame.lon, 5), round(frame.lat, 5)
    if point:
        return {"lat": point[1], "lon": point[0], "place_proof": ""}, None
    typed = PointForm(request.POST)
    if "coordonnees" in request.POST and typed.is_valid():
        return {**typed.cleaned_data, "place_proof": ""}, None
    if "coordonnees" in request.POST:
        return None, typed
    messages.error(request, NOWHERE)
    return None, None


def _back(dossier, action):
    return f"{url_of(dossier, 'actions')}?ligne={action.key}#{action.key}"
