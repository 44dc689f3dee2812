"""What a new vintage changes for a place: two findings side by side, no query."""

from dataclasses import dataclass

from passeurs.territories.enums import Answer

ZONINGS = ("qpv", "rural")


@dataclass(frozen=True)
class Comparison:
    """The findings of one place (a dict with `insee`, `lat`, `lon`) under two sets of vintages."""

    place: dict
    before: dict
    after: dict

    @property
    def compared(self):
        """The zonings loaded for this place on both sides; elsewhere nothing can have changed."""
        return tuple(
            zoning
            for zoning in ZONINGS
            if Answer.NOT_LOADED not in {_answer(self.before, zoning), _answer(self.after, zoning)}
        )

    @property
    def changed(self):
        """The zonings that answer otherwise, or with another class."""
        return tuple(
            zoning
            for zoning in self.compared
            if _class(zoning, self.before, self.after) != _class(zoning, self.after, self.before)
        )


def _answer(findings, zoning):
    return findings.get(zoning, {}).get("answer", Answer.NOT_LOADED)


def _class(zoning, findings, others):
    """What counts as a class: the answer, and the official wording within one rural kind.

    QPV were renumbered in 2024 and ZRR words are not those of FRR: there, the answer alone counts.
    """
    found, other = findings[zoning], others[zoning]
    if zoning == "rural" and found.get("kind") == other.get("kind"):
        return found["answer"], found.get("class")
    return found["answer"]
