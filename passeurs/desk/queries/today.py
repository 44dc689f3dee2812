"""« Que dois-je faire aujourd’hui ? »: what waits for somebody of the coordination.

Each kind of thing is one or two questions, whatever there is of it; the rows shown are the oldest.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, DateField, DateTimeField, Window
from django.urls import reverse
from django.utils import timezone

from passeurs.calls.models import Milestone
from passeurs.committee.queries.waiting import to_publish, to_replace
from passeurs.contacts.queries import next_steps, to_answer
from passeurs.core.given import Given, GivenPerson, Prepared
from passeurs.core.typography import french_date, plural
from passeurs.dossiers.enums import Side, State
from passeurs.dossiers.models import Dossier, PartnerInvitation
from passeurs.dossiers.queries.invitations import silent_invitations
from passeurs.dossiers.queries.messages import unread_at_desk
from passeurs.dossiers.queries.obligations import CORRECTION, DOCUMENT, obligations_of_region
from passeurs.films.models import FilmWish
from passeurs.organisations.queries import structures_of_desk

from ..enums import Order, SheetStanding, Standing
from .dossiers import NOBODY, ORDERS, Filters, found, ours
from .region import editions_of

SHOWN = 5
LONGER = 20
"""Where no list can be filtered on it, the page itself shows more."""
AHEAD = timedelta(days=45)
NEAR = timedelta(days=14)


@dataclass(frozen=True)
class Row:
    """One thing to do: `when` says since when, or how much."""

    title: str
    url: str
    facts: str = ""
    when: str = ""


@dataclass(frozen=True)
class Task:
    """A kind of thing to do: how many wait, the first of them, and the list of them all if any."""

    code: str
    title: str
    icon: str
    count: int
    url: str = ""
    rows: list[Row] = field(default_factory=list)


def tasks_of(user, *, at):
    """What waits, the most urgent kind first; a kind of which nothing waits is left out."""
    waiting = [
        _contacts(user),
        _next_steps(user, at=at),
        _messages(user),
        *_owed_by_date(user, at=at),
        *_by_dossier(user),
        _sittings(
            TO_REPLACE, "replace", "Une aide s’est libérée, un dossier attend", "waiting", user
        ),
        _sittings(TO_PUBLISH, "publish", "Décisions du comité à publier", "letters", user),
        _closing_soon(user, at=at),
        _silent(user, at=at),
        _unverified(user),
        _wishes(user),
    ]
    return [task for task in waiting if task.count]


def dates_ahead(user, *, at):
    """The dates of one's editions in the next six weeks."""
    return DATES.ask(reader=user.pk, at=at, soon=at + AHEAD)


def _dates():
    mine = editions_of(READER).order_by().values("pk")
    coming = Milestone.objects.filter(edition__in=mine, at__gte=AT, at__lte=SOON)
    found = coming.select_related("edition").defer("edition__document_cache")
    return found.order_by("at", "pk")


def _first(rows):
    """The rows shown, each of which says how many there are in all."""
    return rows.annotate(total=Window(Count("*")))[:SHOWN]


READER = GivenPerson("reader")
AT, SOON = Given("at", DateTimeField()), Given("soon", DateTimeField())
DATES = Prepared(_dates)
CONTACTS = Prepared(lambda: _first(to_answer(READER, None)))
NEXT_STEPS = Prepared(lambda: _first(next_steps(READER, today=Given("today", DateField()))))


def _contacts(user):
    waiting = CONTACTS.ask(reader=user.pk)
    rows = [
        Row(
            contact.structure_name,
            reverse("desk:contact", args=[contact.pk]),
            ", ".join(filter(None, [contact.person_name, contact.city])),
            contact.at,
        )
        for contact in waiting
    ]
    return Task(
        "contacts",
        "Prises de contact à répondre",
        "phone",
        waiting[0].total if waiting else 0,
        f"{reverse('desk:contacts')}?etat=new",
        rows,
    )


def _next_steps(user, *, at):
    """The threads whose next step is for today, or was for an earlier day."""
    due = NEXT_STEPS.ask(reader=user.pk, today=timezone.localdate(at))
    rows = [
        Row(
            thread.structure_name,
            reverse("desk:contact", args=[thread.pk]),
            f"{thread.next_step or thread.person_name}, pour le {french_date(thread.next_step_on)}",
        )
        for thread in due
    ]
    count = due[0].total if due else 0
    url = f"{reverse('desk:contacts')}?tri=suite"
    return Task("next_steps", "Suites à donner", "calendar", count, url, rows)


