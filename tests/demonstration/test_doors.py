"""« Entrer comme… » and the e-mails that left."""

from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.mail.backends.filebased import EmailBackend

from passeurs.core.typography import NBSP
from passeurs.demonstration.mails import sent_mails
from passeurs.demonstration.people import ROLES, load_people
from passeurs.organisations.models import Coordination, Structure, TeamMember

pytestmark = pytest.mark.django_db
MAILS = "/demonstration/courriels/"
PDF = b"%PDF-1.7 \xff\n" * 2000


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path / "courriels"
    return settings.MAIL_FOLDER


def leave(folder, *messages):
    backend = EmailBackend(alias="wire", file_path=folder)
    backend.send_messages(list(messages))


def message(subject="Bonjour", to="nina@exemple.fr", text="Un mot", html=""):
    letter = mail.EmailMultiAlternatives(subject, text, "moi@exemple.fr", [to])
    if html:
        letter.attach_alternative(html, "text/html")
    return letter


def test_every_role_of_the_table_may_be_entered():
    load_people()
    teams = {role.team[1] for role in ROLES} - {""}
    members = {role.member[1] for role in ROLES} - {""}
    assert teams == {"coordination", "drac", "region", "committee", "national"}
    assert members >= {"representative", "editor"}
    assert TeamMember.objects.filter(role="coordination").count() == 2


def test_loading_the_people_twice_adds_nobody_and_undoes_nothing():
    people = load_people()
    people["porteuse"].first_name = "Changée"
    people["porteuse"].save()
    counts = [model.objects.count() for model in (Coordination, Structure, TeamMember)]
    again = load_people()
    assert again["porteuse"].first_name == "Changée"
    assert [model.objects.count() for model in (Coordination, Structure, TeamMember)] == counts


def test_everything_invented_is_well_formed():
    load_people()
    for model in (Coordination, Structure, TeamMember):
        for row in model.objects.all():
            row.full_clean()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.key)
def test_one_press_enters_as_this_role(client, role):
    load_people()
    assert role.title in client.get("/demonstration/").text
    response = client.post(f"/demonstration/entrer/{role.key}/")
    assert response.status_code == 302
    assert client.get("/compte/profil/").context["user"].email == role.email


def test_entering_works_before_the_people_are_loaded(client):
    assert client.post("/demonstration/entrer/coordination/").status_code == 302
    assert "_auth_user_id" in client.session


def test_entering_as_somebody_else_leaves_nothing_of_the_one_before(client):
    load_people()
    client.post("/demonstration/entrer/porteuse/")
    before = client.session.session_key
    client.session["secret"] = "à elle"
    client.post("/demonstration/entrer/drac/")
    assert client.session.session_key != before
    assert "secret" not in client.session


def test_a_link_is_not_enough_to_enter_and_a_role_must_exist(client):
    assert client.get("/demonstration/entrer/porteuse/").status_code == 405
    assert client.post("/demonstration/entrer/ministre/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/demonstration/", MAILS, f"{MAILS}x/", f"{MAILS}x/source/", f"{MAILS}x/jointe/1/"],
)
def test_outside_the_demonstration_nothing_is_there(client, settings, path):
    settings.DEMONSTRATION = False
    assert client.get(path).status_code == 404
    assert client.post("/demonstration/entrer/porteuse/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_before_the_first_mail_the_page_says_what_to_do(client, folder):
    assert "Aucun courriel" in client.get(MAILS).text


def test_the_mails_are_listed_newest_first_and_each_is_read(client, folder):
    leave(
        folder, message("Premier — dossier reçu"), message("123456, votre code", html="<h1>é</h1>")
    )
    names = [one.name for one in sent_mails()]
    page = client.get(MAILS).text
    assert "Premier — dossier reçu" in page
    assert "123456, votre code" in page
    pages = [client.get(f"{MAILS}{name}/").text for name in names]
    assert any("&lt;h1&gt;é&lt;/h1&gt;" in text for text in pages)
    assert all("Un mot" in text for text in pages)


def test_a_hostile_mail_is_shown_as_text(client, folder):
    leave(
        folder, message("<img src=x>", text="<script>alert(1)</script>", html="<script>2</script>")
    )
    (one,) = sent_mails()
    for page in (client.get(MAILS).text, client.get(f"{MAILS}{one.name}/").text):
        assert "<script>alert" not in page
        assert "<script>2" not in page
        assert "<img src=x>" not in page


def test_what_a_mail_carries_is_listed_and_saved_as_it_was(client, folder):
    letter = message()
    letter.attach("récépissé.pdf", PDF, "application/pdf")
    letter.attach("a.html", "<script>1</script>", "text/html")
    leave(folder, letter)
    (one,) = sent_mails()
    assert "2 pièces jointes" in client.get(MAILS).text.replace(NBSP, " ")
    page = client.get(f"{MAILS}{one.name}/").text
    assert "récépissé.pdf" in page
    first, second = (client.get(f"{MAILS}{one.name}/jointe/{rank}/") for rank in (1, 2))
    assert b"".join(first) == PDF
    assert "attachment" in second["Content-Disposition"]
    assert second["Content-Type"] == "application/octet-stream"
    for rank in (0, 3):
        assert client.get(f"{MAILS}{one.name}/jointe/{rank}/").status_code == 404


def test_a_mail_opens_in_a_mail_reader(client, folder):
    letter = message(subject="Été", html="<p>é</p>")
    letter.attach("a.pdf", PDF, "application/pdf")
    leave(folder, letter)
    (one,) = sent_mails()
    source = b"".join(client.get(f"{MAILS}{one.name}/source/"))
    read = message_from_bytes(source, policy=policy.default)
    assert read["Subject"] == "Été"
    (file,) = read.iter_attachments()
    assert file.get_content() == PDF


@pytest.mark.parametrize("name", ["..", "passeurs-sqlite3", "inconnu-0"])
def test_no_other_file_is_reached_by_a_name(client, folder, name):
    leave(folder, message())
    assert client.get(f"{MAILS}{name}/").status_code == 404
