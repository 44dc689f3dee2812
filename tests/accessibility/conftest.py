"""One scene, one server and one window for each person, for all the screens of the sweep."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import scene as scenery
from tests.accessibility.screens import LOOKING
from tests.peers.browser import PATIENCE, Watch, session_cookie

REFUSED = ("status of 422", "status of 404", "status of 410")  # answers that some screens are about


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, tmp_path_factory):
    """The scene, written once and forgotten at the end of the file."""
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("courriels")
    patch.setattr(django_settings, "MAIL_FOLDER", folder)
    with django_db_blocker.unblock():
        assert "test" in str(connection.settings_dict["NAME"]), "this is no test database"
        cache.clear()
        written = scenery.build()
        written.mail = scenery.send_a_mail(folder)
        yield written
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    patch.undo()


@pytest.fixture(scope="module")
def server(scene):
    # pytest-django's own fixture would empty the database after each test.
    served = LiveServer("localhost")
    yield served.url
    served.stop()


@pytest.fixture(scope="module")
def windows(browser, scene, server):
    """Each person's page, always the same, and what was seen amiss in it."""
    everyone = {"": None} | {who: getattr(scene, who) for who in sorted(LOOKING - {""})}
    opened = {who: _open(browser, server, user) for who, user in everyone.items()}
    yield opened
    for page, _ in opened.values():
        page.context.close()


def _open(browser, url, user):
    watch = Watch(host=urlsplit(url).netloc, expected=list(REFUSED))
    context = browser.new_context(base_url=url, locale="fr-FR", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(AXE_SCRIPT)
    watch.on(context)
    if user is not None:
        context.add_cookies([session_cookie(user, url)])
    return context.new_page(), watch
