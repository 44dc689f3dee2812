"""How many wrong links a network may try: an hour's window."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

WINDOW_S = 3600
MOST = 40


def is_over(request):
    """Whether this network has tried too many links that lead nowhere."""
    return (cache.get(_key(request)) or 0) >= MOST


def count(request):
    """Count one wrong link."""
    key = _key(request)
    cache.add(key, 0, WINDOW_S)
    cache.incr(key)


def _key(request):
    address = get_adapter().get_client_ip(request)  # the visitor's, behind a proxy too
    return f"dossiers:wrong-link:{address.replace(':', '.')}"
