"""What allauth does around an entry: nothing of its own, and what `entrance` notes."""

from django.conf import settings
from django.shortcuts import resolve_url
from django.utils import timezone

from passeurs.accounts import adapter
from passeurs.identities.actions.linking import link
from passeurs.identities.entrance import arrive
from passeurs.identities.proconnect import PENDING, leaving


class AccountAdapter(adapter.AccountAdapter):
    """The second factor is asked by `middleware`, of everybody who entered by any door."""

    def get_login_stages(self):
        return []

    def get_logout_redirect_url(self, request):
        """Whoever entered by ProConnect leaves it too, and comes back home."""
        home = resolve_url(settings.LOGOUT_REDIRECT_URL)
        return leaving(request.session, back_to=request.build_absolute_uri(home)) or home

    def post_login(self, request, user, **options):
        response = super().post_login(request, user, **options)
        arrive(request, user, response)
        self._link(request, user)
        return response

    def _link(self, request, user):
        """The code has proved the address of an identity that came from ProConnect before."""
        pending = request.session.pop(PENDING, None)
        if pending and pending["email"] == user.email:
            now = timezone.now()
            link(user, issuer=pending["issuer"], subject=pending["subject"], at=now)
