"""French typography: spaces that do not break, sums, dates and instants in words.

Months and days are written here rather than taken from the locale, so that a receipt reads the
same on every machine.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

NBSP = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
ZONES = {
    "Europe/Paris": "heure de Paris",
    "America/Guadeloupe": "heure de Guadeloupe",
    "America/Martinique": "heure de Martinique",
    "America/Cayenne": "heure de Cayenne",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
    "Pacific/Noumea": "heure de Nouméa",
    "Pacific/Tahiti": "heure de Tahiti",
    "Pacific/Wallis": "heure de Wallis",
}


def nbsp(text):
    """The text with no-break spaces where French asks for them; what is already right stays."""
    text = re.sub(rf"«[ {NBSP}{THIN}]?", f"«{NBSP}", text)
    text = re.sub(rf"[ {NBSP}{THIN}]?»", f"{NBSP}»", text)
    text = re.sub(rf"[ {NBSP}]([;!?])", rf"{THIN}\1", text)
    return re.sub(r" ([:€%])", rf"{NBSP}\1", text)


def number(value, *, decimals=0):
    """1234.5 → « 1 234,50 » with `decimals=2`: narrow spaces between thousands, a comma."""
    quantum = Decimal(1).scaleb(-decimals)
    rounded = Decimal(value).quantize(quantum, rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".replace(",", THIN).replace(".", ",")


def euros(amount):
    """4800 → « 4 800 € »; cents are shown when there are any; nothing for None."""
    if amount in (None, ""):
        return ""
    amount = Decimal(amount)
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{number(amount, decimals=decimals)}{NBSP}€"


def percent(value, *, decimals=1):
    """60 → « 60 % », 43.6 → « 43,6 % »; the decimals are dropped when they are all zero."""
    if value in (None, ""):
        return ""
    text = number(value, decimals=decimals)
    if decimals and not text.rsplit(",", 1)[1].strip("0"):
        text = text.rsplit(",", 1)[0]
    return f"{text}{NBSP}%"


def french_date(day, *, weekday=False, year=True):
    """« 19 juillet 2024 », « mardi 31 octobre 2023 » with `weekday`; nothing for None.

    A line may break after the weekday: on a phone the whole would not fit one.
    """
    if not day:
        return ""
    words = ["1er" if day.day == 1 else str(day.day), MONTHS[day.month - 1]]
    date = NBSP.join(words + ([str(day.year)] if year else []))
    return f"{DAYS[day.weekday()]} {date}" if weekday else date


def clock(moment, *, seconds=False):
    """« 21 h 04 », « 23 h 59 min 59 s » with `seconds`."""
    text = f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}"
    return f"{text}{NBSP}min{NBSP}{moment.second:02d}{NBSP}s" if seconds else text


def zone_name(zone):
    """« heure de Paris »; an unknown zone is given by its own name."""
    return ZONES.get(str(zone), f"heure de {zone}")


def local(moment, zone="Europe/Paris"):
    """The moment on the clocks of `zone`; a naive moment is already local."""
    return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(str(zone)))


def instant(moment, zone="Europe/Paris"):
    """« mardi 31 octobre 2023 à 23 h 59 min 59 s, heure de Paris »; nothing for None."""
    if not moment:
        return ""
    here = local(moment, zone)
    day = french_date(here, weekday=True)
    return f"{day} à {clock(here, seconds=True)}, {zone_name(zone)}"


def plural(count, one, many=None):
    """« 1 jour », « 3 jours »: French counts as singular everything under two."""
    word = one if abs(count) < 2 else (many or f"{one}s")  # noqa: PLR2004 - the rule itself
    return f"{number(count)}{NBSP}{word}"


def parse_date(text):
    """A date written the French way or in ISO; ValueError when it is none of them.

    Accepts 19/07/2024, 19-07-2024, 19.07.2024, 2024-07-19 and « 19 juillet 2024 ».
    """
    text = " ".join(str(text).lower().replace("1er", "1").split())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", text):
        day, month, year = map(int, match.groups())
    elif match := re.fullmatch(r"(?:[a-z]+di |dimanche )?(\d{1,2}) ([a-zéû]+) (\d{4})", text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    else:
        raise ValueError(text)
    return date(year, month, day)


def _month(word):
    plain = str.maketrans("éû", "eu")
    names = [month.translate(plain) for month in MONTHS]
    return names.index(word.translate(plain)) + 1


def time_left(deadline, now):
    """How long until an inclusive deadline, as (number, unit word); None once it is past."""
    seconds = (deadline - now.replace(microsecond=0)).total_seconds()
    if seconds < 0:
        return None
    for size, many in ((86400, "jours"), (3600, "heures")):
        if seconds >= 2 * size:
            return int(seconds // size), many
    minutes = int(seconds // 60)
    return minutes, "minute" if minutes < 2 else "minutes"  # noqa: PLR2004
