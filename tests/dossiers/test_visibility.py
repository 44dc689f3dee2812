"""Who sees a dossier: canaries in each of its words, and the permission table door by door."""

import itertools
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone

from passeurs.contacts.models import Contact
from passeurs.core.permission_table import PERMISSIONS
from passeurs.desk.doors import DOORS as DESK_DOORS
from passeurs.desk.models import Note
from passeurs.documents.models import StoredFile
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.actions.team import invite_to_dossier
from passeurs.dossiers.doors import DOORS
from passeurs.dossiers.enums import FILED, State
from passeurs.dossiers.models import (
    Admission,
    Award,
    DocumentAnswer,
    Dossier,
    FieldChange,
    Message,
    MessageFile,
    RuleRuling,
    SetAside,
)
from passeurs.dossiers.views import filing
from passeurs.dossiers.workflow import STANDING
from tests.factories import calls, documents, network, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person
from tests.peers.engines import walked

pytestmark = pytest.mark.django_db
CANARY, CARD = "KANARI", "PINSON"
TABLE = {line.code: line for line in PERMISSIONS}

# --------------------------------------------------------------------------------- the canaries


def sing(row, *, skip=(), word=CANARY):
    """Put a canary in each free text of a row."""
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField)
        is_free = is_text and not (field.choices or field.unique or field.name in skip)
        if is_free and (field.max_length or 99) >= 12:
            setattr(row, field.name, f"{word} {field.name}"[: field.max_length or 99])
    row.save()


@pytest.fixture
def secret(edition, at):
    """A dossier whose every word is a canary, filed once so that it has a receipt."""
    made = factory.complete_dossier(edition)
    submit_dossier(made, by=made.holder, at=at)
    sing(made.structure, skip=("siret",), word=CARD)
    sing(made.project)
    sing(made.audience)
    for row in itertools.chain(made.partners.all(), made.persons.all()):
        sing(row, skip=("siret",))
    for row in made.actions.all():
        sing(row, skip=("kind",))
    for row in made.budgetlines.all():
        sing(row, skip=("code", "funder_kind"))
    _sing_around(made, at)
    made.refresh_from_db()
    made.signatory, made.search = f"{CANARY} signatory", f"{CANARY} kanari"
    made.save()
    return made


def _sing_around(made, at):
    Note.objects.create(dossier=made, author=made.holder, text=f"{CANARY} note", at=at)
    by, texts = made.holder, {"section": "project", "field": "summary"}
    SetAside.objects.create(dossier=made, text=CANARY, by=by, at=at, **texts)
    FieldChange.objects.create(dossier=made, after=CANARY, version=1, by=by, at=at, **texts)
    RuleRuling.objects.create(
        dossier=made, rule="contact.before_deadline", state="waived", reason=CANARY, by=by, at=at
    )
    Admission.objects.create(
        dossier=made, outcome="inadmissible", reasons=[CANARY], appeal=CANARY, by=by, at=at
    )
    Award.objects.create(
        dossier=made,
        version=1,
        outcome="granted",
        conditions=CANARY,
        reason=CANARY,
        decided_on=at.date(),
        letter_number=CANARY,
        letter=CANARY.encode(),
        sha256="a" * 64,
        published_by=by,
        published_at=at,
    )
    message = Message.objects.create(
        dossier=made, side="holder", author=by, text=CANARY, key=uuid4(), at=at
    )
    message.files.create(file=documents.stored_file())
    told = {"label": CANARY, "words": CANARY, "reason": CANARY, "due_on": at.date()}
    asked = made.document_requests.create(**told, key=uuid4(), asked_by=by, asked_at=at)
    asked.answers.create(file=documents.stored_file(), word=CANARY, round=1, by=by, at=at)
    correction = made.corrections.create(
        state="sent", words=CANARY, reason=CANARY, due_at=at, prepared_at=at, sent_at=at
    )
    place = {"section": "project", "field": "summary", "label": CANARY}
    correction.items.create(**place, comment=CANARY, before=CANARY, answer="kept", reason=CANARY)
    made.attachments.update(file=documents.previewed_file())
    card = network.card(made.edition.coordination, agreed=True)
    action = made.actions.first()
    action.proposals.create(practitioner=card, words=CANARY, answer=CANARY, by=by, at=at)
    session = _session(made, made.holder, closed_at=at, paper=documents.stored_file())
    made.changes.update(typing=session)
    StoredFile.objects.update(original_name=f"{CANARY}.pdf")
    Contact.objects.update(message=CANARY, structure_name=CANARY, person_name=CANARY)
    snapshot = made.snapshots.get()
    snapshot.document["project"]["title"] = CANARY
    snapshot.save()
    type(by).objects.filter(pk=by.pk).update(first_name=CARD, last_name=CARD)


