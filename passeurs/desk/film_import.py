"""The import of a list of films between its file and its confirmation."""

from dataclasses import dataclass

from passeurs.films.enums import LineState
from passeurs.films.matching import Matcher, tally
from passeurs.films.models import ListedFilm
from passeurs.films.reading import find_table
from passeurs.spreadsheets.actions import book_of
from passeurs.spreadsheets.models import PendingFile

PURPOSE = "films"
SHOWN = 100
"""Lines of each kind that the screen shows; the whole report is a file."""


@dataclass
class ListImport:
    """A pending file with the edition and the list it is for."""

    edition: object
    list_code: str
    pending: PendingFile

    def __post_init__(self):
        self.table = find_table(book_of(self.pending))
        kept = self.pending.choices.get("mapping")
        self.mapping = self.table.guess() if kept is None else kept

    def judged(self):
        """Every line against the catalogue as it stands. Raises Refused as `FilmTable.lines`."""
        return list(Matcher(self.edition).judge(self.table.lines(self.mapping)))

    def leaving(self, judged):
        """How many films of the list the file does not name."""
        named = {one.film.pk for one in judged if one.film and not one.line.reasons}
        rows = ListedFilm.objects.current().filter(edition=self.edition, list=self.list_code)
        return sum(1 for film in rows.values_list("film", flat=True) if film not in named)

    def report(self, judged):
        """What the screen shows: counts, the first lines of each kind, what would leave."""
        counts = tally(judged)
        return {
            "counts": {str(state): counts[str(state)] for state in LineState},
            "total": len(judged),
            "leaving": self.leaving(judged),
            "lines": {str(state): _first(judged, state) for state in LineState},
        }


def _first(judged, state):
    rows = (one for one in judged if one.state == state)
    return [
        {
            "line": one.line.line,
            "title": one.line.title or (one.film.title if one.film else ""),
            "year": one.line.facts.get("year"),
            "note": one.reason or one.note,
            "facts": sorted(one.changes),
        }
        for one, _ in zip(rows, range(SHOWN), strict=False)
    ]


def subject_of(edition, list_code):
    return f"{edition.pk}:{list_code}"


def waiting(user, edition, list_code, *, at):
    """The person's own file for that list."""
    subject = subject_of(edition, list_code)
    return PendingFile.objects.waiting(user, purpose=PURPOSE, subject=subject, at=at)
