"""Where a person was going before a door asked them something."""

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_ADDRESS = 2000  # it waits in the session, or in a hidden field


def safe_next(request, url=None):
    """The page to come back to, when it is one of ours; "" otherwise.

    Without `url`, the `next` of what was sent, else of the address.
    """
    url = url or request.POST.get("next") or request.GET.get("next")
    url = url if url and len(url) <= LONGEST_ADDRESS else ""
    allowed = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if allowed else ""
