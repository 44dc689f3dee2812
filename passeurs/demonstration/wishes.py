"""A few films that the holders of the demonstration would like to see on a list."""

from passeurs.films.actions.wishes import wish_for_film

WISHES = (
    (
        "pont-vieux",
        "open_air",
        "Le Chant de la rivière",
        2018,
        "Tourné à deux pas : les jeunes reconnaîtraient leur ville.",
    ),
    (
        "causse",
        "open_air",
        "LE CHANT DE LA RIVIERE",
        None,
        "Vu en festival, il a fait parler toute la salle pendant une heure.",
    ),
    (
        "grand-pre",
        "accompanied",
        "Trois hivers",
        2021,
        "Pour ouvrir l’atelier de bruitage : il n’a presque pas de dialogues.",
    ),
)


def load_wishes(edition, holders, *, at):
    """Send each wish to the edition; the last one is returned."""
    for key, list_code, title, year, reason in WISHES:
        facts = {"title": title, "year": year, "list": list_code, "reason": reason}
        holder = holders[key]
        sent = wish_for_film(edition, holder.structure, facts, by=holder.writer, at=at)
    return sent
