"""The identity of a coordination: kept by its own team, read on every page that is its own."""

import io
import re
from datetime import UTC, datetime

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from passeurs.core.refusals import Refused
from passeurs.core.styles import PARTS
from passeurs.documents.models import StoredFile
from passeurs.dossiers.printing.dossier import print_dossier
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from passeurs.notifications.rendering import render
from passeurs.organisations import logos, rules
from passeurs.organisations.actions import look as deeds
from passeurs.organisations.letterheads import letterhead_of
from passeurs.organisations.looks import look_from, look_of, worn_by
from passeurs.organisations.models import Coordination
from tests.factories import calls, dossiers
from tests.factories import organisations as make
from tests.factories.accounts import person
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db
QUERIES = 6
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHEET_QUERIES = 1
PROPERTIES = re.compile(
    r"(:root\{(--coordination-accent:#[0-9a-f]{6};)?(--coordination-accent-dark:#[0-9a-f]{6};)?\})?"
)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def region():
    return make.coordination("la-trame", name="La Trame", accent_light="#8a3d24")


@pytest.fixture
def desk(client, region):
    client.force_login(make.team_member("coordination", region))
    return client


def picture(size=(300, 200), kind="PNG", name="logo.png", **options):
    content = io.BytesIO()
    Image.new("RGB", size, "#8a3d24").save(content, kind, **options)
    return SimpleUploadedFile(name, content.getvalue())


def page(slug="la-trame"):
    return reverse("organisations:look", args=[slug])


def sent(**changes):
    facts = {"name": "La Trame", "email": "bonjour@la-trame.example", "accent_light": "#8a3d24"}
    return facts | changes


def give_logo(region, at=AT):
    logo = deeds.receive_logo(picture(), coordination=region, by=None, at=at)
    region.logo_alt = "La Trame"
    deeds.change_look(region, changed={"logo_alt"}, logo=logo, by=None, at=at)


# ---------------------------------------------------------------------------------- who keeps it


def test_the_address_without_a_name_leads_to_ones_own(desk):
    assert desk.get(reverse("organisations:looks")).url == page()


@pytest.mark.parametrize("name", ["look", "look_contrast", "logo_remove"])
def test_another_region_gets_404_and_who_does_not_keep_it_403(client, region, name):
    url = reverse(f"organisations:{name}", args=["la-trame"])
    for user, expected in (
        (make.team_member("coordination", make.coordination("nord")), 404),
        (person(), 404),
        (make.team_member("drac", region), 403),
        (make.team_member("committee", region), 403),
        (make.team_member("national"), 403),
    ):
        client.force_login(user)
        answers = [client.post(url, sent(name="Volée")).status_code]
        if name != "logo_remove":
            answers.append(client.get(url).status_code)
        # The contrast is only read: a POST there is refused to everybody.
        assert set(answers) - {405} == {expected}
    region.refresh_from_db()
    assert region.name == "La Trame"


def test_the_page_asks_a_fixed_number_of_questions(desk, django_assert_num_queries, region):
    give_logo(region)
    with django_assert_num_queries(QUERIES):
        assert desk.get(page()).status_code == 200


# ------------------------------------------------------------------------------------- what it is


def test_what_is_written_is_kept_and_the_journal_names_the_columns(desk, region):
    answer = desk.post(page(), sent(name="La Toile", phone="05 61 00 00 00"))
    assert answer.status_code == 302
    region.refresh_from_db()
    assert (region.name, region.phone) == ("La Toile", "05 61 00 00 00")
    entry = Entry.objects.get(verb="coordination.changed")
    assert (entry.scope, entry.data) == ("la-trame", {"fields": ["name", "phone"]})


def test_nothing_changed_writes_nothing(desk):
    assert desk.post(page(), sent()).status_code == 302
    assert not Entry.objects.filter(verb="coordination.changed").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Donnez le nom"),
        ({"email": "ici"}, "n’est pas complète"),
        ({"phone": "demandez Claire"}, "avec des chiffres"),
        ({"accent_light": "rouge"}, "six signes, par exemple #8a3d24"),
        ({"accent_light": "#f0a184"}, "1,7 pour 1 — il en faut 4,5"),
        ({"accent_light": "#f0a184"}, "La plus proche qui convient\u00a0: #9f573d"),
        ({"accent_dark": "#8a3d24"}, "il en faut 4,5"),
        ({"accent_dark": "red;}body{display:none"}, "six signes"),
        ({"name": "a" * 100_000}, "120"),
    ],
)
def test_what_cannot_be_kept_is_told_and_what_was_typed_stays(desk, region, changes, sentence):
    answer = desk.post(page(), sent(**changes))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence in html
    ((field, typed),) = changes.items()
    assert answer.context["form"][field].value() == typed
    before = (region.name, region.accent_light, region.accent_dark)
    region.refresh_from_db()
    assert (region.name, region.accent_light, region.accent_dark) == before


