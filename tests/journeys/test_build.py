"""Journey 2, « Monter le dossier »: from an open call to a receipt that one can hold."""

import re
from datetime import date

import pikepdf
import pytest
from django_ox.testing import run_tasks
from playwright.sync_api import expect

from passeurs.dossiers.models import Dossier
from tests.factories import documents as papers
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.factories.accounts import person
from tests.factories.contacts import contact
from tests.factories.pdf import text_of
from tests.journeys.pages import DossierScreen, Screen
from tests.journeys.ways import assert_focus_was_seen, every_way

pytestmark = pytest.mark.browser


@pytest.fixture
def holder(call):
    """Somebody whose structure is registered, and who has already spoken to the coordination."""
    user = person("Nadia", "Sarrazin")
    structure = organisations.structure(
        representative=user,
        name="MJC des Tilleuls",
        actor_kind="audience",
        known_to=[call.coordination],
    )
    contact(call, at=factory.AT, structure=structure)
    return user


@pytest.fixture
def cv(tmp_path):
    path = tmp_path / "cv-lila-andrieu.pdf"
    path.write_bytes(papers.pdf_bytes())
    return path


@every_way
def test_a_holder_writes_a_dossier_files_it_and_holds_the_receipt(
    way, open_page, holder, cv, smtp_peer, tmp_path
):
    hand = way.begin(open_page, "/dossiers/", user=holder)
    a_dossier_is_opened(hand)
    the_structure_says_what_it_does(hand)
    two_partners_join(hand)
    the_project_is_told(hand)
    the_public_is_counted(hand)
    somebody_will_lead(hand)
    three_actions_are_planned(hand)
    the_budget_is_balanced(hand)
    the_cv_is_joined(hand, cv)
    the_commitments_are_accepted(hand)
    dossier = the_dossier_is_filed(hand)
    the_receipt_is_there(hand, dossier, tmp_path)
    the_holder_is_told_by_e_mail(dossier, smtp_peer)
    assert_focus_was_seen(hand)


def a_dossier_is_opened(hand):
    screen = Screen(hand)
    screen.follow("Ouvrir un dossier")
    screen.write("Un titre, même provisoire", "Lumières de Terre Rouge")
    screen.press("Ouvrir le dossier")
    screen.is_titled("Lumières de Terre Rouge")


def the_structure_says_what_it_does(hand):
    screen = DossierScreen(hand)
    screen.tick("Fonctions que vous tenez", "Accompagnement des publics")
    screen.answer("participé à l’édition précédente", "Non")
    screen.save()
    screen.go_on("les partenaires")


def two_partners_join(hand):
    screen = DossierScreen(hand)
    for rank, (name, function) in enumerate(
        (("Cinéma Le Quercy", "Cinéma et audiovisuel"), ("Médiathèque", "Diffusion")), start=1
    ):
        form = screen.add("Ajouter un partenaire", f"Partenaire {rank}")
        screen.write("Nom de la structure", name, form)
        screen.write("SIRET", organisations.siret(), form)
        screen.tick("Sa fonction dans le projet", function, within=form)
        screen.save("Enregistrer ce partenaire", form)
    screen.go_on("la note d’intention")


def the_project_is_told(hand):
    screen = DossierScreen(hand)
    screen.write("Résumé", "Des jeunes filment leur quartier et le montrent.")
    screen.pick_day("Début", date(2027, 2, 2))
    screen.pick_day("Fin", date(2027, 11, 11))
    screen.tick("Objectifs de l’appel", "Éduquer aux images", "Créer du lien")
    screen.write("Diagnostic du territoire", "Peu de cinéma hors du centre.")
    screen.save()
    screen.go_on("les publics")


def the_public_is_counted(hand):
    screen = DossierScreen(hand)
    screen.write("12 à 14 ans, femmes", "10")
    screen.write("15 à 17 ans, hommes", "12")
    screen.tick("Qui sont-ils", "Centre social")
    screen.answer("hors du temps scolaire", "Oui")
    screen.save()
    screen.go_on("les actions")


def somebody_will_lead(hand):
    screen = DossierScreen(hand)
    form = screen.add("Ajouter une personne", "Intervenant")
    screen.write("Prénom et nom", "Lila Andrieu", form)
    screen.write("Métier", "réalisatrice", form)
    screen.choose("Intervient comme", "Artiste", form)
    screen.save("Enregistrer cette personne", form)


