from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from passeurs.territories.enums import Kind
from passeurs.territories.imports import sources
from passeurs.territories.imports.report import Unusable
from passeurs.territories.imports.sources import downloaded, published
from passeurs.territories.models import RuralClass
from tests.factories.territories import CommuneFactory
from tests.peers.http import cut, redirect
from tests.territories.imports.conftest import plain

LIST = b"Code_insee;Departement;Commune;Classement FRR\n46042;46;Cahors;FRR socle\n"


@pytest.fixture
def source(http_peer, settings):
    """A peer named by the settings as the source of FRR 2025."""
    settings.OFFICIAL_SOURCES = {"FRR-2025": f"{http_peer.url}/frr%202025.csv"}
    http_peer.answers = lambda path, query: LIST
    return http_peer


def test_the_addresses_of_the_state_are_known_and_the_settings_add_theirs(settings):
    assert published(Kind.ZRR, 2021).endswith("diffusion-zonages-zrr-cog2021.xls")
    assert published(Kind.FRR, 2025) == ""
    settings.OFFICIAL_SOURCES = {"FRR-2025": "https://a.example/frr.csv"}
    assert published(Kind.FRR, 2025) == "https://a.example/frr.csv"


def test_a_vintage_without_address_is_told():
    with pytest.raises(Unusable, match="Aucune adresse officielle"):
        downloaded(Kind.FRR, 2025)


def test_a_file_is_taken_with_its_name(source):
    packet = downloaded(Kind.FRR, 2025)
    assert (packet.name, packet.data) == ("frr 2025.csv", LIST)


def test_a_redirection_inside_the_accepted_hosts_is_followed(source):
    source.answers = lambda path, query: LIST if path == "/there.csv" else redirect("/there.csv")
    assert downloaded(Kind.FRR, 2025).name == "there.csv"


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:1/x", "http://localhost/x", "https://elsewhere.example/x", "file:///etc/x"],
)
def test_a_redirection_to_any_other_host_is_refused(source, target):
    source.answers = lambda path, query: redirect(target)
    with pytest.raises(Unusable, match="pas un hôte accepté"):
        downloaded(Kind.FRR, 2025)
    assert len(source.asked) == 1


def test_a_state_host_is_not_asked_in_clear(settings):
    settings.OFFICIAL_HOSTS = ["www.data.gouv.fr"]
    with pytest.raises(Unusable, match="pas un hôte accepté"):
        sources._check_allowed("http://www.data.gouv.fr/x")
    sources._check_allowed("https://www.data.gouv.fr/x")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (404, "répond 404"),
        (500, "répond 500"),
        (redirect("/again"), "sans fin"),
        (cut(b"abc", announced=sources.MOST_BYTES + 1), "dépasse 128"),
        (cut(b"abc", announced=900), "ne répond pas"),
    ],
    ids=["404", "500", "loop", "announced too large", "cut"],
)
def test_a_download_that_fails_is_told_in_one_sentence(source, answer, told):
    source.answers = lambda path, query: answer
    with pytest.raises(Unusable, match=told):
        downloaded(Kind.FRR, 2025)


def test_a_file_larger_than_said_is_left(source, monkeypatch):
    monkeypatch.setattr(sources, "MOST_BYTES", 10)
    with pytest.raises(Unusable, match="dépasse"):
        downloaded(Kind.FRR, 2025)


def test_a_download_without_end_is_left(source, monkeypatch):
    monkeypatch.setattr(sources, "WHOLE_S", -1)
    with pytest.raises(Unusable, match="trop de temps"):
        downloaded(Kind.FRR, 2025)


def test_a_host_that_is_away_is_told(settings):
    settings.OFFICIAL_SOURCES = {"FRR-2025": "http://127.0.0.1:9/frr.csv"}
    with pytest.raises(Unusable, match="ne répond pas"):
        downloaded(Kind.FRR, 2025)


@pytest.mark.django_db
def test_the_command_downloads_on_request(source):
    CommuneFactory(insee="46042", name="Cahors")
    out = StringIO()
    call_command("import_frr", "--download", "--vintage", "2025", stdout=out, stderr=StringIO())
    assert RuralClass.objects.get().insee == "46042"
    assert "FRR 2025 : 1 département." in plain(out.getvalue())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "told"), [((), "Donnez un fichier"), (("a", "--download"), "et non les deux")]
)
def test_the_command_takes_files_or_the_official_address(arguments, told):
    with pytest.raises(CommandError, match=told):
        call_command("import_frr", *arguments, "--vintage", "2025", stderr=StringIO())
