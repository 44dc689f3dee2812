"""Journey 4, « Accompagner »: a phone call, a dossier written for somebody, and her last word.

The coordination notes the call, opens the structure's card, begins the dossier, types with the
person's consent, and invites her. She enters by the code of her e-mail, reads again, corrects,
confirms, and alone files.
"""

import re

import pytest
from django_ox.testing import run_tasks
from playwright.sync_api import expect

from passeurs.contacts.models import Contact
from passeurs.desk.actions.templates import write_template
from passeurs.desk.models import ReplyTemplate
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import Dossier, FieldChange, Message, TypingSession
from passeurs.journal.models import Entry
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.factories.accounts import person
from tests.journeys.hands import Pointer
from tests.journeys.pages import Profile, Screen, SignIn

pytestmark = pytest.mark.browser
EMAIL = "aicha.benali@exemple.fr"
LINK = re.compile(r"http\S+(/dossiers/debuts/[\w-]{30,}/)")
SAVED = re.compile(r"Enregistré à \d")
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@pytest.fixture
def agent(call):
    return organisations.team_member(
        "coordination", call.coordination, first_name="Camille", last_name="Roux"
    )


@WIDTHS
def test_from_a_phone_call_to_a_dossier_that_its_holder_confirms(
    width, open_page, call, agent, smtp_peer
):
    desk = Pointer(open_page("/bureau/contacts/noter/", user=agent, width=width))
    the_call_is_noted(desk)
    the_structure_gets_a_light_card(desk)
    the_coordination_types_with_consent(desk)
    the_person_is_invited(desk)
    link = the_link_of(smtp_peer)
    holder = Pointer(open_page(link, width=width))
    she_enters_and_finds_her_dossier(holder, smtp_peer)
    she_reads_again_corrects_and_confirms(holder)
    everything_is_traced()


def the_call_is_noted(hand):
    page = Screen(hand)
    page.is_titled("Noter un échange")
    page.answer("Canal", "Téléphone")
    page.write("Son nom", "Régie de quartier des Deux-Rives", exact=True)
    page.write("Avec qui", "Aïcha Benali")
    page.write("Commune", "Cahors")
    page.write("Adresse électronique", EMAIL)
    page.write("Ce qui s’est dit", "Elle voudrait un atelier, mais n’écrit pas à l’ordinateur.")
    page.write("Suite à donner", "La rappeler pour écrire le dossier")
    page.press("Noter")
    page.is_titled("Régie de quartier des Deux-Rives")
    page.says("La rappeler pour écrire le dossier")


def the_structure_gets_a_light_card(hand):
    page = Screen(hand)
    page.follow("Chercher sa structure")
    page.is_titled("De quelle structure s’agit-il")
    page.says("0\u00a0structure")
    page.choose("Statut juridique", "Association")
    page.choose("Famille d’acteurs", "Structure d’accompagnement des publics")
    page.press("Ouvrir la fiche et rattacher")
    page.is_titled("Régie de quartier des Deux-Rives")
    page.says("Rattaché à")


def the_coordination_types_with_consent(hand):
    page = Screen(hand)
    page.page.get_by_text("Saisir à sa place").click()
    page.press("Ouvrir un dossier pour elle")
    page.is_titled("Saisir pour le porteur")
    page.says("Personne ne peut encore ouvrir ce dossier")
    page.write("Vous saisissez pour", "Aïcha Benali")
    page.answer("Son accord", "Par téléphone")
    page.write("Ce qui a été convenu", "Elle dicte, et relira elle-même avant de déposer.")
    page.press("Commencer la saisie")
    page.says("Vous saisissez pour Aïcha Benali")
    page.page.goto(page.page.url.replace("/structure/", "/projet/"))
    for label, words in (("Titre du projet", "Les voix du fleuve"), ("Résumé", "Filmer le Lot.")):
        box = page.page.get_by_label(label, exact=True)
        box.fill(words)
        box.press("Tab")
        expect(page.page.locator('[data-saved="page"]')).to_contain_text(SAVED)
    page.says("Vous saisissez pour Aïcha Benali")
    page.press("Terminer la saisie")
    page.is_titled("Saisi pour le porteur")
    page.says("Les voix du fleuve")
    assert page.page.get_by_role("button", name="Confirmer").count() == 0


def the_person_is_invited(hand):
    page = Screen(hand)
    page.page.goto(f"/bureau/contacts/{Contact.objects.get().pk}/")
    page.page.get_by_text("Inviter à ouvrir ce dossier").click()
    page.write("Un mot pour accompagner", "Comme convenu au téléphone.")
    page.press("Inviter")
    page.says("Invitation partie")


def the_link_of(smtp_peer):
    run_tasks(raise_failures=True)
    return LINK.search(text_of(to_her(smtp_peer)[-1]))[1]


def to_her(smtp_peer):
    return [mail for mail in smtp_peer.mails if mail["To"] == EMAIL]


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def she_enters_and_finds_her_dossier(hand, smtp_peer):
    door = SignIn(hand)
    door.ask_for_a_code(EMAIL)
    door.type_the_code(re.search(r"\b\d{6}\b", text_of(to_her(smtp_peer)[-1])).group())
    Profile(hand).say_one_s_name("Aïcha", "Benali")
    page = Screen(hand)
    page.is_titled("Votre dossier vous attend")
    page.says("Régie de quartier des Deux-Rives")
    page.press("Ouvrir mon dossier")
    page.is_titled("Les voix du fleuve")
    page.says("La coordination a saisi des informations")


