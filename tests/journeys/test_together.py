"""Journey 3, together: three people in one dossier, one of whom loses the line and comes back.

Three browsers, the same evening: Nadia who represents, Jules who writes, and Mina, a guest of that
dossier alone. Nobody's words are written over; who wrote what is read in the history.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from passeurs.dossiers.models import FieldChange, SetAside
from tests.factories import dossiers as factory
from tests.factories.accounts import person
from tests.journeys.hands import Keyboard

pytestmark = pytest.mark.browser
LOST = ["Failed to load resource"]  # what the console says of a request that was refused
SAVED = re.compile(r"Enregistré à \d")
SOON = 20_000  # ms: a beat each second in these tests, on a loaded machine


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch):
    """A beat a second, so that nobody waits: the page is told how often by the server."""
    monkeypatch.setattr("passeurs.dossiers.views.shell.BEAT_EVERY", timedelta(seconds=1))


@pytest.fixture
def dossier(call):
    return factory.complete_dossier(call, holder=person("Nadia", "Sarrazin"))


@pytest.fixture
def people(dossier):
    """The one who represents, one who writes, and a guest."""
    jules, mina = person("Jules", "Amat"), person("Mina", "Duval")
    dossier.structure.memberships.create(user=jules, role="editor")
    dossier.team.create(
        user=mina, role="editor", added_by=dossier.holder, added_at=factory.AT, is_guest=True
    )
    return {"nadia": dossier.holder, "jules": jules, "mina": mina}


@pytest.fixture
def enter(open_page, dossier, people):
    """A browser of one's own, in one section of the dossier."""

    def enter(who, section="projet", **options):
        path = f"/dossiers/{dossier.pk}/{section}/"
        return open_page(path, user=people[who], expect=LOST, **options)

    return enter


def says(page, words):
    expect(page.locator('[data-saved="page"]')).to_contain_text(words, timeout=SOON)


def here(page):
    return page.locator("#ici")


def write(page, label, text):
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Tab")
    says(page, SAVED)


def holds(page, label, text):
    expect(page.get_by_label(label, exact=True)).to_have_value(text, timeout=SOON)


def stored(dossier, name):
    dossier.project.refresh_from_db()
    return getattr(dossier.project, name)


def test_three_people_in_one_dossier_one_of_whom_loses_the_line(enter, dossier, people):
    nadia, jules, mina = enter("nadia"), enter("jules", width=360), enter("mina", "budget")

    # Each sees the others, and where they are.
    for name, page in (("Jules Amat", nadia), ("Nadia Sarrazin", jules), ("Jules Amat", mina)):
        expect(here(page)).to_contain_text(name, timeout=SOON)
    mina.get_by_label("Demande à la DRAC").focus()
    words = "Mina Duval écrit dans « Le budget »\u00a0: Demande à la DRAC"
    expect(here(nadia)).to_contain_text(words, timeout=SOON)

    # In the same section, in other fields: the words of one come to the other, signed.
    jules.get_by_label("Diagnostic du territoire").focus()
    expect(nadia.get_by_text("Jules Amat écrit ici")).to_be_visible(timeout=SOON)
    write(jules, "Diagnostic du territoire", "Mille habitants, pas une salle.")
    holds(nadia, "Diagnostic du territoire", "Mille habitants, pas une salle.")
    expect(nadia.get_by_text("Modifié par Jules Amat à")).to_be_visible()
    announced = nadia.get_by_role("status").filter(has_text="Modifié par Jules Amat")
    expect(announced).to_contain_text("Diagnostic du territoire")

    # What came from a colleague may be written on, without any conflict.
    write(nadia, "Diagnostic du territoire", "Mille habitants, une salle fermée.")
    holds(jules, "Diagnostic du territoire", "Mille habitants, une salle fermée.")
    assert not SetAside.objects.exists()

    # The line drops on Jules' phone; both write the same field.
    jules.context.set_offline(True)
    jules.get_by_label("Résumé").fill("Le résumé de Jules, dans le train.")
    says(jules, "gardé sur cet appareil")
    write(nadia, "Résumé", "Le résumé de Nadia, au bureau.")
    assert stored(dossier, "summary") == "Le résumé de Nadia, au bureau."

    # It comes back: both texts are kept and shown, and Jules chooses.
    jules.context.set_offline(False)
    banner = jules.locator("[data-conflict=summary]")
    expect(banner).to_contain_text("Nadia Sarrazin a changé ce texte", timeout=SOON)
    expect(banner).to_contain_text("Le résumé de Jules, dans le train.")
    expect(banner).to_contain_text("Le résumé de Nadia, au bureau.")
    assert stored(dossier, "summary") == "Le résumé de Nadia, au bureau."
    assert SetAside.objects.get().text == "Le résumé de Jules, dans le train."
    banner.get_by_role("button", name="Garder la mienne").click()
    says(jules, SAVED)
    holds(nadia, "Résumé", "Le résumé de Jules, dans le train.")

    # Who wrote what is read in the history.
    nadia.get_by_role("link", name="Historique du dossier").click()
    entries = nadia.locator(".change")
    expect(entries.filter(has_text="dans le train").first).to_contain_text("Jules Amat")
    authors = set(FieldChange.objects.values_list("by__first_name", flat=True))
    assert authors == {"Nadia", "Jules"}


