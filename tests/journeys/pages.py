"""The screens as a person reads them: found by their headings, labels and roles."""

import re

from playwright.sync_api import expect


class Screen:
    """What every screen shares; `hand` is a Pointer or a Keyboard."""

    def __init__(self, hand):
        self.hand, self.page = hand, hand.page
        self.main = self.page.get_by_role("main")

    def is_titled(self, words):
        expect(self.main.get_by_role("heading", level=1)).to_contain_text(words)

    def says(self, words):
        expect(self.main.get_by_text(words).first).to_be_visible()

    def follow(self, words, within=None):
        self.hand.follow((within or self.main).get_by_role("link", name=words).first)

    def press(self, words, within=None):
        self.hand.press((within or self.main).get_by_role("button", name=words, exact=True))

    def box(self, label, within=None, *, exact=False):
        """The control that a label names; a picker's list bears the same name, and is not it."""
        controls = self.page.locator("input, textarea, select")
        return (within or self.main).get_by_label(label, exact=exact).and_(controls)

    def write(self, label, text, within=None, *, exact=False):
        self.hand.write(self.box(label, within, exact=exact), text)

    def choose(self, label, option, within=None):
        self.hand.choose(self.box(label, within), option)

    def answer(self, question, answer, within=None):
        """One radio button of a question."""
        group = (within or self.main).get_by_role("group", name=question)
        self.hand.pick(group.get_by_role("radio", name=answer).first)

    def tick(self, question, *answers, within=None):
        """Some boxes of a question."""
        group = (within or self.main).get_by_role("group", name=question)
        for one in answers:
            self.hand.tick(group.get_by_role("checkbox", name=one))

    def pick_day(self, label, day, within=None):
        self.hand.pick_day(self.box(label, within, exact=True), day)


class SelfTest(Screen):
    def answer_all(self):
        self.answer("Votre structure est", "Association")
        self.answer("participé à l’édition précédente", "Non")
        self.write("La commune où se tient le projet", "Cahors (46)")
        self.answer("vient-il d’une zone prioritaire", "Oui")
        self.write("Personnes attendues", "30")
        self.write("Dont les 12-25 ans", "24")
        self.answer("hors du temps scolaire", "Oui")
        self.answer("Le cinéma et l’audiovisuel", "Un partenaire")
        self.answer("L’accompagnement des publics", "Nous")
        self.answer("La diffusion des films", "Un partenaire")
        self.answer("Des artistes ou des professionnels", "Oui")
        self.write("Actions pour voir", "1")
        self.write("Actions pour faire", "2")
        self.answer("Une salle de cinéma accueille-t-elle", "Oui")
        self.answer("viennent-ils des listes", "Oui")
        self.write("Coût du projet", "8 000 €")
        self.write("Somme demandée à la DRAC", "4 800")
        self.write("Ce que d’autres apportent", "3 200,00")
        self.answer("parlé du projet à la coordination", "Pas encore")
        self.press("Voir le résultat")


class ContactForm(Screen):
    def write_to_the_coordination(self, *, structure, city, name, email, message):
        self.write("Nom de la structure", structure)
        self.write("Commune", city, exact=True)
        self.write("Votre nom", name)
        self.write("Adresse électronique", email)
        self.write("Votre projet, en quelques mots", message)
        self.press("Envoyer")


class SignIn(Screen):
    def ask_for_a_code(self, email):
        self.write("Votre adresse e-mail", email)
        self.press("Recevoir mon code")
        self.is_titled("Votre code")

    def type_the_code(self, code):
        self.write("Code", code)
        self.press("Entrer")


class Profile(Screen):
    def say_one_s_name(self, first, last):
        self.write("Prénom", first)
        self.write("Nom", last, exact=True)
        self.press("Continuer")


class NewStructure(Screen):
    def register(self, *, name, siret):
        identity = self.main.get_by_role("region", name="La structure", exact=True)
        place = self.main.get_by_role("region", name="Où la joindre")
        person = self.main.get_by_role("region", name="La personne qui la représente")
        self.write("Nom", name, identity, exact=True)
        self.write("SIRET", siret, identity)
        self.choose("Statut juridique", "Association", identity)
        self.answer("Famille d’acteurs", "Structure d’accompagnement des publics", identity)
        self.write("Commune", "Cahors (46)", place)
        self.write("Prénom", "Nadia", person)
        self.write(re.compile("^Nom"), "Sarrazin", person)
        self.press("Enregistrer la structure")


class DossierScreen(Screen):
    """A section of a dossier."""

    def save(self, words="Enregistrer", within=None):
        """Save the whole form, as one does without JavaScript; the answer says the hour."""
        self.press(words, within)
        expect(self.page.locator(".messages")).to_contain_text(re.compile(r"Enregistré à \d"))

    def go_on(self, words):
        """To the next section."""
        self.follow(re.compile(words))
        expect(
            self.main.get_by_role("heading", level=2, name=re.compile(words, re.IGNORECASE)).first
        ).to_be_visible()

    def add(self, words, form_name):
        """Add a row; it comes open, the last of its kind."""
        self.press(words)
        form = self.main.get_by_role("form", name=form_name)
        expect(form).to_be_visible()
        return form
