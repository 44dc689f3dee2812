"""What a screen says of files before one is chosen."""

from .rules import FORMATS, Allowed, Format, weight


def allowed_sentence(allowed: Allowed) -> str:
    """« PDF ou Word (.docx) jusqu’à 10 Mo ; film MP4 jusqu’à 200 Mo. »"""
    by_limit: dict[int, list[Format]] = {}
    for known in allowed.formats:
        by_limit.setdefault(allowed.limit_of(known), []).append(known)
    parts = [
        f"{_or([known.label for known in formats])}, jusqu’à {weight(limit)}"
        for limit, formats in by_limit.items()
    ]
    return "\u202f; ".join(parts) + "."


def accept_attribute(allowed: Allowed) -> str:
    """For the `accept` of a file input: a help to the chooser, never a check."""
    return ",".join(allowed.extensions)


def label_of(content_type: str) -> str:
    """« PDF » for `application/pdf`."""
    labels = {known.content_type: known.label for known in FORMATS.values()}
    return labels.get(content_type, "fichier")


def _or(labels: list[str]) -> str:
    if len(labels) == 1:
        return labels[0]
    return f"{', '.join(labels[:-1])} ou {labels[-1]}"
