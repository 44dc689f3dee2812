"""An import from the screen: read, shown, confirmed, loaded; and all that may stop it."""

import pytest
from django_ox.testing import run_tasks

from passeurs.core.refusals import Refused
from passeurs.journal.models import Entry
from passeurs.territories.enums import ImportState, Kind
from passeurs.territories.imports import orders
from passeurs.territories.imports.files import Packet
from passeurs.territories.imports.importing import Order
from passeurs.territories.imports.orders import (
    confirm_import,
    drop_import,
    load_import,
    order_import,
    read_import,
)
from passeurs.territories.models import Import, RuralClass, Vintage
from tests.factories.accounts import person
from tests.factories.territories import CommuneFactory, RuralClassFactory, VintageFactory
from tests.territories.imports.conftest import AT, plain

HEAD = "Code_insee;Departement;Commune;Classement FRR\n"
GOOD, BAD = "46042;46;Cahors;FRR socle\n", "46043;46;?;FRR socle\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    CommuneFactory(insee="46042", name="Cahors")

    def order(text, *, vintage=2025, download=False, kind=Kind.FRR):
        packets = (
            ()
            if download
            else (Packet("frr.csv", text if isinstance(text, bytes) else text.encode()),)
        )
        wanted = Order(kind=kind, vintage=vintage, packets=packets)
        return order_import(wanted, download=download, by=person("Naïma", "Nationale"), at=AT)

    return order


def read(ordered):
    """Run what was enqueued, and see the import again."""
    run_tasks()
    return Import.objects.get(pk=ordered.pk)


def test_a_file_is_read_before_anything_is_loaded(ask):
    ordered = read(ask(HEAD + GOOD + BAD))
    assert ordered.state == ImportState.READY
    told = ordered.report
    assert (told["read"], told["kept"], told["refused"]) == (2, 1, 1)
    assert plain(told["lines"][0]["where"]) == "Ligne 3"
    assert "46043" in told["lines"][0]["text"]
    assert plain(told["reach"]) == "FRR 2025 : 1 département."
    assert not RuralClass.objects.exists()
    assert not Vintage.objects.exists()


def test_confirmed_it_is_loaded_journaled_and_its_bytes_forgotten(ask):
    ordered = read(ask(HEAD + GOOD))
    confirm_import(ordered, by=ordered.asked_by, at=AT)
    ordered = read(ordered)
    assert ordered.state == ImportState.LOADED
    assert RuralClass.objects.get().insee == "46042"
    file = ordered.files.get()
    assert (file.content, len(file.sha256), file.size) == (None, 64, len((HEAD + GOOD).encode()))
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"territory.import_confirmed", "territory.imported"} <= verbs


def test_the_tasks_run_twice_change_nothing_more(ask):
    ordered = read(ask(HEAD + GOOD))
    read_import.call(str(ordered.pk))
    confirm_import(ordered, by=ordered.asked_by, at=AT)
    read(ordered)
    load_import.call(str(ordered.pk))
    assert Import.objects.get().state == ImportState.LOADED


def test_of_two_confirmations_one_wins(ask):
    ordered = read(ask(HEAD + GOOD))
    confirm_import(ordered, by=ordered.asked_by, at=AT)
    with pytest.raises(Refused):
        confirm_import(ordered, by=ordered.asked_by, at=AT)
    with pytest.raises(Refused):
        drop_import(ordered, by=ordered.asked_by, at=AT)


