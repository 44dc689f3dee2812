"""What three readers think of the dossiers that pass: they agree on most, and part on one."""

from passeurs.committee.actions.reading import give_reading
from passeurs.committee.models import Mark, Reading
from passeurs.committee.queries.reading import readable, seat_that_reads

USUAL = {"drac": (4, 4, 3, 4, 4), "region": (4, 3, 4, 4, 3), "comite": (5, 4, 4, 3, 4)}
APART = {"drac": (4, 5, 4, 4, 3), "region": (2, 1, 1, 2, 2), "comite": (5, 5, 4, 4, 4)}
WORDS = {
    "drac": "Un parcours lisible, une salle engagée ; le calendrier est serré.",
    "region": "Le public reste à convaincre : qui ira le chercher, et quand ?",
    "comite": "La séance en plein air est bien pensée, les films vont avec les ateliers.",
}
LOW = "À préciser avec la structure jeunesse."
LEFT = {"comite": 2}
"""How many dossiers, the last ones, a reader has not given: the first of them is begun."""
BEGUN = 2
"""How many criteria are marked in a reading that is begun."""


def read_dossiers(sitting, people, *, at):
    """Marks of everybody seated, given save those of the last dossier for one of them."""
    if Reading.objects.filter(passage__sitting=sitting).exists():
        return
    for key in USUAL:
        seat = key in people and seat_that_reads(sitting, people[key])
        if seat:
            _read(sitting, seat, key, at=at)


def _read(sitting, seat, key, *, at):
    passages = list(readable(sitting, seat.user).select_related("sitting"))
    given = max(len(passages) - LEFT.get(key, 0), min(len(passages), 1))
    for number, passage in enumerate(passages[:given]):
        _mark(seat, passage, APART[key] if number == 1 else USUAL[key], key, at=at)
        give_reading(passage, by=seat.user, at=at)
    if passages[given + 1 :]:
        _mark(seat, passages[given], USUAL[key][:BEGUN], "", at=at)


def _mark(seat, passage, marks, key, *, at):
    made = Reading.objects.create(
        seat=seat, passage=passage, comment=WORDS.get(key, ""), version=1, touched_at=at
    )
    Mark.objects.bulk_create(
        Mark(reading=made, criterion=line["code"], value=value, comment=_word(line, value))
        for line, value in zip(passage.sitting.grid, marks, strict=False)
    )


def _word(line, value):
    return LOW if value < (line["comment_under"] or 0) else ""
