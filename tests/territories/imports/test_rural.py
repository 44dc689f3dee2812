import pytest

from passeurs.territories.imports.report import Unusable
from passeurs.territories.models import RuralClass
from passeurs.territories.queries import locate
from tests.factories.territories import CommuneFactory, FormerCodeFactory

ZRR_HEAD = (
    '"Champ : France métropolitaine et DOM","","",""\n'
    '"Géographie : Communes, au 1er janvier 2021","","",""\n'
    '"Source : ANCT","","",""\n"","","",""\n'
    '"Code Insee","Libellé","Classement en ZRR","Modalités"\n'
    '"CODGEO","LIBGEO","ZRR_SIMP","ZONAGE_ZRR"\n'
)
FRR_HEAD = "Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025;\r\n"
CLASSED = '"46042","Cahors","C - Classée en ZRR","C - Commune classée en ZRR"\n'


@pytest.fixture(autouse=True)
def communes(db):
    cahors = CommuneFactory(insee="46042", name="Cahors")
    CommuneFactory(insee="09004", name="Albiès", department="09")
    FormerCodeFactory(code="46217", commune=cahors)


def states(kind):
    return {row.insee: (row.state, row.label) for row in RuralClass.objects.filter(kind=kind)}


def test_the_official_layout_of_zrr_is_read(save, load):
    path = save(
        f"{ZRR_HEAD}{CLASSED}"
        '"09004","Albiès","NC - Commune non classée","NC - Commune non classée"\n'
        '"46217","Pern","P - Partiellement","P - Commune partiellement classée"\n'
    )
    report = load("ZRR", path, vintage=2021)
    assert (report.read, report.kept, report.refused, report.notices) == (3, 3, [], [])
    assert states("ZRR") == {
        "46042": ("full", "Commune classée en ZRR"),
        "09004": ("none", "Commune non classée"),
        "46217": ("partial", "Commune partiellement classée"),
    }


