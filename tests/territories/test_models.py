import pytest

from passeurs.territories.models import Commune, FormerCode, RuralClass, Vintage, Zone, ZoneCommune


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (Commune(name="Cahors", department="46"), "Cahors (46)"),
        (FormerCode(code="30094", commune_id="30329"), "30094 → 30329"),
        (Vintage(kind="QPV", vintage=2024), "QPV 2024"),
        (Zone(code="QN03201M", name="Grand Garros"), "QN03201M Grand Garros"),
        (ZoneCommune(zone_id=7, insee="32013"), "7 – 32013"),
        (
            RuralClass(insee="32013", kind="FRR", vintage=2025, label="FRR socle"),
            "32013 – FRR 2025\u00a0: FRR socle",
        ),
    ],
)
def test_a_row_names_itself(row, text):
    assert str(row) == text
