"""What the home page says of the calls, of the year and of the ideas: nothing that is not true."""

from passeurs.calls import presentation, timeline, vocabulary
from passeurs.calls.queries import open_editions, published_editions
from passeurs.films.queries import listed

NO_CALL = {"edition": None, "others": [], "stones": [], "ideas": [], "links": {}}


def welcome(*, at):
    """The context of the home page at this instant; no call at all is a page too."""
    opened = list(open_editions(at))
    edition = opened[0] if opened else nearest(at)
    if edition is None:
        return NO_CALL
    document = edition.document()
    links = presentation.DOORS_OF_A_CALL.items()
    return {
        "edition": edition,
        "others": opened[1:],
        "closing": presentation.closing(edition, at=at),
        "contact": presentation.contact_left(edition, at=at),
        "stones": timeline.stones(document, at=at),
        "ideas": ideas(document),
        "document": document,
        "kinds": len(document["action_kinds"]),
        "films": listed(edition).count(),
        "links": {key: presentation.address(route, edition.slug) for key, route in links},
    }


def nearest(at):
    """Without an open call: the next to open, else the last to have closed, else none."""
    published = list(published_editions())
    coming = [edition for edition in published if edition.is_coming(at=at)]
    if coming:
        return min(coming, key=lambda edition: edition.opens_at)
    return published[0] if published else None


def ideas(document):
    """The kinds of action of the idea box by nature, each told by its first sentence."""
    rows = [row | {"idea": first_sentence(row["idea"])} for row in document["action_kinds"]]
    return [
        (
            nature["counts_as"] or "apart",
            nature["label"],
            [row for row in rows if row["nature"] == nature["code"]],
        )
        for nature in vocabulary.natures(document)
    ]


def first_sentence(text):
    head, stop, _ = text.partition(". ")
    return head + stop.strip()
