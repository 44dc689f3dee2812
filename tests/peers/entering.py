"""The tests enter by `force_login`: the session is then as strong as the person’s office asks.

`weakly(client, user)` enters as an e-mailed code alone does, the second factor still to be shown.
"""

import pytest
from django.test.client import ClientMixin
from django.utils import timezone

from passeurs.core import proofs
from passeurs.identities.queries import has_factor, must_be_strong

_force_login = ClientMixin.force_login


def weakly(client, user):
    """Enter without any second factor, having proved nothing lately."""
    _force_login(client, user)


def _strongly(client, user, backend=None):
    _force_login(client, user, backend)
    now, session = timezone.now(), client.session
    proofs.prove(session, at=now)
    if must_be_strong(user, at=now) or has_factor(user):
        proofs.strengthen(session, at=now)
    session.save()


@pytest.fixture(autouse=True, scope="session")
def _enter_strongly():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientMixin, "force_login", _strongly)
        yield