@pytest.mark.parametrize("typed", ["#1F5F6B", "1f5f6b", " #1f5f6b "])
def test_a_colour_is_understood_however_it_is_typed(desk, region, typed):
    assert desk.post(page(), sent(accent_light=typed)).status_code == 302
    region.refresh_from_db()
    assert region.accent_light == "#1f5f6b"


def test_three_figures_stand_for_six(desk, region):
    desk.post(page(), sent(accent_light="#840"))
    region.refresh_from_db()
    assert region.accent_light == "#884400"


# --------------------------------------------------------------------------------- while it is typed


@pytest.mark.parametrize(
    ("theme", "colour", "words"),
    [
        ("light", "#8a3d24", ["Se lit partout", "6,2 pour 1 sur les pastilles"]),
        ("light", "#f0a184", ["Trop peu contrastée", "#9f573d", "les creux : 1,7 pour 1"]),
        ("dark", "#8a3d24", ["Trop peu contrastée", "l’en-tête"]),
        ("dark", "", ["La couleur de la plateforme"]),
        ("light", "#aa3", ["Trop peu contrastée"]),
        ("light", "#8a3d", ["six signes"]),
        ("light", "<script>", ["six signes"]),
    ],
)
def test_the_contrast_is_told_while_typing(desk, theme, colour, words):
    url = reverse("organisations:look_contrast", args=["la-trame"])
    answer = desk.get(url, {"theme": theme, "colour": colour})
    told = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 200
    assert all(word in told for word in words), told
    assert "<script>" not in told


def test_a_theme_that_does_not_exist_is_a_bad_request(desk):
    url = reverse("organisations:look_contrast", args=["la-trame"])
    assert desk.get(url, {"theme": "rose", "colour": "#8a3d24"}).status_code == 400
    assert desk.get(url, {"theme": "light", "colour": "#" * 500}).status_code == 400


def test_the_colours_said_of_the_platform_are_those_of_its_tokens():
    tokens = (PARTS / "tokens.css").read_text()
    assert re.findall(r"--coordination-accent, (#\w+)", tokens) == [rules.DEFAULTS["light"]]
    assert set(re.findall(r"accent-dark, (#\w+)", tokens)) == {rules.DEFAULTS["dark"]}


# ----------------------------------------------------------------------------------------- the logo


def test_a_logo_is_redrawn_small_without_a_word_of_what_it_carried(desk, region):
    secret = PngInfo()
    secret.add_text("Author", "CANARI")
    upload = picture((2000, 1000), pnginfo=secret)
    assert desk.post(page(), sent(logo=upload, logo_alt="La Trame")).status_code == 302
    region.refresh_from_db()
    stored = region.logo
    content = stored.file.read()
    assert (stored.original_name, stored.content_type) == ("logo.png", "image/png")
    assert stored.owner_scope == "la-trame"
    assert b"CANARI" not in content
    assert Image.open(io.BytesIO(content)).size == (480, 240)
    assert Entry.objects.get(verb="coordination.changed").data == {"fields": ["logo_alt", "logo"]}


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (lambda: SimpleUploadedFile("logo.svg", SVG), "Le format .svg n’est pas accepté ici"),
        (lambda: SimpleUploadedFile("logo.png", SVG), "contient un dessin SVG"),
        (lambda: SimpleUploadedFile("logo.png", b""), "vide"),
        (lambda: SimpleUploadedFile("logo.png", picture().read()[:90]), "abîmée"),
        (lambda: SimpleUploadedFile("logo.jpg", picture().read()), "contient autre chose (PNG)"),
        (lambda: picture((40, 200)), "40 points sur 200\u00a0: il en faut au moins 48"),
        (lambda: picture((4001, 100)), "au plus 4000"),
        (lambda: picture((700, 100)), "trop allongé"),
        (lambda: SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 2_000_001), "limite"),
    ],
)
def test_a_bad_logo_is_told_beside_its_field_and_nothing_is_kept(desk, region, upload, sentence):
    answer = desk.post(page(), sent(name="Autre nom", logo=upload(), logo_alt="La Trame"))
    assert answer.status_code == 422
    assert any(sentence in error for error in answer.context["form"].errors["logo"])
    region.refresh_from_db()
    assert (region.logo, region.name) == (None, "La Trame")
    assert not StoredFile.objects.exists()
    assert b'value="Autre nom"' in answer.content


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpeg"), ("WEBP", "a.webp")])
def test_the_other_formats_are_kept_as_png(kind, name):
    assert logos.redrawn(picture(kind=kind, name=name)).read(4) == b"\x89PNG"


