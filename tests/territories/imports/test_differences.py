import pytest

from passeurs.territories.enums import Classification, Kind
from passeurs.territories.imports import differences as module
from passeurs.territories.imports.differences import differences
from passeurs.territories.imports.files import Packet
from passeurs.territories.imports.importing import Order, read_order
from passeurs.territories.models import Zone
from tests.factories.territories import (
    CommuneFactory,
    RuralClassFactory,
    VintageFactory,
    ZoneFactory,
)

HEAD = "Code_insee;Departement;Commune;Classement FRR\n"
pytestmark = pytest.mark.django_db


def told(kind, vintage, text, name="liste.csv"):
    order = Order(kind=kind, vintage=vintage, packets=(Packet(name, text.encode()),))
    found = differences(read_order(order)).as_document()
    plain = {
        row["label"]: [line.replace("\u00a0", " ") for line in row["lines"]]
        for row in found["groups"]
    }
    return found["against"], plain


@pytest.fixture
def communes():
    for insee, name in (
        ("46042", "Cahors"),
        ("46102", "Figeac"),
        ("46138", "Gramat"),
        ("46240", "Puy"),
    ):
        CommuneFactory(insee=insee, name=name)


def test_without_anything_loaded_there_is_nothing_to_compare(communes):
    assert told(Kind.FRR, 2025, HEAD + "46042;46;Cahors;FRR socle\n") == ("", {})


def test_a_rural_list_is_compared_with_the_vintage_before_it(communes):
    VintageFactory(kind=Kind.FRR, vintage=2024)
    VintageFactory(kind=Kind.FRR, vintage=2030)
    RuralClassFactory(insee="46042", vintage=2024)
    RuralClassFactory(insee="46102", vintage=2024, label="Non classée", state=Classification.NONE)
    RuralClassFactory(insee="46240", vintage=2024)
    RuralClassFactory(insee="12202", vintage=2024)
    lines = ("46042;46;Cahors;Non classée", "46102;46;Figeac;FRR+", "46138;46;Gramat;FRR socle")
    against, groups = told(Kind.FRR, 2025, HEAD + "\n".join(lines) + "\n")
    assert against.replace("\u00a0", " ") == "FRR 2024"
    assert groups == {
        "Communes qui ne sont plus classées": ["46042 Cahors : FRR socle"],
        "Communes nouvellement classées": ["46102 Figeac : FRR+"],
        "Communes que la liste d’avant ne donnait pas": ["46138 Gramat"],
        "Communes absentes de cette liste": ["46240 Puy"],
    }


def test_a_label_that_changes_is_told(communes):
    VintageFactory(kind=Kind.FRR, vintage=2025)
    RuralClassFactory(insee="46042", vintage=2025)
    _, groups = told(Kind.FRR, 2025, HEAD + "46042;46;Cahors;FRR bénéficiaire\n")
    assert groups == {"Libellés changés": ["46042 Cahors : FRR socle → FRR bénéficiaire"]}


def test_a_long_group_keeps_its_count_and_its_first_lines(communes, monkeypatch):
    monkeypatch.setattr(module, "SHOWN", 1)
    VintageFactory(kind=Kind.FRR, vintage=2024)
    text = HEAD + "46042;46;Cahors;FRR+\n46102;46;Figeac;FRR+\n"
    order = Order(kind=Kind.FRR, vintage=2025, packets=(Packet("a.csv", text.encode()),))
    [group] = differences(read_order(order)).as_document()["groups"]
    assert (group["count"], len(group["lines"])) == (2, 1)


def test_quarters_are_compared_by_their_code(communes):
    VintageFactory(kind=Kind.QPV, vintage=2024)
    ZoneFactory(code="QN04601M", name="Ancien nom", communes=["46042"])
    ZoneFactory(code="QN04602M", communes=["46042"])
    ZoneFactory(code="QN04603M", name="Même nom", communes=["46042"])
    ZoneFactory(code="QN01201M", communes=["12202"])
    Zone.objects.filter(code="QN04603M").update(geometry={"type": "Point"})
    head = "code_qp;lib_qp;insee_com;lib_com\n"
    rows = (
        "QN04601M;Nouveau nom;46042;Cahors",
        "QN04603M;Même nom;46042 | 46102;Cahors | Figeac",
        "QN04604M;Les Tilleuls;46042;Cahors",
    )
    _, groups = told(Kind.QPV, 2024, head + "\n".join(rows) + "\n")
    assert groups == {
        "Noms changés": ["QN04601M Nouveau nom : « Ancien nom » auparavant"],
        "Communes changées": ["QN04603M Même nom"],
        "Contours changés": ["QN04603M Même nom"],
        "Quartiers nouveaux": ["QN04604M Les Tilleuls"],
        "Quartiers qui disparaissent": ["QN04602M Les Tilleuls"],
    }


def test_communes_are_compared_with_those_in_force(communes):
    text = (
        "insee,name,postcodes,population,former_codes\n"
        "46042,Cahors-le-Vieux,46000,10,46102\n46001,Albas,46140,10,\n"
    )
    against, groups = told(Kind.COMMUNES, 2027, text)
    assert against == "les communes en vigueur"
    assert groups == {
        "Noms changés": ["46042 Cahors → Cahors-le-Vieux"],
        "Communes nouvelles": ["46001 Albas"],
        "Communes absentes de cette liste": [
            "46102 Figeac → 46042 Cahors-le-Vieux",
            "46138 Gramat",
            "46240 Puy",
        ],
    }
