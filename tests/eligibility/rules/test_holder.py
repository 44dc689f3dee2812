import pytest

from tests.eligibility.editions import DROP, dossier, verdict

LA_POSTE = "35600000049837"


@pytest.mark.parametrize(
    ("name", "status", "state"),
    [
        ("occitanie", "association", "met"),
        ("occitanie", "commune", "met"),
        ("occitanie", "epci", "met"),
        ("occitanie", "other_public", "met"),
        ("occitanie", "private_cultural", "not_met"),
        ("occitanie", "other_private", "not_met"),
        ("deux", "private_cultural", "met"),
        ("deux", "other_private", "not_met"),
        ("occitanie", "", "unknown"),
        ("occitanie", None, "unknown"),
    ],
)
def test_the_status_is_one_the_edition_admits(name, status, state):
    changes = {"holder.legal_status": status}
    assert verdict("holder.eligible_status", name=name, changes=changes).state == state


@pytest.mark.parametrize(
    ("siret", "siret_state", "state", "words"),
    [
        ("", "unverified", "unknown", "n’est pas renseigné"),
        (None, "verified", "unknown", "n’est pas renseigné"),
        ("12345678900012", "verified", "unknown", "à corriger"),
        ("1234", "verified", "unknown", "à corriger"),
        (LA_POSTE, "verified", "met", "est admis"),
        (LA_POSTE, "unverified", "to_confirm", "n’est pas vérifié"),
        (LA_POSTE, "", "to_confirm", "n’est pas vérifié"),
        ("356 000 000 49837", "verified", "met", "est admis"),
    ],
)
def test_a_siret_counts_once_verified(siret, siret_state, state, words):
    changes = {"holder.siret": siret, "holder.siret_state": siret_state}
    found = verdict("holder.eligible_status", changes=changes)
    assert found.state == state
    assert words in found.reason


def test_an_unverified_siret_gives_no_refusal_either():
    changes = {"holder.siret_state": "unverified", "holder.legal_status": "other_private"}
    found = verdict("holder.eligible_status", changes=changes)
    assert found.state == "to_confirm"
    assert "n’est pas admis" in found.reason


def test_a_status_the_engine_cannot_name_is_told_as_it_is():
    found = verdict("holder.eligible_status", changes={"holder.legal_status": "scic"})
    assert found.state == "not_met"
    assert "scic" in found.reason


def test_an_edition_may_admit_every_status():
    anyone = {"holders.legal_statuses": []}
    assert verdict("holder.eligible_status", of_edition=anyone).state == "not_applicable"


def test_the_example_has_a_holder():
    assert dossier()["holder"]["siret_state"] == "verified"
    assert verdict("holder.eligible_status", changes={"holder": DROP}).state == "unknown"
