from decimal import Decimal

import pytest

from tests.eligibility.editions import DROP, line, lines, money, verdict


def project(*rows, requested=DROP):
    budget = {"project": list(rows)}
    return {"budget": budget if requested is DROP else {**budget, "requested": requested}}


DRAC = line("product", "600", code="74etat", kind="drac", funder="DRAC")
TOWN = line("product", "400", code="74com", kind="commune", funder="Ville de Cahors")
COST = line("charge", "1000", code="622")


@pytest.mark.parametrize("name", ["occitanie", "deux"])
@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        (project(COST, DRAC, TOWN), "met", "sont égaux : 1 000 €"),
        (project(COST, DRAC, TOWN, requested="600.00"), "met", "sont égaux"),
        (
            project(line("charge", "1000.01"), DRAC, TOWN),
            "not_met",
            "les charges dépassent les produits de 0,01 €",
        ),
        (
            project(line("charge", "999"), DRAC, TOWN),
            "not_met",
            "les produits dépassent les charges de 1 €",
        ),
        (project(), "unknown", "pas encore rempli"),
        (project(COST), "unknown", "ses charges ou ses produits"),
        (project(DRAC, TOWN), "unknown", "ses charges ou ses produits"),
        (project(COST, DRAC, line("product", None, kind="commune")), "unknown", "son montant"),
        (project(COST, DRAC, line("", "400", kind="commune")), "unknown", "sa place"),
        (project(COST, DRAC, line("product", "1,50", kind="commune")), "unknown", "son montant"),
        (project(COST, DRAC, TOWN, requested="500"), "not_met", "attendent 600 € de la DRAC"),
        (
            project(COST, line("product", "600", code="74etat"), TOWN, requested="600"),
            "unknown",
            "n’est pas repérée",
        ),
        (
            project(
                COST,
                line("product", "600", code="74etat", funder="Drac Occitanie"),
                TOWN,
                requested="600",
            ),
            "met",
            "sont égaux",
        ),
        (
            project(COST, DRAC, TOWN, line("voluntary_charge", "50")),
            "not_met",
            "50 € en emplois (86), 0 € en ressources (87)",
        ),
        ({"budget": DROP}, "unknown", "pas encore rempli"),
    ],
)
def test_the_table_balances_to_the_cent(name, changes, state, words):
    found = verdict("budget.balanced", name=name, changes=changes)
    assert found.state == state
    assert words in found.reason.replace("\u00a0", " ").replace("\u202f", " ")


def others(*amounts):
    rows = [{"reference": f"OCC-{rank}", "requested": asked} for rank, asked in enumerate(amounts)]
    return {"context.other_requests": rows}


@pytest.mark.parametrize(
    ("name", "asked", "elsewhere", "state"),
    [
        ("occitanie", "5000.00", (), "met"),
        ("occitanie", "5000", (), "met"),
        ("occitanie", "5000.01", (), "not_met"),
        ("occitanie", "4000.00", ("1000.00",), "met"),
        ("occitanie", "4000.00", ("1000.01",), "not_met"),
        ("occitanie", "3000.00", ("1000.00", "1000.01"), "not_met"),
        ("occitanie", "3000.00", (None,), "unknown"),
        ("occitanie", "5000.01", (None,), "not_met"),
        ("deux", "6000.00", (), "met"),
        ("deux", "6000.01", (), "not_met"),
        ("deux", "5000.00", ("1000.01",), "not_met"),
        ("occitanie", None, (), "unknown"),
        ("occitanie", "0", (), "unknown"),
    ],
)
def test_the_ceiling_holds_for_all_the_dossiers_of_a_holder(name, asked, elsewhere, state):
    changes = {"budget": {"requested": asked, "project": []}, **others(*elsewhere)}
    assert verdict("budget.ceiling", name=name, changes=changes).state == state


def test_the_excess_is_told_with_the_other_dossiers():
    changes = {"budget": {"requested": "4500.50"}, **others("1000.00")}
    reason = verdict("budget.ceiling", changes=changes).reason
    told = reason.replace("\u00a0", " ").replace("\u202f", " ")
    assert told == (
        "La demande de 4 500,50 €, ajoutée aux 1 000 € des autres dossiers, dépasse de 500,50 € "
        "le plafond de 5 000 € par porteur."
    )


def test_the_dossier_itself_is_not_another():
    own = {
        "reference": "OCC-7",
        "context.other_requests": [
            {"reference": "OCC-7", "requested": "4800.00"},
            {"requested": "100.00"},
        ],
    }
    found = verdict("budget.ceiling", changes=own)
    assert (found.state, found.values["total"]) == ("met", "4900.00")


def test_a_ceiling_by_dossier_leaves_the_others_alone():
    by_dossier = {"money.ceiling_scope": "dossier"}
    found = verdict("budget.ceiling", changes=others("5000.00"), of_edition=by_dossier)
    assert found.state == "met"
    assert "par dossier" in found.reason


