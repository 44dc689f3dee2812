"""Every screen of the platform, in each state a person may meet it, as one list.

A line: the route, who looks, the state, what its address needs of the scene, and what is done
there first (a wrong word typed, a form sent empty).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from passeurs.network.links import token_of
from tests.factories import spreadsheets


def nothing(_scene):
    """The arguments of an address that names nothing."""
    return ()


@dataclass(frozen=True)
class Screen:
    route: str
    who: str
    state: str
    arguments: Callable = nothing
    act: Callable | None = None
    query: str = ""
    start: str = ""

    def address(self, scene):
        """Where one goes first: `start` when the screen itself only answers something done."""
        return reverse(self.start or self.route, args=self.arguments(scene)) + self.query

    def __str__(self):
        return f"{self.route}, {self.state}, {self.who or 'public'}"


def of(name):
    """The argument of a dossier's screens: the dossier of that name in the scene."""
    return lambda scene: (getattr(scene, name).pk,)


def slug_of_region(scene):
    """The coordination whose team is looked at."""
    return (scene.edition.coordination.slug,)


def two_cards(scene):
    """The structure and its double."""
    return scene.structure.pk, scene.double.pk


def token(name):
    """The argument of a partner's page: one of the links of the scene."""
    return lambda scene: (scene.tokens[name],)


def placed(scene):
    return (scene.placed.dossier_id, scene.placed.pk)


def wrong_point(page):
    page.get_by_text("Écrire les coordonnées").click()
    page.get_by_label("Latitude").fill("nord")
    press("Placer à ces coordonnées")(page)


def call(scene):
    return (scene.edition.slug,)


def ask_for_no_column(page):
    for box in page.get_by_role("checkbox").all():
        box.uncheck(force=True)
    press("Préparer le tableau")(page)


def press(words):
    """Send the form as it stands."""

    def act(page):
        page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()
        page.wait_for_load_state()

    return act


def refuse_correction(page):
    """Keep a field without saying why: the sentence stands beside it."""
    unfold(page)
    page.get_by_role("main").get_by_role("button", name=re.compile("^Maintenir")).last.click()
    page.wait_for_load_state()


def wrong(label, text, button):
    """Type something that is refused, and send it."""

    def act(page):
        # Without the browser's own check: the server's answer is what is judged.
        page.get_by_role("main").get_by_label(label).first.fill(text)
        press(button)(page)
        page.locator("#erreurs").wait_for()

    return act


def ask_for_a_code(page):
    page.get_by_label("Votre adresse e-mail").fill("nadia@exemple.fr")
    press("Recevoir mon code")(page)


def enter_a_wrong_code(page):
    ask_for_a_code(page)
    page.get_by_label("Code").fill("12")
    press("Entrer")(page)


def write_to_the_coordination(page):
    words = {
        "Nom de la structure": "MJC",
        "Commune": "Cahors",
        "Votre nom": "Nadia",
        "Adresse électronique": "nadia@exemple.fr",
        "Votre projet": "Deux ateliers.",
    }
    for label, text in words.items():
        page.get_by_role("main").get_by_label(label).first.fill(text)
    press("Envoyer")(page)


def ask_again(page):
    press("Recevoir un nouveau lien")(page)


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def insert_template(page):
    unfold(page)
    press("Insérer « Pièce manquante »")(page)


def film_list(scene):
    return (scene.edition.slug, "open_air")


def send_file(name, text, button):
    """Send a file made on the spot."""

    def act(page):
        file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        page.locator("input[type=file]").set_input_files(file)
        press(button)(page)

    return act


FILMS = "Titre;Année;Durée\nLe Phare inventé;2016;1h22\nNeuf;2020;90\nFaux;abc;90\n"
send_films = send_file("films.csv", FILMS, "Lire le fichier")
send_unknown_columns = send_file("a.csv", "a;b\n1;2\n", "Lire le fichier")


def send_budget(page):
    """A filled workbook: a change, and a cell that is refused."""
    file = {"name": "budget.ods", "mimeType": "", "buffer": spreadsheets.budget()}
    page.locator("input[type=file]").set_input_files(file)
    press("Voir ce que le fichier change")(page)


PUBLIC = (
    Screen("pages:home", "", "open calls"),
    Screen("pages:accessibility", "", "read"),
    Screen("pages:data", "", "read"),
    Screen("pages:legal", "", "read"),
    Screen("calls:index", "", "open and closed calls"),
    Screen("calls:detail", "", "open", call, unfold),
    Screen("calls:detail", "", "closed", lambda scene: (scene.closed_edition.slug,)),
    Screen("films:index", "", "filled", call),
    Screen("films:index", "", "nothing found", call, query="?q=zzzz"),
    Screen("films:detail", "", "read", lambda scene: (scene.edition.slug, scene.film.pk)),
    Screen("contacts:write", "", "empty", call),
    Screen("contacts:write", "", "refused", call, press("Envoyer")),
    Screen("dossiers:selftest", "", "empty", call),
    Screen("dossiers:selftest", "", "refused", call, press("Voir le résultat")),
    Screen("dossiers:selftest", "", "closed", lambda scene: (scene.closed_edition.slug,)),
    Screen(
        "dossiers:selftest_result", "", "read", lambda scene: (scene.edition.slug, scene.answers)
    ),
    Screen("dossiers:selftest_result", "", "lost", lambda scene: (scene.edition.slug, "coupé")),
    Screen("account_login", "", "empty"),
    Screen(
        "account_login", "", "refused", act=wrong("Votre adresse", "nadia", "Recevoir mon code")
    ),
    Screen("account_confirm_login_code", "", "awaited", start="account_login", act=ask_for_a_code),
    Screen(
        "account_confirm_login_code", "", "refused", start="account_login", act=enter_a_wrong_code
    ),
    Screen("contacts:thanks", "", "sent", call, write_to_the_coordination, start="contacts:write"),
    Screen("identities:break_glass", "", "to enter", lambda _scene: ("lien",)),
    Screen("core:components", "", "every component"),
    Screen("demonstration:index", "", "read"),
    Screen("demonstration:mails", "", "filled"),
    Screen("demonstration:mail", "", "read", lambda scene: (scene.mail,)),
)


