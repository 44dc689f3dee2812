"""One remark on an edition, in French, with its place in the document."""

from dataclasses import dataclass

from passeurs.core.typography import nbsp


@dataclass(frozen=True)
class Finding:
    """One remark: `level` is error or warning, `where` a path in the document."""

    level: str
    where: str
    sentence: str


def error(where: str, sentence: str) -> Finding:
    return Finding("error", where, nbsp(sentence))


def warning(where: str, sentence: str) -> Finding:
    return Finding("warning", where, nbsp(sentence))
