"""The checker, on the call as it was printed and on every fault it names."""

import pytest

from passeurs.calls.checker import check, errors
from tests.factories import calls


def without(document, section, key):
    document[section] = {name: value for name, value in document[section].items() if name != key}
    return document


def where(document):
    return {(finding.level, finding.where) for finding in check(document)}


@pytest.mark.parametrize("slug", calls.SLUGS)
@pytest.mark.parametrize("today", ["2026-01-01", "2026-06-30", "2026-12-31", "2028-02-29"])
def test_the_demonstration_editions_hold_together_whatever_the_day(slug, today):
    assert check(calls.document(slug, today=type(calls.TODAY).fromisoformat(today))) == []


def test_the_calendar_as_printed_is_caught_and_the_year_meant_is_told():
    printed = calls.document(calendar={"filing_before": "2022-10-31T23:59:59"})
    found = [one for one in errors(printed) if one.where == "calendar.filing_before"]
    assert "31\N{NO-BREAK SPACE}octobre\N{NO-BREAK SPACE}2022" in found[0].sentence
    assert "n’est pas de l’édition 2024" in found[0].sentence
    assert "Sans doute le 31\N{NO-BREAK SPACE}octobre\N{NO-BREAK SPACE}2023." in found[0].sentence


def test_no_year_is_suggested_where_none_would_do():
    nonsense = calls.document(calendar={"contact_before": "2019-02-28", "opening": "2024-09-01"})
    sentences = [one.sentence for one in errors(nonsense)]
    assert not any("Sans doute le 28" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("sections", "place"),
    [
        ({"timezone": "Europe/Lutece"}, "timezone"),
        ({"timezone": ""}, "timezone"),
        ({"year": None}, "year"),
        ({"calendar": {"filing_before": "31 octobre 2023"}}, "calendar.filing_before"),
        ({"calendar": {"filing_before": None}}, "calendar.filing_before"),
        ({"calendar": {"fete": "2023-10-31"}}, "calendar.fete"),
        ({"calendar": {"contact_before": "2023-11-15"}}, "calendar.filing_before"),
        ({"calendar": {"report_second_sending": "2023-10-01"}}, "calendar.report_second_sending"),
        ({"calendar": {"report_due": "2026-11-30"}}, "calendar.report_due"),
        ({"calendar": {"opening": "2023-03-26T02:30:00"}}, "calendar.opening"),
        ({"money": {"share": "120.00"}}, "money.share"),
        ({"money": {"share": "beaucoup"}}, "money.share"),
        ({"money": {"ceiling": "-1.00"}}, "money.ceiling"),
        ({"money": {"floor": "6000.00"}}, "money.ceiling"),
        ({"pathway": {"min_actions": 1}}, "pathway.min_actions"),
        ({"pathway": {"natures_required": ["voir", "ouïr"]}}, "pathway.natures_required"),
        ({"action_kinds": []}, "action_kinds"),
        ({"film_lists": []}, "action_kinds.open_air"),
        ({"audience": {"age_min": 26}}, "audience.age_max"),
        ({"audience": {"core_share": "101.00"}}, "audience.core_share"),
        ({"audience": {"bands": [[0, 5], [5, 11]]}}, "audience.bands"),
        ({"partners": {"functions_required": ["cine"]}}, "partners.functions_required"),
        ({"clauses": []}, "rules.contact.before_deadline"),
    ],
)
def test_a_fault_is_an_error_in_its_place(sections, place):
    assert ("error", place) in where(calls.document(**sections))


@pytest.mark.parametrize("kind", ["opening", "filing_before"])
def test_an_edition_cannot_do_without_its_opening_and_its_closing(kind):
    assert ("error", f"calendar.{kind}") in where(without(calls.document(), "calendar", kind))


def test_a_rule_that_the_engine_does_not_know_is_an_error():
    document = calls.document()
    document["rules"].append({"code": "budget.gold", "clause": "money", "blocking": True})
    assert ("error", "rules.budget.gold") in where(document)


def test_a_rule_left_out_is_only_a_warning():
    document = calls.document()
    dropped = document["rules"].pop()
    assert any(dropped["code"] in one.sentence for one in check(document))
    assert errors(document) == []


@pytest.mark.parametrize("key", ["rules", "clauses", "objectives", "documents", "action_kinds"])
def test_what_is_written_twice_is_an_error(key):
    document = calls.document()
    document[key].append(document[key][0])
    assert ("error", key) in where(document)


@pytest.mark.parametrize(
    ("key", "field", "value", "place"),
    [
        ("documents", "per", "village", "documents.practitioner_cv"),
        ("documents", "when", "jamais", "documents.practitioner_cv"),
        ("action_kinds", "nature", "boire", "action_kinds.creation_workshop"),
    ],
)
def test_an_unknown_choice_is_an_error(key, field, value, place):
    document = calls.document()
    document[key][0][field] = value
    assert ("error", place) in where(document)


def test_a_closing_that_happens_twice_is_told_but_does_not_refuse():
    document = calls.document(
        year=2028,
        calendar={
            kind: text.replace("2024", "2028").replace("2023", "2027")
            for kind, text in calls.document()["calendar"].items()
        }
        | {"filing_before": "2027-10-31T02:30:00"},
    )
    assert ("warning", "calendar.filing_before") in where(document)
    assert errors(document) == []


def test_an_article_that_speaks_of_another_sum_is_told():
    found = check(calls.document(money={"ceiling": "5500.00", "share": "65.00"}))
    assert [one.where for one in found] == ["clauses.money", "clauses.money"]
    assert {one.level for one in found} == {"warning"}


def test_a_share_of_the_whole_leaves_no_room_to_a_cofunder():
    assert ("warning", "money.share") in where(calls.document(money={"share": "100.00"}))


def test_a_missing_text_is_told():
    assert ("warning", "texts.appeal") in where(calls.document(texts={"appeal": " "}))


def test_no_year_is_suggested_for_a_29_february_that_no_year_has():
    found = errors(calls.document(calendar={"contact_before": "2020-02-29"}))
    assert "Sans doute" not in found[0].sentence
