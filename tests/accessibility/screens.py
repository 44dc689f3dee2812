"""Every screen of the platform, in each state a person may meet it, as one list.

A line: the route, who looks, the state, what its address needs of the scene, and what is done
there first (a wrong word typed, a form sent empty).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse


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


def call(scene):
    return (scene.edition.slug,)


def press(words):
    """Send the form as it stands."""

    def act(page):
        page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()
        page.wait_for_load_state()

    return act


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


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


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
    Screen("core:components", "", "every component"),
    Screen("demonstration:index", "", "read"),
    Screen("demonstration:mails", "", "filled"),
    Screen("demonstration:mail", "", "read", lambda scene: (scene.mail,)),
)

PEOPLE = (
    Screen("account_profile", "newcomer", "known"),
    Screen("account_profile", "nameless", "new"),
    Screen("account_profile", "newcomer", "refused", act=wrong("Prénom", "", "Enregistrer")),
    Screen("organisations:index", "newcomer", "empty"),
    Screen("organisations:index", "holder", "filled"),
    Screen("organisations:create", "newcomer", "empty"),
    Screen("organisations:create", "newcomer", "refused", act=press("Enregistrer la structure")),
    Screen("organisations:card", "holder", "written", of("structure")),
    Screen("organisations:card", "coordination", "read", of("structure")),
    Screen("organisations:members", "holder", "filled", of("structure")),
    Screen("organisations:members", "colleague", "read", of("structure")),
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
    Screen("dossiers:pieces", "holder", "refused", of("filled"), press("Joindre")),
    Screen("dossiers:receipt", "filer", "filed", lambda scene: (scene.filed.pk, 1)),
    Screen("dossiers:receipt", "withdrawer", "withdrawn", lambda scene: (scene.withdrawn.pk, 1)),
)  # fmt: skip

DESK = (
    Screen("desk:home", "coordination", "filled"),
    Screen("desk:home", "drac", "without contacts"),
    Screen("desk:dossiers", "coordination", "filled"),
    Screen("desk:dossiers", "coordination", "nothing found", query="?q=zzzz"),
    Screen("desk:dossier", "coordination", "filed", of("filed"), unfold),
    Screen("desk:dossier", "coordination", "draft", of("filled"), unfold),
    Screen("desk:contacts", "coordination", "filled"),
    Screen("desk:contacts", "coordination", "nothing found", query="?q=zzzz"),
    Screen("desk:contact", "coordination", "to answer", of("contact"), unfold),
    Screen("desk:contact_record", "coordination", "empty"),
    Screen("organisations:desk", "coordination", "filled"),
)

SCREENS = (*PUBLIC, *PEOPLE, *DOSSIERS, *DESK)
LOOKING = {screen.who for screen in SCREENS}

FRAGMENT = "a part of a page, read again after a save"
POSTED = "answers a form, and leads to a screen"
FILE = "a file to keep"
DATA = "data for a program"
NO_SCREEN = {
    "health": DATA,
    "health-live": DATA,
    "territories:communes": DATA,
    "films:choose": DATA,
    "calls:feed": FILE,
    "dossiers:file": FILE,
    "dossiers:receipt_file": FILE,
    "dossiers:print": FILE,
    "demonstration:mail_attached": FILE,
    "demonstration:mail_source": FILE,
    "dossiers:panel": FRAGMENT,
    "dossiers:figures": FRAGMENT,
    **dict.fromkeys(
        (
            "account_logout",
            "account_resend_code",
            "demonstration:enter",
            "organisations:join",
            "organisations:member_role",
            "organisations:member_remove",
            "organisations:verify_siret",
            "dossiers:upload",
            "dossiers:file_remove",
            "dossiers:row_add",
            "dossiers:row",
            "dossiers:row_change",
            "dossiers:settle",
            "dossiers:submit",
            "dossiers:retirer",
            "dossiers:abandonner",
            "dossiers:reprendre",
            "desk:dossier_rule",
            "desk:dossier_take_back",
            "desk:contact_tie",
            "desk:contact_amend",
            "desk:contact_move",
        ),
        POSTED,
    ),
}