def test_the_larger_of_the_request_and_its_lines_counts():
    changes = {"budget": {"requested": "100", "project": lines(asked="5000.01", others="9000")}}
    assert verdict("budget.ceiling", changes=changes).state == "not_met"


@pytest.mark.parametrize(
    ("name", "asked", "state"),
    [
        ("deux", "2000.00", "met"),
        ("deux", "1999.99", "not_met"),
        ("deux", None, "unknown"),
        ("occitanie", "1.00", "not_applicable"),
    ],
)
def test_the_floor_is_reached(name, asked, state):
    assert (
        verdict(
            "budget.floor", name=name, changes={"budget.requested": asked, "budget.project": []}
        ).state
        == state
    )


@pytest.mark.parametrize(
    ("name", "changes", "state", "shown"),
    [
        ("occitanie", money(asked="600.00", others="400.00"), "met", "60 % du budget"),
        ("occitanie", money(asked="60.01", others="39.99"), "not_met", "60,01 % du budget"),
        ("occitanie", money(asked="600000.01", others="399999.99"), "not_met", "60,000001 %"),
        ("occitanie", money(asked="600.00", others="400.00", voluntary="100"), "met", "60 %"),
        (
            "occitanie",
            money(asked="600.01", others="399.99", voluntary="100"),
            "not_met",
            "60,001 %",
        ),
        ("deux", money(asked="700.00", others="300.00"), "met", "70 %"),
        ("deux", money(asked="700.01", others="299.99"), "not_met", "70,001 %"),
        ("deux", money(asked="770.00", others="230.00", voluntary="100"), "met", "70 %"),
        ("deux", money(asked="770.01", others="229.99", voluntary="100"), "not_met", "70,001 %"),
        ("occitanie", money(asked="600", others="401", charges="1000"), "met", "60 %"),
        ("occitanie", money(asked="600", others="399", charges="1000"), "unknown", "équilibré"),
        ("occitanie", money(asked="600", others="100", charges="900"), "not_met", "66,67 %"),
        ("occitanie", project(DRAC, TOWN), "unknown", "charges ou"),
        ("occitanie", project(COST), "unknown", "pas encore inscrite"),
        ("occitanie", project(DRAC, line("charge", None)), "unknown", "son montant"),
    ],
)
def test_the_share_is_compared_exactly(name, changes, state, shown):
    found = verdict("budget.share", name=name, changes=changes)
    assert found.state == state
    assert shown in found.reason.replace("\u00a0", " ")


def test_both_figures_of_the_share_are_kept():
    found = verdict("budget.share", changes=money(asked="600", others="400", voluntary="200"))
    assert found.values["share_without_voluntary"] == "60.0000"
    assert found.values["share_with_voluntary"] == "50.0000"


def funded(*rows):
    return project(COST, DRAC, *rows)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (funded(TOWN), "met"),
        (funded({**TOWN, "status": "granted"}), "met"),
        (funded({**TOWN, "amount": "0"}), "not_met"),
        (
            funded({**TOWN, "amount": "0.00"}, line("product", "400", code="own", kind="own")),
            "not_met",
        ),
        (funded({**TOWN, "amount": "0.01"}), "met"),
        (funded({**TOWN, "amount": None}), "unknown"),
        (funded(line("product", "400", code="own", kind="own")), "not_met"),
        (funded(line("product", "400", code="70")), "not_met"),
        (funded(line("product", "400", code="758")), "met"),
        (funded(line("product", "400", code="74region")), "met"),
        (funded(line("product", "400", code="74etat", kind="state")), "met"),
        (funded(line("product", "400", code="74etat", funder="DDETS")), "unknown"),
        (funded(line("product", "400")), "unknown"),
        (funded(line("", "400", kind="commune")), "unknown"),
        (funded(line("voluntary_product", "400", kind="commune")), "not_met"),
        (funded({**TOWN, "funder": "mjc du pont vieux"}), "not_met"),
        (project(COST), "unknown"),
        (project(), "unknown"),
    ],
)
def test_another_funder_brings_money(changes, state):
    assert verdict("budget.cofunding", changes=changes).state == state


def test_funders_are_named_in_the_right_number():
    two = funded(TOWN, line("product", "1", code="74dep", funder="Lot"))
    assert "Autres financeurs" in verdict("budget.cofunding", changes=two).reason
    assert "Autre financeur" in verdict("budget.cofunding", changes=funded(TOWN)).reason


def test_the_second_edition_does_not_insist_on_another_funder():
    assert verdict("budget.cofunding", name="deux").state == "not_applicable"


@pytest.mark.parametrize(
    ("rule", "key"), [("budget.ceiling", "ceiling"), ("budget.share", "share")]
)
def test_an_edition_may_leave_a_bound_out(rule, key):
    assert verdict(rule, of_edition={f"money.{key}": None}).state == "not_applicable"


def test_amounts_in_the_values_are_exact_text():
    assert Decimal(verdict("budget.ceiling").values["requested"]) == Decimal("4800.00")