def link(name):
    """The link of a card of the scene, as its person received it."""
    return lambda scene: (token_of(getattr(scene, name)),)


DIRECTORIES = (
    Screen("network:people", "", "filled"),
    Screen("network:people", "", "nothing found", query="?q=zzzz"),
    Screen("network:people", "holder", "one's own cards", query="?vue=nos-fiches"),
    Screen("network:person", "", "listed", of("performer")),
    Screen("network:person", "holder", "private", of("editor_card"), unfold),
    Screen("network:person", "coordination", "to review", of("editor_card"), unfold),
    Screen("network:register", "", "empty", act=unfold),
    Screen("network:register", "", "refused", act=press("Recevoir mon lien")),
    Screen("network:sent", "", "read"),
    Screen("network:link", "", "not agreed", link("editor_card"), unfold),
    Screen("network:link", "", "agreed", link("performer")),
    Screen("network:mine", "newcomer", "empty"),
    Screen("network:own", "actress", "agreed", of("performer"), unfold),
    Screen("network:person_add", "holder", "empty", act=unfold),
    Screen("network:person_add", "holder", "refused", act=press("Garder la fiche")),
    Screen("network:person_edit", "holder", "written", of("editor_card")),
    Screen("network:venues", "", "filled"),
    Screen("network:venues", "", "nothing found", query="?q=zzzz"),
    Screen("network:venue", "", "read", of("hall")),
    Screen("network:venue", "coordination", "kept", of("hall")),
    Screen("network:desk_people", "coordination", "filled"),
    Screen("network:desk_people", "coordination", "nothing found", query="?q=zzzz"),
    Screen("network:person_merge", "coordination", "read", of("editor_card")),
    Screen("network:desk_venues", "coordination", "filled"),
    Screen("network:desk_venues", "coordination", "nothing found", query="?q=zzzz"),
    Screen("network:venue_add", "coordination", "empty"),
    Screen("network:venue_add", "coordination", "refused", act=press("Enregistrer")),
    Screen("network:venue_import", "coordination", "empty"),
    Screen("network:venue_import", "coordination", "refused", act=press("Lire ce fichier")),
    Screen("network:venue_edit", "coordination", "written", of("hall")),
    Screen("network:venue_merge", "coordination", "two in the commune", of("hall")),
    Screen(
        "dossiers:venues", "holder", "near",
        lambda scene: (scene.filled.pk, scene.filled.actions.last().pk),
    ),
    Screen(
        "dossiers:venues", "holder", "nothing found",
        lambda scene: (scene.filled.pk, scene.filled.actions.last().pk), query="?q=zzzz",
    ),
    Screen("dossiers:practitioners", "holder", "found", lambda scene: (scene.filled.pk, scene.filled.actions.last().pk)),
    Screen(
        "dossiers:practitioners", "holder", "nobody",
        lambda scene: (scene.filled.pk, scene.filled.actions.last().pk), query="?metier=games",
    ),
    Screen("desk:practitioners", "coordination", "proposed", of("filled"), unfold),
    Screen("desk:practitioners", "coordination", "no action", of("empty")),
    Screen("dossiers:people", "holder", "known", of("filled")),
    Screen("dossiers:people", "holder", "nothing found", of("filled"), query="?q=zzzz"),
)  # fmt: skip