def strangers(made, state):
    """Those to whom a dossier in that state is nothing."""
    ours = made.edition.coordination
    other = calls.edition("deux-seances-1")
    theirs = other.coordination
    neighbour = factory.dossier(made.edition).holder
    found = {
        "another holder": neighbour,
        "another coordination's holder": factory.dossier(other).holder,
        "another coordination": organisations.team_member("coordination", theirs),
        "another DRAC": organisations.team_member("drac", theirs),
        "another committee": organisations.team_member("committee", theirs),
        "national": organisations.team_member("national"),
        "somebody": person(),
        "the guest of another dossier of its structure": guest_of(
            factory.dossier(made.edition, structure=made.structure, holder=made.holder)
        ),
        "another dossier's guest": guest_of(factory.dossier(made.edition)),
        "anonymous": None,
    }
    for role in ("drac", "committee"):
        kept_away = found[f"the kept-away {role}"] = organisations.team_member(role, ours)
        made.recusals.create(user=kept_away, tie="partner", at=factory.AT)
    if state in {"draft", "abandoned"}:
        found["the DRAC"] = organisations.team_member("drac", ours)
        found["the Région"] = organisations.team_member("region", ours)
    if state not in FILED:
        found["the committee"] = organisations.team_member("committee", ours)
    return found


def guest_of(made, role="editor"):
    """Somebody invited into that dossier alone."""
    user = person()
    made.team.create(user=user, role=role, added_by=made.holder, added_at=factory.AT)
    return user


def walk(patterns, namespace=""):
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or ''}", entry
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry.url_patterns, inner)


def addresses(made):
    """Every named route of ours, pointed at what the dossier holds."""
    pks = {row.pk for rows in (made.actions, made.attachments) for row in rows.all()[:1]}
    pks |= {Contact.objects.get().pk, made.set_asides.get().pk}
    pks |= {MessageFile.objects.get(message__dossier=made).pk, made.partners.first().pk}
    pks |= {made.document_requests.get().pk, made.corrections.get().pk}
    pks |= {made.corrections.get().items.get().pk}
    pks |= {DocumentAnswer.objects.get(request__dossier=made).pk}
    for name, entry in walk(get_resolver().url_patterns):
        keys = set(entry.pattern.converters) | set(re.findall(r"\(\?P<(\w+)>", str(entry.pattern)))
        for pk in pks if "pk" in keys else (0,):
            values = _values(made, entry, pk)
            try:
                yield reverse(name, kwargs={key: values[key] for key in keys})
            except (NoReverseMatch, KeyError):
                continue


def _values(made, entry, pk):
    uuid = type(entry.pattern.converters.get("pk")).__name__ == "UUIDConverter"
    owner = made.pk if "dossiers" in str(entry.pattern) else made.structure_id
    return {
        "dossier_id": made.pk,
        "pk": owner if uuid else pk,
        "slug": made.edition.slug,
        "code": "project",
        "family": "actions",
        "number": 1,
        "verb": "monter",
        "name": "repondu",
        "member": 1,
        "user_id": made.holder.pk,
        "asking": 1,
        "invitation": made.pk,
        "token": "x",
    }


def heard_by(name, answer):
    """Whether a word of the dossier, or of its structure's card, is in an answer.

    The card and its members are known to the whole team of its coordination, as `structure.read`
    says, and the card to the guest of any of its dossiers, inside that dossier.
    """
    body = body_of(answer)
    return CANARY in body or (CARD in body and not name.startswith("the "))


def signed_in(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def body_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "state", walked(["draft", "submitted", "inadmissible"], again=["submitted"])
)
def test_no_word_of_a_dossier_reaches_those_to_whom_it_is_nothing(secret, state):
    Dossier.objects.filter(pk=secret.pk).update(state=state)
    urls = [url for url in addresses(secret) if not url.startswith("/demonstration/")]
    assert len(urls) > 60
    heard = {
        f"{name}: {url}"
        for name, user in strangers(secret, state).items()
        for client in [signed_in(user)]
        for url in urls
        if heard_by(name, client.get(url))
    }
    assert heard == set()


