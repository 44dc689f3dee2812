"""The page a partner opens by its link: what it shows, what it lets one do, and to whom."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.documents.models import StoredFile
from passeurs.dossiers import throttle
from passeurs.dossiers.actions.confirmation import decline_part
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.invitations import revoke_invitation
from passeurs.dossiers.actions.rows import remove_row
from passeurs.dossiers.models import (
    Attachment,
    FieldChange,
    Partner,
    PartnerInvitation,
    PartnerLink,
)
from passeurs.journal.models import Entry
from passeurs.notifications.models import OutboxMessage
from tests.factories import documents, partners
from tests.factories import dossiers as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
CANARY = "KANARI"
VERBS = ("correct", "confirm", "decline", "take_back", "attach", "opened")


@pytest.fixture(autouse=True)
def _no_try_yet():
    cache.clear()


@pytest.fixture
def asked(ready, at):
    """An invitation, its token, and the dossier."""
    ready.invitation, ready.token = partners.invited(ready, at=at, name="Cinéma Le Quercy")
    return ready


def url(name, token):
    return reverse(f"dossiers:{name}", args=[token])


def page(client, made):
    return client.get(url("partner", made.token))


def fresh(made):
    return PartnerInvitation.objects.select_related("partner").get(pk=made.invitation.pk)


def seen_in(answer):
    found = re.search(r'name="seen" value="(\w+)"', answer.text)
    return found and found[1]


def confirm(client, made, **changes):
    sent = {"name": "Théo Lam", "role": "Directeur", "seen": seen_in(page(client, made)) or ""}
    return client.post(url("partner_confirm", made.token), sent | changes)


# ------------------------------------------------------------------------------------ what it shows


def test_the_page_shows_the_project_and_the_partner_s_own_part(client, asked):
    shown = page(client, asked).text
    for words in ("Lumières de Terre Rouge", "Cinéma Le Quercy", "Action 1", asked.structure.name):
        assert words in shown


def test_the_page_shows_nothing_else_of_the_dossier(client, asked):
    """Each word of the dossier is a canary, but those the partner is to read."""
    kept = {
        "project": ("title", "summary"),
        "actions": ("title", "place_label"),
        "structure": ("name",),
    }
    sing(asked.project, kept["project"])
    sing(asked.structure, kept["structure"] + ("siret",))
    for row in asked.actions.all():
        sing(row, kept["actions"] + ("kind", "nature"))
    others = asked.partners.exclude(pk=asked.invitation.partner_id)
    for row in (*others, *asked.persons.all(), *asked.budgetlines.all(), asked.audience):
        sing(row, ("siret", "code", "funder_kind", "side", "scope"))
    asked.attachments.update(file=documents.stored_file())
    StoredFile.objects.update(original_name=f"{CANARY}.pdf")
    type(asked).objects.filter(pk=asked.pk).update(signatory=CANARY, signatory_role=CANARY)
    shown = page(client, asked).text
    assert CANARY not in shown
    assert asked.reference not in shown
    assert str(asked.pk) not in shown
    assert asked.holder.email not in shown
    assert "9\u202f480" not in shown
    assert "4\u202f800" not in shown


def sing(row, kept):
    for field in row._meta.concrete_fields:
        is_text = field.get_internal_type() in {"CharField", "TextField", "EmailField"}
        if is_text and field.name not in kept and not field.choices and not field.unique:
            setattr(row, field.name, f"{CANARY} {field.name}"[: field.max_length or 99])
    row.save()


def test_the_page_is_kept_by_no_cache_and_told_to_no_other_site(client, asked):
    for answer in (page(client, asked), client.get(url("partner", "x")), confirm(client, asked)):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_reading_changes_nothing_whatever_reads(client, asked):
    before = PartnerInvitation.objects.values_list().get(pk=asked.invitation.pk)
    for name in ("partner", *(f"partner_{verb}" for verb in VERBS)):
        client.get(url(name, asked.token))
        client.head(url(name, asked.token))
    assert PartnerInvitation.objects.values_list().get(pk=asked.invitation.pk) == before


def test_the_page_itself_says_that_somebody_reads_it(client, asked):
    assert fresh(asked).state == "invited"
    assert client.post(url("partner_opened", asked.token)).status_code == 204
    first = fresh(asked).opened_at
    client.post(url("partner_opened", asked.token))
    assert (fresh(asked).state, fresh(asked).opened_at) == ("opened", first)


# ----------------------------------------------------------------------------------- the answers


def test_a_partner_confirms_and_the_holder_is_told(client, asked):
    answer = confirm(client, asked)
    assert answer.status_code == 302
    held = fresh(asked)
    assert (held.state, held.name, held.role) == ("confirmed", "Théo Lam", "Directeur")
    assert held.answered_at
    assert "est confirmée" in page(client, asked).text
    told = OutboxMessage.objects.get(to=asked.holder.email)
    assert "Théo Lam, Directeur" in told.text
    assert Entry.objects.filter(verb="partner.confirmed").count() == 1


def test_a_second_click_tells_nobody_twice(client, asked):
    seen = seen_in(page(client, asked))
    for _ in range(2):
        confirm(client, asked, seen=seen)
    assert OutboxMessage.objects.filter(to=asked.holder.email).count() == 1
    assert Entry.objects.filter(verb="partner.confirmed").count() == 1


@pytest.mark.parametrize("missing", ["name", "role"])
def test_who_confirms_says_who_and_as_what(client, asked, missing):
    answer = confirm(client, asked, **{missing: "  "})
    assert answer.status_code == 422
    assert fresh(asked).answer == ""


@pytest.mark.parametrize("text", ["\0", "é" * 100_000])
def test_what_cannot_be_a_name_is_told_and_nothing_is_kept(client, asked, text):
    assert confirm(client, asked, name=text).status_code == 422
    assert fresh(asked).answer == ""


def test_a_part_that_moved_while_one_read_is_to_be_read_again(client, asked):
    seen = seen_in(page(client, asked))
    Partner.objects.filter(pk=asked.invitation.partner_id).update(contribution_amount=9)
    answer = confirm(client, asked, seen=seen)
    assert answer.status_code == 409
    assert "a changé votre part" in answer.text
    assert "Théo Lam" in answer.text
    assert fresh(asked).answer == ""
    again = confirm(client, asked, seen=seen_in(answer))
    assert (again.status_code, fresh(asked).state) == (302, "confirmed")


def test_what_the_holder_changes_afterwards_is_to_be_confirmed_again(client, asked):
    confirm(client, asked)
    Partner.objects.filter(pk=asked.invitation.partner_id).update(functions=["other"])
    assert fresh(asked).state == "stale"
    assert "a changé" in page(client, asked).text
    confirm(client, asked)
    assert fresh(asked).state == "confirmed"


@pytest.mark.parametrize("facts", [{"contact_phone": "05"}, {"name": "Autre"}])
def test_coordinates_do_not_undo_a_word(client, asked, facts):
    confirm(client, asked)
    Partner.objects.filter(pk=asked.invitation.partner_id).update(**facts)
    assert fresh(asked).state == "confirmed"


def test_a_partner_declines_with_a_word_the_holder_reads(client, asked):
    client.post(url("partner_decline", asked.token), {"word": "Pas cette année 🙂"})
    client.post(url("partner_decline", asked.token), {"word": "Pas cette année 🙂"})
    assert (fresh(asked).state, fresh(asked).word) == ("declined", "Pas cette année 🙂")
    told = OutboxMessage.objects.get(to=asked.holder.email)
    assert "> Pas cette année 🙂" in told.text
    assert confirm(client, asked).status_code == 302
    assert fresh(asked).state == "confirmed"


def test_a_word_too_long_is_told_and_kept_in_the_page(client, asked):
    answer = client.post(url("partner_decline", asked.token), {"word": "a" * 100_000})
    assert answer.status_code == 422
    assert "a" * 2000 in answer.text


def test_a_confirmation_is_taken_back_before_the_filing(client, asked):
    confirm(client, asked)
    client.post(url("partner_take_back", asked.token))
    assert fresh(asked).state == "withdrawn"
    client.post(url("partner_take_back", asked.token))
    assert Entry.objects.filter(verb="partner.withdrawn").count() == 1


# ---------------------------------------------------------------------------------- corrections


def correct(client, made, **sent):
    version = made.sections.get(code="partners").version
    whole = {"_version": version, "functions": ["screening"], "contribution": "La grande salle."}
    return client.post(url("partner_correct", made.token), whole | sent)


def test_a_correction_is_written_signed_and_told(client, asked):
    assert correct(client, asked, contribution_amount="300,50").status_code == 302
    row = fresh(asked).partner
    assert (row.functions, row.contribution) == (["screening"], "La grande salle.")
    changes = FieldChange.objects.filter(dossier=asked, row=row.key)
    assert {one.author for one in changes} == {"Cinéma Le Quercy (partenaire)"}
    assert {"functions", "contribution", "contribution_amount"} <= {one.field for one in changes}
    assert "a corrigé" in OutboxMessage.objects.get(to=asked.holder.email).text


def test_a_correction_that_changes_nothing_tells_nobody(client, asked):
    row, version = fresh(asked).partner, asked.sections.get(code="partners").version
    sent = {"_version": version, "functions": row.functions, "contact_email": row.contact_email}
    assert client.post(url("partner_correct", asked.token), sent).status_code == 302
    assert not OutboxMessage.objects.filter(to=asked.holder.email).exists()


def test_an_answer_that_meets_a_revocation_is_refused(client, asked, at):
    """The page was open, and its link alive when it was read."""
    revoke_invitation(fresh(asked).partner, by=asked.holder, at=at)
    with pytest.raises(Refused, match="a retiré cette ligne"):
        decline_part(asked.invitation, word="", at=at)


def test_one_s_own_correction_keeps_one_s_word(client, asked):
    confirm(client, asked)
    correct(client, asked)
    assert fresh(asked).state == "confirmed"


def test_a_correction_does_not_confirm_what_the_holder_changed(client, asked):
    confirm(client, asked)
    Partner.objects.filter(pk=asked.invitation.partner_id).update(contribution_amount=9)
    correct(client, asked, contribution_amount="9")
    assert fresh(asked).state == "stale"


def test_two_texts_at_once_are_both_kept(client, asked):
    holder = Client()
    holder.force_login(asked.holder)
    row = asked.invitation.partner
    before = asked.sections.get(code="partners").version
    holder.post(
        reverse("dossiers:row", args=[asked.pk, "partners", row.pk]),
        {"_version": before, "name": row.name, "contribution": "Le texte du porteur."},
    )
    answer = correct(client, asked, _version=before, contribution="Le texte du partenaire.")
    assert answer.status_code == 302
    assert fresh(asked).partner.contribution == "Le texte du porteur."
    aside = asked.set_asides.get(field="contribution")
    assert (aside.text, aside.author) == (
        "Le texte du partenaire.",
        "Cinéma Le Quercy (partenaire)",
    )
    shown = holder.get(reverse("dossiers:partenaires", args=[asked.pk])).text
    assert "Le texte du partenaire." in shown


@pytest.mark.parametrize(
    "sent",
    [
        {"contribution_amount": "beaucoup"},
        {"contribution_amount": "-3"},
        {"contact_email": "nulle part"},
        {"functions": ["prince"]},
        {"contribution": "a" * 100_000},
        {"contribution": "\0"},
    ],
)
def test_a_wrong_correction_is_told_and_writes_nothing(client, asked, sent):
    assert correct(client, asked, **sent).status_code == 422
    assert not FieldChange.objects.filter(dossier=asked, signature__contains="partenaire").exists()


@pytest.mark.parametrize("field", ["name", "siret", "position", "dossier"])
def test_nothing_else_of_the_row_may_be_corrected(client, asked, field):
    before = getattr(asked.invitation.partner, field)
    correct(client, asked, **{field: "1"})
    assert getattr(fresh(asked).partner, field) == before


def test_a_page_without_its_version_says_so(client, asked):
    assert correct(client, asked, _version="x").status_code == 409


# ---------------------------------------------------------------------------------- the letter


def attach(client, made, name="lettre.pdf", content=None):
    file = documents.upload(name, documents.pdf_bytes() if content is None else content)
    return client.post(url("partner_attach", made.token), {"file": file})


def test_a_letter_joins_the_partner_s_slot(client, asked):
    assert attach(client, asked).status_code == 302
    joined = Attachment.objects.get(dossier=asked, partner=asked.invitation.partner_id)
    assert (joined.kind, joined.file.uploaded_by) == ("partner_letter", None)
    assert "lettre.pdf" in page(client, asked).text
    assert "joint un fichier" in OutboxMessage.objects.get(to=asked.holder.email).text
    noted = FieldChange.objects.get(dossier=asked, field="file:partner_letter")
    assert (noted.after, noted.author) == ("lettre.pdf", "Cinéma Le Quercy (partenaire)")


@pytest.mark.parametrize(
    ("name", "content"),
    [("lettre.exe", b"MZ"), ("lettre.pdf", b"rien"), ("lettre.pdf", b""), ("film.mp4", b"x")],
)
def test_a_letter_is_checked_as_every_file(client, asked, name, content):
    answer = attach(client, asked, name, content)
    assert answer.status_code == 422
    assert not Attachment.objects.filter(partner=asked.invitation.partner_id).exists()


def test_three_letters_are_enough(client, asked):
    assert [attach(client, asked).status_code for _ in range(4)] == [302, 302, 302, 422]


def test_no_file_chosen_is_told(client, asked):
    assert client.post(url("partner_attach", asked.token)).status_code == 422


def test_an_edition_that_asks_no_letter_shows_no_place_for_one(client, asked):
    documents_asked = [
        line for line in asked.edition.document()["documents"] if line["per"] != "partner"
    ]
    asked.edition.document_cache["documents"] = documents_asked
    asked.edition.save(update_fields=["document_cache"])
    assert url("partner_attach", asked.token) not in page(client, asked).text
    assert attach(client, asked).status_code == 422


# ------------------------------------------------------------------------------- links that end


def test_only_the_digest_of_a_token_is_kept(asked):
    secret = asked.token.partition(".")[0]
    rows = [str(list(PartnerLink.objects.values_list())), str(Entry.objects.values_list())]
    assert not any(secret in row for row in rows)
    assert OutboxMessage.objects.get().is_secret


@pytest.mark.parametrize("wrong", ["x", "é", "a" * 5000, ".", "x.y", "a:b"])
def test_a_link_that_never_was_leads_to_a_page_that_says_nothing(client, asked, wrong):
    answer = client.get(url("partner", wrong))
    assert answer.status_code == 404
    assert asked.structure.name not in answer.text


def test_a_forged_signature_is_turned_away_without_a_question(
    client, asked, django_assert_num_queries
):
    forged = asked.token[:-1] + ("A" if asked.token[-1] != "A" else "B")
    with django_assert_num_queries(0):
        assert client.get(url("partner", forged)).status_code == 404


def test_too_many_wrong_links_close_the_door_for_an_hour(client, asked):
    statuses = [client.get(url("partner", "x")).status_code for _ in range(throttle.MOST + 1)]
    assert statuses[-2:] == [404, 429]
    assert page(client, asked).status_code == 429


def test_a_new_link_ends_the_old_one(client, asked, at):
    old = asked.token
    later = at + timedelta(days=2)
    _, asked.token = partners.invited(asked, at=later)
    gone = client.get(url("partner", old))
    assert (gone.status_code, "plus récent" in gone.text) == (410, True)
    assert page(client, asked).status_code == 200
    assert confirm(client, asked).status_code == 302


@pytest.mark.parametrize("verb", VERBS)
def test_a_link_that_ended_answers_nothing(client, asked, verb):
    PartnerLink.objects.update(expires_at=factory.AT - timedelta(days=1))
    before = PartnerInvitation.objects.values_list().get(pk=asked.invitation.pk)
    answer = client.post(url(f"partner_{verb}", asked.token), {"word": "Non"})
    assert answer.status_code == 410
    assert PartnerInvitation.objects.values_list().get(pk=asked.invitation.pk) == before


def test_an_ended_link_asks_for_another_which_goes_to_the_invited_address_alone(client, asked, at):
    PartnerLink.objects.update(expires_at=factory.AT - timedelta(days=1))
    PartnerInvitation.objects.update(last_sent_at=at - timedelta(days=2))
    shown = page(client, asked)
    assert (shown.status_code, "Recevoir un nouveau lien" in shown.text) == (410, True)
    for _ in range(3):
        answer = client.post(url("partner_renew", asked.token), {"email": "pirate@exemple.fr"})
        assert answer.status_code == 200
    sent = OutboxMessage.objects.filter(subject__contains="nouveau lien")
    assert [one.to for one in sent] == ["partenaire0@exemple.fr"]
    assert client.get(url("partner", partners.token_in(sent[0]))).status_code == 200


def test_an_invitation_taken_back_closes_every_link(client, asked, at):
    revoke_invitation(fresh(asked).partner, by=asked.holder, at=at)
    shown = page(client, asked)
    assert (shown.status_code, "a été reprise" in shown.text) == (410, True)
    client.post(url("partner_renew", asked.token))
    assert OutboxMessage.objects.filter(subject__contains="nouveau lien").count() == 0


def test_a_row_removed_takes_its_link_along(client, asked, at):
    remove_row(fresh(asked).partner, "partners", by=asked.holder, at=at)
    assert page(client, asked).status_code == 404
    assert client.post(url("partner_decline", asked.token), {"word": ""}).status_code == 404


def test_a_link_opens_one_partner_s_page_and_no_other(client, asked, at):
    _, other = partners.invited(asked, 1, at=at, name="Médiathèque", contribution=CANARY)
    assert CANARY not in page(client, asked).text
    assert CANARY in client.get(url("partner", other)).text


def test_a_signed_in_stranger_sees_the_same_page_and_nothing_of_their_account(asked):
    client = Client()
    stranger = person("Zoé", "Passante")
    client.force_login(stranger)
    shown = page(client, asked)
    assert (shown.status_code, stranger.email in shown.text) == (200, False)


# ------------------------------------------------------------------------------- filed, closed


@pytest.mark.parametrize("verb", ["correct", "confirm", "decline", "take_back", "attach"])
def test_a_filed_dossier_awaits_no_answer(client, asked, at, verb):
    seen = seen_in(page(client, asked))
    submit_dossier(asked, by=asked.holder, at=at)
    before = fresh(asked).state, OutboxMessage.objects.filter(subject__contains="confirm").count()
    sent = {
        "name": "A",
        "role": "B",
        "seen": seen,
        "_version": 0,
        "file": documents.upload("l.pdf", documents.pdf_bytes()),
    }
    answer = client.post(url(f"partner_{verb}", asked.token), sent)
    assert answer.status_code in {302, 409, 422}
    assert (
        fresh(asked).state,
        OutboxMessage.objects.filter(subject__contains="confirm").count(),
    ) == before
    assert not Attachment.objects.filter(partner=asked.invitation.partner_id).exists()
    assert "est déposé" in page(client, asked).text


def test_after_the_closing_the_page_says_so_and_takes_nothing(client, asked):
    seen = seen_in(page(client, asked))
    edition = asked.edition
    edition.filing_before_at = factory.AT - timedelta(days=1)
    edition.save(update_fields=["filing_before_at"])
    assert confirm(client, asked, seen=seen).status_code == 409
    assert "plus temps de répondre" in page(client, asked).text
    assert fresh(asked).answer == ""


def test_an_abandoned_project_awaits_no_answer(client, asked):
    type(asked).objects.filter(pk=asked.pk).update(state="abandoned")
    assert "mis ce projet de côté" in page(client, asked).text