PEOPLE = (
    Screen("account_profile", "newcomer", "known"),
    Screen("account_profile", "nameless", "new"),
    Screen("account_profile", "newcomer", "refused", act=wrong("Prénom", "", "Enregistrer")),
    Screen("notifications:choices", "newcomer", "untouched"),
    Screen("notifications:choices", "holder", "a dead address"),
    Screen("notifications:received", "holder", "filled"),
    Screen("notifications:received", "newcomer", "empty"),
    Screen("notifications:stop", "", "to confirm", token("stop")),
    Screen("notifications:stop", "", "stopped", token("stop"), press("Arrêter ces courriels")),
    Screen("identities:security", "newcomer", "nothing set"),
    Screen("identities:security", "secured", "filled"),
    Screen("identities:application", "newcomer", "empty"),
    Screen("identities:application", "newcomer", "refused", act=wrong("Code", "12", "C’est réglé")),
    Screen("identities:key", "newcomer", "empty"),
    Screen("identities:codes", "secured", "shown"),
    Screen("identities:confirm", "newcomer", "by mail"),
    Screen("identities:confirm", "secured", "by second factor"),
    Screen("organisations:index", "newcomer", "empty"),
    Screen("organisations:index", "holder", "filled"),
    Screen("organisations:create", "newcomer", "empty"),
    Screen("organisations:create", "newcomer", "refused", act=press("Enregistrer la structure")),
    Screen("organisations:card", "holder", "written", of("structure")),
    Screen("organisations:card", "coordination", "read", of("structure")),
    Screen("organisations:members", "holder", "filled", of("structure")),
    Screen("organisations:members", "colleague", "read", of("structure")),
    Screen("organisations:members", "holder", "asked and invited", of("structure"), unfold),
    Screen(
        "organisations:members",
        "holder",
        "refused",
        of("structure"),
        wrong("Adresse e-mail", "lou", "Envoyer l’invitation"),
    ),
    Screen("organisations:index", "invited", "invited"),
    Screen("organisations:leave", "holder", "last representative", of("structure")),
    Screen(
        "organisations:leave", "holder", "refused", of("structure"), press("Quitter la structure")
    ),
    Screen("organisations:invited", "invited", "standing", of("membership")),
    Screen("organisations:invitation", "newcomer", "lost", lambda _scene: ("coupe",)),
    Screen("dossiers:invitation", "newcomer", "lost", lambda _scene: ("coupe",)),
    Screen("dossiers:invited", "invited", "standing", of("invitation")),
    Screen("dossiers:invited", "invited", "lapsed", of("lapsed")),
    Screen("dossiers:index", "invited", "invited"),
    Screen("dossiers:index", "guest", "shared"),
    Screen("dossiers:team", "holder", "kept", of("filled"), unfold),
    Screen(
        "dossiers:team",
        "holder",
        "refused",
        of("filled"),
        wrong("Adresse e-mail", "lou", "Envoyer l’invitation"),
    ),
    Screen("dossiers:team", "guest", "read", of("filled"), unfold),
    Screen("dossiers:team", "coordination", "read", of("filled")),
)

SECTIONS = (
    "structure",
    "partenaires",
    "projet",
    "publics",
    "actions",
    "budget",
    "pieces",
    "engagements",
    "review",
)


def section_screens():
    """Each section in the states that change it; the others differ by their banner alone."""
    rows = {"partenaires", "actions", "budget", "pieces"}
    for section in SECTIONS:
        yield Screen(f"dossiers:{section}", "holder", "empty", of("empty"))
        yield Screen(f"dossiers:{section}", "holder", "filled", of("filled"), unfold)
        if section in rows:
            yield Screen(f"dossiers:{section}", "holder", "blank rows", of("blank_rows"), unfold)
    for section in ("projet", "actions", "budget", "pieces", "review"):
        yield Screen(f"dossiers:{section}", "filer", "filed", of("filed"), unfold)
        yield Screen(f"dossiers:{section}", "holder", "closed", of("late"), unfold)
    for section in ("projet", "review"):
        yield Screen(f"dossiers:{section}", "withdrawer", "withdrawn", of("withdrawn"))
        yield Screen(f"dossiers:{section}", "holder", "abandoned", of("abandoned"))
        yield Screen(f"dossiers:{section}", "drac", "read by the DRAC", of("filed"))


DOSSIERS = (
    Screen("dossiers:index", "newcomer", "empty"),
    Screen("dossiers:place", "holder", "placing", placed, unfold),
    Screen("dossiers:place", "holder", "wrong point", placed, wrong_point),
    Screen("dossiers:index", "holder", "filled"),
    Screen("dossiers:start", "newcomer", "no structure", call),
    Screen("dossiers:start", "holder", "one structure", call),
    *section_screens(),
    Screen("dossiers:review", "readier", "ready to file", of("ready")),
    Screen("dossiers:review", "readier", "not sworn", of("ready"), press("Déposer le dossier")),
    Screen(
        "dossiers:publics", "holder", "refused", of("filled"),
        wrong("Accompagnateurs prévus", "-3", "Enregistrer"),
    ),
    Screen(
        "dossiers:budget", "holder", "refused", of("filled"),
        wrong("Demande à la DRAC", "beaucoup", "Enregistrer le budget"),
    ),
    Screen("dossiers:budget_file", "holder", "empty", of("filled")),
    Screen("dossiers:budget_file", "holder", "refused", of("filled"), press("Voir ce que le fichier change")),
    Screen("dossiers:budget_file", "holder", "compared", of("filled"), send_budget),
    Screen("films:wish", "holder", "filled", call),
    Screen("films:wish", "holder", "refused", call, press("Proposer ce film")),
    Screen("dossiers:pieces", "holder", "refused", of("filled"), press("Joindre")),
    Screen("dossiers:carry", "holder", "filled", lambda s: (s.edition.slug, s.late.pk)),
    Screen(
        "dossiers:carry", "holder", "closed", lambda s: (s.closed_edition.slug, s.filled.pk)
    ),
    Screen("dossiers:carried", "holder", "report", of("carried")),
    Screen("dossiers:budget", "holder", "sums carried over", of("carried")),
    Screen("dossiers:history", "holder", "filled", of("filled")),
    Screen("dossiers:history", "holder", "empty", of("empty")),
    Screen("dossiers:history", "holder", "nothing found", of("filled"), query="?partie=budget"),
    Screen("dossiers:history", "coordination", "read", of("filled")),
    Screen("dossiers:compare", "holder", "never filed", of("filled")),
    Screen("dossiers:compare", "withdrawer", "withdrawn", of("withdrawn"), query="?tout=on"),
    Screen("dossiers:compare", "filer", "the same", of("filed")),
    Screen("dossiers:receipt", "filer", "filed", lambda scene: (scene.filed.pk, 1)),
    Screen("dossiers:receipt", "withdrawer", "withdrawn", lambda scene: (scene.withdrawn.pk, 1)),
)  # fmt: skip