SEARCHES = (
    "/bureau/dossiers/?q=kanari",
    "/bureau/dossiers/?q=kanari&edition=occitanie-en-cours",
    "/bureau/dossiers/?edition=occitanie-en-cours&state=draft",
    "/bureau/contacts/?q=kanari",
    "/bureau/contacts/?edition=occitanie-en-cours",
    "/bureau/structures/?q=kanari",
    "/dossiers/?q=kanari",
    "/structures/?q=kanari",
    "/communes/?q=kanari",
    "/appels/?q=kanari",
    "/appels/occitanie-en-cours/films/?q=kanari",
    "/appels/occitanie-en-cours/eligibilite/?reprise=kanari",
)


@pytest.mark.parametrize("url", SEARCHES)
def test_no_search_nor_count_tells_that_a_dossier_exists(secret, url):
    Dossier.objects.filter(pk=secret.pk).update(state="draft")
    heard = set()
    for name, user in strangers(secret, "draft").items():
        answer = signed_in(user).get(url, follow=True)
        if heard_by(name, answer) or secret.reference in body_of(answer):
            heard.add(name)
    assert heard == set()


@pytest.mark.parametrize("name", ["the DRAC", "another coordination"])
def test_no_count_of_the_desk_counts_what_its_reader_may_not_read(secret, name):
    Dossier.objects.filter(pk=secret.pk).update(state="draft")
    client = signed_in(strangers(secret, "draft")[name])
    expected = {"the DRAC": "0\u00a0dossier", "another coordination": "1\u00a0dossier"}[name]
    page = client.get("/bureau/dossiers/").text
    assert re.search(rf"\b{expected}\b", page)


def test_the_canaries_sing_for_those_who_may_hear_them(secret):
    """Else the tests above would pass on an empty dossier."""
    holder = signed_in(secret.holder)
    agent = signed_in(organisations.team_member("coordination", secret.edition.coordination))
    for name in (
        "structure",
        "partenaires",
        "projet",
        "actions",
        "pieces",
        "engagements",
        "messages",
    ):
        url = reverse(f"dossiers:{name}", args=[secret.pk])
        assert CANARY in holder.get(url).text, name
        assert CANARY in agent.get(url, follow=True).text, name
    assert CANARY in agent.get("/bureau/dossiers/?q=kanari").text


# ------------------------------------------------------------- the permission table, door by door

ROLES = (
    "holder_representative",
    "holder_delegate",
    "holder_editor",
    "holder_reader",
    "guest_editor",
    "coordination",
    "coordination_typist",
    "drac",
    "region",
    "committee",
    "recused",
    "national",
    "stranger",
)
READ = ("GET",)
WRITE = ("POST",)
BOTH = ("GET", "POST")
METHODS = {
    "structure": BOTH,
    "projet": BOTH,
    "publics": BOTH,
    "engagements": BOTH,
    "partenaires": READ,
    "actions": READ,
    "budget": BOTH,
    "figures": READ,
    "budget_model": READ,
    "budget_file": BOTH,
    "budget_confirm": WRITE,
    "budget_give_up": WRITE,
    "questions": BOTH,
    "panel": READ,
    "pieces": BOTH,
    "upload": WRITE,
    "upload_begin": WRITE,
    "upload_end": WRITE,
    "upload_stop": WRITE,
    "file_preview": READ,
    "file": READ,
    "file_remove": WRITE,
    "row_add": WRITE,
    "place": BOTH,
    "row": WRITE,
    "row_change": WRITE,
    "settle": WRITE,
    "messages": READ,
    "message_write": WRITE,
    "message_file": READ,
    "requests": READ,
    "request_ask": WRITE,
    "request_answer": WRITE,
    "request_accept": WRITE,
    "request_again": WRITE,
    "request_withdraw": WRITE,
    "request_file": READ,
    "corrections": READ,
    "correction_answer": WRITE,
    "correction_return": WRITE,
    "correction_extend": WRITE,
    "correction_withdraw": WRITE,
    "correction_accept": WRITE,
    "correction_choose": READ,
    "correction_write": READ,
    "correction_preview": READ,
    "correction_drop": WRITE,
    "partner_invite": WRITE,
    "partner_remind": WRITE,
    "partner_revoke": WRITE,
    "presence": WRITE,
    "history": READ,
    "put_back": WRITE,
    "compare": READ,
    "type_for": BOTH,
    "type_for_end": WRITE,
    "typings": READ,
    "typing_confirm": WRITE,
    "typing_paper": READ,
    "carried": READ,
    "carried_amounts": WRITE,
    "team": READ,
    "team_invite": WRITE,
    "team_place": WRITE,
    "team_remove": WRITE,
    "team_leave": WRITE,
    "team_ready": WRITE,
    "team_renew": WRITE,
    "team_cancel": WRITE,
    "venues": READ,
    "venue_choose": WRITE,
    "people": READ,
    "people_pick": READ,
    "people_take": WRITE,
    "recusal": BOTH,
    "recusals": BOTH,
    "recusal_lift": WRITE,
    "practitioners": READ,
    "practitioner_choose": WRITE,
    "proposal": WRITE,
    "people_keep": WRITE,
    "review": READ,
    "submit": WRITE,
    "receipt": READ,
    "receipt_file": READ,
    "admission_file": READ,
    "award_file": READ,
    "print": READ,
    "retirer": WRITE,
    "abandonner": WRITE,
    "reprendre": WRITE,
    "dossier": READ,
    "following": BOTH,
    "exchange": BOTH,
    "proposal_withdraw": WRITE,
    "dossier_mails": READ,
    "note": WRITE,
    "note_forget": WRITE,
    "dossier_rule": WRITE,
    "dossier_take_back": WRITE,
}
REQUESTED = ("request_answer", "request_accept", "request_again", "request_withdraw")
CORRECTED = ("correction_return", "correction_extend", "correction_withdraw", "correction_accept")
ASKING = ("partner_invite", "partner_remind", "partner_revoke")
BY_LINK = {name.partition(":")[2] for name, code in DOORS.items() if code == "partner.answer"}
ELSEWHERE = {
    "index",
    "start",
    "carry",
    "selftest",
    "selftest_result",
    "results",
    "invitation",
    "invited",
    "start_invitation",
    "start_invited",
} | BY_LINK
SENT = {"_version": 0, "summary": "Forcé", "sworn": "on", "state": "waived", "reason": "Forcé"}