def test_a_field_being_written_is_never_touched_by_what_arrives(enter, dossier):
    nadia, jules = enter("nadia"), enter("jules")
    nadia.context.set_offline(True)
    nadia.get_by_label("Parcours").fill("Nadia écrit encore")
    nadia.context.set_offline(False)
    box = nadia.get_by_label("Résumé")
    box.focus()
    write(jules, "Résumé", "Le résumé de Jules.")
    write(jules, "Participation des publics", "Les jeunes choisissent.")
    holds(nadia, "Participation des publics", "Les jeunes choisissent.")
    assert box.input_value() != "Le résumé de Jules."  # the caret is in it: it waits
    box.press("Tab")
    holds(nadia, "Résumé", "Le résumé de Jules.")
    holds(nadia, "Parcours", "Nadia écrit encore")


def test_two_people_who_write_the_same_field_at_once_both_keep_their_words(enter, dossier):
    nadia, jules = enter("nadia"), enter("jules")
    texts = {"Nadia": "Le mien, par Nadia.", "Jules": "Le mien, par Jules."}
    for page, text in ((nadia, texts["Nadia"]), (jules, texts["Jules"])):
        page.get_by_label("Évaluation").fill(text)
    for page in (nadia, jules):
        expect(page.locator('[data-saved="page"]')).to_contain_text(
            re.compile(r"Enregistré à \d|deux versions"), timeout=SOON
        )
    kept = {stored(dossier, "evaluation"), *SetAside.objects.values_list("text", flat=True)}
    assert kept == set(texts.values())


def test_rows_that_one_adds_and_removes_are_told_to_the_others(enter, dossier):
    nadia, mina = enter("nadia", "partenaires"), enter("mina", "partenaires", width=360)
    mina.get_by_role("button", name="Ajouter un partenaire").click()
    news = nadia.locator(".news")
    expect(news).to_contain_text("Mina Duval a ajouté un partenaire.", timeout=SOON)
    news.get_by_role("link", name="Afficher la page à jour").click()
    expect(nadia.locator("details.action")).to_have_count(3)
    assert dossier.partners.count() == 3


def test_writing_in_a_row_that_somebody_removed_says_so_and_keeps_the_words(enter, dossier, people):
    row = dossier.partners.first()
    nadia = enter("nadia", "partenaires")
    nadia.locator(f"#{row.key} > summary").click()
    dossier.partners.filter(pk=row.pk).delete()
    box = nadia.locator(f"#{row.key}-contribution")
    box.fill("Une salle et deux bénévoles.")
    says(nadia, "quelqu’un l’a retirée")
    expect(box).to_have_value("Une salle et deux bénévoles.")


def test_who_leaves_is_no_longer_there(enter):
    nadia, jules = enter("nadia"), enter("jules")
    expect(here(nadia)).to_contain_text("Jules Amat", timeout=SOON)
    jules.close()
    expect(here(nadia)).not_to_contain_text("Jules Amat", timeout=SOON)


def test_with_the_keyboard_alone_one_chooses_between_two_texts(enter, dossier):
    nadia, jules = enter("nadia"), enter("jules")
    nadia.context.set_offline(True)
    hand = Keyboard(nadia)
    hand.write(nadia.get_by_label("Restitution"), "Au clavier")
    says(nadia, "gardé sur cet appareil")
    write(jules, "Restitution", "À la souris")
    nadia.context.set_offline(False)
    banner = nadia.locator("[data-conflict=restitution]")
    expect(banner).to_be_visible(timeout=SOON)
    hand.press(banner.get_by_role("button", name="Garder la mienne"))
    says(nadia, SAVED)
    assert stored(dossier, "restitution") == "Au clavier"
    assert not hand.unseen


def test_an_earlier_text_comes_back_from_the_history(enter, dossier):
    nadia, jules = enter("nadia"), enter("jules", width=360)
    before = stored(dossier, "summary")
    write(jules, "Résumé", "Un texte trop court.")
    nadia.get_by_role("link", name="Historique du dossier").click()
    nadia.get_by_role("button", name="Remettre le texte d’avant").first.click()
    nadia.get_by_role("dialog").get_by_role("button", name="Confirmer").click()
    expect(nadia.get_by_text("revenu à sa place")).to_be_visible(timeout=SOON)
    assert stored(dossier, "summary") == before
    holds(jules, "Résumé", before)


def test_without_javascript_one_sees_who_is_there_and_keeps_both_texts(enter, dossier):
    jules = enter("jules")
    expect(jules.locator("#ici")).to_be_attached()
    nadia = enter("nadia", javascript=False, width=360)
    expect(nadia.locator("#ici")).to_contain_text("Jules Amat")
    write(jules, "Mixité", "De Jules")
    nadia.get_by_label("Mixité").fill("De Nadia")
    nadia.get_by_role("main").get_by_role("button", name="Enregistrer", exact=True).first.click()
    expect(nadia.get_by_text("Deux textes pour le même champ")).to_be_visible()
    assert {stored(dossier, "mixity"), SetAside.objects.get().text} == {"De Jules", "De Nadia"}
