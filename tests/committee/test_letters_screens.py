"""The screens of the letters: who opens them, what each says, what a click does."""

import pytest
from django.urls import reverse

from passeurs.calls.models import Edition
from passeurs.committee.actions.letters import ask_letters
from passeurs.committee.actions.publishing import publish
from passeurs.committee.models import Decision, Letter
from passeurs.dossiers.models import Award
from passeurs.notifications.enums import MessageState
from passeurs.notifications.models import OutboxMessage
from tests.factories import organisations, sittings

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"committee:{name}", args=args)


@pytest.fixture
def pair(edition):
    return [sittings.complete(edition, title) for title in ("Le phare", "Écrans du fleuve")]


@pytest.fixture
def decided(sitting, pair, agent, at):
    by = {"by": agent, "at": at}
    sittings.put(sitting, pair, **by)
    sittings.decide(sitting, pair[0], "granted", conditions="Un atelier de plus.", **by)
    sittings.decide(sitting, pair[1], "declined", **by)
    return sittings.end(sitting)


@pytest.fixture
def ready(decided, agent, at):
    sittings.prepared(ask_letters(decided, by=agent, at=at))
    return decided


@pytest.fixture
def page(client, agent):
    client.force_login(agent)
    return client


def told(answer):
    return " ".join(answer.text.split())


def published_by(sitting, code):
    Edition.objects.filter(pk=sitting.edition_id).update(publisher=code)


def doors_of(sitting):
    letter, passage = sitting.publications.get().letters.first(), sitting.passages.first()
    pk = sitting.pk
    return {
        ("get", url("letters", pk)),
        ("post", url("letters_ask", pk)),
        ("get", url("letter", pk, letter.pk)),
        ("get", url("letter_file", pk, letter.pk)),
        ("post", url("letter_read", pk, letter.pk)),
        ("post", url("letter_again", pk, letter.pk)),
        ("get", url("amend", pk, passage.pk)),
        ("post", url("publish", pk)),
    }


def test_the_letters_are_prepared_read_over_and_published_by_screen(page, decided, pair):
    answer = page.post(url("letters_ask", decided.pk), follow=True)
    assert "se préparent" in told(answer)
    sittings.prepared(decided.publications.get())
    letter = Letter.objects.first()
    shown = page.get(url("letter", decided.pk, letter.pk))
    assert "Ce qui est accordé" in told(shown)
    assert "Un atelier de plus." in told(shown)
    page.post(url("letter_read", decided.pk, letter.pk), {"lue": letter.digest})
    assert "1 relue sur 2" in told(page.get(url("letters", decided.pk))).replace("\u00a0", " ")
    answer = page.post(url("publish", decided.pk), follow=True)
    assert "Les décisions sont publiées" in told(answer)
    assert Award.objects.count() == 2
    answer = page.post(url("publish", decided.pk), follow=True)
    assert "déjà publiées" in told(answer)


def test_the_preview_is_the_e_mail_that_leaves(page, ready, agent, at):
    letter = Letter.objects.get(passage__dossier__project__title="Écrans du fleuve")
    shown = page.get(url("letter", ready.pk, letter.pk)).context["mail"]
    publish(ready, by=agent, at=at)
    sent = OutboxMessage.objects.get(subject=shown.subject)
    assert (sent.text, sent.attachments[0]["builder"]) == (shown.text, "dossiers.award")
    assert "Aucun atelier." in sent.text
    assert "recours" in sent.text


def test_the_pdf_read_over_is_the_one_that_leaves(page, ready, agent, at):
    letter = Letter.objects.first()
    before = page.get(url("letter_file", ready.pk, letter.pk)).getvalue()
    publish(ready, by=agent, at=at)
    after = page.get(url("letter_file", ready.pk, letter.pk)).getvalue()
    assert before.startswith(b"%PDF")
    assert before == after == bytes(Award.objects.get(decision_letter=letter).letter)