def test_a_logo_on_its_side_is_put_upright():
    upload = picture(
        (300, 100),
        "JPEG",
        "a.jpg",
        exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    )
    assert Image.open(logos.redrawn(upload)).size == (80, 240)


def test_a_logo_says_what_it_shows(desk, region):
    answer = desk.post(page(), sent(logo=picture()))
    assert "Dites en quelques mots" in answer.content.decode()
    give_logo(region)
    assert desk.post(page(), sent(logo_alt="")).status_code == 422


def test_a_logo_is_removed_and_the_pages_say_the_name_alone(desk, region):
    give_logo(region)
    assert b"/logos/la-trame.png" in desk.get(page()).content
    remove = reverse("organisations:logo_remove", args=["la-trame"])
    for _ in range(2):
        assert desk.post(remove).status_code == 302
    region.refresh_from_db()
    assert (region.logo, region.logo_alt) == (None, "")
    assert Entry.objects.filter(verb="coordination.logo_removed").count() == 1
    assert b"/logos/" not in desk.get(page()).content


def test_an_infected_logo_goes_and_its_sender_is_told(region):
    claire = make.team_member("coordination", region)
    give_logo(region)
    StoredFile.objects.update(signature="Eicar", uploaded_by=claire)
    stored = StoredFile.objects.get()
    deeds.tell_infection(stored, at=stored.uploaded_at)
    region.refresh_from_db()
    assert region.logo is None
    assert Entry.objects.get(verb="coordination.logo_infected").scope == "la-trame"
    assert OutboxMessage.objects.get().to == claire.email


# ------------------------------------------------------------------------------------ as it is served


@pytest.mark.parametrize(
    ("colours", "css"),
    [
        ({"accent_light": "#8a3d24", "accent_dark": "#f0a184"},
         ":root{--coordination-accent:#8a3d24;--coordination-accent-dark:#f0a184;}"),
        ({"accent_dark": "#F0A184"}, ":root{--coordination-accent-dark:#f0a184;}"),
        ({}, ""),
        ({"accent_light": "red;}a{"}, ""),
    ],
)  # fmt: skip
def test_the_sheet_holds_the_two_properties_and_nothing_else(client, colours, css):
    make.coordination("nord", **colours)
    answer = client.get(reverse("organisations:sheet", args=["nord"]))
    assert answer.content.decode() == css
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


HOSTILE = st.text() | st.from_regex(r"#[0-9a-fA-F]{6}.?", fullmatch=True)


@given(light=HOSTILE, dark=HOSTILE, name=st.text())
def test_no_colour_puts_anything_else_in_the_sheet(light, dark, name):
    told = {"slug": "nord", "name": name, "region": "", "drac": "", "logo": "", "alt": name}
    look = look_from({**told, "light": light, "dark": dark})
    assert PROPERTIES.fullmatch(look.css)
    assert re.fullmatch(r"[0-9a-f]{0,12}", look.version)


def test_the_sheet_is_kept_for_good_at_the_address_of_its_version_alone(
    client, region, django_assert_num_queries
):
    url = look_of(region).sheet_url
    with django_assert_num_queries(SHEET_QUERIES):
        assert "immutable" in client.get(url)["Cache-Control"]
    assert client.get(url.split("?")[0])["Cache-Control"] == "public, no-cache"
    Coordination.objects.update(accent_light="#1f5f6b")
    assert client.get(url)["Cache-Control"] == "public, no-cache"
    assert look_of(Coordination.objects.get()).sheet_url != url


def test_a_coordination_that_does_not_exist_has_no_sheet_and_no_logo(client):
    for name in ("sheet", "logo"):
        assert client.get(reverse(f"organisations:{name}", args=["rien"])).status_code == 404


def test_the_logo_is_a_picture_that_runs_nothing(client, region):
    assert client.get(reverse("organisations:logo", args=["la-trame"])).status_code == 404
    give_logo(region)
    answer = client.get(look_of(region).logo_url)
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer["Cache-Control"]


def test_a_logo_in_quarantine_or_lost_is_not_served(client, region):
    give_logo(region)
    url = look_of(region).logo_url
    StoredFile.objects.update(scan_state="waiting")
    assert client.get(url).status_code == 404
    StoredFile.objects.update(scan_state="not_scanned")
    region.logo.file.storage.delete(region.logo.file.name)
    assert client.get(url).status_code == 404


# -------------------------------------------------------------------------------------- as it is worn


def wears(html, slug):
    return f"/couleurs/{slug}.css?v=" in html


