"""The screens of a session still weak, and of an act taken up again, judged by axe."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories.accounts import person
from tests.factories.identities import with_application
from tests.factories.organisations import coordination, team_member
from tests.peers.entering import weakly

WIDTHS = [360, 1280]
SCHEMES = ["light", "dark"]
DOOR = "/compte/second-facteur/?next=/bureau/"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("width", WIDTHS),
    pytest.mark.parametrize("scheme", SCHEMES),
]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def weak_page(open_page, live_server):
    """`weak_page(user, …)` opens the door of the second factor as a code alone lets in."""

    def open_(user, **options):
        page = open_page(None, expect=["422", "403"], **options)
        client = Client()
        weakly(client, user)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page.goto(DOOR)
        return page

    return open_


def test_choosing_a_second_factor(weak_page, axe, width, scheme):
    user = team_member("coordination", coordination("la-trame"))
    axe(weak_page(user, width=width, scheme=scheme))


def test_a_link_that_is_spent(open_page, axe, width, scheme):
    page = open_page("/compte/urgence/lien/", width=width, scheme=scheme, expect=["409"])
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.locator("#erreurs").wait_for()
    axe(page)


def test_showing_it_and_being_wrong(weak_page, axe, width, scheme):
    page = weak_page(with_application(person()), width=width, scheme=scheme)
    axe(page)
    page.get_by_label("Code de l’application").fill("000000")
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.locator("#erreurs").wait_for()
    axe(page)


def test_an_act_that_waits_then_is_taken_up(weak_page, axe, width, scheme, mailoutbox):
    page = weak_page(person(), width=width, scheme=scheme)
    page.goto("/compte/securite/")
    page.get_by_role("button", name="Fermer toutes les autres").click()
    axe(page)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu par courriel").wait_for()
    axe(page)
    page.get_by_label("Code reçu par courriel").fill(mailoutbox[-1].subject[:6])
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Reprendre").wait_for()
    axe(page)
    page.get_by_role("button", name="Reprendre").click()
    page.get_by_text("Il n’y en avait pas d’autre.").wait_for()
