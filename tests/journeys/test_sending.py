"""A file that takes time to send: cut half-way, gone on with, given up."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import expect

from passeurs.documents import views
from passeurs.documents.models import Upload
from passeurs.dossiers.models import Attachment
from tests.factories import dossiers as factory
from tests.factories.documents import film_bytes, pdf_bytes

pytestmark = pytest.mark.browser
LOST = ["Failed to load resource", "net::ERR"]
PIECE = 50_000


def resume(page):
    """Go on at once; it also goes on by itself, and whichever comes first will do."""
    button = page.locator("#free").get_by_role("button", name="Reprendre maintenant")
    with suppress(TooLong):
        button.click(timeout=2000)


def film(size):
    """A film of that many bytes that opens."""
    head = film_bytes()[:-10]
    body = size - len(head)
    return head + body.to_bytes(4) + b"mdat" + b"\0" * (body - 8)


FILM = film(20 * PIECE + 7)


@pytest.fixture
def dossier(call):
    return factory.complete_dossier(call)


@pytest.fixture
def page(open_page, dossier, monkeypatch, settings, tmp_path):
    """The pieces, open before their holder; parts are small, so that there are many."""
    monkeypatch.setattr("passeurs.dossiers.views.sending.PIECE", PIECE)
    assert views.PIECE > PIECE
    return open_page(f"/dossiers/{dossier.pk}/pieces/", user=dossier.holder, expect=LOST)


def choose(page, name="atelier.mp4", content=FILM):
    free = page.locator("#free")
    free.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    free.get_by_role("button", name="Joindre", exact=True).click()
    return free


def cut_after(page, parts):
    """The line falls after so many parts; the returned function puts it back."""
    seen = []

    def pass_or_cut(route):
        if route.request.method == "PATCH":
            seen.append(route)
        if len(seen) > parts:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/envois/**", pass_or_cut)
    return lambda: page.unroute("**/envois/**")


def joined():
    return Attachment.objects.filter(kind="free", removed_at=None)


def test_a_file_is_sent_by_parts_and_joined(page):
    choose(page)
    expect(page.locator("#free .files a")).to_have_text("atelier.mp4")
    kept = joined().get().file
    assert kept.file.read() == FILM
    expect(page.get_by_text("La pièce est jointe au dossier.")).to_be_visible()


def test_cut_half_way_it_goes_on_by_itself_when_the_line_is_back(page):
    back = cut_after(page, 10)
    free = choose(page)
    expect(free.get_by_role("status")).to_contain_text("La connexion est coupée")
    expect(free.get_by_role("status")).to_contain_text("reçus sont gardés")
    assert 0 < Upload.objects.get().received < len(FILM)
    back()
    resume(page)
    expect(page.locator("#free .files a")).to_have_text("atelier.mp4")
    assert joined().get().file.file.read() == FILM


def test_after_a_reload_the_same_file_chosen_again_goes_on_from_where_it_was(page, dossier):
    cut_after(page, 8)
    free = choose(page)
    expect(free.get_by_role("status")).to_contain_text("coupée")
    held = Upload.objects.get().received
    page.once("dialog", lambda dialog: dialog.accept())
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(f"/dossiers/{dossier.pk}/pieces/")
    halted = again.locator("#free .halted")
    expect(halted).to_contain_text("Envoi interrompu")
    started = []
    again.on("request", lambda one: started.append(one) if one.method == "PATCH" else None)
    # The chooser gives a file made now: that it is the same is told by its date too.
    Upload.objects.update(modified=0)
    again.add_init_script("Object.defineProperty(File.prototype, 'lastModified', { value: 0 })")
    again.reload()
    chooser = again.locator("#free .halted input[type=file]")
    wrong = {"name": "autre.mp4", "mimeType": "video/mp4", "buffer": b"x"}
    chooser.set_input_files(wrong)
    expect(halted.get_by_role("alert")).to_contain_text("n’est pas le fichier commencé")
    chooser.set_input_files({"name": "atelier.mp4", "mimeType": "video/mp4", "buffer": FILM})
    expect(again.locator("#free .files a")).to_have_text("atelier.mp4")
    assert started[0].headers["upload-offset"] == str(held)
    assert joined().get().file.file.read() == FILM


def test_an_upload_that_is_stopped_leaves_nothing(page):
    cut_after(page, 3)
    free = choose(page)
    expect(free.get_by_role("status")).to_contain_text("coupée")
    page.unroute("**/envois/**")
    free.get_by_role("button", name="Arrêter l’envoi").click()
    expect(free.get_by_role("status")).to_have_count(0)
    expect(free.get_by_role("button", name="Joindre", exact=True)).to_be_visible()
    for _ in range(50):
        if not Upload.objects.exists():
            break
        page.wait_for_timeout(100)
    assert not Upload.objects.exists()
    assert not joined().exists()


def test_a_refusal_is_beside_the_slot_and_another_file_may_be_chosen(page):
    free = choose(page, "outil.pdf", b"MZ" + b"\0" * 500)
    expect(free.locator(".msg-no").first).to_contain_text("un programme")
    choose(page, "lettre.pdf", pdf_bytes())
    expect(page.locator("#free .files a")).to_have_text("lettre.pdf")


def test_without_a_script_the_form_sends_it_whole(open_page, dossier):
    page = open_page(f"/dossiers/{dossier.pk}/pieces/", user=dossier.holder, javascript=False)
    choose(page, "lettre.pdf", pdf_bytes())
    expect(page.locator("#free .files a")).to_have_text("lettre.pdf")


def test_two_tabs_with_the_same_file_join_it_once_each_or_go_on_together(page, dossier):
    other = page.context.new_page()
    other.goto(f"/dossiers/{dossier.pk}/pieces/")
    cut_after(page, 5)
    choose(page)
    expect(page.locator("#free").get_by_role("status")).to_contain_text("coupée")
    choose(other, "lettre.pdf", pdf_bytes())
    expect(other.locator("#free .files a")).to_have_text("lettre.pdf")
    page.unroute("**/envois/**")
    resume(page)
    expect(page.locator("#free .files a")).to_have_count(2)
    assert joined().count() == 2
