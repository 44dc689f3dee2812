"""No internal note, opinion, amount proposed or other holder's word reaches a holder, by any door.

Canaries are put in all that the coordination keeps for itself; then every route is walked by each
who may not hear them, their e-mails are opened, their PDFs, archives and tables read.
"""

import io
import json
import re
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from passeurs.accounts.models import User
from passeurs.documents import pdf as typesetting
from passeurs.dossiers.actions.admission import reopen_admission
from passeurs.dossiers.actions.filing import submit_dossier
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.views import shell
from passeurs.instruction.actions.admission import admit, refuse
from passeurs.instruction.actions.pieces import promise_piece, waive_piece
from passeurs.instruction.models import PieceCheck, Sheet
from passeurs.notifications.attachments import build
from passeurs.notifications.models import OutboxMessage
from passeurs.organisations.models import TeamMember
from tests.factories import calls, organisations, partners, pdf
from tests.factories import dossiers as factory
from tests.factories.accounts import person
from tests.instruction import secrets
from tests.instruction.conftest import anew
from tests.instruction.secrets import (
    CANARY,
    OTHER,
    TOLD,
    free_texts,
    hide_everything,
    secret_models,
)
from tests.peers.engines import walked

pytestmark = pytest.mark.django_db
WORDS = {
    "slug": "occitanie-en-cours",
    "code": "project",
    "family": "actions",
    "kind": "pdf",
    "side": "avant",
    "verb": "monter",
    "name": "repondu",
    "slot": "free",
    "number": 1,
    "rank": 1,
}
NOT_OURS = ("/demonstration/",)
SPACES = re.compile(r"[\s\u202f\u00a0]")


# ------------------------------------------------------------------------------------ the scene


@pytest.fixture
def hidden(filed, at):
    """A filed dossier, all that the desk keeps of it, and another holder's beside it."""
    rows = hide_everything(filed, at=at)
    other = factory.complete_dossier(filed.edition, title=f"{OTHER} titre")
    type(other.project).objects.filter(dossier=other).update(summary=OTHER, diagnosis=OTHER)
    type(other.structure).objects.filter(pk=other.structure_id).update(name=f"{OTHER} structure")
    submit_dossier(anew(other), by=other.holder, at=at)
    _, filed.token = partners.invited(_reopened(filed), at=at)
    filed.rows = rows
    return filed


@pytest.fixture
def typeset_once(monkeypatch):
    """The same page is typeset once for all who ask: typst gives the same bytes for it."""
    made, compiled = {}, typesetting.compile_page

    def remembered(source, frame, *, joined=None, at=typesetting.EPOCH):
        key = json.dumps([frame, str(at), sorted(joined or {})], default=str) + str(hash(source))
        if key not in made:
            made[key] = compiled(source, frame, joined=joined, at=at)
        return made[key]

    monkeypatch.setattr(typesetting, "compile_page", remembered)


def _reopened(dossier):
    """A partner is invited while one writes; the walk then meets the dossier filed."""
    Dossier.objects.filter(pk=dossier.pk).update(state="draft")
    found = anew(dossier)
    found.holder = dossier.holder
    partner = found.partners.order_by("position").first()
    partner.contact_email = "partenaire@exemple.fr"
    partner.save()
    return found


def listeners(made):
    """Each who may not hear: the holder's side, the strangers, and those beside the coordination."""
    ours, found = made.edition.coordination, {"the public": None}
    for role in ("representative", "editor", "reader"):
        found[f"holder, {role}"] = person()
        made.structure.memberships.create(user=found[f"holder, {role}"], role=role)
    for role in ("delegate", "editor", "reader"):
        guest = found[f"guest, {role}"] = person()
        options = {"added_by": made.holder, "added_at": factory.AT, "is_guest": True}
        made.team.create(user=guest, role=role, **options)
    for role in ("drac", "region", "committee"):
        found[role] = organisations.team_member(role, ours)
    kept_away = found["drac, kept away"] = organisations.team_member("drac", ours)
    made.recusals.create(user=kept_away, tie="partner", at=factory.AT)
    found["national"] = organisations.team_member("national")
    found["another holder"] = factory.dossier(made.edition).holder
    theirs = calls.edition("deux-seances-1").coordination
    found["another coordination"] = organisations.team_member("coordination", theirs)
    return found


AMOUNTS = TOLD[-2:]
"""Another coordination reads the labels of opinions in the filters of its own list."""
HOLDERS = ("holder", "guest", "the public", "another")
"""Whose ears are also closed to another holder's words; the region reads filed dossiers."""


# ------------------------------------------------------------------------------------- the walk


