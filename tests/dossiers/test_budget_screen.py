"""The budget's screen: its totals, its balance, and what follows each save."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from passeurs.core.typography import euros
from passeurs.dossiers.forms.budget import shown_code
from passeurs.dossiers.queries.budget import figures_of, funded_of, sums_of
from tests.factories import calls
from tests.factories import dossiers as factory

AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def holder(client, ready):
    client.force_login(ready.holder)
    return client


@pytest.fixture
def address(ready):
    return reverse("dossiers:budget", args=[ready.pk])


def fragment(client, dossier):
    return client.get(reverse("dossiers:figures", args=[dossier.pk])).content.decode()


def charge(code, amount):
    return {"side": "charge", "code": code, "amount": amount}


def test_a_number_is_shown_as_the_form_prints_it():
    assert [shown_code(code) for code in ("601", "60x", "74etat", "own")] == ["601", "60", "74", ""]


def test_each_account_and_each_side_has_its_sum():
    lines = [charge("601", "240.50"), charge("604", "60"), charge("622", "100")]
    sums = sums_of({"project": lines, "structure": [charge("601", "7")]})
    assert sums["sous-total-project-60"] == Decimal("300.50")
    assert sums["total-project-charge"] == Decimal("400.50")
    assert sums["total-structure-charge"] == Decimal(7)
    assert sums["total-project-product"] == 0


@pytest.mark.django_db
def test_the_drac_comes_first_among_those_who_give(ready):
    given = funded_of(ready)["74"]
    assert [line.funder_kind for line in given] == ["drac", "commune"]


@pytest.mark.django_db
def test_the_lamp_is_for_the_drac_alone(ready):
    figures = figures_of(ready)
    assert [one["series"] for one in figures["who_pays"]] == [0, 1]
    assert [one["series"] for one in figures["what_for"]] == [1]


@pytest.mark.django_db
def test_a_balanced_budget_says_so(holder, address):
    shown = holder.get(address).content.decode()
    assert f"Équilibré\u00a0: charges et produits {euros(Decimal(9480))}." in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "said"),
    [("9708", "Il manque {} de produits."), ("9252", "Il y a {} de produits en trop.")],
)
def test_a_gap_is_told_with_its_side_as_soon_as_it_is_saved(holder, ready, address, amount, said):
    holder.post(address, {"_version": 0, "project-622": amount}, headers=AUTOSAVE)
    assert said.format(euros(Decimal(228))) in fragment(holder, ready)


@pytest.mark.django_db
def test_the_fragment_holds_every_place_that_a_save_changes(holder, ready, address):
    shown, read_again = holder.get(address).content.decode(), fragment(holder, ready)
    for place in ("chiffres", "limite", "equilibre", "volontaires", "annuel", "financeurs-74"):
        assert f'id="{place}"' in shown
        assert f'id="{place}"' in read_again
    for place in figures_of(ready)["sums"]:
        assert f'id="{place}"' in read_again


@pytest.mark.django_db
def test_no_code_of_ours_is_shown(holder, address):
    shown = holder.get(address).content.decode()
    for code in ("own", "indirect", "74etat", "62x"):
        assert f">{code}<" not in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("occitanie-en-cours", ("Elles ne comptent pas dans le total", "Au moins un, avec un")),
        ("deux-seances-1", ("Elles comptent dans le total", "cet appel n’en exige aucun")),
    ],
)
def test_what_is_said_of_the_share_and_of_other_funders_is_the_edition_s(client, slug, said):
    draft = factory.dossier(calls.edition(slug, today=timezone.localdate()))
    client.force_login(draft.holder)
    shown = client.get(reverse("dossiers:budget", args=[draft.pk])).content.decode()
    assert [words for words in said if words not in shown] == []