def three_actions_are_planned(hand):
    screen = DossierScreen(hand)
    an_action(screen, 1, "Tourner la nuit", "Faire", "Atelier de création", date(2027, 4, 4))
    an_action(screen, 2, "Faire le bruit", "Faire", "Atelier de bruitage", date(2027, 5, 5))
    screening = an_action(screen, 3, "Voir le Phare", "Voir", "Séance accomp", date(2027, 6, 6))
    screen.write("Salle ou lieu de diffusion", "Cinéma Le Quercy", screening)
    screen.choose("Sorte de lieu", "Cinéma", screening)
    screen.choose("Ajouter un film de la liste", "Le Phare inventé", screening)
    screen.save("Enregistrer cette action", screening)
    expect(screening.get_by_role("checkbox", name="Le Phare inventé")).to_be_checked()
    screen.go_on("le budget")


def an_action(screen, rank, title, nature, kind, day):
    form = screen.add("Ajouter une action", f"Action {rank}")
    screen.write("Titre de l’action", title, form)
    screen.choose("Nature", FULL[nature], form)
    screen.choose("Type d’action", FULL[kind], form)
    screen.write("Lieu", "MJC des Tilleuls", form, exact=True)
    screen.write("Commune", "Cahors (46)", form, exact=True)
    screen.write("Quartier prioritaire déclaré", "QN04601M", form)
    screen.answer("Le public vient-il d’un quartier prioritaire", "Oui", form)
    screen.pick_day("Du", day, form)
    screen.pick_day("Au", day, form)
    screen.write("Personnes attendues", "12", form)
    screen.write("Dont 12-25 ans", "12", form)
    screen.tick("Intervenants", "Lila Andrieu", within=form)
    screen.save("Enregistrer cette action", form)
    return form


FULL = {
    "Voir": "Voir un film",
    "Faire": "Faire, pratiquer",
    "Atelier de création": "Atelier de création audiovisuelle",
    "Atelier de bruitage": "Atelier de bruitage",
    "Séance accomp": "Séance accompagnée",
}


def the_budget_is_balanced(hand):
    screen = DossierScreen(hand)
    screen.write("Demande à la DRAC", "4 800 €")
    project = screen.main.get_by_role("table", name=re.compile("Charges du projet"))
    screen.write("Rémunérations intermédiaires et honoraires", "8 000", project)
    screen.save("Enregistrer le budget")
    form = screen.add("Ajouter un financeur", "Financeur 1")
    screen.write("Financeur", "Ville de Cahors", form, exact=True)
    screen.choose("Sorte de financeur", "Commune", form)
    screen.write("Montant", "3 200,00", form, exact=True)
    screen.save("Enregistrer ce financeur", form)
    screen.says("le budget est équilibré")
    screen.go_on("les pièces")


def the_cv_is_joined(hand, cv):
    screen = DossierScreen(hand)
    box = screen.main.get_by_label(re.compile("Choisir un fichier.*Lila Andrieu"))
    hand.join(box, cv)
    screen.press("Joindre", box.locator("xpath=ancestor::form"))
    screen.says("La pièce est jointe au dossier")
    screen.says(cv.name)
    screen.go_on("les engagements")


def the_commitments_are_accepted(hand):
    screen = DossierScreen(hand)
    group = screen.main.get_by_role("group", name="Nous nous engageons à")
    for box in group.get_by_role("checkbox").all():
        hand.tick(box)
    screen.write("Signataire", "Nadia Sarrazin", exact=True)
    screen.save()
    screen.go_on("Relire et déposer")


def the_dossier_is_filed(hand):
    screen = DossierScreen(hand)
    screen.says("Enregistrer n’est pas déposer")
    nothing_blocks(screen)
    hand.tick(screen.main.get_by_role("checkbox", name="J’atteste"))
    screen.press("Déposer le dossier")
    screen.says("Votre dossier est déposé")
    dossier = Dossier.objects.get()
    assert dossier.state == "submitted"
    return dossier


def nothing_blocks(screen):
    """Said here with its words: a value lost on the way would else show as a missing box."""
    points = screen.main.get_by_role("region", name="Ce qui empêche de déposer")
    assert not points.count(), points.inner_text()


def the_receipt_is_there(hand, dossier, tmp_path):
    screen, snapshot = Screen(hand), dossier.snapshots.get()
    screen.says(f"Récépissé {snapshot.receipt_number}")
    screen.says("cv-lila-andrieu.pdf")
    with hand.page.expect_download() as download:
        screen.follow("Télécharger le récépissé")
    path = tmp_path / "recepisse.pdf"
    download.value.save_as(path)
    assert snapshot.receipt_number in text_of(path.read_bytes())
    with pikepdf.open(path) as document:
        assert len(document.attachments) == 1
        assert document.Root.Lang == "fr"


def the_holder_is_told_by_e_mail(dossier, smtp_peer):
    run_tasks(raise_failures=True)
    number = dossier.snapshots.get().receipt_number
    told = [mail for mail in smtp_peer.mails if mail["To"] == dossier.created_by.email]
    assert [number in mail.get_body(("plain",)).get_content() for mail in told] == [True]