def walk(patterns, namespace=""):
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or ''}", entry
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry.url_patterns, inner)


def addresses(made):
    """Every route of the resolver, pointed at all that it may name; each address once."""
    found = {}
    for name, entry in walk(get_resolver().url_patterns):
        for values in _values(made, name, entry):
            try:
                url = reverse(name, kwargs=values)
            except NoReverseMatch:
                continue
            if not url.startswith(NOT_OURS):
                found[url] = name
    return found


def _values(made, name, entry):
    converters = entry.pattern.converters
    keys = set(converters) | set(re.findall(r"\(\?P<(\w+)>", str(entry.pattern)))
    fixed = {key: _word(made, key, converters.get(key)) for key in keys - {"pk"}}
    if "pk" not in keys:
        yield fixed
        return
    is_uuid = type(converters.get("pk")).__name__ == "UUIDConverter"
    for pk in _uuids(made) if is_uuid else _numbers(name):
        yield fixed | {"pk": pk}


def _word(made, key, converter):
    if key == "dossier_id":
        return made.pk
    if key == "token":
        return made.token
    if key == "user_id":
        return made.holder.pk
    if key == "slot":
        return PieceCheck.objects.get(dossier=made).slot
    if type(converter).__name__ == "UUIDConverter":
        return made.pk
    return WORDS.get(key, 1 if type(converter).__name__ == "IntConverter" else "rien")


def _uuids(made):
    keys = {made.pk, made.structure_id}
    return keys | {row.pk for row in made.rows.values() if isinstance(row.pk, UUID)}


def _numbers(name):
    """The first rows of the application whose route it is, and of what the desk hides."""
    app = name.partition(":")[0]
    labels = {app, *secrets.APPS} & {config.label for config in apps.get_app_configs()}
    found = {1}
    for label in labels:
        for model in apps.get_app_config(label).get_models():
            found |= set(model._default_manager.order_by("pk").values_list("pk", flat=True)[:2])
    return {one for one in found if isinstance(one, int)}


