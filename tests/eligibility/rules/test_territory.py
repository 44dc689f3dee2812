import pytest

from tests.eligibility.editions import DROP, dossier, verdict

RULE = "territory.priority"
VINTAGES = {"occitanie": (2015, "ZRR", 2021), "deux": (2024, "FRR", 2025)}


def findings(name, qpv, rural, **more):
    qpv_vintage, kind, vintage = VINTAGES[name]
    return {
        "qpv": {"answer": qpv, "vintage": qpv_vintage, **more},
        "rural": {"answer": rural, "kind": kind, "vintage": vintage},
    }


def places(name, qpv="no", rural="no", **more):
    """Every place answered alike, and no public said to come from a zone."""
    place = {"insee": "46042", "city": "Cahors", "audience_from_zone": False}
    found = {**place, "findings": findings(name, qpv, rural), **more}
    changes = {f"actions.{rank}.place": found for rank in range(3)}
    return {**changes, "audience.share_qpv": 0, "audience.share_rural": 0}


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("qpv", "rural", "state"),
    [
        ("yes", "no", "met"),
        ("no", "yes", "met"),
        ("yes", "not_loaded", "met"),
        ("no", "no", "not_met"),
        ("to_confirm", "no", "to_confirm"),
        ("not_loaded", "no", "to_confirm"),
        ("no", "not_loaded", "to_confirm"),
        ("not_loaded", "not_loaded", "to_confirm"),
    ],
)
def test_one_priority_zone_is_enough_and_doubt_goes_to_a_person(name, qpv, rural, state):
    assert verdict(RULE, name=name, changes=places(name, qpv, rural)).state == state


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"audience.share_qpv": 40}, "to_confirm"),
        ({"audience.share_rural": 5}, "to_confirm"),
        ({"actions.1.place.audience_from_zone": True}, "to_confirm"),
        ({"audience.share_qpv": None}, "unknown"),
        ({"audience.share_rural": DROP}, "unknown"),
        ({"actions.0.place": {}}, "unknown"),
        ({"actions.0.place": DROP}, "unknown"),
        ({f"actions.{rank}.place": {} for rank in range(3)}, "unknown"),
        ({"actions": []}, "unknown"),
        ({"actions.0.place.declared_qpv": "QP046001"}, "not_met"),
    ],
)
def test_no_takes_a_place_for_every_action_and_the_origin_of_the_public(changes, state):
    assert verdict(RULE, changes={**places("occitanie"), **changes}).state == state


def test_what_is_declared_without_proof_is_to_confirm():
    declared = places("occitanie", "not_loaded", declared_qpv="QP046001")
    found = verdict(RULE, changes=declared)
    assert found.state == "to_confirm"
    assert "sans preuve" in found.reason


@pytest.mark.parametrize(
    "place",
    [
        {"lat": 44.45, "lon": 1.44},
        {"insee": "46042"},
        {"city": "Cahors"},
        {"street": "1 rue"},
    ],
)
def test_a_place_without_findings_is_not_loaded(place):
    found = verdict(RULE, changes={**places("occitanie"), "actions.0.place": place})
    assert found.state == "to_confirm"
    assert "n’est pas chargé" in found.reason


def test_ten_metres_from_an_edge_the_coordination_decides():
    near = findings(
        "occitanie",
        "to_confirm",
        "no",
        distance_m=10,
        reason="Le lieu est à 10 m de la limite du quartier.",
    )
    changes = {**places("occitanie"), "actions.2.place.findings": near}
    found = verdict(RULE, changes=changes)
    assert found.state == "to_confirm"
    assert found.reason.startswith("Le lieu est à 10 m de la limite du quartier (Cahors)")


def test_the_coordination_is_named_once_when_the_zoning_already_names_it():
    told = "Toulouse compte 9 quartiers\u00a0: la coordination tranchera."
    near = findings("occitanie", "to_confirm", "no", reason=told)
    found = verdict(RULE, changes={**places("occitanie"), "actions.2.place.findings": near})
    assert found.reason.count("tranchera") == 1
    assert found.reason.startswith("Toulouse compte 9 quartiers (")