PARTNERS = (
    Screen("dossiers:partner", "", "invited", token("invited"), unfold),
    Screen("dossiers:partner", "", "refused", token("invited"), press("Confirmer notre part")),
    Screen("dossiers:partner", "", "confirmed", token("confirmed"), unfold),
    Screen("dossiers:partner", "", "declined", token("declined"), unfold),
    Screen("dossiers:partner", "", "filed", token("filed")),
    Screen("dossiers:partner", "", "ended", token("ended")),
    Screen("dossiers:partner", "", "lost", lambda _scene: ("x",)),
    Screen("dossiers:partner_renew", "", "sent", token("ended"), ask_again, start="dossiers:partner"),
    Screen("dossiers:partenaires", "holder", "asked", of("filled"), unfold),
    Screen("dossiers:messages", "holder", "to read", of("filled")),
    Screen("dossiers:messages", "colleague", "to read", of("filled")),
    Screen("dossiers:messages", "holder", "nothing yet", of("empty")),
    Screen("desk:exchange", "coordination", "filled", of("filled"), unfold),
    Screen("desk:exchange", "coordination", "a template inserted", of("filled"), insert_template),
    Screen("desk:exchange", "coordination", "refused", of("filed"), press("Envoyer")),
    Screen("desk:templates", "coordination", "filled"),
    Screen("desk:templates", "coordination", "none archived", query="?voir=archives"),
    Screen("desk:template_new", "coordination", "empty"),
    Screen("desk:template_new", "coordination", "refused", act=press("Enregistrer")),
    Screen("desk:template", "coordination", "previewed", of("template"), press("Voir l’aperçu")),
    Screen("dossiers:requests", "holder", "asked", of("filled"), unfold),
    Screen("dossiers:requests", "coordination", "asked", of("filled"), unfold),
    Screen("dossiers:requests", "holder", "nothing yet", of("empty")),
    Screen("dossiers:request_ask", "coordination", "refused", of("filled"), press("Demander"), start="dossiers:requests"),
    Screen("dossiers:request_answer", "holder", "refused", of("filled"), press("Envoyer Lettre du cinéma signée"), start="dossiers:requests"),
    Screen("desk:correction_choose", "coordination", "filed", of("filed"), unfold),
    Screen("dossiers:recusal", "drac", "empty", of("filed")),
    Screen("dossiers:recusal", "drac", "refused", of("filed"), press("Me déporter de ce dossier")),
    Screen("desk:recusals", "coordination", "kept away", of("filed"), unfold),
    Screen("desk:recusals", "coordination", "nobody", of("filled")),
    Screen("desk:recusals", "coordination", "refused", of("filled"), press("Écarter de ce dossier")),
    Screen("desk:correction_write", "coordination", "begun", of("filed")),
    Screen("desk:correction_preview", "coordination", "begun", of("filed")),
    Screen("dossiers:corrections", "corrector", "half answered", of("corrected"), unfold),
    Screen("dossiers:corrections", "corrector", "refused", of("corrected"), refuse_correction),
    Screen("dossiers:corrections", "coordination", "half answered", of("corrected"), unfold),
    Screen("dossiers:corrections", "coordination", "too late", of("lapsed_correction"), unfold),
    Screen("dossiers:corrections", "holder", "nothing yet", of("empty")),
    Screen("dossiers:corrections", "coordination", "nothing yet", of("empty")),
    Screen("dossiers:message_write", "holder", "refused", of("filled"), press("Envoyer"), start="dossiers:messages"),
)  # fmt: skip


def part(code):
    """The argument of an edition's screens: its draft, and a part or a list of it."""
    return lambda scene: (scene.prepared.slug, code)


def prepared(scene):
    return (scene.prepared.slug,)


EDITIONS = (
    Screen("editions:index", "coordination", "filled"),
    Screen("editions:new", "coordination", "blank"),
    Screen("editions:new", "coordination", "sent empty", act=press("Préparer")),
    Screen("editions:detail", "coordination", "a draft", prepared),
    Screen("editions:detail", "coordination", "open", call),
    *(
        Screen("editions:part", "coordination", code, part(code))
        for code in ("identite", "dates", "textes", "aide", "regles", "publics")
    ),
    Screen("editions:rows", "coordination", "articles", part("articles")),
    Screen("editions:row_add", "coordination", "sent empty", part("pieces"), press("Enregistrer")),
    Screen(
        "editions:row", "coordination", "a kind", lambda scene: (*prepared(scene), "boite-a-idees",
            "creation_workshop")
    ),
    Screen("editions:preview", "coordination", "a draft", prepared),
    Screen("editions:preview_form", "coordination", "a draft", prepared),
    Screen("editions:open", "coordination", "a draft", prepared),
    Screen("editions:extend", "coordination", "open", call),
    Screen("editions:close", "coordination", "open", call),
    Screen(
        "editions:change", "coordination", "to confirm",
        lambda scene: (scene.edition.slug, scene.change.pk),
    ),
)  # fmt: skip

