import pytest

from tests.eligibility.editions import DROP, verdict

A, B = "00090004500013", "00090005200019"
SAME_SIREN = "00090004500021"


def partner(name, *functions, siret=""):
    return {"key": name, "name": name, "siret": siret, "functions": list(functions)}


CINEMA = partner("Ciné-Club", "cinema", siret=A)
HALL = partner("Le Palace", "screening", siret=B)
BOTH = partner("Le Palace", "cinema", "screening", siret=B)


@pytest.mark.parametrize(
    ("name", "partners", "state"),
    [
        ("occitanie", [CINEMA, HALL], "met"),
        ("occitanie", [], "unknown"),
        ("occitanie", [BOTH], "to_confirm"),
        ("occitanie", [BOTH, CINEMA], "met"),
        ("occitanie", [CINEMA], "not_met"),
        ("occitanie", [partner("Mairie", "funder")], "not_met"),
        ("occitanie", [CINEMA, partner("Le Palace")], "unknown"),
        ("occitanie", [CINEMA, partner("", "screening")], "unknown"),
        ("occitanie", [CINEMA, partner("", "screening", siret=B)], "met"),
        ("occitanie", [CINEMA, partner("Salle", "screening", siret=SAME_SIREN)], "to_confirm"),
        ("occitanie", [partner("Le Palace", "cinema"), HALL], "to_confirm"),
        (
            "occitanie",
            [partner("le PALACE !", "cinema"), partner("Lé Palace", "screening")],
            "to_confirm",
        ),
        ("occitanie", [partner("MJC du Pont-Vieux", "cinema"), HALL], "to_confirm"),
        ("deux", [HALL], "met"),
        ("deux", [partner("MJC du Pont-Vieux", "screening")], "met"),
        ("deux", [CINEMA], "not_met"),
    ],
)
def test_each_function_is_filled_by_a_structure_of_its_own(name, partners, state):
    changes = {"partners": partners}
    assert verdict("partners.tripartite", name=name, changes=changes).state == state


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        ("allowed", "met"),
        ("to_confirm", "to_confirm"),
        ("refused", "not_met"),
    ],
)
def test_the_edition_says_what_two_functions_of_one_structure_are_worth(choice, state):
    setting = {"partners.one_structure_two_functions": choice}
    changes = {"partners": [BOTH]}
    found = verdict("partners.tripartite", changes=changes, of_edition=setting)
    assert found.state == state


@pytest.mark.parametrize(
    ("functions", "kind", "partners", "state"),
    [
        (["audience"], "", [CINEMA, HALL], "met"),
        (DROP, "audience", [CINEMA, HALL], "met"),
        (None, "audience", [CINEMA, HALL], "met"),
        (None, "", [CINEMA, HALL], "unknown"),
        (None, "local_authority", [CINEMA, HALL], "unknown"),
        (DROP, "local_authority", [CINEMA, HALL], "unknown"),
        (None, "cultural", [HALL], "unknown"),
        ([], "local_authority", [CINEMA, HALL], "not_met"),
        (DROP, "", [CINEMA, HALL], "unknown"),
        ([], "audience", [CINEMA, HALL], "not_met"),
        (DROP, "cultural", [partner("Centre", "audience"), HALL], "to_confirm"),
        (DROP, "cultural", [partner("Centre", "audience"), HALL, CINEMA], "met"),
        (["cinema"], "cultural", [partner("Centre", "audience"), HALL], "met"),
    ],
)
def test_the_holder_fills_the_function_it_has(functions, kind, partners, state):
    changes = {"holder.functions": functions, "holder.actor_kind": kind, "partners": partners}
    assert verdict("partners.tripartite", changes=changes).state == state


@pytest.mark.parametrize(
    ("partners", "words"),
    [
        ([CINEMA], "La fonction « diffusion » n’est remplie par aucune"),
        (
            [partner("Mairie", "funder")],
            "Les fonctions « cinéma et audiovisuel » et « diffusion » ne sont",
        ),
        ([CINEMA, partner("Le Palace")], "Reste à savoir qui remplit la fonction « diffusion »"),
    ],
)
def test_the_missing_functions_are_named(partners, words):
    found = verdict("partners.tripartite", changes={"partners": partners})
    assert words in found.reason.replace("\u00a0", " ")


def test_an_edition_may_ask_no_function():
    none = {"partners.functions_required": []}
    assert verdict("partners.tripartite", of_edition=none).state == "not_applicable"
