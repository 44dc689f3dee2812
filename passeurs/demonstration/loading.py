"""The whole demonstration, loaded once: a second time only moves the open editions' calendar.

What was told is kept in the journal, key by key: a visitor's texts, withdrawals or abandonments
are never made good, and a story that a new version brings is told on top.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from passeurs.demonstration import messages, stories
from passeurs.demonstration.committee import load_committee
from passeurs.demonstration.dates import Dates
from passeurs.demonstration.decided import load_decided
from passeurs.demonstration.desk import read_the_desk
from passeurs.demonstration.editions import load_editions
from passeurs.demonstration.events import load_events
from passeurs.demonstration.films import load_films
from passeurs.demonstration.holders import load_holders
from passeurs.demonstration.instruction import load_instruction
from passeurs.demonstration.logos import give_logos
from passeurs.demonstration.network import load_network
from passeurs.demonstration.people import load_people
from passeurs.demonstration.telling import tell
from passeurs.demonstration.wishes import load_wishes
from passeurs.journal.actions import record
from passeurs.journal.models import Entry

TOLD = "demonstration.told"
NETWORK, WISHES, LOGOS, COMMITTEE = "network", "film-wishes", "logos", "committee"
EVENTS, DECIDED = "events", "decided"
AGENTS = {"la-trame": "coordination", "les-lanternes": "autre-coordination"}


@dataclass
class Loaded:
    """What a load added."""

    stories: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@transaction.atomic
def load_demonstration(*, at):
    """Load what is missing at this instant; returns what was added."""
    people = load_people()
    today = timezone.localdate(at)
    editions = load_editions(at=at, today=today)
    load_films(editions, at=at)
    holders = load_holders()
    teller = _Teller(editions, people, today=today, at=at)
    loaded = Loaded(
        stories=[key for story in stories.read() if (key := teller.tell(story, holders))],
        messages=[key for message in messages.read() if (key := teller.write(message))],
    )
    load_instruction(people[AGENTS["la-trame"]], at=at)
    read_the_desk(people, at=at)
    if WISHES not in teller.told:
        sent = load_wishes(teller.editions["occitanie-en-cours"], holders, at=at)
        record(TOLD, by=None, at=at, obj=sent, data={"key": WISHES})
    if NETWORK not in teller.told:
        first = load_network(holders, at=at)
        record(TOLD, by=None, at=at, obj=first, data={"key": NETWORK})
    if COMMITTEE not in teller.told:
        edition = teller.editions["occitanie-2024"]
        sitting = load_committee(edition, people, people[AGENTS["la-trame"]], at=at)
        record(TOLD, by=None, at=at, obj=sitting or edition, data={"key": COMMITTEE})
    if DECIDED not in teller.told:
        edition = teller.editions["deux-seances-1"]
        sitting = load_decided(edition, people[AGENTS["les-lanternes"]])
        record(TOLD, by=None, at=at, obj=sitting or edition, data={"key": DECIDED})
    if EVENTS not in teller.told:
        edition = teller.editions["occitanie-en-cours"]
        first = load_events(edition, people[AGENTS["la-trame"]], at=at)
        record(TOLD, by=None, at=at, obj=first, data={"key": EVENTS})
    if LOGOS not in teller.told:
        give_logos(at=at)
        record(TOLD, by=None, at=at, obj=editions[0], data={"key": LOGOS})
    return loaded


class _Teller:
    """What every story and message is told with."""

    def __init__(self, editions, people, *, today, at):
        self.editions = {edition.slug: edition for edition in editions}
        self.dates = {edition.slug: Dates.of(edition, today=today) for edition in editions}
        self.people, self.at = people, at
        entries = Entry.objects.filter(verb=TOLD)
        self.told = set(entries.values_list("data__key", flat=True))

    def tell(self, story, holders):
        """Tell a story that is not told yet; its key, or None."""
        holder, colleague = holders[story["holder"]], self.people.get(story.get("begun_by"))
        key = f"dossier:{story['key']}"
        return self._once(key, tell, story, holder=holder, colleague=colleague)

    def write(self, message):
        return self._once(f"message:{message['key']}", messages.write, message)

    def _once(self, key, told_by, subject, **options):
        if key in self.told:
            return None
        edition = self.editions[subject["edition"]]
        agent = self.people[AGENTS[edition.coordination.slug]]
        dates = self.dates[edition.slug]
        made = told_by(subject, edition=edition, dates=dates, agent=agent, **options)
        scope = edition.coordination.slug
        record(TOLD, by=None, at=self.at, obj=made, data={"key": key}, scope=scope)
        return key
