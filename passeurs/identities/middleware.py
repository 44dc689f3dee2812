"""Nobody who owes a second factor goes further than the place where it is shown."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from passeurs.core import proofs
from passeurs.identities.entrance import see
from passeurs.identities.queries import must_be_strong

OPEN = frozenset(
    {
        "account_logout",
        "demonstration:enter",
        "demonstration:index",
        "demonstration:mail",
        "demonstration:mails",
        "identities:application",
        "identities:break_glass",
        "identities:confirm",
        "identities:key",
        "identities:second_factor",
    }
)


class SecondFactor:
    """Refuse by default: a route not named in OPEN waits until the second factor is shown."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        see(request)
        if request.resolver_match.view_name in OPEN or not self._waits(request):
            return None
        going = request.get_full_path() if request.method == "GET" else ""
        query = f"?{urlencode({'next': going})}" if going else ""
        return redirect(reverse("identities:second_factor") + query)

    def _waits(self, request):
        if proofs.is_strong(request.session):
            return False
        return proofs.owes(request.session) or must_be_strong(request.user, at=timezone.now())
