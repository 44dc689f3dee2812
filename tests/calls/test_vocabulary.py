"""The words of an edition: its own natures and functions, or those of the call."""

from passeurs.calls import vocabulary
from passeurs.calls.checker import check
from passeurs.calls.criteria import criteria
from passeurs.calls.document import move_dates
from tests.factories import calls

OWN = [
    {"code": "voir", "label": "Voir", "counts_as": "voir"},
    {"code": "faire", "label": "Faire", "counts_as": "faire"},
    {"code": "rencontrer", "label": "Rencontrer", "counts_as": ""},
]


def sentences(document):
    return [one.sentence for one in check(document)]


def test_an_edition_without_words_of_its_own_has_those_of_the_call():
    assert list(vocabulary.nature_labels({})) == ["voir", "faire"]
    assert vocabulary.function_labels({})["screening"] == "diffusion"


def test_what_a_nature_stands_for():
    document = {"natures": OWN}
    found = [vocabulary.counts_as(document, code) for code in ("voir", "rencontrer", "ailleurs")]
    assert found == ["voir", "", "ailleurs"]


def test_a_nature_required_without_a_kind_that_allows_it_is_told():
    document = calls.document(
        natures=OWN, pathway={"natures_required": ["rencontrer"], "min_actions": 3}
    )
    assert any("Rencontrer" in one for one in sentences(document))


def test_words_written_twice_or_counting_as_nothing_known_are_told():
    wrong = [*OWN, {"code": "voir", "label": "Encore", "counts_as": "danser"}]
    found = sentences(calls.document(natures=wrong))
    assert any("écrite deux fois" in one for one in found)
    assert any("« Encore »" in one.replace("\u00a0", " ") for one in found)


def test_a_kind_of_no_known_nature_and_an_unknown_function_are_told():
    document = calls.document(natures=OWN[:1])
    assert any("n’est ni Voir" in one for one in sentences(document))
    document = calls.document(partners={"functions_required": ["ailleurs"]})
    assert any("ailleurs" in one for one in sentences(document))


def test_the_demands_are_told_in_the_words_of_the_edition():
    own = [{"code": "cinema", "label": "acteur culturel", "family": "cultural"}]
    document = calls.document(functions=own, partners={"functions_required": ["cinema"]})
    assert any("acteur culturel" in one.sentence for one in criteria(document))


def test_a_draft_that_lacks_what_a_call_needs_can_still_be_read():
    bare = calls.document(clauses=[], film_lists=[])
    bare["partners"] = {**bare["partners"], "functions_required": []}
    bare["pathway"] = {**bare["pathway"], "natures_required": []}
    assert [one.number for one in criteria(bare)] == [""] * len(criteria(bare))


def test_a_month_moves_as_its_middle_does():
    document = {"calendar": {"committee": "2027-05", "opening": "2024-02-29T00:00:00"}}
    assert move_dates(document, days=182)["calendar"]["committee"] == "2027-11"
    assert move_dates(document, years=1)["calendar"]["opening"] == "2025-02-28T00:00:00"
