import gzip
import io
import tarfile
import zipfile

import pytest

from passeurs.territories.imports import files
from passeurs.territories.imports.files import packets_of, read_files
from passeurs.territories.imports.report import Unusable


def read_paths(paths):
    return read_files(packets_of(paths))


def zipped(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return held.getvalue()


def packaged(*names):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 2
            archive.addfile(member, io.BytesIO(b"[]"))
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "est vide"),
        (b"\xef\xbb\xbf\r\n \r\n", "est vide"),
        (b"<!DOCTYPE html><html>", "page web"),
        (b"\xef\xbb\xbf  <HTML>", "page web"),
        (b'<?xml version="1.0"?>', "page web ou un document XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Le classeur"),
        (b"%PDF-1.7", "un PDF"),
        (b"PK\x03\x04truncated", "tronquée"),
        (b"\x1f\x8btruncated", "tronquée"),
        (gzip.compress(b"a;b\n" * 900)[:-12], "tronquée"),
        (zipped(a_dot_csv="a", b_dot_csv="b"), "un seul fichier"),
        (zipped(a_dot_docx="a"), "trouvé.: aucun"),
        (zipped(xl__book="a") and zipped(**{"[Content_Types]_dot_xml": "x"}), "classeur"),
        (packaged("package/data/regions.json"), "ne contient pas communes.json"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_for_what_it_is(save, content, sentence):
    with pytest.raises(Unusable, match=sentence):
        read_paths([save(content)])


def test_a_folder_or_a_missing_file_is_told(tmp_path):
    with pytest.raises(Unusable, match="est un dossier"):
        read_paths([tmp_path])
    with pytest.raises(Unusable, match="n’existe pas"):
        read_paths([tmp_path / "absent.csv"])


def test_a_file_that_cannot_be_opened_is_told(save, monkeypatch):
    def forbidden(path):
        raise PermissionError(13, "Permission denied")

    path = save("a;b\n")
    monkeypatch.setattr(files.Path, "read_bytes", forbidden)
    with pytest.raises(Unusable, match="ne peut pas être lu"):
        read_paths([path])


def test_what_is_too_large_is_not_opened(save, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 300)
    bombs = [b"a" * 400, gzip.compress(b"a" * 400), zipped(a_dot_csv="a" * 400)]
    for rank, content in enumerate(bombs):
        with pytest.raises(Unusable, match="Mio"):
            read_paths([save(content, f"{rank}.csv")])


def test_the_contours_of_all_france_are_taken_out_of_the_archive(save):
    content = zipped(
        lisez_moi_dot_txt="x",
        GEOJSON__QP2024_France_Hexagonale_Outre_Mer_WGS84_dot_geojson="{}",
        GEOJSON__QP2024_Hexagone_WGS84_dot_geojson="[]",
        GEOJSON__QP2024_L93_dot_geojson="[]",
    )
    (file,) = read_paths([save(content, "qp.zip")])
    assert file.text == "{}"
    assert file.name.startswith("qp.zip/GEOJSON/")


def test_the_lists_are_taken_out_of_the_package(save):
    names = [f"package/data/{name}.json" for name in ("regions", "communes", "epci")]
    found = read_paths([save(packaged(*names), "paquet.tgz")])
    assert [file.name.split("/")[-1] for file in found] == ["communes.json", "epci.json"]


def test_a_compressed_table_is_read(save):
    (file,) = read_paths([save(gzip.compress(b"a;b\n"), "liste.csv.gz")])
    assert file.text == "a;b\n"
