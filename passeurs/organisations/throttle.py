"""How many invitations and requests one person may send within the hour."""

from passeurs.core import throttle

MOST = 30
TOO_MANY = "Vous avez envoyé trop d’invitations depuis une heure\u00a0: reprenez un peu plus tard."


def is_over(user):
    """Whether this person has sent too many within the hour."""
    return throttle.is_over(_keys(user))


def count(user):
    """Count one message that left."""
    throttle.count(_keys(user))


def _keys(user):
    return [(f"invitations:{user.pk}", MOST)]
