"""Nothing written is lost: autosave in a real browser, before a server that we script."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qs

import pytest

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<link rel="stylesheet" href="/static/core/css/passeurs.css">
<script type="module" src="/static/core/js/autosave.js"></script></head>
<body data-icons="/static/core/icons.svg" data-person="7" data-login="/compte/connexion/">
<main><h1>Essai</h1><span class="saved" data-saved="page" role="status"></span>
<form method="post" action="/essai/" data-autosave><input type="hidden" name="_version" value="3">
<div class="field"><label for="id_title">Titre</label>
<input class="input" name="title" id="id_title" value="%s"></div>
<fieldset class="field"><legend>Moments</legend>
<label><input type="checkbox" name="moments" value="soir" id="m0" checked>Soir</label>
<label><input type="checkbox" name="moments" value="midi" id="m1">Midi</label></fieldset>
<button name="go" value="1">Enregistrer</button></form>
<div data-panel-url="/panneau/"><p>Avant</p></div></main></body></html>"""


class Server:
    """Answers as told, and remembers what it was sent."""

    def __init__(self, page):
        self.page, self.received, self.stored = page, [], "Avant"
        self.answer = {"version": 4, "saved_at": "21 h 04"}
        self.status, self.down = 200, False
        page.route("**/essai/", self.serve)
        page.route("**/panneau/", self.panel)

    def serve(self, route):
        request = route.request
        if request.method == "GET":
            return route.fulfill(body=PAGE % self.stored, content_type="text/html")
        if self.down:
            return route.abort()
        self.received.append(fields(request))
        if self.status == 302:
            return route.fulfill(status=302, headers={"Location": "/compte/connexion/"})
        return route.fulfill(status=self.status, json=self.answer)

    def panel(self, route):
        body = '<div data-panel-url="/panneau/"><p>Après</p></div>'
        return route.fulfill(body=body, content_type="text/html")


def fields(request):
    """The body as {name: [values]}."""
    if "multipart" not in request.headers["content-type"]:
        return parse_qs(request.post_data, keep_blank_values=True)
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.post_data_buffer)
    found = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        found.setdefault(name, []).append(part.get_payload(decode=True).decode())
    return found


@pytest.fixture
def server(open_page):
    page = open_page(None, expect=["Failed to load resource"])
    server = Server(page)
    page.goto("/essai/")
    return server


def said(page, text):
    page.locator('[data-saved="page"]').get_by_text(text).wait_for()


def test_only_what_changed_is_sent_with_what_the_server_had(server):
    server.page.fill("#id_title", "Après")
    said(server.page, "Enregistré à 21 h 04")
    assert server.received == [{"_version": ["3"], "title": ["Après"], "_base-title": ["Avant"]}]
    assert server.page.input_value("[name=_version]") == "4"


def test_a_group_left_empty_says_so(server):
    server.page.uncheck("#m0")
    said(server.page, "Enregistré")
    assert server.received[0]["_empty-moments"] == ["1"]
    assert server.received[0]["_base-moments"] == ["soir"]


def test_a_save_reads_the_panel_again(server):
    server.page.fill("#id_title", "Après")
    server.page.locator("[data-panel-url]").get_by_text("Après").wait_for()


def test_a_refused_value_says_why_and_stays(server):
    server.answer = {"version": 4, "saved_at": "21 h 04", "errors": {"title": ["Trop court."]}}
    server.page.fill("#id_title", "A")
    said(server.page, "un champ à reprendre")
    assert server.page.get_attribute("#id_title", "aria-invalid") == "true"
    assert server.page.get_attribute("#id_title", "aria-describedby") == "id_title-erreur"
    assert server.page.inner_text("#id_title-erreur") == "Trop court."
    assert server.page.input_value("#id_title") == "A"


def test_without_a_network_the_text_is_kept_and_never_called_saved(server):
    server.down = True
    server.page.fill("#id_title", "Écrit dans le train")
    said(server.page, "Hors ligne")
    assert server.received == []
    server.page.reload()
    assert server.page.input_value("#id_title") == "Écrit dans le train"
    server.down = False
    server.page.evaluate("dispatchEvent(new Event('online'))")
    said(server.page, "Enregistré à 21 h 04")
    assert server.received[-1]["title"] == ["Écrit dans le train"]
    assert server.page.evaluate("localStorage.length") == 0


