"""Small pictures of files, drawn apart and within bounds."""

import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest
from django.http import Http404
from django_ox.testing import run_tasks
from PIL import Image

from passeurs.documents import miniature, previews
from passeurs.documents.enums import ScanState
from passeurs.documents.models import Preview, StoredFile
from passeurs.documents.previews import draw_preview
from passeurs.documents.responses import preview_response
from tests.factories.documents import (
    AT,
    docx_bytes,
    film_bytes,
    pdf_bytes,
    picture_bytes,
    stored_file,
)

pytestmark = pytest.mark.django_db


def drawn(kept):
    preview = draw_preview(kept.pk, at=AT)
    with Image.open(BytesIO(preview.file.read())) as picture:
        picture.load()
    assert picture.format == "WEBP"
    assert picture.size == (preview.width, preview.height)
    return preview


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_a_picture_is_made_small(name, kind):
    preview = drawn(stored_file(name, picture_bytes(kind, (1200, 800))))
    assert (preview.width, preview.height, preview.pages) == (480, 320, 0)


def test_a_small_picture_is_not_made_bigger():
    assert drawn(stored_file("a.png", picture_bytes("PNG", (20, 10)))).width == 20


def test_a_picture_with_holes_is_laid_on_paper():
    output = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(output, "PNG")
    preview = drawn(stored_file("a.png", output.getvalue()))
    preview.file.seek(0)
    with Image.open(preview.file) as picture:
        assert picture.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_the_first_page_of_a_pdf_is_drawn_and_its_pages_counted():
    preview = drawn(stored_file("a.pdf", pdf_bytes(pages=3)))
    assert preview.pages == 3
    assert max(preview.width, preview.height) == 480


def test_a_page_as_long_as_a_street_is_drawn_within_bounds():
    def edit(document):
        document.pages[0].MediaBox = pikepdf.Array([0, 0, 14_400, 100])

    assert drawn(stored_file("a.pdf", pdf_bytes(edit=edit))).width == 480


@pytest.mark.parametrize(("name", "content"), [("a.docx", docx_bytes()), ("a.mp4", film_bytes())])
def test_other_files_have_none(name, content):
    kept = stored_file(name, content)
    run_tasks(raise_failures=True)
    assert draw_preview(kept.pk, at=AT) is None
    assert not Preview.objects.exists()


def test_what_cannot_be_drawn_is_not_tried_again(monkeypatch):
    kept = stored_file("a.pdf", pdf_bytes())
    kept.file.storage.delete(kept.file.name)
    kept.file.storage.save(kept.file.name, BytesIO(b"%PDF-1.7 rien"))
    preview = draw_preview(kept.pk, at=AT)
    assert (bool(preview.file), preview.width) == (False, 0)
    assert draw_preview(kept.pk, at=AT) is None
    with pytest.raises(Http404):
        preview_response(kept)


def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(previews, "SECONDS", 0.001)
    assert not draw_preview(stored_file().pk, at=AT).file


@pytest.mark.parametrize("state", [ScanState.WAITING, ScanState.INFECTED])
def test_nothing_in_quarantine_is_opened(state):
    kept = stored_file()
    StoredFile.objects.update(scan_state=state)
    assert draw_preview(kept.pk, at=AT) is None


def test_drawn_by_two_workers_it_is_kept_once(monkeypatch):
    kept = stored_file()
    draw = previews._drawn

    def overtaken(stored):
        Preview.objects.create(stored_file=stored, drawn_at=AT)
        return draw(stored)

    monkeypatch.setattr(previews, "_drawn", overtaken)
    assert draw_preview(kept.pk, at=AT) is None
    assert Preview.objects.count() == 1


def test_a_preview_whose_bytes_are_gone_is_not_found():
    kept = stored_file()
    preview = drawn(kept)
    preview.file.storage.delete(preview.file.name)
    with pytest.raises(Http404):
        preview_response(kept)


def test_a_preview_is_not_served_for_a_file_found_infected_later():
    kept = stored_file()
    drawn(kept)
    kept.scan_state = ScanState.INFECTED
    with pytest.raises(Http404):
        preview_response(kept)


def test_the_drawing_program_bounds_its_own_memory(tmp_path):
    """A picture that would take more than it may ends the program, not the worker."""
    source = tmp_path / "a.png"
    Image.new("1", (20_000, 20_000)).save(source)
    command = [sys.executable, "-I", miniature.__file__, "png", str(source), str(tmp_path / "b")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode != 0
    assert b"DecompressionBomb" in done.stderr


def test_the_drawing_program_draws_in_this_process_too(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(miniature, "_bound", lambda: None)
    for kind, content in (("png", picture_bytes()), ("pdf", pdf_bytes())):
        source, target = tmp_path / kind, tmp_path / f"{kind}.webp"
        source.write_bytes(content)
        miniature.main(kind, str(source), str(target))
        assert target.stat().st_size
    assert '"pages": 1' in capsys.readouterr().out