def test_publishing_asks_a_recent_proof(page, ready):
    session = page.session
    session["proved_at"] = 0
    session.save()
    page.post(url("publish", ready.pk))
    assert not Award.objects.exists()


def test_who_sits_reads_no_letter_and_publishes_nothing(client, ready, expert, drac, agent, at):
    for user, role in ((drac, "president"), (expert, "member")):
        facts = {"body": "Comité", "role": role, "invited_at": at}
        ready.seats.create(user=user, **facts)
    for user in (drac, expert):
        client.force_login(user)
        for method, address in doors_of(ready):
            allowed = user == drac and "/decisions/" in address
            status = getattr(client, method)(address).status_code
            assert status == (200 if allowed else 403), (user, address)
    assert not Award.objects.exists()


def test_a_stranger_finds_no_letter(client, ready):
    client.force_login(organisations.team_member("national"))
    statuses = {getattr(client, method)(address).status_code for method, address in doors_of(ready)}
    assert statuses == {404}


@pytest.mark.parametrize("code", ["drac", "region"])
def test_the_edition_says_who_publishes_and_the_coordination_then_prepares_alone(
    client, ready, region, agent, code
):
    published_by(ready, code)
    publisher = organisations.team_member(code, region)
    client.force_login(agent)
    assert client.post(url("publish", ready.pk)).status_code == 403
    assert "publiées par" in told(client.get(url("letters", ready.pk)))
    client.force_login(publisher)
    assert client.get(url("letters", ready.pk)).status_code == 200
    client.post(url("publish", ready.pk))
    assert Award.objects.count() == 2


def test_a_letter_of_a_dossier_one_is_kept_away_from_is_not_there(client, ready, pair, region, at):
    away = organisations.team_member("coordination", region)
    pair[0].recusals.create(user=away, tie="declared", at=at)
    hidden = Letter.objects.get(passage__dossier=pair[0])
    passage = ready.passages.get(dossier=pair[0])
    client.force_login(away)
    for name, key in (("letter", hidden.pk), ("letter_file", hidden.pk), ("amend", passage.pk)):
        assert client.get(url(name, ready.pk, key)).status_code == 404
    for name in ("letter_read", "letter_again"):
        assert client.post(url(name, ready.pk, hidden.pk)).status_code == 404
    assert "Le phare" not in client.get(url("letters", ready.pk)).text


def test_a_letter_that_did_not_arrive_is_said_and_sent_again(page, ready, agent, at):
    publish(ready, by=agent, at=at)
    letter = Letter.objects.first()
    OutboxMessage.objects.update(state=MessageState.SENT)
    lost = OutboxMessage.objects.filter(key__contains=str(letter.passage.dossier_id))
    lost.update(state=MessageState.FAILED, last_error="SMTPRecipientsRefused 550 5.1.1")
    shown = told(page.get(url("letters", ready.pk)))
    assert "N’est pas arrivée" in shown
    assert "Envoyée" in shown
    page.post(url("letter_again", ready.pk, letter.pk))
    assert lost.get().state == MessageState.WAITING
    answer = page.post(url("letter_again", ready.pk, letter.pk), follow=True)
    assert "rien à renvoyer" in told(answer)


def test_a_decision_is_changed_by_screen_and_the_bound_it_passes_is_named(page, ready, pair):
    passage = ready.passages.get(dossier=pair[0])
    money = ready.envelopes.get()
    typed = {"version": "1", "verdict": "granted", f"amount-{money.pk}": "9000"}
    answer = page.post(url("amend", ready.pk, passage.pk), typed)
    assert answer.status_code == 422
    assert "au plus" in told(answer)
    page.post(url("amend", ready.pk, passage.pk), typed | {f"amount-{money.pk}": "3500"})
    assert Decision.objects.get(passage=passage).version == 2
    assert "À refaire" in told(page.get(url("letters", ready.pk)))
