"""How often one may write: an hour's window, by session and by address."""

from passeurs.core import throttle

BY_SESSION = 5
BY_ADDRESS = 30


def is_over(request):
    """Whether this person, or this network, has written too often in the hour."""
    return throttle.is_over(_keys(request))


def count(request):
    """Count one message kept."""
    throttle.count(_keys(request))


def _keys(request):
    return throttle.visitor_keys(request, "contacts", by_session=BY_SESSION, by_address=BY_ADDRESS)
