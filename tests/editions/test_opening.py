"""Opening a call, giving it more time with a public notice, closing it early, putting it away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passeurs.calls.actions import archive_edition, unarchive_edition
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.dossiers.models import Dossier
from passeurs.editions.actions import opening
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.editions.hands import Hands, shown
from tests.factories import calls
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db
HOME = "/bureau/editions/"


def later(edition, days=5):
    return (edition.filing_before_at + timedelta(days=days)).strftime("%d/%m/%Y")


def extend(client, edition, **said):
    hands = Hands(client, edition.slug)
    said = {"on": later(edition), "notice": "Cinq jours de plus."} | said
    return hands.send(hands.at("extend"), said)


def test_an_error_keeps_the_call_shut_and_is_told(client, agent, draft):
    Hands(client, draft.slug).write("parcours", min_actions=1)
    page = client.get(f"{HOME}{draft.slug}/ouvrir/").content.decode()
    assert "ne peut pas ouvrir encore" in page
    assert client.post(f"{HOME}{draft.slug}/ouvrir/", {}).status_code == 422
    assert not Edition.objects.get(pk=draft.pk).is_public


def test_each_remark_is_read_before_the_call_opens(client, agent, draft):
    hands = Hands(client, draft.slug)
    hands.write("textes", text_appeal="")
    assert client.post(hands.at("open"), {}).status_code == 422
    assert not Edition.objects.get(pk=draft.pk).is_public
    assert hands.open().status_code == 302
    assert Edition.objects.get(pk=draft.pk).is_public
    assert Entry.objects.filter(verb="edition.published").count() == 1


def test_a_remark_that_came_since_is_read_too(agent, draft):
    document = draft.document() | {"texts": {}}
    Edition.objects.filter(pk=draft.pk).update(document_cache=document)
    with pytest.raises(Refused, match="n’a pas été lue"):
        opening.open_edition(draft, acknowledged=[], by=agent, at=timezone.now())


def test_a_call_is_extended_with_a_notice_and_those_who_write_are_told(client, agent, edition):
    made = factory.dossier(edition)
    filed = factory.dossier(edition, title="Déposé")
    Dossier.objects.filter(pk=filed.pk).update(state="submitted")
    assert extend(client, edition).status_code == 302
    fresh = Edition.objects.get(pk=edition.pk)
    assert fresh.filing_before_at > edition.filing_before_at
    assert "Cinq jours de plus." in client.get(edition.get_absolute_url()).content.decode()
    told = OutboxMessage.objects.filter(key__startswith="edition.deadline")
    assert {message.to for message in told} == {made.holder.email}
    assert "Cinq jours de plus." in told.get().text


def test_an_extension_is_never_earlier_nor_without_a_word(client, agent, edition):
    for said in ({"on": later(edition, -1)}, {"notice": " "}, {"clock": "minuit"}, {"on": "x"}):
        assert extend(client, edition, **said).status_code == 422, said
    assert Edition.objects.get(pk=edition.pk).version == 1


def test_an_extension_over_somebody_elses_save_is_told(client, agent, edition):
    hands = Hands(client, edition.slug)
    form = client.get(hands.at("extend")).context["form"]
    assert extend(client, edition).status_code == 302
    said = {**shown(form), "on": later(edition, 9), "notice": "Encore"}
    assert client.post(hands.at("extend"), said).status_code == 409


def test_only_a_published_call_is_extended(client, agent, draft):
    assert extend(client, draft).status_code == 422


def test_a_past_date_extends_nothing(client, agent, edition):
    old = calls.edition("occitanie-2024")
    assert extend(client, old, on="02/11/2023").status_code == 422


def test_a_call_is_closed_early_with_its_reason(client, agent, edition):
    made = factory.dossier(edition)
    hands = Hands(client, edition.slug)
    address = hands.at("close")
    assert hands.send(address, {"notice": "Enveloppe épuisée."}).status_code == 422
    assert hands.send(address, {"notice": "Enveloppe épuisée.", "sure": "on"}).status_code == 302
    fresh = Edition.objects.get(pk=edition.pk)
    assert fresh.is_closed(at=timezone.now() + timedelta(seconds=1))
    assert OutboxMessage.objects.get(key__startswith="edition.deadline").to == made.holder.email
    again = hands.send(address, {"notice": "Encore", "sure": "on"})
    assert again.status_code == 422


def test_a_closed_call_is_put_away_and_taken_out_again(client, agent, edition):
    old = calls.edition("occitanie-2024")
    address = f"{HOME}{old.slug}/archiver/"
    client.post(address)
    assert old.title not in client.get("/appels/").content.decode()
    assert client.get(old.get_absolute_url()).status_code == 200
    client.post(address, {"sortir": "1"})
    assert old.title in client.get("/appels/").content.decode()
    client.post(f"{HOME}{edition.slug}/archiver/")
    assert Edition.objects.get(pk=edition.pk).archived_at is None


def test_putting_away_twice_is_journaled_once(agent):
    old, at = calls.edition("occitanie-2024"), timezone.now()
    for _ in range(2):
        archive_edition(old, by=agent, at=at)
    for _ in range(2):
        unarchive_edition(old, by=agent, at=at)
    verbs = list(Entry.objects.filter(verb__contains="archived").values_list("verb", flat=True))
    assert sorted(verbs) == ["edition.archived", "edition.unarchived"]
