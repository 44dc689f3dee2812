"""Facts published by the State, answered from the shipped data."""

import pytest

from passeurs.territories.queries import locate

pytestmark = pytest.mark.django_db

BELLEFONTAINE = {"lat": 43.5625, "lon": 1.3985}
CAPITOLE = {"lat": 43.6043, "lon": 1.4437}
MENDE_CATHEDRAL = {"lat": 44.5181, "lon": 3.4991}
GRAND_GARROS = {"lat": 43.6354, "lon": 0.5935}
ZRR = ("ZRR", 2021)


def test_bellefontaine_is_in_grand_mirail(shipped):
    qpv = locate(insee="31555", **BELLEFONTAINE)["qpv"]
    assert (qpv["answer"], qpv["code"], qpv["distance_m"]) == ("yes", "QN03107M", 0)


def test_the_capitole_is_outside(shipped):
    qpv = locate(insee="31555", **CAPITOLE)["qpv"]
    assert (qpv["answer"], qpv["code"]) == ("no", None)
    assert 1_000 < qpv["distance_m"] < 3_000


def test_toulouse_is_neither_zrr_nor_frr(shipped):
    assert locate(insee="31555")["rural"]["answer"] == "no"
    assert locate(insee="31555", rural=ZRR)["rural"]["answer"] == "no"


def test_auch_has_a_quarter_and_became_rural(shipped):
    found = locate(insee="32013", **GRAND_GARROS)
    assert (found["qpv"]["answer"], found["qpv"]["code"]) == ("yes", "QN03201M")
    assert (found["rural"]["answer"], found["rural"]["class"]) == ("yes", "FRR socle")
    assert locate(insee="32013", rural=ZRR)["rural"]["answer"] == "no"


def test_carmaux_is_rural_by_both_lists_and_has_a_quarter(shipped):
    found = locate(insee="81060")
    assert (found["qpv"]["answer"], found["qpv"]["code"]) == ("to_confirm", "QN08109M")
    assert found["rural"]["class"] == "FRR socle"
    assert locate(insee="81060", rural=ZRR)["rural"]["answer"] == "yes"


def test_the_cathedral_of_mende_lies_a_kilometre_outside_a_quarter_new_in_2024(shipped):
    qpv = locate(insee="48095", **MENDE_CATHEDRAL)["qpv"]
    assert qpv["answer"] == "no"
    assert qpv["distance_m"] == pytest.approx(1_200, abs=150)
    assert "QN04801N" in qpv["reason"]
    assert locate(insee="48095", qpv_vintage=2015)["qpv"]["answer"] == "no"


def test_l_isle_jourdain_has_no_quarter_and_is_only_frr(shipped):
    found = locate(insee="32160")
    assert (found["qpv"]["answer"], found["rural"]["class"]) == ("no", "FRR socle")
    assert locate(insee="32160", rural=ZRR)["rural"]["answer"] == "no"


def test_cahors_kept_its_quarter_under_the_vintage_of_2015(shipped):
    qpv = locate(insee="46042", qpv_vintage=2015)["qpv"]
    assert (qpv["answer"], qpv["code"]) == ("to_confirm", "QP046001")


def test_thoiras_corbes_is_partly_classed_frr(shipped):
    rural = locate(insee="30329")["rural"]
    assert (rural["answer"], rural["class"]) == ("to_confirm", "FRR bénéficiaire partiellement")


def test_thoiras_corbes_joins_communes_that_differed_in_zrr(shipped):
    rural = locate(insee="30329", rural=ZRR)["rural"]
    assert (rural["answer"], rural["class"]) == ("to_confirm", None)
    assert locate(insee="30094", rural=ZRR)["rural"]["answer"] == "no"


def test_elsewhere_nothing_is_said(shipped):
    found = locate(insee="75056", lat=48.8566, lon=2.3522)
    assert found["qpv"]["answer"] == found["rural"]["answer"] == "not_loaded"
    assert found["qpv"]["reason"] == "Zonage non chargé\u00a0: QPV 2024 pour Paris."


def test_a_district_of_paris_leads_to_paris(shipped):
    assert "Paris" in locate(insee="75118")["rural"]["reason"]
