"""An edition's own natures and functions: the rules read them, and know no word of their own."""

from passeurs.eligibility import parameters
from passeurs.eligibility.registry import Case
from passeurs.eligibility.rules.partners import named_members

OWN = {
    "natures": [
        {"code": "voir", "label": "Regarder", "counts_as": "voir"},
        {"code": "rencontrer", "label": "Rencontrer"},
    ],
    "functions": [
        {"code": "art", "label": "acteur culturel", "family": "cultural"},
        {"code": "authority", "label": "collectivité", "family": "local_authority"},
    ],
}


def case(edition, **parts):
    from datetime import UTC, datetime

    from passeurs.eligibility import dossier

    at = datetime(2026, 11, 22, tzinfo=UTC)
    return Case(dossier.read(parts), parameters.read(edition), at)


def test_an_edition_without_words_of_its_own_has_those_of_the_call():
    read = parameters.read({})
    assert read.nature_label("voir") == "Voir"
    assert read.function_label("screening") == "diffusion"
    assert read.functions_of("audience") == ("audience",)
    assert read.functions_of("local_authority") == ()
    assert read.functions_of("") == ()


def test_an_edition_speaks_in_its_own_words_and_shows_a_code_it_does_not_know():
    read = parameters.read(OWN)
    assert read.nature_label("voir") == "Regarder"
    assert (read.nature_label("faire"), read.function_label("cinema")) == ("faire", "cinema")
    assert read.functions_of("local_authority") == ("authority",)


def test_a_nature_counts_as_it_says_or_stands_apart():
    judged = case(OWN, actions=[{"nature": code} for code in ("voir", "rencontrer", "autre", "")])
    counted = [judged.counts_as(action) for action in judged.dossier.actions]
    assert counted == ["voir", "apart", "autre", ""]


def test_a_holder_fills_the_function_of_its_family_presumed_for_the_cultural_one():
    authority = case(OWN, holder={"name": "Ville", "actor_kind": "local_authority"})
    assert named_members(authority)[0].functions == ("authority",)
    assert not named_members(authority)[0].presumed
    cultural = case(OWN, holder={"name": "MJC", "actor_kind": "cultural"})
    assert named_members(cultural)[0].presumed
