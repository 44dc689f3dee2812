"""People."""

from itertools import count

from passeurs.accounts.models import User

_ranks = count(1)


def person(first_name="Camille", last_name="", **fields):
    """Somebody who has said their name; the address is new each time."""
    rank = next(_ranks)
    fields.setdefault("email", f"personne{rank}@exemple.fr")
    return User.objects.create_user(
        first_name=first_name, last_name=last_name or f"Essai{rank}", **fields
    )
