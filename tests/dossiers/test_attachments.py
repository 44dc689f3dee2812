"""Files sent through the screen: what is refused is said beside its slot, what is kept is shut."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from passeurs.core.refusals import Refused
from passeurs.documents.models import StoredFile
from passeurs.documents.rules import DOCUMENT, MEGABYTE
from passeurs.dossiers.actions.attachments import attach, detach
from passeurs.dossiers.actions.filing import submit_dossier, withdraw_dossier
from passeurs.dossiers.actions.rows import remove_row
from passeurs.dossiers.models import Attachment, Dossier
from tests.factories import documents, organisations
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
PDF = documents.pdf_bytes()
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 400
HTML = b"%PDF-1.7\n<html><script>alert(1)</script></html>"
MACRO = documents.docx_bytes(**{"word/vbaProject.bin": "macro"})
BAD = {
    "a program that calls itself a PDF": ("cv.pdf", EXE),
    "a program": ("cv.exe", EXE),
    "nothing in the file": ("cv.pdf", b""),
    "one byte too many": ("cv.pdf", PDF.ljust(10 * MEGABYTE + 1, b"\0")),
    "a macro": ("cv.docx", MACRO),
    "a document made for macros": ("cv.docm", MACRO),
    "a page that calls itself a PDF": ("cv.pdf", HTML),
    "a page": ("cv.html", b"<script>alert(1)</script>"),
    "a drawing with a script": ("cv.svg", b"<svg onload='alert(1)'/>"),
    "the antivirus test as text": ("eicar.txt", EICAR),
    "the antivirus test as a PDF": ("eicar.pdf", EICAR),
    "a name that reads backwards": ("cv\u202efdp.exe", EXE),
    "no extension": ("cv", PDF),
}


@pytest.fixture
def page(client, ready):
    client.force_login(ready.holder)
    return client


def send(page, dossier, name="cv.pdf", content=PDF, *, kind="free", **fields):
    data = {"kind": kind, "file": SimpleUploadedFile(name, content), **fields}
    return page.post(reverse("dossiers:upload", args=[dossier.pk]), data)


def said_in_slot(answer, key):
    """The words of the alert inside the slot, and nowhere else."""
    slots = re.split(r'<li class="slot flow" id="', answer.text)[1:]
    found = {slot.partition('"')[0]: slot for slot in slots}
    alerts = [name for name, slot in found.items() if 'role="alert"' in slot]
    assert alerts == [key]
    return re.search(r'role="alert">.*?<span>(.*?)</span>', found[key], re.DOTALL)[1].strip()


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_a_sentence_beside_its_slot_and_not_kept(page, ready, case):
    before = StoredFile.objects.count(), Attachment.objects.count()
    answer = send(page, ready, *BAD[case])
    assert answer.status_code == 422
    said = said_in_slot(answer, "free")
    assert re.match(r"[A-ZÉÀ«].+[.…]$", said), said
    assert (StoredFile.objects.count(), Attachment.objects.count()) == before


def test_a_refusal_for_one_person_stands_beside_that_person(page, ready):
    leader = ready.persons.get()
    answer = send(page, ready, "cv.exe", EXE, kind="practitioner_cv", person=leader.pk)
    assert answer.status_code == 422
    assert ".exe" in said_in_slot(answer, f"practitioner_cv-{leader.key}")


def test_no_file_at_all_is_said_beside_the_slot(page, ready):
    answer = page.post(reverse("dossiers:upload", args=[ready.pk]), {"kind": "free"})
    assert answer.status_code == 422
    assert said_in_slot(answer, "free") == "Choisissez d’abord un fichier."


@pytest.mark.parametrize(
    "fields", [{"kind": "inventee"}, {"kind": ""}, {"person": "999999"}, {"partner": "abc"}]
)
def test_a_slot_that_does_not_exist_takes_nothing(page, ready, fields):
    before = StoredFile.objects.count()
    assert send(page, ready, **fields).status_code == 422
    assert StoredFile.objects.count() == before


def test_the_person_of_another_dossier_is_not_one_of_ours(page, ready, draft):
    stranger = draft.persons.create(name="Ailleurs")
    answer = send(page, ready, kind="practitioner_cv", person=stranger.pk)
    assert answer.status_code == 422
    assert not Attachment.objects.filter(person=stranger).exists()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Bureau\\cv.pdf", "cv.pdf"),
        ("cv\u202efdp.pdf", "cvfdp.pdf"),
        ("cv <b>.pdf", "cv b.pdf"),
        ("سيرة.pdf", "سيرة.pdf"),
        ("💡 idée.pdf", "💡 idée.pdf"),
    ],
)
def test_a_name_is_shown_harmless_and_never_decides_where_the_file_is(page, ready, sent, shown):
    assert send(page, ready, sent).status_code == 302
    stored = Attachment.objects.latest("pk").file
    assert stored.original_name == shown
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{40}", stored.file.name)


def test_a_file_is_served_as_an_attachment_with_strict_headers(page, ready):
    send(page, ready, "mon cv.pdf")
    kept = Attachment.objects.latest("pk")
    answer = page.get(reverse("dossiers:file", args=[ready.pk, kept.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_is_served_to_those_who_may_see_the_dossier_alone(client, page, ready):
    send(page, ready)
    url = reverse("dossiers:file", args=[ready.pk, Attachment.objects.latest("pk").pk])
    ours, theirs = ready.edition.coordination, organisations.coordination("ailleurs")
    seen = {
        "coordination": (organisations.team_member("coordination", ours), 200),
        "drac": (organisations.team_member("drac", ours), 404),
        "committee": (organisations.team_member("committee", ours), 404),
        "national": (organisations.team_member("national"), 404),
        "elsewhere": (organisations.team_member("coordination", theirs), 404),
        "stranger": (person(), 404),
    }
    for role, (user, status) in seen.items():
        client.force_login(user)
        assert client.get(url).status_code == status, role
    client.logout()
    assert client.get(url).status_code == 302


def test_the_file_of_another_dossier_is_not_found_under_ours(page, ready, draft, at):
    other = attach(draft, documents.upload(), kind="free", allowed=DOCUMENT, by=draft.holder, at=at)
    assert page.get(reverse("dossiers:file", args=[ready.pk, other.pk])).status_code == 404
    url = reverse("dossiers:file_remove", args=[ready.pk, other.pk])
    assert page.post(url).status_code == 404
    other.refresh_from_db()
    assert other.removed_at is None


def test_a_file_removed_before_any_filing_is_no_longer_served(page, ready):
    send(page, ready)
    kept = Attachment.objects.latest("pk")
    page.post(reverse("dossiers:file_remove", args=[ready.pk, kept.pk]))
    assert page.get(reverse("dossiers:file", args=[ready.pk, kept.pk])).status_code == 404


def test_a_file_removed_after_a_filing_is_still_served_with_what_was_filed(page, ready, at):
    send(page, ready)
    kept = Attachment.objects.latest("pk")
    submit_dossier(ready, by=ready.holder, at=at)
    withdraw_dossier(ready, by=ready.holder, at=at)
    detach(Attachment.objects.get(pk=kept.pk), by=ready.holder, at=at)
    answer = page.get(reverse("dossiers:file", args=[ready.pk, kept.pk]))
    assert b"".join(answer.streaming_content) == PDF


def test_the_file_of_a_person_removed_after_a_filing_is_still_served(page, ready, at):
    leader = ready.persons.get()
    send(page, ready, kind="practitioner_cv", person=leader.pk)
    kept = Attachment.objects.latest("pk")
    submit_dossier(ready, by=ready.holder, at=at)
    withdraw_dossier(ready, by=ready.holder, at=at)
    leader.refresh_from_db()
    remove_row(leader, "people", by=ready.holder, at=at)
    assert page.get(reverse("dossiers:file", args=[ready.pk, kept.pk])).status_code == 200


def test_the_snapshot_holds_the_fingerprint_of_the_very_bytes(page, ready, at):
    content = documents.pdf_bytes(pages=3)
    send(page, ready, "notes.pdf", content)
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    (row,) = [row for row in snapshot.document["documents"] if row["name"] == "notes.pdf"]
    assert (row["sha256"], row["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    stored = StoredFile.objects.get(sha256=row["sha256"])
    assert hashlib.sha256(stored.file.open("rb").read()).hexdigest() == row["sha256"]


def test_what_was_removed_is_not_in_the_snapshot(page, ready, at):
    send(page, ready, "retiree.pdf")
    kept = Attachment.objects.latest("pk")
    page.post(reverse("dossiers:file_remove", args=[ready.pk, kept.pk]))
    snapshot = submit_dossier(ready, by=ready.holder, at=at)
    assert "retiree.pdf" not in {row["name"] for row in snapshot.document["documents"]}


def test_removing_twice_keeps_the_first_instant(ready, at):
    kept = ready.attachments.first()
    detach(kept, by=ready.holder, at=at)
    detach(kept, by=ready.holder, at=at + timedelta(hours=1))
    kept.refresh_from_db()
    assert kept.removed_at == at


@pytest.mark.parametrize("state", ["submitted", "abandoned"])
def test_no_file_joins_or_leaves_a_dossier_that_is_not_open(ready, at, state):
    kept = Attachment.objects.select_related("dossier__edition").get(dossier=ready)
    Dossier.objects.filter(pk=ready.pk).update(state=state)
    for stale in (ready, Dossier.objects.get(pk=ready.pk)):
        kept.dossier = stale
        with pytest.raises(Refused):
            attach(stale, documents.upload(), kind="free", allowed=DOCUMENT, by=ready.holder, at=at)
        with pytest.raises(Refused):
            detach(kept, by=ready.holder, at=at)
    kept.refresh_from_db()
    assert (kept.removed_at, ready.attachments.count()) == (None, 1)


def test_after_the_closing_the_screen_says_why_nothing_moves(page, ready):
    kept = ready.attachments.first()
    ready.edition.filing_before_at -= timedelta(days=400)
    ready.edition.save()
    assert send(page, ready).status_code == 422
    url = reverse("dossiers:file_remove", args=[ready.pk, kept.pk])
    assert "n’est plus modifiable" in page.post(url, follow=True).text
    assert ready.attachments.filter(removed_at=None).count() == 1