def _messages(user):
    dossiers = list(unread_at_desk(user))
    rows = [
        Row(
            one.project.title or one.reference,
            reverse("desk:exchange", args=[one.pk]),
            one.structure.name,
        )
        for one in dossiers[:LONGER]
    ]
    return Task("messages", "Messages à lire", "mail", len(dossiers), rows=rows)


def _owed_by_date(user, *, at):
    """Documents and corrections, in the questions that both come from."""
    owed = obligations_of_region(user)
    yield from _documents([one for one in owed if one.kind == DOCUMENT], at=at)
    yield from _corrections([one for one in owed if one.kind == CORRECTION], at=at)


def _corrections(owed, *, at):
    """What came back, then what is past its date, then what is still at the holders'."""
    back = [one for one in owed if one.owed_by == Side.COORDINATION]
    late = [one for one in owed if one.is_late(at=at)]
    due = [one for one in owed if one not in back and one not in late]
    yield _owed("corrections_back", "Corrections revenues, à relire", back, at=at, icon="pen")
    title = "Corrections dont la date est passée"
    yield _owed("corrections_late", title, late, at=at, icon="pen")
    yield _owed("corrections_due", "Corrections chez les porteurs", due, at=at, icon="pen")


def _documents(owed, *, at):
    """What came and is to be read again, and what is still expected, the latest first."""
    received = [one for one in owed if one.owed_by == Side.COORDINATION]
    expected = [one for one in owed if one.owed_by == Side.HOLDER]
    late = sum(one.is_late(at=at) for one in expected)
    title = f"Pièces attendues, dont {late} en retard" if late else "Pièces attendues"
    yield _owed("received", "Pièces reçues, à relire", received, at=at)
    yield _owed("expected", title, expected, at=at)


def _owed(code, title, rows, *, at, icon="file"):
    told = [
        Row(f"{one.label}, {one.dossier.structure.name}", one.url, _when_due(one, at=at))
        for one in rows[:LONGER]
    ]
    return Task(code, title, icon, len(rows), rows=told)


def _when_due(one, *, at):
    if one.owed_by == Side.COORDINATION:
        return one.dossier.reference
    verb = "Attendue depuis le" if one.is_late(at=at) else "Attendue pour le"
    return f"{verb} {french_date(one.due_on)}"


def _waiting(**asked):
    """The dossiers of one's region so filtered, the first filed first; each row says how many."""

    def build():
        rows = found(READER, Filters(**asked)).filter(ours(READER))
        ordered = rows.order_by(*ORDERS[Order.FILED], "pk")
        return _first(ordered).values_list("pk", "total")

    return Prepared(build)


def _closing():
    """The drafts of the editions that close between two moments, counted by edition."""
    near = {
        "edition__filing_before_at__gte": AT,
        "edition__filing_before_at__lte": SOON,
    }
    drafts = found(READER, Filters(state=State.DRAFT)).filter(ours(READER), **near)
    counted = drafts.order_by("edition__slug").values_list("edition__slug", "edition__title")
    return counted.annotate(n=Count("pk"))


TO_SETTLE = _waiting(state=State.SUBMITTED, standing=Standing.TO_CONFIRM)
TO_ADMIT = _waiting(state=State.SUBMITTED, standing=Standing.READY)
TO_WRITE = _waiting(state=State.ADMISSIBLE, sheet=SheetStanding.TO_WRITE)
UNFOLLOWED = _waiting(state=State.SUBMITTED, agent=NOBODY)
CLOSING = Prepared(_closing)
TO_REPLACE = Prepared(lambda: to_replace(READER).values_list("pk", "name", "edition__title"))
TO_PUBLISH = Prepared(lambda: to_publish(READER).values_list("pk", "name", "edition__title"))


def _to_settle():
    """Filed, and a point at least is the coordination's to settle."""
    query = {"etat": State.SUBMITTED, "points": Standing.TO_CONFIRM, "tri": Order.FILED}
    title = "Dossiers reçus, des points à trancher"
    return TO_SETTLE, Task("settle", title, "confirm", 0, _list(**query)), "desk:dossier"


