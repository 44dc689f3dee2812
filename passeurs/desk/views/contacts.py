"""The record of contacts, as the coordination keeps it: the list, and one thread."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passeurs.contacts import actions, workflow
from passeurs.contacts.forms import AnswerForm, FollowForm, NextStepForm, RecordForm, TieForm
from passeurs.contacts.models import Contact
from passeurs.contacts.queries import desk_counts, desk_list, exchanges_of
from passeurs.core.access import require
from passeurs.core.refusals import Refused
from passeurs.core.typography import local
from passeurs.organisations import throttle
from passeurs.spreadsheets.formats import FORMATS
from passeurs.spreadsheets.writing import download

from ..exports.contacts import table_of
from ..forms.contacts import ContactFilterForm, StartInviteForm
from ..queries import editions_of, structures_known
from ..queries.contacts import VIEWS, conditions, counts_by_view, dossier_of, invitations_from

PER_PAGE = 50
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
    now = timezone.now()
    asked = form.asked()
    found = _found(request.user, form, asked, now)
    counts = counts_by_view(request.user, at=now)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "is_filtered": bool(asked or form.view),
        "view": form.view,
        "views": [{"name": n, "label": VIEWS[n], "count": counts[n]} for n in VIEWS],
        "query": query.urlencode(),
        "kinds": list(FORMATS),
        "counts": desk_counts(request.user),
    }
    return render(request, "desk/contacts/index.html", context)


@require_safe
def export(request, kind):
    """The exchanges of the threads that the list shows, one row each."""
    require(request.user, "contact.read")
    form = ContactFilterForm(request.GET, editions=editions_of(request.user))
    found = _found(request.user, form, form.asked(), timezone.now())
    return download([table_of(found)], kind, name="prises-de-contact")


def _found(user, form, asked, now):
    found = desk_list(user, order=form.order, **asked)
    return found.filter(conditions(at=now)[form.view]) if form.view else found


@require_http_methods(["GET", "HEAD", "POST"])
def record(request):
    """Note by hand a call, a mail, a visit, a meeting."""
    require(request.user, "contact.record")
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        editions=editions_of(request.user),
        structures=structures_known(request.user),
        now=timezone.now(),
        initial={"on": timezone.localdate()},
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
    """The thread; an exchange that followed leads to its own."""
    contact = find(request, pk, "contact.read")
    if contact.thread_id:
        return redirect("desk:contact", pk=contact.thread_id)
    return show(request, contact)


@require_POST
def tie(request, pk):
    """Say which structure the contact was with."""
    contact = find(request, pk, "contact.record")
    form = tie_form(request, contact)
    if not form.is_valid():
        return show(request, contact, tie=form, status=422)
    structure = form.cleaned_data["structure"]
    actions.tie_contact(contact, structure, by=request.user, at=timezone.now())
    messages.success(request, f"Échange rattaché à {structure.name}.")
    return redirect("desk:contact", pk=pk)


@require_POST
def amend(request, pk):
    """Rewrite the notes and the next step."""
    contact = find(request, pk, "contact.record")
    form = NextStepForm(request.POST)
    if not form.is_valid():
        return show(request, contact, notes=form, status=422)
    actions.amend_notes(contact, form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, "Notes enregistrées.")
    return redirect("desk:contact", pk=pk)


@require_POST
def move(request, pk, name):
    """Answer, close, reopen: one button each."""
    contact = find(request, pk, "contact.record")
    act, said = MOVES[name]
    try:
        act(contact, by=request.user, at=timezone.now())
        messages.success(request, said)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    return redirect("desk:contact", pk=pk)


def find(request, pk, code):
    contacts = Contact.objects.kept_by(request.user)
    related = ("edition", "coordination", "structure__commune", "recorded_by", "answered_by")
    contact = get_object_or_404(contacts.select_related(*related), pk=pk)
    require(request.user, code, contact)
    return contact


def refuse_too_many(user):
    """Raise `Refused` past what one person may send in an hour."""
    if throttle.is_over(user):
        raise Refused(throttle.TOO_MANY)


def tie_form(request, contact):
    data = request.POST if request.method == "POST" else None
    known = structures_known(request.user, contact.coordination)
    return TieForm(data, structures=known, initial={"structure": contact.structure_id})


def follow_form(contact, data=None):
    now, zone = timezone.now(), contact.edition.timezone
    initial = {"on": local(now, zone).date(), "person_name": contact.person_name}
    initial |= {"next_step": contact.next_step, "next_step_on": contact.next_step_on}
    return FollowForm(data, now=now, zone=zone, initial=initial, auto_id="suivre-%s")


def show(request, contact, *, status=200, **forms):
    """The thread's page; a form that was refused comes back as it was typed."""
    steps = {name: getattr(contact, name) for name in STEPS}
    dossier = dossier_of(contact)
    context = {
        "contact": contact,
        "exchanges": exchanges_of(contact),
        "dossier": dossier,
        "invitations": invitations_from(contact),
        "now": timezone.now(),
        "notes": NextStepForm(initial=steps),
        "follow": follow_form(contact),
        "answer": AnswerForm(
            initial={"subject": f"Votre projet et {contact.edition.title}"}, auto_id="repondre-%s"
        ),
        "invite": StartInviteForm(
            initial={"email": contact.email, "summary": contact.message}, auto_id="inviter-%s"
        ),
        "moves": workflow.possible(contact),
    }
    return render(request, "desk/contacts/detail.html", context | forms, status=status)