def test_the_public_pages_of_a_call_wear_it_and_the_home_page_does_not(client, region):
    edition = calls.edition()
    html = client.get(edition.get_absolute_url()).content.decode()
    assert wears(html, "la-trame")
    assert "animé par La Trame" in html
    assert not wears(client.get("/").content.decode(), "la-trame")


def test_the_desk_wears_that_of_its_own_team(desk):
    make.coordination("nord", accent_light="#1f5f6b")
    html = desk.get("/bureau/").content.decode()
    assert wears(html, "la-trame")
    assert not wears(html, "nord")
    assert not wears(desk.get("/compte/").content.decode(), "la-trame")


def test_the_national_team_wears_nobodys(client, region):
    client.force_login(make.team_member("national"))
    html = client.get(reverse("organisations:coordinations")).content.decode()
    assert not wears(html, "la-trame")


def test_what_is_held_is_looked_at_without_a_question(region, django_assert_num_queries):
    dossier = dossiers.dossier(calls.edition())
    bare = type(dossier).objects.get(pk=dossier.pk)
    with django_assert_num_queries(0):
        assert worn_by({"dossier": bare}) is None
        assert worn_by({"edition": "une phrase", "coordination": "Toutes"}) is None
        assert worn_by({"dossier": dossier}).slug == "la-trame"


def test_a_refusal_of_the_storage_is_told(desk, region, monkeypatch):
    def away(*_, **__):
        raise Refused("Le service qui garde les fichiers ne répond pas.")

    monkeypatch.setattr(deeds, "receive", away)
    answer = desk.post(page(), sent(logo=picture(), logo_alt="La Trame"))
    assert answer.status_code == 422
    assert "ne répond pas" in answer.content.decode()


# --------------------------------------------------------------------------- in e-mails and on paper


def test_a_message_wears_the_look_of_whom_it_speaks_for(region, settings):
    Coordination.objects.update(accent_dark="#f0a184")
    region.refresh_from_db()
    give_logo(region)
    context = {"coordination": region, "file": StoredFile(signature="Eicar")}
    html = render("organisations/emails/logo_infected", context).html
    assert "border-bottom:3px solid #f0a184" in html
    assert f'src="{settings.SITE_URL}/logos/la-trame.png?v=' in html
    assert 'alt="La Trame"' in html
    assert "Passeurs d’images, La Trame" in html


def test_a_hostile_colour_or_name_stays_a_word_of_the_message(region):
    Coordination.objects.update(accent_dark='red"><b', name="<b>Trame")
    region.refresh_from_db()
    context = {"coordination": region, "file": StoredFile(signature="Eicar")}
    html = render("organisations/emails/logo_infected", context).html
    assert "border-bottom:3px solid #f3bd5c" in html
    assert "<b" not in html.replace("<body", "").replace("<blockquote", "").replace("<br", "")


def test_a_message_of_the_platform_wears_nobodys():
    html = render("notifications/emails/digest", {"items": [], "groups": []}).html
    assert "border-bottom:3px solid #f3bd5c" in html
    assert "/logos/" not in html


@pytest.mark.parametrize("size", [(300, 200), (288, 48), (48, 288)])
def test_a_paper_carries_the_logo_with_its_words_and_the_name(region, size):
    logo = deeds.receive_logo(picture(size), coordination=region, by=None, at=AT)
    region.logo_alt = "Trois fils croisés"
    deeds.change_look(region, changed={"logo_alt"}, logo=logo, by=None, at=AT)
    made = dossiers.dossier(calls.edition())
    content = print_dossier(made, at=AT)
    assert "La Trame" in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        pictures = [one for page in document.pages for one in page.get_images()]
        told = b"".join(bytes(str(one), "utf-8") for one in document.objects)
    assert len(pictures) >= 1
    assert "Trois fils croisés" in told.decode()


def test_a_paper_without_logo_or_with_one_in_quarantine_says_the_name(region):
    give_logo(region)
    StoredFile.objects.update(scan_state="waiting")
    region.refresh_from_db()
    assert letterhead_of(region).logo == b""
    StoredFile.objects.update(scan_state="clean")
    region.refresh_from_db()
    region.logo.file.storage.delete(region.logo.file.name)
    assert letterhead_of(region).logo == b""
    assert letterhead_of(region).name == "La Trame"


@pytest.mark.parametrize("name", ["partenaires", "print", "structure", "budget", "pieces", "team"])
def test_the_pages_of_a_dossier_wear_it(client, region, name):
    holder = person()
    made = dossiers.dossier(calls.edition(), holder=holder)
    client.force_login(holder)
    answer = client.get(reverse(f"dossiers:{name}", args=[made.pk]))
    if name == "print":
        assert answer["Content-Type"] == "application/pdf"
    else:
        assert wears(answer.content.decode(), "la-trame")