def _to_admit():
    """Filed, nothing blocks: whether it is admissible is to be said."""
    query = {"etat": State.SUBMITTED, "points": Standing.READY, "tri": Order.FILED}
    title = "Dossiers reçus, la recevabilité à dire"
    task = Task("admit", title, "check", 0, _list(**query))
    return TO_ADMIT, task, "instruction:admission"


def _to_write():
    """Admissible, and its instruction sheet is not written yet."""
    query = {"etat": State.ADMISSIBLE, "fiche": SheetStanding.TO_WRITE}
    task = Task("sheets", "Fiches d’instruction à écrire", "pen", 0, _list(**query))
    return TO_WRITE, task, "instruction:sheet"


def _unfollowed():
    query = {"etat": State.SUBMITTED, "suivi": NOBODY}
    title = "Dossiers reçus que personne ne suit"
    return UNFOLLOWED, Task("unfollowed", title, "users", 0, _list(**query)), "desk:dossier"


def _by_dossier(user):
    """The tasks that are dossiers to open: their keys first, then what the rows show, together."""
    kinds = [kind() for kind in (_to_settle, _to_admit, _to_write, _unfollowed)]
    waiting = [question.ask(reader=user.pk) for question, _task, _page in kinds]
    told = _told({pk for keys in waiting for pk, _total in keys})
    for (_question, task, page), keys in zip(kinds, waiting, strict=True):
        rows = [
            Row(title or reference, reverse(page, args=[pk]), ", ".join(filter(None, facts)))
            for pk, reference, title, *facts in (told[pk] for pk, _total in keys)
        ]
        yield replace(task, count=keys[0][1] if keys else 0, rows=rows)


def _told(keys):
    """What the rows of these dossiers say, by key."""
    names = ("reference", "project__title", "structure__name", "structure__commune__name")
    rows = Dossier.objects.filter(pk__in=keys).order_by().values_list("pk", *names)
    return {row[0]: row for row in rows}


def _list(**query):
    """The address of the list, so filtered."""
    return f"{reverse('desk:dossiers')}?{urlencode(query)}"


def _closing_soon(user, *, at):
    """Drafts of the editions that close within a fortnight."""
    lines = CLOSING.ask(reader=user.pk, at=at, soon=at + NEAR)
    rows = [
        Row(title, _list(edition=slug, etat=State.DRAFT), plural(n, "dossier"))
        for slug, title, n in lines
    ]
    title = "Brouillons dont l’appel se clôt sous quinze jours"
    count = sum(n for _slug, _title, n in lines)
    return Task("closing", title, "clock", count, _list(etat=State.DRAFT), rows)


def _sittings(question, code, title, page, user):
    """Sittings of the committee where something is to be told."""
    found = question.ask(reader=user.pk)
    rows = [
        Row(name, reverse(f"committee:{page}", args=[pk]), edition) for pk, name, edition in found
    ]
    return Task(code, title, "ticket", len(rows), rows=rows)


def _silent(user, *, at):
    keys = silent_invitations(at=at)
    if not keys:
        return Task("silent", "Partenaires silencieux", "away", 0)
    mine = found(user, Filters()).filter(ours(user)).order_by().values("pk")
    asked = PartnerInvitation.objects.filter(pk__in=keys, partner__dossier__in=mine)
    asked = asked.select_related("partner__dossier").order_by("last_sent_at", "pk")
    rows = [
        Row(
            one.partner.name,
            reverse("desk:dossier", args=[one.partner.dossier_id]),
            one.partner.dossier.reference,
            one.last_sent_at,
        )
        for one in asked[:LONGER]
    ]
    count = asked.count() if len(rows) == LONGER else len(rows)
    return Task("silent", "Partenaires silencieux", "away", count, rows=rows)


def _unverified(user):
    structures = structures_of_desk(user, view="a-verifier").filter(dossiers__isnull=False)
    rows = [
        Row(one.name, reverse("organisations:card", args=[one.pk]), one.siret)
        for one in structures.distinct()[:SHOWN]
    ]
    count = structures.distinct().count() if len(rows) == SHOWN else len(rows)
    url = f"{reverse('organisations:desk')}?vue=a-verifier"
    return Task("unverified", "SIRET à vérifier", "check", count, url, rows)


def _wishes(user):
    count = FilmWish.objects.kept_by(user).filter(state="waiting").count()
    return Task("wishes", "Films souhaités, à répondre", "film", count, reverse("desk:wishes"))