def body_of(answer):
    """All that an answer says: its text; the pages and attachments of a PDF; a table's parts."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return words_in(content) + str(sorted(answer.headers.items()))


def words_in(content):
    if content.startswith(b"%PDF"):
        with pdf.opened(content) as opened:
            joined = [
                opened.attachments[name].get_file().read_bytes() for name in opened.attachments
            ]
        return pdf.text_of(content) + "".join(map(words_in, joined))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(words_in(archive.read(name)) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def heard_in(text, *, holder=True, words=TOLD):
    """What of the secrets a text sings."""
    tight = SPACES.sub("", text)
    found = {CANARY} if CANARY.lower() in text.lower() else set()
    found |= {word for word in words if SPACES.sub("", word) in tight}
    return found | ({OTHER} if holder and OTHER in text else set())


def signed_in(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def heard_by(made, people, urls):
    """By listener and route, what was heard."""
    found = {}
    for name, user in people.items():
        client = signed_in(user)
        for url, route in urls.items():
            text = body_of(client.get(url))
            words = AMOUNTS if name == "another coordination" else TOLD
            if sung := heard_in(text, holder=name.startswith(HOLDERS), words=words):
                found[f"{name}: {route} {url}"] = sung
    return found


@pytest.mark.parametrize(
    "state", walked(["draft", "submitted", "inadmissible"], again=["submitted"])
)
@pytest.mark.usefixtures("typeset_once")
def test_no_route_sings_to_whom_it_should_not(hidden, state):
    Dossier.objects.filter(pk=hidden.pk).update(state=state)
    urls = addresses(hidden)
    assert len(urls) > 150
    assert heard_by(hidden, listeners(hidden), urls) == {}


SEARCHES = (
    "/bureau/dossiers/?q=kana",
    "/bureau/dossiers/?etiquette=kana",
    "/bureau/dossiers/?vue=colonnes",
    "/bureau/contacts/?q=kana",
    "/bureau/structures/?q=kana",
    "/bureau/journal/",
    "/dossiers/?q=kana",
    "/structures/?q=kana",
    "/intervenants/?q=kana",
    "/appels/?q=pinson",
    "/appels/occitanie-en-cours/films/?q=kana",
)


def test_no_search_nor_filter_finds_it(hidden):
    urls = dict.fromkeys(SEARCHES, "search")
    assert heard_by(hidden, listeners(hidden), urls) == {}


@pytest.mark.parametrize("query", ["etiquette=kanari+name", "avis=unfavourable", "priorite=3"])
def test_no_count_of_the_list_is_moved_by_a_secret(hidden, query):
    """A filter on what one may not read must not tell by its count what it holds."""
    drac = signed_in(listeners(hidden)["drac"])
    plain = drac.get("/bureau/dossiers/")
    asked = drac.get(f"/bureau/dossiers/?{query}")
    assert counts(asked) in (counts(plain), [])


def counts(answer):
    return re.findall(r'<span class="sub ref">([^<]+)</span>', answer.text)


# --------------------------------------------------------------------------- e-mails and exports


def test_no_letter_that_leaves_for_a_holder_sings(hidden, agent, at):
    """Each deed of the desk that tells the holder, with the secrets lying about."""
    Dossier.objects.filter(pk=hidden.pk).update(state="submitted")
    cv = f"practitioner_cv-{hidden.persons.get().key}"
    waive_piece(anew(hidden), cv, reason=f"{CANARY} motif", by=agent, at=at)
    promise_piece(anew(hidden), cv, until=(at + timedelta(days=3)).date(), by=agent, at=at)
    admit(anew(hidden), by=agent, at=at)
    reopen_admission(anew(hidden), reason="À revoir", by=agent, at=at)
    given = {"reasons": ["Hors délai."], "appeal": "Deux mois."}
    refuse(anew(hidden), **given, by=agent, at=at + timedelta(hours=1))
    call_command("send_due_messages")
    team = TeamMember.objects.filter(role="coordination").values("user")
    desk = set(User.objects.filter(pk__in=team).values_list("email", flat=True))
    desk.add(hidden.edition.coordination.email)
    letters = [one for one in OutboxMessage.objects.all() if one.to not in desk]
    assert len(letters) >= 4
    for letter in letters:
        text = f"{letter.subject}\n{letter.text}\n{letter.html}"
        text += "".join(words_in(file.content) for file in build(letter.attachments))
        is_neighbour = OTHER in text and letter.subject.count(OTHER)
        assert heard_in(text, holder=not is_neighbour) == set(), letter.subject


def test_the_dossier_taken_away_as_json_sings_nothing(hidden, tmp_path):
    path = tmp_path / "dossier.json"
    call_command("export_dossier", hidden.reference, output=str(path))
    text = path.read_text(encoding="utf-8")
    assert hidden.reference in text
    assert heard_in(text) == set()


# ------------------------------------------------------------- the proof that the proof can fail


def test_the_canaries_sing_to_the_coordination(hidden, agent):
    """Else the walk above would pass on an empty desk."""
    Dossier.objects.filter(pk=hidden.pk).update(state="submitted")
    client = signed_in(agent)
    for name in ("instruction:sheet", "instruction:sheet_history", "instruction:online"):
        assert CANARY in client.get(reverse(name, args=[hidden.pk])).text, name
    assert CANARY in client.get(reverse("desk:following", args=[hidden.pk])).text
    assert "4321,07" in SPACES.sub(
        "", client.get(reverse("instruction:sheet", args=[hidden.pk])).text
    )


def test_every_free_text_of_the_desk_holds_a_canary(hidden):
    """A model that a later change brings is among them, or the scene fails to be built."""
    assert set(hidden.rows) == set(secret_models())
    silent = {
        f"{model.__name__}.{field.name}"
        for model, row in hidden.rows.items()
        for field in free_texts(model)
        if CANARY.lower() not in str(getattr(row, field.name)).lower()
    }
    assert silent == set()


def plant(monkeypatch, sentence):
    """Let the panel beside every section say a secret, as a careless change would."""
    monkeypatch.setattr(shell, "note_on", lambda _verdicts: sentence())


@pytest.mark.parametrize(
    "leak",
    [
        lambda: Sheet.objects.get().doubts,
        lambda: f"{Sheet.objects.get().amount_proposed}",
        lambda: Sheet.objects.get().get_opinion_display(),
        lambda: Dossier.objects.get(project__title__startswith=OTHER).structure.name,
    ],
    ids=["a doubt", "the amount", "the opinion", "another holder's name"],
)
def test_a_planted_leak_is_heard(hidden, monkeypatch, leak):
    Dossier.objects.filter(pk=hidden.pk).update(state="submitted")
    plant(monkeypatch, leak)
    urls = {reverse("dossiers:projet", args=[hidden.pk]): "dossiers:projet"}
    holder = {name: user for name, user in listeners(hidden).items() if name.startswith("holder")}
    assert len(heard_by(hidden, holder, urls)) == 3


def test_a_leak_is_heard_inside_a_pdf_and_inside_an_archive():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", CANARY)
    assert heard_in(words_in(packed.getvalue())) == {CANARY}
    assert heard_in("4\u202f321,07\u00a0€") == {"4321,07"}
