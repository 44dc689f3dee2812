"""What an import says: the lines refused, the remarks, and what was loaded."""

from dataclasses import dataclass, field

from passeurs.core.typography import nbsp, plural


class Unusable(Exception):  # noqa: N818 - named after what is told
    """The files cannot be used at all and nothing was written; told in a French sentence."""

    def __init__(self, sentence):
        super().__init__(nbsp(sentence))


@dataclass(frozen=True, order=True)
class Remark:
    """A sentence about one line of a file, or about the whole file when `line` is 0."""

    line: int
    text: str
    unit: str = "Ligne"
    source: str = ""

    def __str__(self):
        place = f"{self.unit} {self.line} : " if self.line else ""
        return nbsp(f"{place}{self.text}")


@dataclass
class Report:
    """What reading and loading files gave.

    `departments` gathers those of the refused lines, « » standing for a line whose department
    cannot be read: there, an absence proves nothing.
    """

    read: int = 0
    kept: int = 0
    refused: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    departments: set = field(default_factory=set)
    vintage: object = None
    is_unchanged: bool = False

    def refuse(self, row, text, *, department=""):
        """Note a refused row; the others go on."""
        self.refused.append(Remark(row.line, text, row.unit, row.source))
        self.departments.add(department)

    def note(self, text, row=None):
        """Note what the reader should know and that refuses nothing."""
        where = (row.line, text, row.unit, row.source) if row else (0, text)
        self.notices.append(Remark(*where))

    @property
    def summary(self):
        return nbsp(
            f"{plural(self.read, 'ligne lue', 'lignes lues')}, "
            f"{plural(self.kept, 'gardée')}, {plural(len(self.refused), 'refusée')}."
        )
