from datetime import UTC, datetime, timedelta

import pytest

from passeurs.dossiers.forms.filing import SubmitForm
from passeurs.dossiers.printing import dossier_data, dossier_pdf
from tests.factories.pdf import opened, text_of

AT = datetime(2023, 10, 20, 8, 5, tzinfo=UTC)
HOSTILE = '#panic() *a* _b_ `c` $d$ @e <f> // "]; 😀 \u202e سلام\n\n= Titre'


def every_string(value, change):
    if isinstance(value, dict):
        return {key: every_string(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [every_string(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def test_a_draft_says_that_it_is_not_filed(document, edition):
    said = text_of(dossier_pdf(document, edition, at=AT))
    assert "Ce dossier n’est pas déposé." in said
    assert "20\u00a0octobre\u00a02023 à 10\u00a0h\u00a005, heure de Paris" in said
    assert "Brouillon" in said


def test_a_filed_dossier_bears_its_receipt(document, edition):
    said = text_of(dossier_pdf(document, edition, at=AT, receipt="OCC-2024-0012-R1"))
    assert "OCC-2024-0012-R1" in said
    assert "Brouillon" not in said


def test_every_part_of_the_dossier_is_printed(document, edition):
    said = text_of(dossier_pdf(document, edition, at=AT))
    names = [row["name"] for key in ("partners", "people", "documents") for row in document[key]]
    titles = [row["title"] for row in document["actions"]]
    for words in [document["project"]["title"], document["holder"]["name"], *names, *titles]:
        assert words in said.replace(" \n", " ")
    for heading in ("Les partenaires", "Les publics", "Budget du projet", "Les engagements"):
        assert heading in said


def test_the_budget_is_added_up(document, edition):
    lines = [
        {"side": "charge", "code": "601", "label": "", "amount": "1200.50"},
        {"side": "charge", "code": "613", "label": "Salle", "amount": "0.50"},
        {
            "side": "product",
            "code": "74region",
            "label": "",
            "amount": "1201.00",
            "funder": "Région",
            "status": "granted",
            "decided_on": "2023-09-01",
        },
    ]
    document["budget"] = {"requested": None, "project": lines, "structure": []}
    project, structure = dossier_data(document, edition, at=AT)["budgets"]
    charges, products = project["sides"]
    assert charges["lines"][0] == [
        "601",
        "Achats de matières et fournitures",
        "",
        "1\u202f200,50\u00a0€",
    ]
    assert charges["total"] == products["total"] == "1\u202f201\u00a0€"
    assert products["lines"][0][0] == "74"
    assert products["lines"][0][1].endswith("– Région")
    assert products["lines"][0][2] == "Acquis le 1er\u00a0septembre\u00a02023"
    assert structure["sides"] == []


def test_an_untouched_dossier_prints(incomplete, edition):
    assert "Budget du projet" in text_of(dossier_pdf(incomplete, edition, at=AT))


@pytest.mark.parametrize("receipt", ["", "R1"])
def test_hostile_text_everywhere_is_printed_as_text(document, edition, receipt):
    keep = {"answer", "side", "from", "to"}
    hostile = every_string(document["project"], lambda _: HOSTILE)
    document["project"] |= {
        key: value for key, value in hostile.items() if not key.endswith("_on") and key not in keep
    }
    document["holder"]["name"] = document["actions"][0]["title"] = HOSTILE
    said = text_of(dossier_pdf(document, edition, at=AT, receipt=receipt))
    assert "#panic() *a* _b_ `c` $d$ @e <f>" in said


def test_headings_and_tables_are_tagged(document, edition):
    with opened(dossier_pdf(document, edition, at=AT)) as pdf:
        kinds = set(tags(pdf.Root.StructTreeRoot))
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD"} <= kinds


def tags(node):
    kids = node.get("/K", [])
    for kid in kids if hasattr(kids, "append") else [kids]:
        if hasattr(kid, "keys") and "/S" in kid:
            yield str(kid.S)
            yield from tags(kid)


def test_zonings_say_their_vintage_and_what_is_not_known(document, edition):
    document["actions"][0]["place"]["findings"] = {
        "qpv": {"answer": "yes", "code": "QP046001", "name": "Terre Rouge", "vintage": 2015},
        "rural": {"answer": "not_loaded", "kind": "ZRR", "class": None, "vintage": 2021},
    }
    rows = dict(map(tuple, dossier_data(document, edition, at=AT)["actions"][0]["rows"]))
    assert rows["Zonages"] == (
        "QPV 2015\u00a0: oui, QP046001 Terre Rouge\nZRR 2021\u00a0: zonage non chargé"
    )


def test_the_paper_swears_what_was_ticked_and_nothing_else(document, edition):
    assert dossier_data(document, edition, at=AT)["oath"] == SubmitForm().fields["sworn"].label


def pace_of(document, edition, *, meetings, hours):
    document["actions"][0] |= {"meetings": meetings, "hours": hours}
    rows = dict(dossier_data(document, edition, at=AT)["actions"][0]["rows"])
    return rows["Rythme"].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("meetings", "hours", "said"),
    [
        (1, "1.00", "1 séance, 1 heure d’intervention"),
        (1, "1.50", "1 séance, 1,50 heure d’intervention"),
        (6, "12.00", "6 séances, 12 heures d’intervention"),
    ],
)
def test_one_meeting_and_one_hour_are_singular(document, edition, meetings, hours, said):
    assert pace_of(document, edition, meetings=meetings, hours=hours).endswith(said)


def test_a_pace_that_is_not_known_is_left_out(document, edition):
    assert pace_of(document, edition, meetings=None, hours=None) == "Une séance"


def test_a_corrected_dossier_says_since_when(document, edition):
    facts = {"at": AT, "receipt": "OCC-2024-0012-R2"}
    told = text_of(dossier_pdf(document, edition, corrected_at=AT + timedelta(days=3), **facts))
    assert "Corrigé le" in told
    assert "Corrigé le" not in text_of(dossier_pdf(document, edition, **facts))
