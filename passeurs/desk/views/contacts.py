"""The record of contacts, as the coordination keeps it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.contacts import actions, workflow
from passeurs.contacts.forms import NextStepForm, RecordForm, TieForm
from passeurs.contacts.models import Contact
from passeurs.contacts.queries import desk_counts, desk_list
from passeurs.core.access import require
from passeurs.core.refusals import Refused

from ..forms import ContactFilterForm
from ..queries import editions_of, structures_known

PER_PAGE = 30
MOVES = {
    "repondu": (actions.answer_contact, "Marqué comme répondu."),
    "clore": (actions.close_contact, "Prise de contact close."),
    "rouvrir": (actions.reopen_contact, "Remis parmi les contacts à répondre."),
}
STEPS = ("notes", "next_step", "next_step_on")


@require_safe
def index(request):
    require(request.user, "contact.read")
    form = ContactFilterForm(request.GET, editions=editions_of(request.user), auto_id="c-%s")
    asked = form.asked()
    page = Paginator(desk_list(request.user, **asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_filtered": bool(asked)}
    counts = desk_counts(request.user)
    return render(request, "desk/contacts/index.html", context | {"counts": counts})


@require_http_methods(["GET", "HEAD", "POST"])
def record(request):
    """Note by hand a call, a mail, a visit, a meeting."""
    require(request.user, "contact.record")
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        editions=editions_of(request.user),
        structures=structures_known(request.user),
        now=timezone.now(),
    )
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "desk/contacts/record.html", {"form": form}, status=status)
    edition = form.cleaned_data["edition"]
    contact = actions.record_contact(edition, form.facts(), by=request.user, at=form.now)
    messages.success(request, "L’échange est noté.")
    return redirect("desk:contact", pk=contact.pk)


@require_safe
def detail(request, pk):
    contact = _contact(request, pk, "contact.read")
    return _page(request, contact)


@require_POST
def tie(request, pk):
    """Say which structure the contact was with."""
    contact = _contact(request, pk, "contact.record")
    form = _tie_form(request, contact)
    if not form.is_valid():
        return _page(request, contact, tie=form, status=422)
    structure = form.cleaned_data["structure"]
    actions.tie_contact(contact, structure, by=request.user, at=timezone.now())
    messages.success(request, f"Échange rattaché à {structure.name}.")
    return redirect("desk:contact", pk=pk)


@require_POST
def amend(request, pk):
    """Rewrite the notes and the next step."""
    contact = _contact(request, pk, "contact.record")
    form = NextStepForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, notes=form, status=422)
    actions.amend_notes(contact, form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, "Notes enregistrées.")
    return redirect("desk:contact", pk=pk)


@require_POST
def move(request, pk, name):
    """Answer, close, reopen: one button each."""
    contact = _contact(request, pk, "contact.record")
    act, said = MOVES[name]
    try:
        act(contact, by=request.user, at=timezone.now())
        messages.success(request, said)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    return redirect("desk:contact", pk=pk)


def _contact(request, pk, code):
    contacts = Contact.objects.kept_by(request.user)
    related = ("edition", "coordination", "structure", "recorded_by", "answered_by")
    contact = get_object_or_404(contacts.select_related(*related), pk=pk)
    require(request.user, code, contact)
    return contact


def _tie_form(request, contact):
    data = request.POST if request.method == "POST" else None
    known = structures_known(request.user, contact.coordination)
    return TieForm(data, structures=known, initial={"structure": contact.structure_id})


def _page(request, contact, *, tie=None, notes=None, status=200):
    steps = {name: getattr(contact, name) for name in STEPS}
    context = {
        "contact": contact,
        "tie": tie or _tie_form(request, contact),
        "notes": notes or NextStepForm(initial=steps),
        "moves": workflow.possible(contact),
    }
    return render(request, "desk/contacts/detail.html", context, status=status)
