"""What a holder will read and fill in, shown before anyone does, and nothing of it kept."""

import pytest

from passeurs.dossiers.models import Dossier
from passeurs.journal.models import Entry
from passeurs.organisations.models import Structure
from tests.editions.hands import Hands

pytestmark = pytest.mark.django_db


def test_the_page_of_a_draft_is_read_as_everyone_will(client, agent, draft):
    page = client.get(Hands(client, draft.slug).at("preview")).content.decode()
    assert "Aperçu" in page
    assert "Ce que l’appel demande" in page


def test_the_form_is_shown_section_by_section_and_nothing_is_written(client, agent, draft):
    hands = Hands(client, draft.slug)
    hands.add("objectifs", label="Un objectif bien à nous", text="")
    hands.add("natures", label="Rencontrer", counts_as="")
    before = (Dossier.objects.count(), Structure.objects.count(), Entry.objects.count())
    response = client.get(hands.at("preview_form"))
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Un objectif bien à nous", "Rencontrer", "La note d’intention", "Les publics"):
        assert words in page, words
    after = (Dossier.objects.count(), Structure.objects.count(), Entry.objects.count())
    assert after == before
