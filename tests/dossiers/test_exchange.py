"""A dossier out of its file, back into one, and what does not fit."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings

from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.exchange import load_dossier
from passeurs.dossiers.actions.holder import structure_for
from passeurs.dossiers.models import Attachment, Dossier
from passeurs.dossiers.portable import left_out, portable
from passeurs.dossiers.queries.document import dump
from passeurs.eligibility.exchange import check
from passeurs.films.models import ListedFilm
from passeurs.journal.models import Entry
from passeurs.organisations.models import Membership, Structure
from tests.factories import calls, exchange, films, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person
from tests.factories.territories import CommuneFactory, FormerCodeFactory

pytestmark = pytest.mark.django_db
AT = datetime(2023, 10, 1, 8, tzinfo=UTC)
CAHORS = {"insee": "46042", "name": "Cahors"}


@pytest.fixture
def nadia():
    return person("Nadia", email="nadia@exemple.fr")


@pytest.fixture
def call(db):
    return calls.edition("occitanie-2024")


@pytest.fixture
def communes(db):
    codes = {"46042": "Cahors", "46102": "Figeac", "31555": "Toulouse", "66136": "Perpignan"}
    return [CommuneFactory(insee=insee, name=name) for insee, name in codes.items()]


@pytest.fixture
def listed(call):
    """The films that the examples show."""
    films.listed(call, "Swagger", lists=["accompanied"], year=2016, duration_min=84)
    films.listed(call, "Ma vie de Courgette", lists=["open_air"], year=2016, duration_min=66)


@pytest.fixture
def taken(call, nadia):
    """Load a document and read it back, through a fresh row."""

    def take(document, structure=None):
        holder = structure or structure_for(document, by=nadia, at=AT)
        loaded = load_dossier(document, edition=call, structure=holder, by=nadia, at=AT)
        return Dossier.objects.get(pk=loaded.pk)

    return take


def comparable(dossier):
    """What two copies of one dossier have in common."""
    document = portable(dump(dossier))
    return {key: value for key, value in document.items() if key not in {"reference", "context"}}


def written(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return str(path)


# ------------------------------------------------------------------------------ the round trip


@pytest.mark.parametrize("name", exchange.NAMES)
def test_an_example_taken_in_twice_reads_the_same(taken, communes, listed, name):
    first = taken(exchange.example(name))
    again = taken(portable(dump(first)), first.structure)
    assert comparable(first) == comparable(again)


@pytest.mark.parametrize("name", exchange.NAMES)
def test_what_the_platform_writes_is_of_its_own_format(taken, communes, listed, name):
    assert check(portable(dump(taken(exchange.example(name))))) == []


def test_a_dossier_of_the_platform_comes_back_whole(call, taken, draft, ready):
    for made in (draft, ready):
        made.edition = call
        made.actions.update(findings={})
        again = taken(portable(dump(made)), made.structure)
        assert comparable(made) == comparable(again)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=exchange.documents())
def test_any_document_comes_back_whole(taken, communes, document):
    assert check(document) == []
    dossier = taken(document, Structure.objects.first() or organisations.structure())
    told = [line for line in left_out(document, dump(dossier)) if "holder" not in line]
    assert told == []
    again = taken(portable(dump(dossier)), dossier.structure)
    assert comparable(dossier) == comparable(again)


def test_a_faithful_copy_leaves_nothing_out(taken, communes, listed):
    document = exchange.example("eligible")
    document["documents"] = []
    assert left_out(document, dump(taken(document))) == []


def test_keys_are_renumbered_by_rank_with_what_refers_to_them():
    document = {
        "people": [{"key": "x", "name": "A"}, {"key": "y", "name": "B"}],
        "partners": [{"key": "z", "name": "C"}],
        "actions": [{"key": "q", "practitioners": ["y", "x"]}],
        "documents": [{"kind": "practitioner_cv", "for": "y"}, {"kind": "letter", "for": "z"}],
    }
    found = portable(document)
    assert [row["key"] for row in found["people"]] == ["h1", "h2"]
    assert found["actions"] == [{"key": "a1", "practitioners": ["h2", "h1"]}]
    assert [row["for"] for row in found["documents"]] == ["h2", "p1"]


# --------------------------------------------------------------------------- what is taken in


def test_only_the_sections_that_say_something_are_begun(taken):
    document = {"format": "passeurs.dossier/1", "holder": {"name": "MJC"}, "project": {"title": ""}}
    versions = {one.code: one.version for one in taken(document).sections.all()}
    assert {code for code, version in versions.items() if version} == {"structure"}


def test_the_import_is_journaled(taken, nadia):
    dossier = taken(exchange.example("incomplete") | {"actions": []}, organisations.structure())
    entry = Entry.objects.get(verb="dossier.import")
    assert (entry.object_id, entry.actor) == (str(dossier.pk), nadia)


def test_a_film_of_the_list_is_found_and_another_stays_a_title(taken, listed):
    shown = [{"title": "SWAGGER", "year": 2016, "list": "accompanied"}, {"title": "Inconnu"}]
    action = {"key": "a1", "kind": "accompanied_screening", "films": shown}
    found = dump(taken({"holder": {"name": "MJC"}, "actions": [action]}))["actions"][0]["films"]
    assert found[0]["listed"] is True
    assert found[0]["title"] == "Swagger"
    assert found[1] == {"title": "Inconnu", "list": None, "listed": False}


def test_a_film_without_list_is_looked_for_in_the_list_of_its_action(taken, listed):
    action = {"key": "a1", "kind": "open_air", "films": [{"title": "Ma vie de Courgette"}]}
    document = {"holder": {"name": "MJC"}, "actions": [action]}
    assert dump(taken(document))["actions"][0]["films"][0]["list"] == "open_air"


def test_a_withdrawn_film_is_kept_as_withdrawn(taken, listed):
    ListedFilm.objects.update(withdrawn_at=AT)
    action = {"key": "a1", "kind": "open_air", "films": [{"title": "Ma vie de Courgette"}]}
    document = {"holder": {"name": "MJC"}, "actions": [action]}
    assert dump(taken(document))["actions"][0]["films"][0]["listed"] is False


def test_findings_of_the_file_give_way_to_those_of_the_reference_data(taken, communes):
    found = {"qpv": {"answer": "yes", "vintage": 2015}, "rural": {"answer": "yes"}}
    action = {"key": "a1", "place": {"insee": "46042", "findings": found}}
    dossier = taken({"holder": {"name": "MJC"}, "actions": [action, {"key": "a2"}]})
    placed, nowhere = dump(dossier)["actions"]
    assert placed["place"]["findings"]["qpv"]["answer"] == "not_loaded"
    assert nowhere["place"]["findings"] is None


def test_a_former_code_leads_to_the_commune_of_today(taken):
    FormerCodeFactory(code="46001", commune=CommuneFactory(**CAHORS))
    document = {"holder": {"name": "MJC"}, "actions": [{"key": "a1", "place": {"insee": "46001"}}]}
    assert dump(taken(document))["actions"][0]["place"]["city"] == "Cahors"


def test_two_lines_of_one_account_become_one(taken):
    rows = [
        {"side": "charge", "code": "601", "label": "Décors", "amount": "10.10"},
        {"side": "charge", "code": "601", "label": "Papier", "amount": 5},
        {"side": "charge", "code": "613", "amount": None},
    ]
    lines = dump(taken({"holder": {"name": "MJC"}, "budget": {"project": rows}}))["budget"]
    assert [(one["amount"], one["label"]) for one in lines["project"]] == [
        ("15.10", "Décors, Papier")
    ]


def test_co_funders_stay_apart_and_their_kind_is_read_from_the_line(taken):
    rows = [
        {"side": "product", "code": "74com", "funder": "Cahors", "amount": "10.00"},
        {"side": "product", "code": "74com", "funder": "Figeac", "amount": "20.00"},
        {"side": "product", "code": "74etat", "funder": "DRAC Occitanie", "amount": "30.00"},
        {"side": "product", "code": "74etat", "funder": "Préfecture", "amount": "40.00"},
        {"side": "product", "code": "74etat", "amount": "50.00"},
    ]
    budget = dump(taken({"holder": {"name": "MJC"}, "budget": {"project": rows}}))["budget"]
    kinds = [line["funder_kind"] for line in budget["project"]]
    assert kinds == ["commune", "commune", "drac", "state", ""]
    assert budget["requested"] == "30.00"


def test_the_structure_table_takes_its_kinds_from_the_chart(taken):
    rows = [{"side": "product", "code": "74com", "funder": "Cahors", "amount": "10.00"}]
    rows += [{"side": "product", "code": "74com", "funder": "Figeac", "amount": "1.00"}]
    budget = dump(taken({"holder": {"name": "MJC"}, "budget": {"structure": rows}}))["budget"]
    (line,) = budget["structure"]
    assert (line["funder"], line["amount"]) == ("Cahors, Figeac", "11.00")


def test_a_band_written_twice_adds_up(taken):
    bands = [{"from": 12, "to": 14, "women": 2}, {"from": 12, "to": 14, "women": 3, "men": None}]
    audience = dump(taken({"holder": {"name": "MJC"}, "audience": {"bands": bands}}))["audience"]
    assert audience["bands"] == [{"from": 12, "to": 14, "women": 5, "men": None}]


def test_a_file_given_before_by_the_structure_is_joined_again(taken, ready):
    again = taken(portable(dump(ready)), ready.structure)
    (attachment,) = Attachment.objects.filter(dossier=again)
    assert (attachment.kind, attachment.person.name) == ("practitioner_cv", "Lila Andrieu")


def test_a_file_of_another_structure_is_never_joined(taken, ready):
    document = portable(dump(ready))
    again = taken(document, organisations.structure())
    assert not Attachment.objects.filter(dossier=again).exists()
    assert "cv.pdf" in " ".join(left_out(document, dump(again)))


def test_a_partner_and_a_person_may_share_a_key(taken, ready):
    partner = ready.partners.first()
    factory.attach(ready, "partner_letter", partner=partner, name="lettre.pdf")
    document = portable(dump(ready))
    document["people"][0]["key"] = document["partners"][0]["key"] = "x"
    for action in document["actions"]:
        action["practitioners"] = ["x"]
    for row in document["documents"]:
        row["for"] = "x"
    joined = Attachment.objects.filter(dossier=taken(document, ready.structure))
    subjects = {one.kind: (one.person or one.partner).name for one in joined}
    assert subjects == {"partner_letter": partner.name, "practitioner_cv": "Lila Andrieu"}


def test_a_dossier_taken_in_is_found_by_its_title_and_its_coordination(taken, call):
    dossier = taken({"holder": {"name": "MJC"}, "project": {"title": "L’été des Bobines"}})
    assert "ete des bobines" in dossier.search
    assert dossier.structure.coordinations.get() == call.coordination


def test_functions_not_answered_come_back_unanswered(taken):
    accompanying = organisations.structure(actor_kind="audience")
    for told in (None, [], ["cinema"]):
        document = {"holder": {"name": "MJC", "functions": told}}
        assert taken(document, accompanying).holder_functions == told


# ------------------------------------------------------------------------------ the structure


def test_a_known_siret_gives_its_structure_and_its_card_is_left_alone(nadia):
    known = organisations.structure(siret="00090001900019", name="MJC d’avant")
    found = structure_for(exchange.example("eligible"), by=nadia, at=AT)
    assert (found.pk, found.name) == (known.pk, "MJC d’avant")


def test_an_unknown_siret_makes_a_structure_that_is_not_verified(nadia, communes):
    found = structure_for(exchange.example("eligible"), by=nadia, at=AT)
    assert (found.siret_state, found.commune_id) == ("unverified", "46042")
    assert found.representative_last_name == "Marcillac"
    assert Membership.objects.get(structure=found).user == nadia


def test_a_structure_without_siret_is_one_of_the_persons_own(nadia):
    document = {"holder": {"name": "Les Lacets", "city": "Cahors"}}
    first = structure_for(document, by=nadia, at=AT)
    assert structure_for(document, by=nadia, at=AT) == first
    assert structure_for(document, by=person(), at=AT) != first


@pytest.mark.parametrize(
    ("holder", "told"),
    [
        ({}, "son nom"),
        ({"name": "X", "siret": "12345678900013"}, "siret"),
        ({"name": "X", "website": "javascript:alert(1)"}, "website"),
        ({"name": "X", "email": "pas une adresse"}, "email"),
        ({"name": "X" * 201}, "name"),
        ({"name": "X", "insee": "99999"}, "99999"),
        ({"name": "X\0"}, "nul"),
    ],
)
def test_a_card_that_does_not_hold_is_refused(nadia, holder, told):
    with pytest.raises(Refused) as refusal:
        structure_for({"holder": holder}, by=nadia, at=AT)
    assert told in " ".join(refusal.value.reasons)
    assert not Structure.objects.exists()


# --------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"partners": [{"key": "p1", "name": "X" * 201}]}, "« partners n° 1 › name »"),
        ({"people": [{"key": "h1", "name": "A", "hourly_rate": "9999999.00"}]}, "hourly_rate"),
        ({"actions": [{"key": "a1", "place": {"insee": "99999"}}]}, "place › insee"),
        ({"actions": [{"key": "a1", "practitioners": ["h9"]}]}, "h9"),
        ({"actions": [{"key": "a1", "title": "a\0b"}]}, "nul"),
        ({"actions": [{"key": "a1", "place": {"label": "L" * 300}}]}, "place › label"),
        ({"budget": {"project": [{"side": "charge", "code": "999", "amount": "1"}]}}, "999"),
        ({"audience": {"bands": [{"to": 3, "women": 1}]}}, "premier âge"),
        ({"commitments": {"signatory": "S" * 500}}, "signatory"),
    ],
)
def test_what_does_not_fit_is_told_by_its_place_and_nothing_is_written(call, nadia, part, told):
    structure = organisations.structure()
    with pytest.raises(Refused) as refusal:
        load_dossier(part, edition=call, structure=structure, by=nadia, at=AT)
    assert told.replace(" ", "\u00a0") in " ".join(refusal.value.reasons).replace(" ", "\u00a0")
    assert not Dossier.objects.exists()
    assert not Entry.objects.filter(verb="dossier.import").exists()


@pytest.mark.parametrize(
    ("given_part", "told"),
    [
        ({"documents": [{"kind": "free", "name": "a.pdf"}]}, "a.pdf"),
        ({"budget": {"project": [{"side": "charge", "label": "x"}]}}, "0 sur 1"),
        ({"actions": [{"key": "a", "place": {"city": "Cahors"}}]}, "place › city"),
        ({"actions": [{"key": "a", "films": [{"title": "Z", "list": "open_air"}]}]}, "listes"),
        ({"holder": {"name": "Autre nom"}}, "holder › name"),
    ],
)
def test_what_was_not_taken_up_is_told(taken, given_part, told):
    document = {"holder": {"name": "MJC"}, **given_part}
    lines = left_out(document, dump(taken(document, organisations.structure(name="MJC"))))
    assert len(lines) == 1
    assert told.replace(" ", "") in lines[0].replace("\u00a0", "").replace(" ", "")


# ------------------------------------------------------------------------------- the commands


@pytest.fixture
def importing(tmp_path, capsys, call, nadia, communes):
    def run(document, **options):
        source = written(tmp_path / "dossier.json", document)
        call_command("import_dossier", source, by=nadia.email, **options)
        return capsys.readouterr().out.strip()

    return run


def test_export_then_import_then_export_writes_the_same(importing, capsys, listed):
    first = importing(exchange.example("eligible"))
    call_command("export_dossier", first)
    exported = json.loads(capsys.readouterr().out)
    call_command("export_dossier", importing(exported))
    again = json.loads(capsys.readouterr().out)
    for document in (exported, again):
        document.pop("reference")
        document.pop("context")
    assert exported == again


def test_an_export_goes_to_a_file(importing, tmp_path):
    target = tmp_path / "sortie.json"
    reference = importing(exchange.example("incomplete"))
    call_command("export_dossier", reference.lower(), output=str(target))
    assert json.loads(target.read_text(encoding="utf-8"))["reference"] == reference


def test_another_structure_may_carry_the_import(importing):
    known = organisations.structure()
    reference = importing(exchange.example("incomplete"), structure=known.siret)
    assert Dossier.objects.get(reference=reference).structure == known


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export_dossier", "RIEN-1"], "Aucun dossier"),
        (["import_dossier", "absent.json", "--by", "nadia@exemple.fr"], "n’existe pas"),
        (["import_dossier", "docs", "--by", "nadia@exemple.fr"], "pas un fichier"),
        (["import_dossier", "docs/examples/eligible.json", "--by", "x@exemple.fr"], "Aucun compte"),
        (
            [
                "import_dossier",
                "docs/examples/eligible.json",
                "--by=nadia@exemple.fr",
                "--edition=x",
            ],
            "n’est pas dans cette base",
        ),
        (["import_dossier", "docs/edition.schema.json", "--by", "nadia@exemple.fr"], "format"),
    ],
)
def test_a_command_that_cannot_says_why_and_exits_2(call, nadia, capsys, arguments, told):
    with pytest.raises(SystemExit) as gone:
        call_command(*arguments)
    said = capsys.readouterr()
    assert (gone.value.code, said.out) == (2, "")
    assert told in said.err.replace("\u00a0", " ")


def test_an_export_that_cannot_be_written_says_so(importing, capsys):
    reference = importing(exchange.example("incomplete"))
    with pytest.raises(SystemExit) as gone:
        call_command("export_dossier", reference, output="/nulle/part.json")
    assert gone.value.code == 2
    assert "ne peut pas être écrit" in capsys.readouterr().err


def test_a_file_that_names_no_edition_says_what_to_add(importing, capsys):
    with pytest.raises(SystemExit):
        importing({"format": "passeurs.dossier/1"})
    assert "--edition" in capsys.readouterr().err


def test_dates_come_back_as_dates(taken):
    dossier = taken({"holder": {"name": "M"}, "previous": {"report_promised_on": "2023-11-20"}})
    assert dossier.report_promised_on == date(2023, 11, 20)


def test_a_refused_dossier_leaves_no_structure_behind(importing, capsys):
    document = exchange.example("incomplete")
    document["actions"][0]["practitioners"] = ["personne"]
    with pytest.raises(SystemExit) as gone:
        importing(document)
    assert gone.value.code == 2
    assert "personne" in capsys.readouterr().err
    assert not Structure.objects.exists()


def test_a_database_that_is_not_ready_says_what_to_run(capsys, monkeypatch):
    def fail(*_args, **_options):
        raise DatabaseError

    monkeypatch.setattr(Dossier.objects, "select_related", fail)
    with pytest.raises(SystemExit) as gone:
        call_command("export_dossier", "X-1")
    assert gone.value.code == 2
    assert "manage.py migrate" in capsys.readouterr().err.replace("\u00a0", " ")
