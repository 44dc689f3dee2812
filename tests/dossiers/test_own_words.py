"""The coordination's own words, in the e-mails and letters that leave today."""

import pytest
from django.utils import timezone

from passeurs.calls import wordings
from passeurs.calls.actions import save_edition_document
from passeurs.calls.enums import WordingKind
from passeurs.calls.queries import words_for
from passeurs.core.merging import fields_in, merge, unknown_fields
from passeurs.dossiers.actions.admission import admit, refuse_admission
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.merge_fields import FIELDS
from passeurs.dossiers.models import Admission
from passeurs.dossiers.printing.admission import admission_data, admission_pdf
from passeurs.dossiers.queries.words import own_words
from passeurs.notifications.models import OutboxMessage
from tests.factories import organisations

pytestmark = pytest.mark.django_db


def write(edition, *rows):
    document = {**edition.document(), "wordings": list(rows)}
    save_edition_document(edition, document, by=None, at=timezone.now())
    edition.refresh_from_db()


def wording(kind, subject="Pour {porteur}", body="Chère équipe de {porteur},\n\n**{titre}**."):
    return {"kind": str(kind), "subject": subject, "body": body}


def test_the_fields_of_a_dossier_are_those_that_have_a_value(draft):
    assert wordings.OF_A_DOSSIER == FIELDS


@pytest.mark.parametrize("kind", WordingKind.values)
def test_the_usual_words_use_known_fields_and_every_field_has_a_sample(kind):
    words = wordings.usual(kind)
    known = wordings.fields_of(kind)
    assert unknown_fields(f"{words.subject}{words.body}", known) == []
    assert set(known) <= set(wordings.SAMPLE)
    assert "{" not in merge(words.body, wordings.SAMPLE)


def test_an_edition_that_wrote_nothing_has_the_usual_words(edition, draft):
    assert not words_for(edition, WordingKind.FILED).is_own
    assert fields_in(words_for(edition, WordingKind.FILED).body)
    assert own_words(draft, WordingKind.FILED, récépissé="R1") == {}


def test_a_filed_dossier_is_answered_in_the_coordinations_words(edition, ready, at):
    write(edition, wording("filed", body="Merci {porteur} : {récépissé}."))
    ready.refresh_from_db()
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    sent = OutboxMessage.objects.get(to=ready.holder.email)
    assert sent.subject == f"Pour {ready.structure.name}"
    assert f"Merci {ready.structure.name} : {snapshot.receipt_number}." in sent.text
    assert "Empreinte SHA-256" in sent.text


def test_a_decision_keeps_the_words_it_was_given_in(edition, ready, at):
    write(edition, wording("admissible"), wording("inadmissible", body="Non : {motifs}"))
    submit_dossier(ready, by=ready.holder, at=at)
    agent = organisations.team_member("coordination", edition.coordination)
    admission = admit(ready, by=agent, at=at)
    write(edition)
    kept = Admission.objects.get(pk=admission.pk)
    assert kept.words["body"].startswith(f"Chère équipe de {ready.structure.name}")
    assert admission_data(kept)["words"]
    assert admission_pdf(kept).startswith(b"%PDF")


def test_a_refusal_says_its_reasons_and_how_to_contest_it_whatever_the_words(edition, ready, at):
    write(edition, wording("inadmissible", subject="Réponse", body="Hélas.\n\n{motifs}"))
    submit_dossier(ready, by=ready.holder, at=at)
    agent = organisations.team_member("coordination", edition.coordination)
    reasons = ["Arrivé trop tard", "Sans partenaire"]
    admission = refuse_admission(ready, reasons=reasons, appeal="Le tribunal.", by=agent, at=at)
    sent = OutboxMessage.objects.get(to=ready.holder.email, subject="Réponse")
    assert "Hélas.\n\n- Arrivé trop tard\n- Sans partenaire" in sent.text
    assert "Contester cette décision" in sent.text
    data = admission_data(admission)
    assert data["appeal"]
    assert len(data["reasons"]) == 2