@pytest.mark.parametrize(
    ("wording", "state"),
    [
        ("FRR socle", "full"),
        ("FRR+", "full"),
        ("FRR bénéficiaire", "full"),
        ("Classée FRR partiellement", "partial"),
        ("FRR bénéficiaire partiellement", "partial"),
        ("Non classée", "none"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_each_wording_of_frr_is_read_in_each_encoding(save, load, encoding, wording, state):
    path = save(f"{FRR_HEAD}9004;9;Albiès;{wording};\r\n", encoding=encoding)
    report = load("FRR", path, vintage=2025)
    assert states("FRR") == {"09004": (state, wording)}
    assert bool(report.notices) == (encoding in {"cp1252", "utf-16"})


def test_a_bad_line_is_told_and_spoils_no_other(save, load, refusals):
    lines = [
        "46042;46;Cahors;FRR socle;",
        "46O42;46;Cahors;FRR socle;",
        "99999;99;Nulle part;FRR socle;",
        "09004;09;Albiès;FRR peut-être;",
        "09004;09",
        "09004;09;Albiès;FRR socle;;de trop;",
        '09004;09;"Albiès;FRR socle;',
        "09004;09;Alb\x00iès;FRR socle;",
        f"09004;09;Albiès;FRR {'x' * 200};",
        "",
        ";;;;",
        "46217;46;Pern;Non classée;",
    ]
    report = load("FRR", save(FRR_HEAD + "\r\n".join(lines) + "\r\n"), vintage=2025)
    assert states("FRR").keys() == {"46042", "46217"}
    assert [line for line, _ in refusals(report)] == [3, 4, 5, 6, 7, 8, 9, 10]
    told = dict(refusals(report))
    assert told[3] == "code INSEE illisible : « 46O42 »."
    assert "99999" in told[4]
    assert told[5] == "classement inconnu : « FRR peut-être »."
    assert told[6] == "2 colonnes au lieu de 5."
    assert "guillemet" in told[8]
    assert "illisible" in told[9]


def test_a_damaged_byte_refuses_its_line_only(save, load, refusals):
    text = f"{FRR_HEAD}09004;09;Albiès;FRR bénéficiaire;\n46042;46;Cahors;FRR bénéficiaire;\n"
    data = text.encode().replace("Albiè".encode(), b"Albi\xff")
    report = load("FRR", save(data), vintage=2025)
    assert [line for line, _ in refusals(report)] == [2]
    assert states("FRR").keys() == {"46042"}


def test_two_lines_that_contradict_each_other_are_both_refused(save, load, refusals):
    cahors = [f"46042;46;Cahors;{wording};" for wording in ("FRR socle", "FRR+", "Non classée")]
    lines = [*cahors, *["09004;09;Albiès;FRR+;"] * 2]
    path = save(FRR_HEAD + "\n".join(lines) + "\n")
    report = load("FRR", path, vintage=2025)
    assert [line for line, _ in refusals(report)] == [2, 3, 4]
    assert states("FRR").keys() == {"09004"}
    assert "répète la ligne 5" in report.notices[0].text


def test_a_refused_commune_is_not_loaded_and_never_a_no(save, load):
    load("FRR", save(f"{FRR_HEAD}46042;46;Cahors;?;\n09004;09;Albiès;FRR+;\n"), vintage=2025)
    assert locate(insee="46042")["rural"]["answer"] == "not_loaded"
    assert locate(insee="09004")["rural"]["answer"] == "yes"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (FRR_HEAD, "aucune ligne"),
        (f"{FRR_HEAD}46042;46;Cahors;FRR so", "Aucune ligne|tronqué"),
        (f"{FRR_HEAD}09004;09;Albiès;FRR+;\n46042;46;Cah", "est tronqué"),
        (f"{FRR_HEAD}09004;09;Albiès;FRR+;\n46042;46;Cahors;FRR+", "est tronqué"),
        (f"{FRR_HEAD}09004;09;Albiès;FRR+;\n46042;46;Cahors;FRR so", "est tronqué"),
        (f"{ZRR_HEAD}{CLASSED}", "colonnes attendues"),
        ("Code_insee;Commune\n46042;Cahors\n", "colonnes attendues"),
        (f"{FRR_HEAD}46042;46;Cahors;oui;\n", "Aucune ligne n’est utilisable"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(save, load, text, sentence):
    before = load("FRR", save(f"{FRR_HEAD}46042;46;Cahors;FRR+;\n", "avant.csv"), vintage=2025)
    with pytest.raises(Unusable, match=sentence):
        load("FRR", save(text), vintage=2025, replace=True)
    before.vintage.refresh_from_db()
    assert before.vintage.source == "DGCL – avant.csv"
    assert states("FRR") == {"46042": ("full", "FRR+")}


def test_a_heading_with_a_stray_quote_and_a_last_line_without_its_end_are_read(save, load):
    text = (
        f"{FRR_HEAD.replace('Departement', chr(34) + 'Dep' + chr(34) + 't')}46042;46;Cahors;FRR+;"
    )
    report = load("FRR", save(text), vintage=2025)
    assert report.kept == 1
    assert "ne se termine pas par une fin de ligne" in str(report.notices[0])


def test_a_class_without_its_detail_keeps_its_own_wording(save, load):
    head = ZRR_HEAD.replace('ZRR_SIMP","ZONAGE_ZRR"', 'ZRR_SIMP"')
    load("ZRR", save(f'{head}"46042","Cahors","C - Classée en ZRR"\n'), vintage=2021)
    assert states("ZRR") == {"46042": ("full", "Classée en ZRR")}


@pytest.mark.parametrize(("simple", "detail"), [("X - Autre", "y"), ("C - Classée", "x" * 161)])
def test_a_class_of_zrr_must_be_known_and_short(save, load, simple, detail):
    text = f'{ZRR_HEAD}{CLASSED}"46217","Pern","{simple}","{detail}"\n'
    assert len(load("ZRR", save(text), vintage=2021).refused) == 1


def test_one_file_is_asked(save, load):
    path = save(f"{FRR_HEAD}46042;46;Cahors;FRR+;\n")
    with pytest.raises(Unusable, match="un seul fichier"):
        load("FRR", path, path, vintage=2025)


def test_another_year_than_the_one_in_the_file_is_remarked(save, load):
    report = load("FRR", save(f"{FRR_HEAD}46042;46;Cahors;FRR+;\n"), vintage=2024)
    assert "parle de 2025" in str(report.notices[0])


def test_a_hundred_thousand_lines_are_reported_one_by_one(save, load):
    lines = "".join(f"{rank:05d};00;Commune;FRR socle;\n" for rank in range(1_000, 101_000))
    report = load("FRR", save(f"{FRR_HEAD}{lines}46042;46;Cahors;FRR+;\n"), vintage=2025)
    assert (report.read, len(report.refused) + report.kept) == (100_001, 100_001)
    assert states("FRR").keys() == {"09004", "46217"}
