"""Opening a call, giving it more time or less, and telling those who were writing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from passeurs.accounts.models import User
from passeurs.calls import calendar
from passeurs.calls.actions import create_edition_from_document, publish_edition
from passeurs.calls.actions import save_edition_document as save
from passeurs.calls.checker import check
from passeurs.calls.enums import MilestoneKind
from passeurs.calls.models import Edition
from passeurs.core.refusals import Refused
from passeurs.core.typography import local
from passeurs.dossiers.enums import State
from passeurs.dossiers.models import Dossier
from passeurs.dossiers.queries.people import people_to_tell
from passeurs.notifications.actions import notify
from passeurs.organisations.models import Coordination

from ..blank import blank

CLOSING = MilestoneKind.FILING_BEFORE
UNWRITTEN = "Écrivez l’avis : il paraît sur la page de l’appel."


def create_blank_edition(
    coordination: Coordination, named: dict[str, object], *, by: User, at: datetime
) -> Edition:
    """A draft from nothing. Raises `Refused` when the address is taken."""
    year = int(str(named["year"]))
    document = {**blank(year), **named, "coordination": coordination.slug}
    return create_edition_from_document(document, coordination, by=by, at=at)


@transaction.atomic
def open_edition(edition: Edition, *, acknowledged: Iterable[str], by: User, at: datetime) -> None:
    """Publish the call. Raises `Refused` on an error, or a remark that nobody has read."""
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    unread = {one.sentence for one in check(current.document()) if one.level == "warning"}
    if unread - set(acknowledged):
        raise Refused("Une remarque au moins n’a pas été lue : cochez celles que vous acceptez.")
    publish_edition(current, by=by, at=at)


@transaction.atomic
def extend_edition(
    edition: Edition, until: str, *, notice: str, by: User, at: datetime, version: int
) -> Edition:
    """Give the call more time, say so on its page, and write to those whose dossier is not filed.

    `until` is local, to the second. Raises `Refused` for a date that is not later.
    """
    _refuse_unopened(edition, notice)
    current = edition.document()["calendar"][CLOSING]
    closing = calendar.parse(until, is_deadline=True)[0]
    if closing <= calendar.parse(current, is_deadline=True)[0]:
        raise Refused("La nouvelle clôture doit être plus tardive que l’actuelle.")
    if calendar.to_utc(closing, edition.timezone, latest=True) <= at:
        raise Refused("La nouvelle clôture est déjà passée.")
    saved = _reset(edition, until, notice, by=by, at=at, version=version)
    _tell(saved, "editions/emails/extended", notice, at=at)
    return saved


@transaction.atomic
def close_edition_early(
    edition: Edition, *, notice: str, by: User, at: datetime, version: int
) -> Edition:
    """Close the call now, say why on its page, and write to those whose dossier is not filed.

    Raises `Refused` where the call is not open.
    """
    _refuse_unopened(edition, notice)
    if not edition.is_open(at=at):
        raise Refused("Cet appel n’est pas ouvert au dépôt.")
    last = local(at - timedelta(seconds=1), edition.timezone).replace(tzinfo=None)
    until = last.strftime("%Y-%m-%dT%H:%M:%S")
    saved = _reset(edition, until, notice, by=by, at=at, version=version)
    _tell(saved, "editions/emails/closed_early", notice, at=at)
    return saved


def _refuse_unopened(edition: Edition, notice: str) -> None:
    if not edition.is_public:
        raise Refused("Cet appel n’est pas encore publié : changez simplement sa date.")
    if not notice.strip():
        raise Refused(UNWRITTEN)


def _reset(
    edition: Edition, until: str, notice: str, *, by: User, at: datetime, version: int
) -> Edition:
    document = edition.document()
    said = local(at, edition.timezone).strftime("%Y-%m-%dT%H:%M:%S")
    told = [*document.get("notices", []), {"at_local": said, "body": notice.strip()}]
    changed = {
        **document,
        "calendar": dates(document["calendar"], until),
        "notices": told,
    }
    return save(edition, changed, by=by, at=at, reason=notice.strip(), version=version)


def dates(before: dict[str, str], until: str) -> dict[str, str]:
    """The calendar with its new closing; the day of the contact never comes after it."""
    closing = calendar.parse(until, is_deadline=True)[0]
    contact = before.get(MilestoneKind.CONTACT_BEFORE)
    is_late = contact and calendar.parse(contact, is_deadline=True)[0] > closing
    return before | {CLOSING: until} | ({MilestoneKind.CONTACT_BEFORE: until} if is_late else {})


def _tell(edition: Edition, template: str, notice: str, *, at: datetime) -> None:
    """Each person once, whatever the number of their dossiers."""
    waiting = Dossier.objects.filter(edition=edition, state__in=[State.DRAFT, State.WITHDRAWN])
    people = {
        person.pk: person
        for dossier in waiting.select_related("edition").iterator(chunk_size=200)
        for person in people_to_tell(dossier)[0]
    }
    context = {"edition": edition, "notice": notice.strip()}
    key = f"edition.deadline:{edition.pk}:{edition.version}"
    notify(people.values(), template, context, key=key, at=at)
