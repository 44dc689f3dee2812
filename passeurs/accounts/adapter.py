"""What allauth asks of us: French sentences and no password anywhere."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in is by e-mailed code alone; accounts are opened by `actions.open_account`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé.",
        "rate_limited": "Trop d’essais\u00a0: patientez quelques minutes.",
    }

    def is_open_for_signup(self, request):
        return False

    def add_message(self, *args, **kwargs):
        """Signing in and out is seen on the page: no message over it."""
