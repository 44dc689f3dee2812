"""Reading the whole chain again: what was rewritten, removed or slipped in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

from django.db import connection
from django.db.models import Exists, OuterRef

from . import guards
from .chain import digest_of, link
from .models import Entry, Seal

CHUNK = 1000


@dataclass(frozen=True)
class Fault:
    """What is wrong, at which place of the chain (0: out of it)."""

    position: int
    words: str

    def __str__(self) -> str:
        return f"Place {self.position}\u00a0: {self.words}" if self.position else self.words


@dataclass(frozen=True)
class Head:
    """The end of the chain: kept elsewhere, it tells a chain cut short from a whole one."""

    position: int = 0
    hash: str = ""

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


def head() -> Head:
    last = Seal.objects.order_by("position").last()
    return Head(last.position, last.hash) if last else Head()


def faults(*, anchors: Iterable[Head] = ()) -> Iterator[Fault]:
    """Every fault, in the order of the chain; `anchors` are ends noted earlier."""
    yield from _missing_guards()
    yield from _broken_links()
    yield from _unsealed()
    for anchor in anchors:
        yield from _lost_anchor(anchor)


def _missing_guards() -> Iterator[Fault]:
    for name in guards.missing(connection):
        yield Fault(0, f"La garde {name} de la base n’est plus en place.")


def _broken_links() -> Iterator[Fault]:
    before = Head()
    for chunk in batched(Seal.objects.iterator(chunk_size=CHUNK), CHUNK):
        entries = Entry.objects.in_bulk([seal.entry_id for seal in chunk])
        for seal in chunk:
            yield from _wrong(seal, entries.get(seal.entry_id), before)
            before = Head(seal.position, seal.hash)


def _wrong(seal: Seal, entry: Entry | None, before: Head) -> Iterator[Fault]:
    for position in range(before.position + 1, seal.position):
        yield Fault(position, "le sceau manque.")
    if entry is None:
        yield Fault(seal.position, f"la ligne {seal.entry_id} manque.")
        return
    digest = digest_of(entry)
    if digest != entry.digest:
        yield Fault(seal.position, f"la ligne {entry.pk} a été récrite.")
    elif seal.position == before.position + 1 and seal.hash != link(before.hash, digest):
        yield Fault(seal.position, f"le sceau de la ligne {entry.pk} ne tient pas au précédent.")


def _unsealed() -> Iterator[Fault]:
    sealed = Seal.objects.filter(entry_id=OuterRef("pk"))
    for pk in Entry.objects.exclude(Exists(sealed)).values_list("pk", flat=True).iterator():
        yield Fault(0, f"La ligne {pk} n’a pas de sceau.")


def _lost_anchor(anchor: Head) -> Iterator[Fault]:
    seal = Seal.objects.filter(position=anchor.position).first()
    if seal is None:
        yield Fault(anchor.position, "la chaîne s’arrêtait là ou plus loin, elle est plus courte.")
    elif seal.hash != anchor.hash:
        yield Fault(anchor.position, "le sceau n’est plus celui qui avait été noté.")