DESK = (
    Screen("desk:home", "coordination", "filled"),
    Screen("desk:home", "drac", "without contacts"),
    Screen("desk:dossiers", "coordination", "filled"),
    Screen("desk:dossiers", "coordination", "nothing found", query="?q=zzzz"),
    Screen("desk:dossiers", "coordination", "filtered", query="?porteur=association&min=1&vue="),
    Screen("desk:following", "coordination", "without a note", of("filed")),
    Screen("desk:jobs", "coordination", "filled"),
    Screen("desk:job", "coordination", "to read over", of("job_draft"), unfold, query="?apercu=1"),
    Screen("desk:job", "coordination", "refused", of("job_empty"), press("Relire dossier par dossier")),
    Screen("desk:job", "coordination", "under way", of("job_running")),
    Screen("desk:job", "coordination", "reported", of("job_done")),
    Screen("desk:export_ask", "coordination", "a row per dossier"),
    Screen("desk:export_ask", "coordination", "no column chosen", act=ask_for_no_column),
    Screen("desk:export", "coordination", "under way", of("export")),
    Screen("desk:dossiers", "coordination", "as a board", query="?vue=colonnes"),
    Screen("desk:dossier", "coordination", "filed", of("filed"), unfold),
    Screen("desk:dossier", "coordination", "draft", of("filled"), unfold),
    Screen("instruction:admission", "coordination", "filed", of("filed"), unfold),
    Screen("instruction:admission", "coordination", "inadmissible", of("inadmissible"), unfold),
    Screen("instruction:admission", "coordination", "draft", of("filled"), unfold),
    Screen("instruction:sheet", "coordination", "to write", of("filed")),
    Screen("instruction:sheet", "coordination", "written", of("admissible")),
    Screen("instruction:sheet_history", "coordination", "written", of("admissible")),
    Screen("instruction:online", "coordination", "filled", of("admissible"), unfold),
    Screen("instruction:opinions", "coordination", "shared"),
    Screen("instruction:opinions", "drac", "shared"),
    Screen("dossiers:review", "refused", "inadmissible", of("inadmissible")),
    Screen("desk:dossier_mails", "coordination", "an address that is dead", of("filled")),
    Screen("desk:mails", "coordination", "filled"),
    Screen("desk:mails", "coordination", "nothing found", query="?a=zzzz"),
    Screen("desk:mail", "coordination", "given back", of("bounced")),
    Screen("desk:mail", "coordination", "waiting", of("reminded")),
    Screen("desk:reminders_of", "coordination", "filled", call),
    Screen("desk:journal", "coordination", "filled"),
    Screen("desk:journal", "coordination", "nothing found", query="?qui=zzzz"),
    Screen("desk:journal", "administrator", "every region"),
    Screen("desk:contacts", "coordination", "filled"),
    Screen("desk:contacts", "coordination", "nothing found", query="?q=zzzz"),
    Screen("desk:contact", "coordination", "to answer", of("contact"), unfold),
    Screen("desk:contacts", "coordination", "to chase", query="?vue=sans-dossier"),
    Screen("desk:contact_structure", "coordination", "found", of("contact")),
    Screen("desk:contact_record", "coordination", "empty"),
    Screen("dossiers:type_for", "coordination", "asking", of("empty")),
    Screen(
        "dossiers:type_for", "coordination", "refused", of("empty"), press("Commencer la saisie")
    ),
    Screen("dossiers:typings", "coordination", "none", of("empty")),
    Screen("dossiers:typings", "holder", "to confirm", of("typed")),
    Screen("dossiers:projet", "holder", "typed for", of("typed")),
    Screen("dossiers:start_invitation", "newcomer", "lost", lambda _scene: ("coupe",)),
    Screen("dossiers:start_invited", "invited", "standing", of("starting")),
    Screen("organisations:desk", "coordination", "filled"),
    Screen("organisations:team", "coordination", "unfolded", slug_of_region, unfold),
    Screen(
        "organisations:team", "coordination", "refused", slug_of_region, press("Envoyer l’invitation")
    ),
    Screen("organisations:coordinations", "national", "unfolded", act=unfold),
    Screen(
        "organisations:coordinations", "national", "refused", act=press("Créer la coordination")
    ),
    Screen("organisations:look", "coordination", "kept", slug_of_region, unfold),
    Screen(
        "organisations:look",
        "coordination",
        "refused",
        slug_of_region,
        wrong("Nom de la coordination", "", "Enregistrer l’identité"),
    ),
    Screen("organisations:team_invited", "invited", "standing", of("team_invitation")),
    Screen("organisations:team_link", "newcomer", "lost", lambda _scene: ("coupe",)),
    Screen("territories:imports", "national", "filled"),
    Screen("territories:imports", "national", "refused", act=press("Lire le fichier")),
    Screen("territories:import", "national", "to confirm", of("import_ready"), unfold),
    Screen("territories:import", "national", "being read", of("import_reading")),
    Screen("territories:import", "national", "unusable", of("import_unusable")),
    Screen(
        "organisations:desk", "coordination", "nobody's", act=unfold, query="?vue=sans-personne"
    ),
    Screen("desk:merge", "coordination", "look-alikes", of("structure")),
    Screen("desk:merge", "coordination", "nothing found", of("structure"), query="?q=zzzz"),
    Screen("desk:merge_with", "coordination", "compared", two_cards),
    Screen("desk:merge_with", "coordination", "refused", two_cards, press("Fondre «\u00a0M.J.C. Tilleuls\u00a0»")),
    Screen("desk:films", "coordination", "filled"),
    Screen("desk:film_list", "coordination", "filled", film_list, unfold),
    Screen("desk:film_list", "coordination", "nothing found", film_list, query="?q=zzzz"),
    Screen("desk:film_list", "coordination", "none withdrawn", film_list, query="?voir=retires"),
    Screen("desk:film_list", "coordination", "refused", film_list, press("Lire le fichier")),
    Screen("desk:film_import", "coordination", "reported", film_list, send_films, start="desk:film_list"),
    Screen("desk:film_import", "coordination", "columns unknown", film_list, send_unknown_columns, start="desk:film_list"),
    Screen("desk:wishes", "coordination", "filled"),
    Screen("desk:wishes", "coordination", "refused", act=press("Répondre : Le Bac inventé")),
    Screen("desk:wishes", "coordination", "none answered", query="?voir=repondus"),
)  # fmt: skip

