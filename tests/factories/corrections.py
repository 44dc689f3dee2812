"""Corrections asked of a filed dossier, sent, changed, returned."""

from datetime import timedelta

from passeurs.dossiers.actions.corrections import (
    choose_fields,
    correct_field,
    return_request,
    send_request,
    write_draft,
)
from passeurs.dossiers.forms.single import form_at, spots_of, values_for
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.corrections import correction_in, draft_of
from passeurs.notifications.models import OutboxMessage

SUMMARY = ("project", "", "summary")


def action_place(dossier, field="starts_on"):
    return ("actions", dossier.actions.first().key, field)


def prepare(dossier, agent, at, *places):
    spots = spots_of(dossier)
    chosen = [spots[place].chosen for place in places or (SUMMARY,)]
    choose_fields(dossier, chosen, by=agent, at=at)
    draft = draft_of(dossier)
    comments = {item.pk: "À préciser." for item in draft.items.all()}
    due_at = at + timedelta(days=10)
    write_draft(draft, words="Merci de revoir ceci.", due_at=due_at, comments=comments)
    return draft


def sent(dossier, agent, at, *places):
    draft = prepare(dossier, agent, at, *places)
    send_request(draft, values=values_for(dossier, draft.items.all()), by=agent, at=at)
    return correction_in(dossier, draft.pk)


def items_of(correction):
    return list(correction.items.all())


def change(item, value, at, by=None, version=None):
    dossier = item.request.dossier
    form = form_at(dossier, item, {item.field: value})
    assert form.is_valid(), form.errors
    version = dossier.sections.get(code=item.section).version
    by = by or dossier.holder
    return correct_field(item, form.changes(), version=version, by=by, at=at)


def return_it(correction, at):
    dossier = correction.dossier
    values = values_for(Dossier.objects.get(pk=dossier.pk), correction.items.all())
    by = dossier.structure.memberships.get(role="representative").user
    return return_request(correction, values=values, by=by, at=at)


def subjects():
    return list(OutboxMessage.objects.order_by("pk").values_list("subject", flat=True))