def test_a_commune_that_holds_a_quarter_is_to_confirm_even_without_a_reason():
    found = verdict(RULE, changes={**places("occitanie", "to_confirm"), "actions.0.place.city": ""})
    assert found.state == "to_confirm"
    assert "Le zonage ne permet pas de répondre (l’action 1)" in found.reason


def test_an_answer_of_another_vintage_is_no_answer():
    changes = {**places("occitanie"), "actions.0.place.findings": findings("deux", "yes", "yes")}
    assert verdict(RULE, changes=changes).state == "to_confirm"


def test_an_answer_of_another_rural_zoning_is_no_answer():
    other = {"answer": "yes", "kind": "FRR", "vintage": 2021}
    changes = {**places("occitanie"), "actions.0.place.findings.rural": other}
    assert verdict(RULE, changes=changes).state == "to_confirm"


@pytest.mark.parametrize(
    ("zoning", "words"),
    [
        (
            {"qpv": {"answer": "yes", "code": "QP046001", "name": "Terre Rouge", "vintage": 2015}},
            "« Terre Rouge » (QP046001) (zonage QPV de 2015)",
        ),
        ({"qpv": {"answer": "yes", "code": "QP046001"}}, "« QP046001 » (zonage QPV de 2015)"),
        ({"rural": {"answer": "yes", "class": "C – Classée"}}, "commune classée « C – Classée »"),
        ({"rural": {"answer": "yes"}}, "commune classée « ZRR »"),
    ],
)
def test_the_zone_is_named_with_its_vintage(zoning, words):
    found = verdict(RULE, changes={**places("occitanie"), "actions.0.place.findings": zoning})
    assert found.state == "met"
    assert words in found.reason.replace("\u00a0", " ")


@pytest.mark.parametrize(("checked", "said"), [(True, False), (None, False), (False, True)])
def test_a_point_placed_by_hand_is_said_not_to_be_verified(checked, said):
    zoning = {"qpv": {"answer": "yes", "code": "QP046001"}}
    place = {"actions.0.place.findings": zoning, "actions.0.place.checked": checked}
    found = verdict(RULE, changes={**places("occitanie"), **place})
    assert found.state == "met"
    assert ("lieu placé à la main et non vérifié" in found.reason) is said


def test_the_verdict_keeps_the_vintage_it_used():
    answers = verdict(RULE).values["answers"]
    assert {(one["zoning"], one["vintage"]) for one in answers} == {("QPV", 2015), ("ZRR", 2021)}


@pytest.mark.parametrize(
    ("of_edition", "state"),
    [
        ({"territory.qpv_vintage": None, "territory.rural.kind": ""}, "not_applicable"),
        ({"territory.qpv_vintage": None}, "met"),
        ({"territory.rural.kind": ""}, "met"),
        ({"territory.rural.vintage": None}, "met"),
    ],
)
def test_an_edition_chooses_its_zonings(of_edition, state):
    assert verdict(RULE, of_edition=of_edition).state == state


def test_a_zone_without_vintage_is_told_without():
    nowhere = {
        "actions": [
            dossier()["actions"][0]
            | {"place": {"insee": "46042", "findings": {"rural": {"answer": "yes", "kind": "ZRR"}}}}
        ]
    }
    found = verdict(RULE, changes=nowhere, of_edition={"territory.rural.vintage": None})
    assert found.state == "met"
    assert "zonage" not in found.reason


def test_a_doubt_asks_for_the_point_of_the_place():
    """A written address is not located: it would settle nothing."""
    found = verdict(RULE, changes=places("occitanie", "to_confirm"))
    assert found.hint.startswith("Situez le lieu au mètre près")
    assert "adresse" not in found.hint