def she_reads_again_corrects_and_confirms(hand):
    page = Screen(hand)
    page.follow("Voir ce qui a été saisi")
    page.is_titled("Saisi pour vous")
    page.says("Filmer le Lot.")
    page.follow(re.compile("^Corriger.*Résumé"))
    box = page.page.get_by_label("Résumé", exact=True)
    box.fill("Filmer le Lot avec les habitants.")
    box.press("Tab")
    expect(page.page.locator('[data-saved="page"]')).to_contain_text(SAVED)
    page.page.goto(f"/dossiers/{Dossier.objects.get().pk}/relecture/")
    page.follow("ce que la coordination a saisi pour vous")
    page.page.get_by_label("J’ai relu ce qui a été saisi pour moi").check()
    page.press("Confirmer")
    page.says("C’est confirmé")


def everything_is_traced():
    session = TypingSession.objects.get()
    dossier = session.dossier
    assert session.confirmed_by.email == EMAIL
    assert dossier.structure.memberships.get().user.email == EMAIL
    mine = "saisi par la coordination pour Aïcha Benali"
    typed = FieldChange.objects.filter(typing=session)
    assert {mine in one.author for one in typed} == {True}
    assert FieldChange.objects.exclude(typing=session).get().after.endswith("habitants.")
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"contact.record", "dossier.typing_opened", "dossier.typing_confirmed"} <= verbs


def test_a_message_of_the_holder_is_answered(open_page, call, agent):
    made = factory.complete_dossier(call, holder=person("Nadia", "Sarrazin"))
    submit_dossier(made, by=made.holder, at=factory.AT)
    path = f"/dossiers/{made.pk}/echanges/"
    for user, words in ((made.holder, "Une question."), (agent, "La réponse.")):
        page = Screen(Pointer(open_page(path, user=user)))
        page.write("Votre message", words)
        page.press("Envoyer")
        page.says("Votre message est écrit")
    assert [one.text for one in Message.objects.order_by("pk")] == ["Une question.", "La réponse."]


def test_a_template_goes_after_what_is_typed_and_comes_out_again(open_page, call, agent):
    made = factory.complete_dossier(call, holder=person("Nadia", "Sarrazin"))
    row = ReplyTemplate(
        coordination=call.coordination,
        title="Pièce manquante",
        body="Bonjour,\n\nIl manque une pièce à {titre}.",
        is_shared=True,
    )
    write_template(row, by=agent, at=factory.AT)
    page = Screen(Pointer(open_page(f"/dossiers/{made.pk}/echanges/", user=agent)))
    box = page.box("Votre message")
    text = f"Bonjour,\n\nIl manque une pièce à {made.project.title}."
    page.write("Votre message", "Déjà écrit.")
    the_template_is_inserted(page)
    expect(box).to_have_value(f"Déjà écrit.\n\n{text}")
    page.says("à la suite de ce que vous aviez écrit")
    page.press("Retirer ce texte")
    expect(box).to_have_value("Déjà écrit.")
    the_template_is_inserted(page)
    # Left and come back to by a template's address: the draft is there, the words are not doubled.
    page.page.goto(f"/bureau/dossiers/{made.pk}/echanges/?modele={row.pk}")
    expect(box).to_have_value(f"Déjà écrit.\n\n{text}")
    box.press("End")
    box.press_sequentially(" Merci.")
    page.press("Envoyer")
    page.says("Votre message est écrit")
    row.refresh_from_db()
    kept = Message.objects.get().text.replace("\r", "")
    assert (kept, row.uses) == (f"Déjà écrit.\n\n{text} Merci.", 1)


def the_template_is_inserted(page):
    page.main.locator("summary").filter(has_text="Partir d’un modèle").click()
    fold = page.main.locator("details details")
    if not fold.evaluate("one => one.open"):
        fold.locator("summary").click()
    page.press("Insérer « Pièce manquante »")


def test_a_correction_is_asked_on_one_field_which_alone_reopens(open_page, call, agent):
    made = factory.complete_dossier(call, holder=person("Nadia", "Sarrazin"))
    submit_dossier(made, by=made.holder, at=factory.AT)
    desk = Screen(Pointer(open_page(f"/bureau/dossiers/{made.pk}/correction/choisir/", user=agent)))
    desk.main.locator("summary").filter(has_text="La note d’intention").first.click()
    desk.page.get_by_role("checkbox", name="Résumé").check()
    desk.press("Continuer")
    desk.is_titled("Écrire la demande")
    desk.main.get_by_role("article").get_by_role("textbox").fill("Dites avec qui vous filmez.")
    desk.press("Relire avant d’envoyer")
    desk.press("Envoyer au porteur")

    holder = Screen(Pointer(open_page(f"/dossiers/{made.pk}/projet/", user=made.holder)))
    holder.says("Des corrections sont demandées")
    holder.page.goto(f"/dossiers/{made.pk}/corrections/")
    holder.says("Dites avec qui vous filmez.")
    field = holder.main.get_by_role("article").first
    field.get_by_label("Résumé").fill("Nous filmons avec les habitants.")
    field.get_by_role("button", name="Enregistrer").click()
    holder.press("Renvoyer mes corrections")
    made.project.refresh_from_db()
    assert made.project.summary == "Nous filmons avec les habitants."
    assert made.corrections.get().state == "returned"
