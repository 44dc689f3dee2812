"""What each merge field says of a dossier, complete or just begun."""

import pytest

from passeurs.core.merging import merge
from passeurs.core.typography import NBSP, THIN
from passeurs.dossiers.merge_fields import FIELDS, values_of, values_of_many
from tests.factories import dossiers as factory

pytestmark = pytest.mark.django_db


def test_field_names_can_be_typed_on_any_keyboard():
    assert not any(NBSP in name or THIN in name for name in FIELDS)


def test_a_complete_dossier_fills_every_field(ready, settings):
    settings.SITE_URL = "https://passeurs.exemple"
    structure = ready.structure
    structure.representative_first_name, structure.representative_last_name = "Nadia", "Sarrazin"
    structure.city_text = "Cahors"
    structure.save()
    values = values_of(ready)
    assert set(values) == set(FIELDS)
    assert values["porteur"] == structure.name
    assert values["représentant"] == "Nadia Sarrazin"
    assert values["commune"] == "Cahors"
    assert values["titre"] == "Lumières de Terre Rouge"
    assert values["référence"] == ready.reference
    assert values["montant demandé"] == f"4{THIN}800{NBSP}€"
    assert values["année"] == str(ready.edition.year)
    assert values["coordination"] == ready.edition.coordination.name
    assert values["lien"].startswith(f"https://passeurs.exemple/dossiers/{ready.pk}/")
    assert f"23{NBSP}h{NBSP}59" in values["clôture"]


def test_what_is_not_said_yet_leaves_no_hole(draft):
    draft.project.title = ""
    draft.project.save()
    values = values_of(draft)
    assert all(values.values())
    assert values["titre"] == draft.reference
    assert values["représentant"] == "Madame, Monsieur"
    assert values["montant demandé"] == "montant à préciser"
    assert values["dépôt"] == "pas encore déposé"


def test_the_day_of_filing_is_that_of_the_edition(ready, at):
    ready.submitted_at = at.replace(year=2027, month=1, day=31, hour=23, minute=30)
    ready.save()
    assert values_of(ready)["dépôt"] == f"1er{NBSP}février{NBSP}2027"


def test_many_dossiers_cost_what_one_does(edition, django_assert_num_queries):
    one, two = factory.complete_dossier(edition), factory.dossier(edition)
    with django_assert_num_queries(2):
        values_of_many([one.pk])
    with django_assert_num_queries(2):
        values = values_of_many([one.pk, two.pk])
    letter = "{porteur} ({montant demandé}) : {lien}"
    assert merge(letter, values[one.pk]) != merge(letter, values[two.pk])
