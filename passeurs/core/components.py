"""What the components need to know before they are drawn: tones, words and proportions."""

from dataclasses import dataclass
from decimal import Decimal

from passeurs.core import typography


@dataclass(frozen=True)
class Sign:
    """A state as it is seen: a shape, a word, a colour, in that order."""

    tone: str
    icon: str
    label: str
    one: str
    many: str


VERDICT_SIGNS = {
    "not_met": Sign("no", "unmet", "Non satisfait", "non satisfait", "non satisfaits"),
    "unknown": Sign("todo", "todo", "À compléter", "à compléter", "à compléter"),
    "to_confirm": Sign(
        "wait", "confirm", "À confirmer par la coordination", "à confirmer", "à confirmer"
    ),
    "met": Sign("ok", "met", "Satisfait", "satisfait", "satisfaits"),
    "waived": Sign("ok", "waived", "Dispensé", "dispensé", "dispensés"),
    "not_applicable": Sign("mute", "none", "Sans objet", "sans objet", "sans objet"),
}
"""In the order in which a person needs them: what blocks first, what is settled last."""

SETTLED = {"met", "waived", "not_applicable"}

TONE_ICONS = {"ok": "met", "no": "unmet", "todo": "todo", "wait": "confirm", "mute": "todo"}

MESSAGE_TONES = {"success": "ok", "info": "todo", "warning": "wait", "error": "no"}
MESSAGE_ICONS = {"ok": "met", "todo": "info", "wait": "warn", "no": "unmet"}

PATTERNS = ("", "a", "b", "c", "d", "e")


def read(thing, name, default=None):
    """An attribute of an object or a key of a dictionary: components take both."""
    if isinstance(thing, dict):
        return thing.get(name, default)
    return getattr(thing, name, default)


def verdict_row(verdict, url=""):
    """A verdict and its sign; `url` leads to the field that would change it."""
    sign = VERDICT_SIGNS[str(read(verdict, "state"))]
    return {
        "verdict": verdict,
        "sign": sign,
        "clause": read(verdict, "clause") or {},
        "url": url,
        "go": read(verdict, "hint") or "Y aller",
        "advisory": not read(verdict, "blocking", default=True),
    }


def verdict_rows(verdicts, links=None):
    """Rows sorted by urgency; `links` maps a section's code to the URL of its page."""
    order = list(VERDICT_SIGNS)
    ranked = sorted(verdicts, key=lambda verdict: order.index(str(read(verdict, "state"))))
    return [verdict_row(verdict, verdict_url(verdict, links)) for verdict in ranked]


def verdict_url(verdict, links=None):
    """The page of the verdict's section, at the field when it names one."""
    page = (links or {}).get(read(verdict, "section"), "")
    field = read(verdict, "field")
    return f"{page}#id_{field}" if page and field else page


def tally(verdicts):
    """How many verdicts of each kind, as (sign, count), the kinds at zero left out."""
    states = [str(read(verdict, "state")) for verdict in verdicts]
    counts = ((sign, states.count(state)) for state, sign in VERDICT_SIGNS.items())
    return [(sign, count) for sign, count in counts if count]


def bar_parts(parts):
    """Segments of a bar: each part gains its offset, width, series and pattern.

    A part has a label, an amount and, when it must be a given one, a `series` from 0 (the lamp)
    to 5. Shares are of the sum of the parts, so that a bar is always full.
    """
    total = sum((Decimal(read(part, "amount") or 0) for part in parts), Decimal(0))
    offset, segments = Decimal(0), []
    for rank, part in enumerate(parts):
        amount = Decimal(read(part, "amount") or 0)
        share = amount * 100 / total if total else Decimal(0)
        series = read(part, "series", None)
        series = rank % 6 if series is None else series
        segments.append(
            {
                "label": read(part, "label"),
                "amount": amount,
                "share": share,
                "offset": f"{offset:.2f}%",
                "width": f"{share:.2f}%",
                "series": series,
                "pattern": PATTERNS[series],
            }
        )
        offset += share
    return segments


def bar_sentence(title, segments):
    """What a bar says, for those who do not see it."""
    said = ", ".join(f"{row['label']} {typography.euros(row['amount'])}" for row in segments)
    return f"{title}{typography.NBSP}: {said}." if said else f"{title}{typography.NBSP}: rien."


def gauge(ask, ceiling, share_amount):
    """Positions of a gauge, in per cent of its rail, which ends a little past the furthest mark.

    The bound that binds is the lower of the two; a bound that does not exist is None.
    """
    ask = Decimal(ask or 0)
    bounds = {"ceiling": ceiling, "share": share_amount}
    known = {code: Decimal(amount) for code, amount in bounds.items() if amount is not None}
    binding = min(known, key=known.get) if known else None
    reach = max([ask, *known.values(), Decimal(1)]) * Decimal("1.15")
    limit = known.get(binding)
    over = max(ask - limit, Decimal(0)) if limit is not None else Decimal(0)
    return {
        "ask": ask,
        "ask_at": _at(ask - over, reach),
        "over": over,
        "over_width": _at(over, reach),
        "marks": [
            {
                "code": code,
                "amount": amount,
                "at": _at(amount, reach),
                "binds": code == binding,
                "anchor": "end" if amount / reach > Decimal("0.45") else "start",
                "label": "Plafond" if code == "ceiling" else "Part permise",
            }
            for code, amount in known.items()
        ],
        "binding": binding,
        "limit": limit,
        "left": limit - ask if limit is not None else None,
        "inside": ask * 100 / reach > 25,  # noqa: PLR2004 - room enough for the figure
    }


def _at(amount, reach):
    return f"{amount * 100 / reach:.2f}%"


def initials(name):
    """« Nadia Ferrer » → « NF »; two letters at most."""
    words = [word for word in name.replace("-", " ").split() if word]
    return "".join(word[0].upper() for word in (words[:1] + words[-1:])[: len(words)])
