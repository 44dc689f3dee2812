"""The outbox at the desk: each region its own messages, no secret, and what may be done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.core.refusals import Refused
from passeurs.desk.actions import outbox as actions
from passeurs.identities.actions.administrators import name_administrator
from passeurs.journal.models import Entry
from passeurs.notifications.actions import notify, post
from passeurs.notifications.bounces import note_bounce
from passeurs.notifications.enums import MessageState
from passeurs.notifications.models import DeadAddress, OutboxMessage
from passeurs.notifications.rendering import Letter
from tests.factories import calls, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
INDEX = "desk:mails"


@pytest.fixture
def edition(db):
    return calls.edition("occitanie-en-cours", today=timezone.localdate())


@pytest.fixture
def made(edition):
    return factory.dossier(edition)


@pytest.fixture
def agent(edition):
    return organisations.team_member("coordination", edition.coordination)


@pytest.fixture
def signed(client, agent):
    client.force_login(agent)
    return client


def write(dossier, *, key="k", to="lea@exemple.fr", **changes):
    """A message about a dossier, in a given state."""
    context = {"dossier": dossier, "edition": dossier.edition, "by": dossier.holder}
    (message,) = notify([to], "dossiers/emails/ready", context, key=key, at=timezone.now())
    OutboxMessage.objects.filter(pk=message.pk).update(**changes)
    message.refresh_from_db()
    return message


def page(client, name=INDEX, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


# -------------------------------------------------------------------------------- who sees what


def test_a_coordination_sees_its_own_messages_alone(signed, made):
    write(made, to="ici@exemple.fr")
    other = factory.dossier(calls.edition("deux-seances-1"))
    theirs = write(other, key="k2", to="ailleurs@exemple.fr")
    shown = page(signed)
    assert "ici@exemple" in shown.replace("<wbr>", "")
    assert "ailleurs@exemple" not in shown.replace("<wbr>", "")
    assert signed.get(reverse("desk:mail", args=[theirs.pk])).status_code == 404
    answer = signed.post(reverse("desk:mail_act", args=[theirs.pk]), {"geste": "annuler"})
    assert answer.status_code == 404


def test_an_administrator_sees_every_message(client, made):
    write(made)
    post("seul@exemple.fr", Letter("Sans région", "Mot", ""), key="k3", at=timezone.now())
    administrator = person()
    name_administrator(administrator, reason="Première", at=timezone.now())
    client.force_login(administrator)
    assert "Sans région" in page(client)


@pytest.mark.parametrize("role", ["drac", "region", "committee", "national"])
def test_nobody_else_opens_it(client, edition, role):
    scope = None if role == "national" else edition.coordination
    client.force_login(organisations.team_member(role, *([scope] if scope else [])))
    assert client.get(reverse(INDEX)).status_code == 403


def test_a_holder_does_not_open_it(client, made):
    client.force_login(made.holder)
    assert client.get(reverse(INDEX)).status_code == 403
    address = reverse("desk:dossier_mails", args=[made.pk])
    assert client.get(address).status_code == 403


# -------------------------------------------------------------------------- filters and detail


def test_it_is_filtered_by_state_address_and_words(signed, made):
    write(made, key="a", to="a@exemple.fr", state=MessageState.SENT)
    write(made, key="b", to="b@exemple.fr", state=MessageState.FAILED, last_error="X 550 5.1.1")
    write(made, key="c", to="c@exemple.fr", attempts=2)
    shown = page(signed, etat="echecs")
    assert "b@" in shown
    assert "n’existe pas (code 5.1.1)" in shown
    assert "a@exemple" not in shown
    assert "c@" in page(signed, etat="repris")
    assert "a@exemple" in page(signed, a="A@EXEMPLE").replace("<wbr>", "")
    assert "Aucun courriel ne répond" in page(signed, objet="introuvable")
    assert "a@" in page(signed, etat="inconnu", region="ailleurs")


@pytest.mark.parametrize("text", ["x" * 100_000, "🎬", "%", "'"], ids=["long", "emoji", "%", "'"])
def test_whatever_is_typed_in_the_filters(signed, made, text):
    write(made)
    page(signed, a=text[:2000], objet=text[:2000], page="9999")


def test_the_words_of_a_secret_message_are_shown_to_nobody(signed, made):
    message = write(made, is_secret=True, text="clé-secrète")
    shown = page(signed, "desk:mail", message.pk)
    assert "clé-secrète" not in shown
    assert "personne d’autre que son destinataire" in shown


def test_a_message_tells_its_road(signed, made):
    message = write(
        made,
        state=MessageState.FAILED,
        attempts=1,
        last_error="SMTPRecipientsRefused 550 5.1.1",
        attachments=[{"builder": "x", "arguments": []}],
    )
    note_bounce(message.to, "5.1.1", at=timezone.now())
    shown = page(signed, "desk:mail", message.pk)
    for words in ("Cette boîte aux lettres n’existe pas", "Pièces jointes", "ne reçoit pas"):
        assert words in shown
    assert "vous prévient" in shown


def test_the_list_asks_the_same_few_questions(signed, made, django_assert_num_queries):
    write(made)
    address = reverse(INDEX)
    signed.get(address)
    with django_assert_num_queries(LIST):
        signed.get(address)
    for rank in range(3):
        write(made, key=f"k{rank}", to=f"p{rank}@exemple.fr")
    with django_assert_num_queries(LIST):
        signed.get(address)


LIST = 8

# ----------------------------------------------------------------------------------- the deeds


def act(client, message, deed):
    address = reverse("desk:mail_act", args=[message.pk])
    return client.post(address, {"geste": deed}, follow=True).content.decode()


def test_a_refused_message_is_sent_again(signed, made):
    message = write(made, state=MessageState.FAILED, last_error="X 550")
    assert "Il repart." in act(signed, message, "renvoyer")
    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.WAITING, "")
    assert Entry.objects.filter(verb="mail.retried", scope="la-trame").exists()


def test_a_waiting_message_is_kept_from_leaving(signed, made):
    message = write(made)
    assert "Il ne partira pas." in act(signed, message, "annuler")
    assert "n’est plus dans cet état" in act(signed, message, "annuler")
    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED
    assert Entry.objects.filter(verb="mail.cancelled").count() == 1


def test_what_has_left_is_neither_sent_again_nor_cancelled(signed, made):
    message = write(made, state=MessageState.SENT)
    for deed in ("renvoyer", "annuler"):
        assert "n’est plus dans cet état" in act(signed, message, deed)


def test_a_message_without_words_is_not_sent_again(signed, made):
    message = write(made, state=MessageState.FAILED, text="")
    assert "ont été effacés" in act(signed, message, "renvoyer")


def test_a_secret_loses_its_words_when_it_is_cancelled(signed, made):
    message = write(made, is_secret=True)
    act(signed, message, "annuler")
    message.refresh_from_db()
    assert message.text == ""


def test_an_address_is_said_to_receive_again(signed, made, agent):
    message = write(made)
    note_bounce(message.to, "5.1.1", at=timezone.now())
    assert "reprennent" in act(signed, message, "adresse")
    assert not DeadAddress.objects.exists()
    with pytest.raises(Refused):
        actions.confirm(message, by=agent, at=timezone.now())


def test_an_unknown_deed_does_nothing(signed, made):
    message = write(made)
    act(signed, message, "brûler")
    message.refresh_from_db()
    assert message.state == MessageState.WAITING


# ---------------------------------------------------------------------------------- a dossier


def test_the_dossier_tells_what_its_team_was_sent_and_who_does_not_receive(signed, made):
    write(made, to=made.holder.email)
    note_bounce(made.holder.email, "5.1.1", at=timezone.now() - timedelta(days=1))
    write(factory.dossier(made.edition), key="k2", to="autre@exemple.fr")
    shown = page(signed, "desk:dossier_mails", made.pk)
    assert "Prêt à déposer" in shown
    assert "cette adresse ne reçoit pas" in shown
    assert "autre@" not in shown
    assert "Aucun courriel" in page(signed, "desk:dossier_mails", made.pk, a="x@exemple.fr")


def test_another_region_does_not_read_the_mails_of_a_dossier(client, made):
    other = calls.edition("deux-seances-1").coordination
    client.force_login(organisations.team_member("coordination", other))
    assert client.get(reverse("desk:dossier_mails", args=[made.pk])).status_code == 404


def test_somebody_sees_their_own_mails_alone(client, made):
    user = person()
    write(made, to=user.email)
    write(made, key="k2", to="autre@exemple.fr", subject="Pas pour vous")
    client.force_login(user)
    shown = page(client, "notifications:received")
    assert "Prêt à déposer" in shown
    assert "Pas pour vous" not in shown
