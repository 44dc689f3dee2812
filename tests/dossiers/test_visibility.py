"""Who sees a dossier: canaries in each of its words, and the permission table door by door."""

import itertools
import re

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from passeurs.contacts.models import Contact
from passeurs.core.permission_table import PERMISSIONS
from passeurs.desk.doors import DOORS as DESK_DOORS
from passeurs.documents.models import StoredFile
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.doors import DOORS
from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier, FieldChange, RuleRuling, SetAside
from passeurs.dossiers.views import filing
from tests.factories import calls, documents, organisations
from tests.factories import dossiers as factory
from tests.factories.accounts import person

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
    by, texts = made.holder, {"section": "project", "field": "summary"}
    SetAside.objects.create(dossier=made, text=CANARY, by=by, at=at, **texts)
    FieldChange.objects.create(dossier=made, after=CANARY, version=1, by=by, at=at, **texts)
    RuleRuling.objects.create(
        dossier=made, rule="contact.before_deadline", state="waived", reason=CANARY, by=by, at=at
    )
    made.attachments.update(file=documents.stored_file())
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
        "anonymous": None,
    }
    if state in {"draft", "abandoned"}:
        found["the DRAC"] = organisations.team_member("drac", ours)
        found["the Région"] = organisations.team_member("region", ours)
    if state != "submitted":
        found["the committee"] = organisations.team_member("committee", ours)
    return found


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
        "token": "x",
    }


def heard_by(name, answer):
    """Whether a word of the dossier, or of its structure's card, is in an answer.

    The card and its members are known to the whole team of its coordination, as `structure.read` says.
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


@pytest.mark.parametrize("state", ["draft", "submitted"])
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
    for name in ("structure", "partenaires", "projet", "actions", "pieces", "engagements"):
        url = reverse(f"dossiers:{name}", args=[secret.pk])
        assert CANARY in holder.get(url).text, name
        assert CANARY in agent.get(url).text, name
    assert CANARY in agent.get("/bureau/dossiers/?q=kanari").text


# ------------------------------------------------------------- the permission table, door by door

ROLES = (
    "holder_representative",
    "holder_editor",
    "holder_reader",
    "coordination",
    "drac",
    "region",
    "committee",
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
    "panel": READ,
    "pieces": BOTH,
    "upload": WRITE,
    "file": READ,
    "file_remove": WRITE,
    "row_add": WRITE,
    "row": WRITE,
    "row_change": WRITE,
    "settle": WRITE,
    "review": READ,
    "submit": WRITE,
    "receipt": READ,
    "receipt_file": READ,
    "print": READ,
    "retirer": WRITE,
    "abandonner": WRITE,
    "reprendre": WRITE,
    "dossier": READ,
    "dossier_rule": WRITE,
    "dossier_take_back": WRITE,
}
ELSEWHERE = {"index", "start", "selftest", "selftest_result"}
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
    for role in ("coordination", "drac", "region", "committee"):
        found[role] = organisations.team_member(role, ours)
    return found


def door(made, name):
    """The address of a door, and the code that it asks for to read and to write."""
    route = f"desk:{name}" if name.startswith("dossier") else f"dossiers:{name}"
    code = (DESK_DOORS | DOORS)[route]
    action, file = made.actions.first(), made.attachments.first()
    more = {
        "panel": ["project"],
        "file": [file.pk],
        "file_remove": [file.pk],
        "row_add": ["actions"],
        "row": ["actions", action.pk],
        "row_change": ["actions", action.pk, "retirer"],
        "settle": [made.set_asides.first().pk],
        "receipt": [1],
        "receipt_file": [1],
    }.get(name, [])
    return reverse(route, args=[made.pk, *more]), code


def granted(code, role, state):
    states = TABLE[code].grants.get(role, ())
    return states is None or state in states


def asked_for(name, code, method):
    """A page of one's own that also saves asks more to save."""
    return "dossier.edit" if method == "POST" and METHODS[name] == BOTH else code


def fingerprint():
    """All that the domain holds; any write changes it."""
    kept = ("dossiers", "documents", "journal", "notifications", "organisations")
    found = [model for app in kept for model in apps.get_app_config(app).get_models()]
    return {model: sorted(map(str, model.objects.values_list())) for model in found}


@pytest.fixture
def printed(monkeypatch):
    """Leave typesetting to its own tests."""
    monkeypatch.setattr(filing, "print_dossier", lambda *_, **__: b"%PDF")


@pytest.mark.parametrize("state", State.values)
@pytest.mark.usefixtures("printed")
def test_each_door_opens_to_whom_the_table_says_and_the_others_write_nothing(secret, state):
    Dossier.objects.filter(pk=secret.pk).update(state=state)
    found = people(secret)
    assert set(found) == set(ROLES)
    before = fingerprint()
    wrong = {
        f"{role}: {method} {name}": answered
        for role, user in found.items()
        for client in [signed_in(user)]
        for name, methods in METHODS.items()
        for method in methods
        if (answered := _try(secret, client, role, state, name, method))
    }
    assert wrong == {}
    assert fingerprint() == before


def _try(made, client, role, state, name, method):
    """What a door answered and should have, where they differ."""
    url, code = door(made, name)
    expected = _expected(asked_for(name, code, method), role, state)
    if (name, state) == ("submit", "submitted"):  # a second click leads to the same receipt
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