def test_every_door_of_a_dossier_is_tried():
    doors = {name.partition(":")[2] for name in DOORS} - ELSEWHERE
    at_desk = {
        name.partition(":")[2] for name, code in DESK_DOORS.items() if TABLE[code].on == "dossier"
    }
    assert set(METHODS) == doors | at_desk


def people(made):
    """One person for each role."""
    ours = made.edition.coordination
    found = {"stranger": person(), "national": organisations.team_member("national")}
    for role in ("representative", "editor", "reader"):
        found[f"holder_{role}"] = person()
        made.structure.memberships.create(user=found[f"holder_{role}"], role=role)
    found["holder_delegate"], found["guest_editor"] = guest_of(made, "delegate"), guest_of(made)
    invite_to_dossier(made, email="x@y.fr", role="reader", by=made.holder, at=factory.AT)
    for role in ("coordination", "drac", "region", "committee"):
        found[role] = organisations.team_member(role, ours)
    found["coordination_typist"] = typist(made)
    found["recused"] = organisations.team_member("drac", ours)
    made.recusals.create(user=found["recused"], tie="partner", at=factory.AT)
    return found


def typist(made):
    """Somebody of the coordination who types for the holder at this moment."""
    user = organisations.team_member("coordination", made.edition.coordination)
    _session(made, user, closed_at=None)
    return user


def _session(made, user, **facts):
    now = timezone.now()
    return made.typing_sessions.create(
        typed_for=f"{CANARY} pour",
        consent="phone",
        consented_on=now.date(),
        words=f"{CANARY} accord",
        opened_by=user,
        opened_at=now,
        ends_at=now + timedelta(hours=1),
        **facts,
    )


def door(made, name):
    """The address of a door, and the code that it asks for to read and to write."""
    at_desk = f"desk:{name}" in DESK_DOORS
    route = f"desk:{name}" if at_desk else f"dossiers:{name}"
    code = (DESK_DOORS | DOORS)[route]
    action, file = made.actions.first(), made.attachments.first()
    more = {
        "panel": ["project"],
        "questions": ["project"],
        "budget_model": ["ods"],
        "file": [file.pk],
        "file_preview": [file.pk],
        "file_remove": [file.pk],
        "upload_end": [uuid4()],
        "upload_stop": [uuid4()],
        "row_add": ["actions"],
        "place": [action.pk],
        "venues": [action.pk],
        "venue_choose": [action.pk],
        "practitioners": [] if at_desk else [action.pk],
        "practitioner_choose": [action.pk],
        "proposal": [made.actions.first().proposals.get().pk, "reprendre"],
        "recusal_lift": [getattr(made.recusals.first(), "pk", 1)],
        "proposal_withdraw": [made.actions.first().proposals.get().pk],
        "people_keep": [made.persons.first().pk],
        "row": ["actions", action.pk],
        "row_change": ["actions", action.pk, "retirer"],
        "settle": [made.set_asides.first().pk],
        "message_file": [MessageFile.objects.get(message__dossier=made).pk],
        "request_file": [DocumentAnswer.objects.get(request__dossier=made).pk],
        **{key: [made.document_requests.get().pk] for key in REQUESTED},
        "correction_answer": [made.corrections.get().items.get().pk],
        **{key: [made.corrections.get().pk] for key in CORRECTED},
        **{key: [made.partners.first().pk] for key in ASKING},
        "put_back": [made.changes.first().pk, "avant"],
        "typing_paper": [made.typing_sessions.exclude(paper=None).get().pk],
        "note_forget": [Note.objects.get(dossier=made).pk],
        "receipt": [1],
        "receipt_file": [1],
        "admission_file": [made.admissions.get().pk],
        "award_file": [1],
        **team_addresses(made),
    }.get(name, [])
    return reverse(route, args=[made.pk, *more]), code


