"""What looks odd in an action and blocks nothing: told beside it, for a tired person."""

from passeurs.films.rules import visa_warning


def remarks_on(action, films, edition):
    """Sentences on dates that cross, numbers that don't fit, films too young to be shown."""
    found = [sentence for holds, sentence in _oddities(action, edition) if holds]
    listed = [choice.listed_film.film for choice in films if choice.listed_film]
    found.extend(visa_warning(film, action.starts_on) for film in listed)
    return [sentence for sentence in found if sentence]


def _oddities(action, edition):
    starts, ends, rain = action.starts_on, action.ends_on, action.rain_on
    everyone, young = action.participants, action.participants_12_25
    since, until = _season(edition)
    return (
        (starts and ends and ends < starts, "La fin tombe avant le début : vérifiez les dates."),
        (starts and rain and rain < starts, "Le repli tombe avant la séance : vérifiez sa date."),
        (
            starts and since and not since <= starts <= until,
            "Cette date est hors de la période que l’appel prévoit pour les actions.",
        ),
        (
            everyone is not None and young is not None and young > everyone,
            "Les 12-25 ans sont plus nombreux que le public entier : vérifiez ces nombres.",
        ),
    )


def _season(edition):
    """The first and last days of the year's actions, None where the edition names none."""
    since, until = edition.milestone("actions_from"), edition.milestone("actions_until")
    if not since or not until:
        return None, None
    return since.at_local.date(), until.last_at.date()
