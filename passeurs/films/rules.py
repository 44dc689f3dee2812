"""What is true of a film, without a database."""

from datetime import date

from passeurs.core.typography import NBSP, french_date


def year_after(day: date) -> date:
    """The same day a year later; 29 February answers 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def visa_warning(film, on: date | None) -> str:
    """A sentence when `film` would be shown outdoors less than a year after its visa, else "".

    The release delay of article D. 214-11 of the code du cinéma; the very day a year later is
    allowed. A recent film whose visa date is unknown is asked about, never judged.
    """
    if on is None:
        return ""
    if film.visa_on is None:
        return _ask_visa(film, on)
    allowed_on = year_after(film.visa_on)
    if on >= allowed_on:
        return ""
    return (
        f"«{NBSP}{film.title}{NBSP}» a reçu son visa le {french_date(film.visa_on)}{NBSP}: une "
        f"séance en plein air n’est possible qu’à partir du {french_date(allowed_on)}."
    )


def _ask_visa(film, on):
    if film.year < on.year - 1:
        return ""
    return (
        f"«{NBSP}{film.title}{NBSP}» est récent et la date de son visa n’est pas renseignée"
        f"{NBSP}: vérifiez qu’un an se sera écoulé le {french_date(on)}."
    )
