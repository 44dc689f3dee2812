"""The file of a sitting as one PDF: what it holds for its reader, and what never gets in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passeurs.committee import computing
from passeurs.committee.actions.files import KEPT, ask_file, forget_files, make_file
from passeurs.committee.actions.passages import put_on_order
from passeurs.committee.models import Envelope, Sitting, SittingFile
from passeurs.committee.printing.file import file_data, file_pdf, order_pdf
from passeurs.committee.queries.file import binder_of, fingerprint_of
from passeurs.committee.views import file as views
from passeurs.core.refusals import Refused
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import BudgetLine, Dossier, Recusal
from passeurs.instruction.models import Sheet
from passeurs.notifications.models import OutboxMessage
from passeurs.territories.models import Commune
from tests.factories import dossiers as factory
from tests.factories import organisations
from tests.factories.pdf import opened, text_of

pytestmark = pytest.mark.django_db
CANARY = "ZyxKanari"


def url(name, *args):
    return reverse(f"committee:{name}", args=args)


def filed(edition, title, at, **options):
    """A dossier filed and admissible, with its receipt."""
    made = factory.complete_dossier(edition, title=title, **options)
    submit_dossier(made, by=made.holder, at=at)
    Dossier.objects.filter(pk=made.pk).update(state="admissible")
    made.refresh_from_db()
    return made


@pytest.fixture
def secret(edition, at):
    """A dossier whose holder, town, partners, actions and budget are canaries."""
    town = Commune.objects.create(
        insee="46999", name=f"{CANARY}ville", department="46", lon=1.44, lat=44.45
    )
    holder = organisations.structure(
        name=f"{CANARY} porteur",
        siret_state="verified",
        actor_kind="audience",
        commune=town,
        known_to=[edition.coordination],
    )
    made = factory.complete_dossier(edition, structure=holder, request="4321.00")
    made.partners.update(name=f"{CANARY} partenaire")
    made.actions.update(title=f"{CANARY} action", commune=town)
    made.project.title = made.project.summary = f"{CANARY} projet"
    made.project.save()
    submit_dossier(made, by=made.holder, at=at)
    Dossier.objects.filter(pk=made.pk).update(state="admissible")
    made.refresh_from_db()
    return made


@pytest.fixture
def full(seated, edition, agent, secret, at):
    """Four on the order: two bare, the secret one, then one filed; the DRAC has an envelope."""
    last = filed(edition, "La dernière séance", at)
    put_on_order(seated, [secret, last], by=agent, at=at)
    Envelope.objects.create(
        sitting=seated, funder="DRAC Occitanie", source="drac", total=12000, ceiling=5000, share=60
    )
    return Sitting.objects.select_related("edition__coordination").get(pk=seated.pk)


def keep_away(user, dossier, at):
    Recusal.objects.create(user=user, dossier=dossier, tie="declared", by=user, at=at)


def printed(sitting, user, at):
    return file_pdf(binder_of(sitting, user, at=at), user, at=at)


def everything_in(pdf):
    """What the pages say, and every string beside them: outline, title, metadata, alt texts."""
    with opened(pdf) as document:
        told = [str(document.docinfo), document.Root.Metadata.read_bytes().decode()]
        told += [str(one.unparse()) for one in document.objects if hasattr(one, "unparse")]
        told += [title for title, _ in bookmarks(document)]
    return text_of(pdf) + "\n".join(told)


def bookmarks(document):
    with document.open_outline() as outline:
        return list(_walk(outline.root, 0))


def _walk(items, depth):
    for one in items:
        yield one.title, depth
        yield from _walk(one.children, depth + 1)


def flat(pdf):
    return " ".join(text_of(pdf).replace("\u00a0", " ").replace("\u202f", " ").split())


# -------------------------------------------------------------------------------- what it holds


def test_it_tells_the_sitting_then_the_table_the_figures_the_map_and_each_dossier(full, drac, at):
    said = flat(printed(full, drac, at))
    wanted = [
        "Dossier de séance",
        "Salle Méliès, Cahors",
        "Qui siège",
        "Sommaire",
        "Les dossiers en un coup d’œil",
        "Les chiffres",
        "La carte",
        "Ce que demande l’appel",
        "Cinéma Le Quercy",
        "Lila Andrieu",
        "Le budget du projet",
        "Ville de Cahors",
        "Annexe : les budgets complets",
    ]
    places = [said.find(one) for one in wanted]
    assert -1 not in places, dict(zip(wanted, places, strict=True))
    last = [said.rfind(one) for one in ("La carte", "Lila Andrieu", "Salaires")]
    assert last[0] < last[1]


def test_each_dossier_and_each_part_is_a_bookmark(full, drac, at):
    with opened(printed(full, drac, at)) as document:
        titles = [title for title, _ in bookmarks(document)]
    assert "1. Le phare et la lampe" in titles
    assert "4. La dernière séance" in titles
    assert titles.index("La carte") < titles.index("1. Le phare et la lampe")
    assert "Les actions" not in titles


def test_it_is_tagged_titled_french_with_its_fonts_and_says_so(full, drac, at):
    with opened(printed(full, drac, at)) as document:
        assert document.Root.StructTreeRoot
        assert str(document.Root.Lang) == "fr"
        assert str(document.docinfo["/Title"]).startswith("Dossier de séance, Comité de sélection")
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        for page in document.pages:
            for font in page.resources.get("/Font", {}).values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_each_page_names_its_reader_and_its_number(full, drac, at):
    pdf = printed(full, drac, at)
    with opened(pdf) as document:
        count = len(document.pages)
    said = flat(pdf)
    assert said.count(f"Exemplaire de {drac.get_full_name()} ·") == count
    assert f"{count} / {count}" in said


def test_the_map_has_words_for_who_does_not_see_it(full, drac, at):
    region = file_data(binder_of(full, drac, at=at), drac, at=at)["region"]
    assert f"{CANARY}ville" in region["svg"]
    assert "Le tableau qui suit" in region["alt"]
    (row,) = [one for one in region["rows"] if one[0] == f"{CANARY}ville"]
    assert row[1:] == ["Lot (46)", "3", "3"]


def test_what_is_asked_stands_beside_the_bounds(full, drac, secret, at):
    data = file_data(binder_of(full, drac, at=at), drac, at=at)
    (leaf,) = [one for one in data["leaves"] if one["title"] == f"{CANARY} projet"]
    (ask,) = leaf["asks"]
    told = [one.replace("\u202f", " ").replace("\u00a0", " ") for one in ask]
    assert told == ["DRAC Occitanie", "4 321 €", "5 000 €", "45,6 %", "60 %"]
    assert leaf["funders"][0][0] == "Ville de Cahors"


def test_the_same_facts_and_instant_give_the_same_bytes(full, drac, at):
    assert printed(full, drac, at) == printed(full, drac, at)


def test_what_was_filed_is_printed_not_what_is_being_rewritten(full, drac, secret, at):
    secret.project.summary = "Réécrit depuis, pas encore renvoyé"
    secret.project.save()
    assert "Réécrit depuis" not in flat(printed(full, drac, at))


def test_nobody_s_address_or_telephone_is_in_it(full, drac, secret, at):
    secret.structure.email, secret.structure.phone = "nous@exemple.fr", "+33561000000"
    secret.structure.save()
    assert "@" not in flat(printed(full, drac, at))


# ---------------------------------------------------------------------------- for whom it is made


def test_who_is_kept_away_finds_the_dossier_nowhere(full, drac, expert, secret, at):
    assert CANARY in everything_in(printed(full, expert, at))
    keep_away(expert, secret, at)
    away = printed(full, expert, at)
    said = everything_in(away)
    assert CANARY not in said
    assert secret.reference not in said
    assert "4 321" not in flat(away)
    with opened(away) as document:
        titles = [title for title, _ in bookmarks(document)]
    assert "3. La dernière séance" in titles, "the numbers have no hole"
    assert CANARY not in everything_in(order_pdf(full, expert, at=at))
    assert CANARY in everything_in(printed(full, drac, at))


def test_a_rule_of_another_dossier_of_the_same_holder_does_not_tell_the_hidden_one(
    full, edition, agent, drac, secret, at
):
    kin = filed(
        edition, "Du même porteur", at, structure=secret.structure, request="500", total="1000"
    )
    put_on_order(full, [kin], by=agent, at=at)

    def others(user):
        leaves = binder_of(full, user, at=at).leaves
        (leaf,) = [one for one in leaves if one.title == "Du même porteur"]
        return leaf.document["context"]["other_requests"]

    assert [one["reference"] for one in others(drac)] == [secret.reference]
    keep_away(drac, secret, at)
    assert others(drac) == []


def test_a_dossier_taken_back_is_nowhere_even_for_who_keeps_the_sitting(full, agent, secret, at):
    Dossier.objects.filter(pk=secret.pk).update(state="withdrawn")
    said = everything_in(printed(full, agent, at))
    assert CANARY not in said
    assert "3. La dernière séance" in said


def test_an_instruction_sheet_is_for_who_may_read_it(full, agent, drac, expert, secret, at):
    sheet = Sheet.objects.create(
        dossier=secret, opinion="reserved", opinion_text="Avis à peser", amount_proposed=1234
    )
    assert "Avis à peser" in flat(printed(full, agent, at))
    assert "Avis à peser" not in flat(printed(full, drac, at))
    Sheet.objects.filter(pk=sheet.pk).update(is_shared=True)
    assert "Avis à peser" in flat(printed(full, drac, at))
    said = flat(printed(full, expert, at))
    assert "Avis à peser" not in said
    assert "1 234" not in said


def test_it_asks_as_many_questions_for_three_dossiers_as_for_one(sitting, edition, agent, at):
    for count in (1, 3):
        while sitting.passages.count() < count:
            put_on_order(sitting, [filed(edition, "Une séance", at)], by=agent, at=at)
        sitting = Sitting.objects.select_related("edition__coordination").get(pk=sitting.pk)
        with CaptureQueriesContext(connection) as gathering:
            assert len(binder_of(sitting, agent, at=at).leaves) == count
        with CaptureQueriesContext(connection) as ordering:
            order_pdf(sitting, agent, at=at)
        with CaptureQueriesContext(connection) as checking:
            fingerprint_of(sitting, agent)
        assert (len(gathering), len(ordering), len(checking)) == (22, 4, 10), count


# ------------------------------------------------------------------------------------- the screen


def test_a_member_prepares_and_fetches_their_copy(client, full, expert):
    client.force_login(expert)
    assert "Préparer mon exemplaire" in client.get(url("file", full.pk)).content.decode()
    page = client.post(url("file", full.pk), follow=True).content.decode()
    assert "Votre exemplaire est prêt" in page
    answer = client.get(url("file_fetch", full.pk))
    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == 'attachment; filename="dossier-de-seance.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert f"Exemplaire de {expert.get_full_name()}" in flat(content)


def test_an_observer_too_and_nobody_before_the_reading_is_open(client, full, observer):
    client.force_login(observer)
    assert client.get(url("file", full.pk)).status_code == 200
    assert client.get(url("file_order", full.pk)).status_code == 200
    Sitting.objects.filter(pk=full.pk).update(state="preparing")
    for name in ("file", "file_fetch", "file_order"):
        assert client.get(url(name, full.pk)).status_code == 403


def test_a_stranger_finds_nothing(client, full):
    client.force_login(organisations.team_member("committee", organisations.coordination()))
    for name in ("file", "file_fetch", "file_order"):
        assert client.get(url(name, full.pk)).status_code == 404


def test_a_copy_is_its_reader_s_alone(client, full, expert, drac):
    client.force_login(expert)
    client.post(url("file", full.pk))
    client.force_login(drac)
    assert client.get(url("file_fetch", full.pk)).status_code == 302


def test_a_copy_says_it_is_stale_once_something_changed(client, full, expert):
    client.force_login(expert)
    client.post(url("file", full.pk))
    stale = "Quelque chose a changé depuis votre exemplaire"
    assert stale not in client.get(url("file", full.pk)).content.decode()
    full.envelopes.update(ceiling=4000)
    assert stale in client.get(url("file", full.pk)).content.decode()
    assert client.get(url("file_fetch", full.pk)).status_code == 200


@pytest.mark.parametrize("change", ["budget", "order", "sheet", "place", "seat", "filing"])
def test_each_thing_it_tells_makes_another_fingerprint(change, full, agent, secret, at):
    sheet = Sheet.objects.create(dossier=secret)
    before = fingerprint_of(full, agent)
    assert fingerprint_of(full, agent) == before
    match change:
        case "budget":
            BudgetLine.objects.filter(dossier=secret, funder_kind="drac").update(amount=1)
        case "order":
            full.passages.filter(dossier=secret).update(rank=99)
        case "sheet":
            Sheet.objects.filter(pk=sheet.pk).update(version=7)
        case "place":
            full.place = "Ailleurs"
        case "seat":
            full.seats.first().delete()
        case "filing":
            secret.snapshots.update(sha256="b" * 64)
    assert fingerprint_of(full, agent) != before


def test_a_copy_made_before_a_recusal_is_shut(client, full, expert, secret, at):
    client.force_login(expert)
    client.post(url("file", full.pk))
    keep_away(expert, secret, at)
    assert "n’est plus à jour" in client.get(url("file", full.pk)).content.decode()
    assert client.get(url("file_fetch", full.pk)).status_code == 302


def test_an_empty_order_is_refused_with_a_sentence(sitting, agent, at):
    with pytest.raises(Refused, match="Aucun dossier"):
        ask_file(sitting, by=agent, at=at)


def test_a_long_one_is_made_by_the_worker_and_told_once(
    client, full, expert, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(views, "AT_ONCE", 2)
    asked = []
    monkeypatch.setattr(views, "bind", type("Queue", (), {"enqueue": asked.append}))
    client.force_login(expert)
    page = client.post(url("file", full.pk), follow=True).content.decode()
    assert "Votre exemplaire se prépare" in page
    assert client.get(url("file_fetch", full.pk)).status_code == 302
    assert "se prépare déjà" in client.post(url("file", full.pk), follow=True).content.decode()
    (key,) = asked
    for _ in range(2):
        computing.bind.call(key)
    assert SittingFile.objects.get().is_made
    (mail,) = OutboxMessage.objects.filter(subject__contains="dossier de séance")
    assert mail.to == expert.email
    assert CANARY not in mail.text


def test_a_making_that_breaks_says_so(client, full, expert, at, monkeypatch):
    client.force_login(expert)
    copy = ask_file(full, by=expert, at=at)
    monkeypatch.setattr("passeurs.committee.actions.files.file_pdf", None)
    computing.bind.call(str(copy.pk))
    assert "n’a pas pu être préparé" in client.get(url("file", full.pk)).content.decode()


def test_a_copy_lasts_a_week(full, expert, at):
    make_file(ask_file(full, by=expert, at=at), at=at)
    assert forget_files(at=at + KEPT - timedelta(seconds=1)) == 0
    assert forget_files(at=at + KEPT) == 1


@pytest.mark.parametrize("name", ["sitting", "file", "figures", "scenarios", "session", "minutes"])
def test_the_pages_of_a_sitting_wear_the_look_of_its_coordination(client, full, drac, name):
    type(full.edition.coordination).objects.update(accent_light="#1f5f6b")
    client.force_login(drac)
    html = client.get(url(name, full.pk)).content.decode()
    assert f"/couleurs/{full.edition.coordination.slug}.css?v=" in html
