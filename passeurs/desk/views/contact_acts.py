"""What one does from a thread: note what followed, write back, find or open its structure."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passeurs.contacts import actions
from passeurs.contacts.forms import AnswerForm
from passeurs.core.refusals import Refused
from passeurs.organisations import throttle
from passeurs.organisations.actions import open_card

from ..forms.contacts import CardForm
from ..queries.contacts import structures_found
from .contacts import find, follow_form, refuse_too_many, show


@require_POST
def follow(request, pk):
    """Note one more exchange of the thread."""
    contact = find(request, pk, "contact.record")
    form = follow_form(contact, request.POST)
    if not form.is_valid():
        return show(request, contact, follow=form, status=422)
    written = actions.follow_contact(
        contact, form.facts(), by=request.user, at=form.now, key=form.cleaned_data["key"]
    )
    messages.success(request, "L’échange est noté.")
    return _to(contact, written)


@require_POST
def answer(request, pk):
    """Write to the person, within what one may send in an hour."""
    contact = find(request, pk, "contact.record")
    form = AnswerForm(request.POST, auto_id="repondre-%s")
    if not form.is_valid():
        return show(request, contact, answer=form, status=422)
    data = form.cleaned_data
    try:
        refuse_too_many(request.user)
        written = actions.answer_by_mail(
            contact,
            data["message"],
            subject=data["subject"],
            by=request.user,
            at=timezone.now(),
            key=data["key"],
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return show(request, contact, answer=form, status=422)
    throttle.count(request.user)
    messages.success(request, f"Votre réponse part à {contact.email}.")
    return _to(contact, written)


@require_http_methods(["GET", "HEAD", "POST"])
def structure(request, pk):
    """Search the structure of the thread, or open a light card for it."""
    contact = find(request, pk, "contact.record")
    known = {"name": contact.structure_name, "city_text": contact.city}
    card = CardForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and card.is_valid():
        try:
            made = open_card(
                card.save(commit=False),
                coordination=contact.coordination,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            card.add_error("siret", " ".join(refusal.reasons))
        else:
            actions.tie_contact(contact, made, by=request.user, at=timezone.now())
            messages.success(
                request, f"La fiche de {made.name} est ouverte, l’échange y est rattaché."
            )
            return redirect("desk:contact", pk=pk)
    asked = request.GET.get("q", contact.structure_name)
    context = {
        "contact": contact,
        "asked": asked,
        "found": structures_found(request.user, asked),
        "card": card,
        "tie": None,
    }
    status = 422 if card.errors else 200
    return render(request, "desk/contacts/structure.html", context, status=status)


def _to(contact, written):
    target = redirect("desk:contact", pk=contact.pk)
    target["Location"] += f"#echange-{written.pk}"
    return target
