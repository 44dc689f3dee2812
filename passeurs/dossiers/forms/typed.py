"""What was typed for the holder, field by field: one entry a field, from first to last."""

from ..queries.typing import changes_in
from ..sections import BY_CODE, url_of
from .speech import FILE, Speech
from .telling import ONE_BY_ONE, entry_of

MOST_WORDS = 300


def typed_in(session):
    """One entry for each field that a session left otherwise than it found it."""
    changes, names, rows = changes_in(session)
    speech, groups = Speech(session.dossier, names), {}
    for change in changes:
        groups.setdefault(_place(change), []).append(change)
    entries = [entry_of(group, speech, rows) for group in groups.values()]
    order = list(BY_CODE)
    entries = [one for one in entries if one.pieces or one.sentence]
    for one in entries:
        where = f"?ligne={one.change.row}#{one.change.row or 'section'}"
        one.url = f"{url_of(session.dossier, one.change.section)}{where}"
    return sorted(entries, key=lambda one: (order.index(one.change.section), one.oldest.pk))


def _place(change):
    """What is added or taken away one by one is told one by one."""
    alone = change.field in ONE_BY_ONE or change.field.startswith(FILE)
    return change.section, change.row, change.field, change.pk if alone else 0


def typed_lines(session):
    """The same, a line each, for an e-mail."""
    return [_line(entry) for entry in typed_in(session)]


def _line(entry):
    where = ", ".join(filter(None, [entry.section, entry.row]))
    if entry.sentence:
        return f"{where}\u00a0: la coordination {entry.sentence}."
    words = "".join(piece.text for piece in entry.pieces if piece.kind != "gone").strip()
    if len(words) > MOST_WORDS:
        words = f"{words[:MOST_WORDS].rstrip()}…"
    said = f"«\u00a0{words}\u00a0»" if words else "effacé"
    return f"{where}, {entry.label}\u00a0: {said}"