def test_given_up_it_loads_nothing_and_forgets_its_bytes(ask):
    ordered = read(ask(HEAD + GOOD))
    drop_import(ordered, by=ordered.asked_by, at=AT)
    assert ordered.files.get().content is None
    assert not Vintage.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<!doctype html><title>non</title>", "page web"),
        (HEAD + BAD, "Aucune ligne n’est utilisable"),
        (HEAD, "aucune ligne sous ses titres"),
        (HEAD + GOOD + "46042;46", "tronqué"),
        (b"\x00\x01\x02" * 400, "pas un fichier de texte"),
        ("un;deux\n1;2\n", "colonnes attendues"),
        (b"PK\x03\x04broken", "tronquée"),
        (("é" * 100_000).encode(), "colonnes attendues"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_nothing_is_loaded(ask, text, told):
    ordered = read(ask(text))
    assert ordered.state == ImportState.UNUSABLE
    assert told in plain(ordered.problem)
    assert ordered.files.get().content is None
    assert not Vintage.objects.exists()


def test_a_hundred_thousand_bad_lines_give_a_bounded_report(ask):
    ordered = read(ask(HEAD + GOOD + BAD * 100_000))
    told = ordered.report
    assert (told["read"], told["refused"], len(told["lines"])) == (
        100_001,
        100_000,
        orders.KEPT_REMARKS,
    )


def test_progress_is_told_while_it_reads(ask, monkeypatch):
    monkeypatch.setattr(orders, "TELL_EVERY_S", -1)
    ordered = read(ask(HEAD + GOOD + BAD * 9))
    assert ordered.done > 0
    assert ordered.total >= ordered.done


def test_an_unforeseen_error_leaves_nothing_half_done_and_is_told(ask, monkeypatch):
    ordered = read(ask(HEAD + GOOD))
    confirm_import(ordered, by=ordered.asked_by, at=AT)
    real = orders.load_reading

    def fails(reading, *, at):
        real(reading, at=at)
        raise RuntimeError("the power went")

    monkeypatch.setattr(orders, "load_reading", fails)
    with pytest.raises(RuntimeError):
        load_import.call(str(ordered.pk))
    ordered = Import.objects.get()
    assert (ordered.state, ordered.problem) == (ImportState.BROKEN, orders.BROKEN)
    assert not RuralClass.objects.exists()


def test_the_same_content_again_is_said_to_change_nothing(ask):
    first = read(ask(HEAD + GOOD))
    confirm_import(first, by=first.asked_by, at=AT)
    read(first)
    wanted = Order(kind=Kind.FRR, vintage=2025, packets=(Packet("a.csv", (HEAD + GOOD).encode()),))
    again = order_import(wanted, download=False, by=first.asked_by, at=AT)
    assert read(again).report["is_unchanged"]


def test_what_it_replaces_and_changes_is_told(ask):
    VintageFactory(kind=Kind.FRR, vintage=2025, source="DGCL – avant.csv")
    RuralClassFactory(insee="46042", label="FRR+")
    told = read(ask(HEAD + GOOD)).report
    assert "DGCL – avant.csv" in told["replaces"]
    assert told["changes"]["groups"][0]["label"] == "Libellés changés"


def test_older_communes_are_said_to_replace_newer_ones(ask):
    VintageFactory(kind=Kind.COMMUNES, vintage=2030)
    text = "insee,name,postcodes,population\n46042,Cahors,46000,10\n"
    told = read(ask(text, kind=Kind.COMMUNES)).report
    assert "Les communes de 2030" in told["replaces"]
    assert read(ask_again(text)).report["replaces"] == ""


def ask_again(text):
    wanted = Order(kind=Kind.COMMUNES, vintage=2031, packets=(Packet("c.csv", text.encode()),))
    return order_import(wanted, download=False, by=person("Ada", "Autre"), at=AT)


def test_the_official_address_is_asked_in_the_background(ask, http_peer, settings):
    settings.OFFICIAL_SOURCES = {"FRR-2025": f"{http_peer.url}/frr-officiel.csv"}
    http_peer.answers = lambda path, query: (HEAD + GOOD).encode()
    ordered = ask("", download=True)
    assert http_peer.asked == []
    ordered = read(ordered)
    assert (ordered.state, ordered.files.get().name) == (ImportState.READY, "frr-officiel.csv")
    confirm_import(ordered, by=ordered.asked_by, at=AT)
    read(ordered)
    assert len(http_peer.asked) == 1


def test_an_official_address_that_is_away_is_told(ask, http_peer, settings):
    settings.OFFICIAL_SOURCES = {"FRR-2025": f"{http_peer.url}/frr-officiel.csv"}
    http_peer.answers = lambda path, query: 500
    ordered = read(ask("", download=True))
    assert (ordered.state, "répond 500" in ordered.problem) == (ImportState.UNUSABLE, True)