def test_it_tries_again_by_itself(server):
    server.status = 503
    server.page.fill("#id_title", "Après")
    said(server.page, "Le service ne répond pas")
    server.status = 200
    said(server.page, "Enregistré à 21 h 04")


@pytest.mark.parametrize("status", [302, 401, 403])
def test_a_lapsed_session_keeps_the_text_and_leads_back(server, status):
    server.status = status
    server.page.fill("#id_title", "Après")
    said(server.page, "Vous n’êtes plus connecté")
    link = server.page.get_by_role("link", name="Se connecter et revenir ici").first
    assert link.get_attribute("href") == "/compte/connexion/?next=%2Fessai%2F"
    server.status = 200
    server.page.reload()
    said(server.page, "Enregistré à 21 h 04")
    assert server.received[-1]["title"] == ["Après"]


CONFLICT = {"version": 9, "conflicts": {"title": {"theirs": "Le leur", "by": "Jules"}}}


@pytest.mark.parametrize("status", [200, 409])
def test_two_texts_are_both_shown_and_mine_may_win(server, status):
    server.status, server.answer = status, CONFLICT
    server.page.fill("#id_title", "Le mien")
    banner = server.page.locator("[data-conflict=title]")
    banner.get_by_text("Le leur").wait_for()
    assert "Le mien" in banner.inner_text()
    server.status, server.answer = 200, {"version": 10, "saved_at": "21 h 05"}
    banner.get_by_role("button", name="Garder la mienne").click()
    said(server.page, "Enregistré à 21 h 05")
    last = server.received[-1]
    assert (last["title"], last["_base-title"]) == (["Le mien"], ["Le leur"])


def test_the_other_text_may_win_too(server):
    server.status, server.answer = 409, CONFLICT
    server.page.fill("#id_title", "Le mien")
    server.page.get_by_role("button", name="Prendre l’autre").click()
    assert server.page.input_value("#id_title") == "Le leur"
    assert server.page.evaluate("localStorage.length") == 0


def test_a_text_kept_here_meets_one_changed_elsewhere(server):
    server.down = True
    server.page.fill("#id_title", "Le mien")
    said(server.page, "Hors ligne")
    server.down, server.stored = False, "Le leur"
    server.page.reload()
    banner = server.page.locator("[data-conflict=title]")
    banner.wait_for()
    assert "Le mien" in banner.inner_text()
    assert "Le leur" in banner.inner_text()
    assert server.page.input_value("#id_title") == "Le leur"


def test_a_closed_dossier_stops_and_says_why(server):
    server.status, server.answer = 410, {"message": "L’appel est clos."}
    server.page.fill("#id_title", "Trop tard")
    said(server.page, "L’appel est clos.")
    kept = server.page.evaluate("Object.values(localStorage)[0]")
    assert json.loads(kept)["value"] == ["Trop tard"]


def test_the_button_waits_for_what_is_on_its_way_and_sends_what_was_there(server):
    server.page.fill("#id_title", "Après")
    server.page.get_by_role("button", name="Enregistrer").click()
    server.page.wait_for_function("() => !document.querySelector('form')")
    assert server.received[0] == {"_version": ["3"], "title": ["Après"], "_base-title": ["Avant"]}
    assert server.received[1]["go"] == ["1"]
    assert server.received[1]["_version"] == ["4"]
    assert server.received[1]["_base-title"] == ["Après"]
    assert server.received[1]["_base-moments"] == ["soir"]


def test_what_two_people_keep_on_one_device_stays_apart(server):
    server.down = True
    server.page.fill("#id_title", "De la première")
    said(server.page, "Hors ligne")
    other = PAGE.replace('data-person="7"', 'data-person="8"')
    server.page.route(
        "**/essai/", lambda route: route.fulfill(body=other % "Avant", content_type="text/html")
    )
    server.page.goto("/essai/")
    assert server.page.input_value("#id_title") == "Avant"