COMMITTEE = (
    Screen("committee:mine", "expert", "one to come"),
    Screen("committee:mine", "coordination", "none"),
    Screen("committee:sitting", "expert", "reading, not answered", of("sitting")),
    Screen("committee:sitting", "drac", "reading, coming", of("sitting")),
    Screen("committee:sitting", "coordination", "no order", of("bare_sitting")),
    Screen("committee:room", "expert", "one read, one left", of("sitting")),
    Screen("committee:room", "expert", "none of a state", of("sitting"), query="?etat=en-cours"),
    Screen("committee:room", "coordination", "as a suppléante", of("sitting")),
    Screen("committee:reading", "expert", "to mark", lambda scene: (scene.sitting.pk, scene.passage.pk)),
    Screen("committee:reading", "expert", "lacking", lambda scene: (scene.sitting.pk, scene.passage.pk), press("Rendre ma lecture")),
    Screen("committee:reading", "drac", "given", lambda scene: (scene.sitting.pk, scene.passage.pk), unfold),
    Screen("committee:marks", "coordination", "one given", of("sitting")),
    Screen("committee:marks", "coordination", "none", of("bare_sitting")),
    Screen("committee:desk", "coordination", "filled"),
    Screen("committee:new", "coordination", "blank"),
    Screen("committee:new", "coordination", "sent empty", act=press("Enregistrer")),
    Screen("committee:change", "coordination", "filled", of("sitting")),
    Screen("committee:manage", "coordination", "bare", of("bare_sitting")),
    Screen("committee:manage", "coordination", "reading", of("sitting"), unfold),
    Screen("committee:manage", "coordination", "refused", of("bare_sitting"), press("Donner le siège")),
    Screen("committee:passages", "coordination", "to choose", of("bare_sitting")),
    Screen("committee:passages", "coordination", "refused", of("bare_sitting"), press("Mettre à l’ordre de passage")),
    Screen("committee:passages", "coordination", "none left", of("sitting")),
    Screen("committee:envelopes", "coordination", "filled", of("sitting"), unfold),
    Screen("committee:envelopes", "coordination", "refused", of("bare_sitting"), press("Ajouter")),
    Screen("committee:envelope", "coordination", "filled", lambda scene: (scene.sitting.pk, scene.envelope.pk)),
    Screen("committee:scenarios", "coordination", "two", of("sitting")),
    Screen("committee:scenarios", "expert", "one shared", of("sitting")),
    Screen("committee:scenarios", "coordination", "none", of("bare_sitting")),
    Screen("committee:scenario", "coordination", "filled", of("scenario"), unfold),
    Screen("committee:scenario", "expert", "read", of("scenario"), unfold),
    Screen("committee:propose", "coordination", "wishes", of("scenario"), unfold),
    Screen("committee:compare", "coordination", "two", of("sitting")),
    Screen("committee:compare", "coordination", "none", of("bare_sitting")),
    Screen("committee:figures", "coordination", "filled", of("sitting")),
    Screen("committee:figures", "coordination", "none", of("bare_sitting")),
    Screen("committee:file", "expert", "not asked", of("sitting")),
    Screen("committee:file", "coordination", "ready", of("sitting"), press("Préparer mon exemplaire")),
    Screen("committee:file", "coordination", "no order", of("bare_sitting")),
    Screen("committee:session", "expert", "not begun", of("sitting")),
    Screen("committee:session", "coordination", "a vote, a decision", of("live_sitting"), unfold),
    Screen("committee:session", "drac", "votes and keeps", of("live_sitting")),
    Screen("committee:session", "coordination", "refused", of("live_sitting"), press("Ajouter la remarque")),
    Screen("committee:minutes", "drac", "none", of("live_sitting")),
    Screen("committee:letters", "coordination", "something in the way", of("undecided_sitting")),
    Screen("committee:letters", "coordination", "prepared", of("prepared_sitting")),
    Screen("committee:letters", "coordination", "published", of("published_sitting")),
    Screen("committee:letter", "coordination", "to read over", lambda scene: (scene.prepared_sitting.pk, scene.prepared_letter.pk)),
    Screen("committee:letter", "coordination", "sent", lambda scene: (scene.published_sitting.pk, scene.published_letter.pk)),
    Screen("dossiers:results", "", "filled", lambda scene: (scene.edition.slug,)),
    Screen("committee:waiting", "coordination", "one given up, one waits", of("waiting_sitting"), unfold),
    Screen("committee:waiting", "coordination", "none", of("prepared_sitting")),
    Screen("committee:renounce", "awarded", "blank", of("awarded_dossier")),
    Screen("committee:renounce", "awarded", "refused", of("awarded_dossier"), press("Renoncer")),
    Screen("dossiers:review", "awarded", "granted", of("awarded_dossier")),
    Screen("dossiers:review", "coordination", "declined", of("declined_dossier")),
    Screen("dossiers:review", "coordination", "waiting", of("waiting_dossier")),
    Screen("dossiers:review", "coordination", "renounced", of("renounced_dossier")),
    Screen("desk:dossier", "coordination", "granted", of("awarded_dossier")),
    Screen("committee:amend", "coordination", "blank", lambda scene: (scene.undecided_sitting.pk, scene.undecided_passage.pk)),
    Screen("committee:amend", "coordination", "refused", lambda scene: (scene.undecided_sitting.pk, scene.undecided_passage.pk), press("Enregistrer la décision")),
)  # fmt: skip

