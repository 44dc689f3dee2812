"""Where an action takes place, and which zones that is in, with the edition's vintages."""

import pytest

from passeurs.dossiers.actions.places import refresh_findings
from tests.factories import territories

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(draft):
    return draft.actions.create(position=1, title="Atelier")


def test_a_place_without_commune_nor_point_is_in_no_zone_we_know_of(action):
    action.findings = {"qpv": {"answer": "yes"}}
    refresh_findings(action)
    action.refresh_from_db()
    assert action.findings == {}


def test_a_commune_alone_is_enough_to_ask_with_the_edition_s_vintages(action, edition):
    action.commune = territories.CommuneFactory()
    refresh_findings(action)
    action.refresh_from_db()
    territory = edition.document()["territory"]
    assert action.findings["qpv"]["vintage"] == territory["qpv_vintage"]
    assert action.findings["rural"]["kind"] == territory["rural"]["kind"]
    assert action.findings["qpv"]["answer"] == "not_loaded"


def test_a_point_inside_a_quarter_is_in_it(action, edition):
    vintage = edition.document()["territory"]["qpv_vintage"]
    territories.VintageFactory(vintage=vintage)
    commune = territories.CommuneFactory()
    territories.ZoneFactory(
        vintage=vintage,
        name="Terre Rouge",
        geometry=territories.square(1.43, 44.44, 1.45, 44.46),
        communes=[commune.insee],
    )
    action.commune, action.lat, action.lon = commune, 44.45, 1.44
    refresh_findings(action)
    assert (action.findings["qpv"]["answer"], action.findings["qpv"]["name"]) == (
        "yes",
        "Terre Rouge",
    )
    assert action.findings["rural"]["answer"] == "not_loaded"
