"""How often one may do something that anybody may do: an hour's window, by keys."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

WINDOW_S = 3600


def visitor_keys(request, deed, *, by_session, by_address):
    """[(key, how many in the hour)] of this person and of this network, for one deed."""
    if not request.session.session_key:
        request.session.create()
    address = get_adapter().get_client_ip(request)  # the visitor's, behind a proxy too
    return [
        (f"{deed}:session:{request.session.session_key}", by_session),
        (f"{deed}:address:{address.replace(':', '.')}", by_address),
    ]


def is_over(keys):
    """Whether one of them has been counted too often in the hour."""
    return any((cache.get(key) or 0) >= most for key, most in keys)


def count(keys):
    """Count one deed done."""
    for key, _ in keys:
        cache.add(key, 0, WINDOW_S)
        cache.incr(key)