def team_addresses(made):
    """Of a guest, of who may file, of an invitation; the public's walk has neither."""
    guest = made.team.filter(is_guest=True).first() or made.structure.memberships.first()
    invitation = made.invitations.first()
    pk = invitation.pk if invitation else made.pk
    return {
        "team_place": [guest.user_id],
        "team_remove": [guest.user_id],
        "team_ready": [made.holder.pk],
        "team_renew": [pk],
        "team_cancel": [pk],
    }


def granted(code, role, state):
    """A guest has the rights of the role, in that dossier; who types has the coordination's too."""
    also = {"coordination"} if role == "coordination_typist" else set()
    rights = [TABLE[code].grants.get(one, ()) for one in {role.replace("guest_", "holder_")} | also]
    return any(states is None or state in states for states in rights)


def asked_for(name, code, method):
    """A page of one's own that also saves asks more to save; one of the desk's does not."""
    own = f"desk:{name}" in DESK_DOORS or name in {"type_for", "recusal"}
    saves = method == "POST" and METHODS[name] == BOTH and not own
    return "dossier.edit" if saves else code


def fingerprint():
    """All that the domain holds; any write changes it."""
    kept = ("dossiers", "documents", "journal", "notifications", "organisations")
    found = [model for app in kept for model in apps.get_app_config(app).get_models()]
    return {model: sorted(map(str, model.objects.values_list())) for model in found}


@pytest.fixture
def printed(monkeypatch):
    """Leave typesetting to its own tests."""
    monkeypatch.setattr(filing, "print_dossier", lambda *_, **__: b"%PDF")


@pytest.mark.parametrize("state", walked(State.values, again=["draft", "submitted"]))
@pytest.mark.usefixtures("printed")
def test_each_door_opens_to_whom_the_table_says_and_the_others_write_nothing(secret, state):
    Dossier.objects.filter(pk=secret.pk).update(state=state)
    found = people(secret)
    assert set(found) == set(ROLES)
    before = fingerprint()
    urls = {name: door(secret, name) for name in METHODS}
    wrong = {
        f"{role}: {method} {name}": answered
        for role, user in found.items()
        for client in [signed_in(user)]
        for name, methods in METHODS.items()
        for method in methods
        if (answered := _try(client, role, state, name, method, urls[name]))
    }
    assert wrong == {}
    assert fingerprint() == before


def _try(client, role, state, name, method, place):
    """What a door answered and should have, where they differ."""
    url, code = place
    expected = _expected(asked_for(name, code, method), role, state)
    if name == "submit" and state in STANDING:  # a second click leads to the same receipt
        expected = _expected("dossier.withdraw", role, state)
    status = _knock(client, method, url)
    if status == expected or (expected == "open" and status not in {403, 404}):
        return None
    return status, expected


def _expected(code, role, state):
    if not granted("dossier.read", role, state):
        return 404
    return "open" if granted(code, role, state) else 403


def _knock(client, method, url):
    """The answer's status; whatever it wrote is taken back."""
    try:
        with transaction.atomic():
            status = getattr(client, method.lower())(url, SENT).status_code
            assert status < 500
            if status not in {403, 404}:
                raise TakenBackError
    except TakenBackError:
        pass
    return status


class TakenBackError(Exception):
    """What a door that opens wrote is not kept."""


@pytest.mark.parametrize("name", METHODS)
def test_the_public_is_sent_to_sign_in_and_writes_nothing(secret, name):
    before = fingerprint()
    url, _ = door(secret, name)
    for method in METHODS[name]:
        answer = getattr(Client(), method.lower())(url, SENT)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (
            302,
            reverse("account_login"),
        )
    assert fingerprint() == before