EVENTS = (
    Screen("events:index", "", "to come and past"),
    Screen("events:index", "holder", "one's own"),
    Screen("events:index", "", "filtered, none", query="?nature=meeting"),
    Screen("events:event", "", "open", of("gathering")),
    Screen("events:event", "holder", "registered", of("gathering")),
    Screen("events:event", "readier", "full, waiting", of("full_event")),
    Screen("events:event", "holder", "came, certificate", of("held_event")),
    Screen("events:event", "coordination", "draft", of("draft_event")),
    Screen("events:registration", "readier", "blank", of("gathering")),
    Screen("events:registration", "readier", "refused", of("gathering"), press("M’inscrire")),
    Screen("events:registration", "holder", "to change", of("gathering")),
    Screen("events:registration", "newcomer", "no structure", of("gathering")),
    Screen("events:registration", "readier", "closed", of("held_event")),
    Screen("events:desk", "coordination", "filled"),
    Screen("events:new", "coordination", "blank"),
    Screen("events:new", "coordination", "sent empty", act=press("Enregistrer")),
    Screen("events:change", "coordination", "filled", of("gathering")),
    Screen("events:manage", "coordination", "open", of("gathering"), unfold),
    Screen("events:manage", "coordination", "draft", of("draft_event")),
    Screen("events:manage", "coordination", "none found", of("gathering"), query="?q=zzz"),
    Screen("events:day", "coordination", "some signed", of("today_event")),
    Screen("events:day", "coordination", "too early", of("gathering")),
    Screen("events:day", "coordination", "nobody", of("draft_event")),
    Screen("events:fees", "coordination", "some", act=unfold),
    Screen("events:fees", "coordination", "none", query="?annee=2025"),
    Screen("events:fees", "coordination", "refused", act=press("Demander")),
)  # fmt: skip

SCREENS = (
    *PUBLIC,
    *DIRECTORIES,
    *PEOPLE,
    *DOSSIERS,
    *PARTNERS,
    *DESK,
    *EDITIONS,
    *COMMITTEE,
    *EVENTS,
)
LOOKING = {screen.who for screen in SCREENS}

