"""What may be asked of the calls."""

from datetime import datetime

from passeurs.calls.models import Edition
from passeurs.calls.wordings import Words, words_of


def published_editions():
    """Every public edition with its coordination, the latest closing first: one query."""
    return Edition.objects.listed().with_coordination().order_by("-filing_before_at", "slug")


def open_editions(at: datetime):
    """Public editions in which a dossier may be filed at this instant, the nearest closing first.

    The last second of a deadline still counts, whatever its fraction.
    """
    second = at.replace(microsecond=0)
    opened = Edition.objects.listed().with_coordination().filter(opens_at__lte=at)
    return opened.filter(filing_before_at__gte=second).order_by("filing_before_at", "slug")


def current_edition(coordination, at: datetime) -> Edition | None:
    """The edition people have in mind: the open one, else the next, else the last closed."""
    mine = Edition.objects.listed().with_coordination().filter(coordination=coordination)
    return (
        open_editions(at).filter(coordination=coordination).first()
        or mine.filter(opens_at__gt=at).order_by("opens_at").first()
        or mine.order_by("-filing_before_at").first()
    )


def next_edition(edition: Edition, at: datetime) -> Edition | None:
    """Where to go from a closed call: the same coordination's edition that is open or coming."""
    later = Edition.objects.listed().filter(coordination=edition.coordination_id)
    ahead = later.filter(filing_before_at__gte=at.replace(microsecond=0)).exclude(pk=edition.pk)
    return ahead.order_by("filing_before_at").first()


def hint_of(edition: Edition, section: str) -> str:
    """The coordination's advice on a section of the dossier, in Markdown; "" for none."""
    hints = edition.document().get("hints", [])
    return next((row["body"] for row in hints if row["section"] == section), "")


def words_for(edition: Edition, kind: str) -> Words:
    """What the coordination says on an occasion (`WordingKind`), else the usual words: no query."""
    return words_of(edition.document(), kind)
