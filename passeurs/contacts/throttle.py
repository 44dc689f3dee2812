"""How often one may write: an hour's window, by session and by address."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

WINDOW_S = 3600
BY_SESSION = 5
BY_ADDRESS = 30


def is_over(request):
    """Whether this person, or this network, has written too often in the hour."""
    return any((cache.get(key) or 0) >= most for key, most in _keys(request))


def count(request):
    """Count one message kept."""
    for key, _ in _keys(request):
        cache.add(key, 0, WINDOW_S)
        cache.incr(key)


def _keys(request):
    if not request.session.session_key:
        request.session.create()
    address = get_adapter().get_client_ip(request)  # the visitor's, behind a proxy too
    return [
        (f"contacts:session:{request.session.session_key}", BY_SESSION),
        (f"contacts:address:{address.replace(':', '.')}", BY_ADDRESS),
    ]