FRAGMENT = "a part of a page, read again after a save"
POSTED = "answers a form, and leads to a screen"
FILE = "a file to keep"
DATA = "data for a program"
NO_SCREEN = {
    "identities:second_factor": "judged by tests/identities/test_looks.py, in a session still weak",
    "identities:proconnect_back": "answers the identity provider, and leads to a screen",
    "identities:enter_by_key": DATA,
    "identities:codes_file": FILE,
    "desk:journal_export": FILE,
    "desk:reminders": "leads to the agenda of the latest edition, which is judged",
    "desk:export_file": FILE,
    "organisations:looks": "leads to « organisations:look »",
    "organisations:look_contrast": FRAGMENT,
    "organisations:sheet": DATA,
    "organisations:logo": FILE,
    "organisations:teams": "leads to « organisations:team »",
    "desk:job_file": FILE,
    "dossiers:request_file": FILE,
    "desk:contacts_export": FILE,
    "dossiers:typing_paper": FILE,
    "health": DATA,
    "health-live": DATA,
    "territories:communes": DATA,
    "territories:addresses": DATA,
    "territories:import_report": FILE,
    "films:choose": DATA,
    "dossiers:people_pick": DATA,
    "network:person_cv": FILE,
    "network:venue_model": FILE,
    "calls:feed": FILE,
    "committee:calendar": FILE,
    "committee:scenario_export": FILE,
    "committee:compare_export": FILE,
    "committee:figures_export": FILE,
    "committee:marks_export": FILE,
    "committee:state": DATA,
    "committee:minutes_file": FILE,
    "committee:file_fetch": FILE,
    "committee:file_order": FILE,
    "committee:letter_file": FILE,
    "events:calendar": FILE,
    "events:certificate": FILE,
    "events:export": FILE,
    "events:sheet": FILE,
    "dossiers:award_file": FILE,
    "documents:sending": DATA,
    "dossiers:upload_begin": DATA,
    "dossiers:upload_end": DATA,
    "dossiers:file_preview": "a small picture, shown in its slot",
    "dossiers:file": FILE,
    "dossiers:message_file": FILE,
    "dossiers:budget_model": FILE,
    "desk:film_export": FILE,
    "desk:film_report": FILE,
    "dossiers:receipt_file": FILE,
    "dossiers:admission_file": FILE,
    "instruction:online_file": FILE,
    "dossiers:print": FILE,
    "demonstration:mail_attached": FILE,
    "demonstration:mail_source": FILE,
    "dossiers:questions": "the same controls as in the section, alone; judged there",
    "dossiers:panel": FRAGMENT,
    "dossiers:figures": FRAGMENT,
    "dossiers:presence": DATA,
    **dict.fromkeys(
        (
            "account_logout",
            "events:give_up",
            "events:step",
            "events:remove",
            "events:mark",
            "events:fee_ask",
            "events:fee_act",
            "committee:answer",
            "committee:reading_act",
            "committee:notes",
            "committee:marks_chase",
            "committee:marks_rank",
            "committee:settings",
            "committee:presence",
            "committee:show",
            "committee:decision",
            "committee:remark",
            "committee:ballot",
            "committee:voice",
            "committee:approve",
            "committee:letters_ask",
            "committee:letter_read",
            "committee:letter_again",
            "committee:publish",
            "committee:skip",
            "committee:invite",
            "committee:seat",
            "committee:seat_act",
            "committee:passage",
            "committee:step",
            "committee:funders",
            "committee:envelope_remove",
            "committee:scenario_act",
            "identities:proconnect",
            "identities:remove",
            "identities:codes_renew",
            "identities:session_close",
            "identities:sessions_close",
            "account_resend_code",
            "demonstration:enter",
            "territories:import_confirm",
            "territories:import_drop",
            "organisations:join",
            "organisations:member_role",
            "organisations:member_remove",
            "organisations:verify_siret",
            "organisations:give",
            "organisations:logo_remove",
            "organisations:team_invite",
            "organisations:team_role",
            "organisations:team_remove",
            "organisations:team_renew",
            "organisations:team_cancel",
            "organisations:coordination_create",
            "organisations:national_invite",
            "organisations:invitation_renew",
            "organisations:invitation_cancel",
            "organisations:join_answer",
            "organisations:join_withdraw",
            "dossiers:team_invite",
            "dossiers:team_place",
            "dossiers:team_remove",
            "dossiers:team_leave",
            "dossiers:team_ready",
            "dossiers:team_renew",
            "dossiers:team_cancel",
            "dossiers:upload",
            "dossiers:upload_stop",
            "dossiers:file_remove",
            "dossiers:row_add",
            "dossiers:row",
            "dossiers:row_change",
            "dossiers:settle",
            "dossiers:partner_invite",
            "dossiers:partner_remind",
            "dossiers:partner_revoke",
            "dossiers:partner_opened",
            "dossiers:partner_correct",
            "dossiers:partner_confirm",
            "dossiers:partner_decline",
            "dossiers:partner_take_back",
            "dossiers:partner_attach",
            "dossiers:put_back",
            "dossiers:carried_amounts",
            "dossiers:submit",
            "dossiers:retirer",
            "dossiers:abandonner",
            "dossiers:reprendre",
            "desk:bulk",
            "editions:shift",
            "editions:row_move",
            "editions:archive",
            "editions:change_drop",
            "desk:job_stop",
            "desk:template_archive",
            "desk:template_restore",
            "desk:template_erase",
            "desk:job_drop",
            "dossiers:request_accept",
            "dossiers:correction_answer",
            "dossiers:correction_return",
            "dossiers:correction_extend",
            "dossiers:correction_withdraw",
            "dossiers:correction_accept",
            "desk:correction_drop",
            "dossiers:request_again",
            "dossiers:request_withdraw",
            "desk:mail_act",
            "desk:reminders_hold",
            "notifications:confirm",
            "instruction:piece",
            "instruction:report",
            "instruction:admit",
            "instruction:refuse",
            "instruction:reopen",
            "instruction:sheet_settle",
            "instruction:sheet_change",
            "instruction:online_keep",
            "desk:note",
            "desk:note_forget",
            "desk:view_keep",
            "desk:view_forget",
            "desk:dossier_rule",
            "desk:dossier_take_back",
            "desk:film_withdraw",
            "desk:film_restore",
            "desk:film_send",
            "desk:film_confirm",
            "desk:film_give_up",
            "desk:wish_answer",
            "dossiers:budget_confirm",
            "dossiers:budget_give_up",
            "desk:contact_follow",
            "desk:contact_answer",
            "desk:contact_invite",
            "desk:contact_invite_again",
            "desk:contact_invite_cancel",
            "desk:contact_start",
            "dossiers:type_for_end",
            "dossiers:typing_confirm",
            "desk:contact_tie",
            "desk:contact_amend",
            "desk:contact_move",
            "dossiers:venue_choose",
            "dossiers:people_take",
            "dossiers:practitioner_choose",
            "dossiers:proposal",
            "desk:proposal_withdraw",
            "desk:recusal_lift",
            "dossiers:people_keep",
            "network:ask_link",
            "network:link_act",
            "network:own_act",
            "network:person_invite",
            "network:person_cv_attach",
            "network:person_cv_remove",
            "network:person_review",
            "network:venue_move",
            "network:venue_import_confirm",
            "network:venue_import_give_up",
        ),
        POSTED,
    ),
}
