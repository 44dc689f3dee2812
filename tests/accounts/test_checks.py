"""The demonstration never meets production settings."""

import pytest

from passeurs.accounts.checks import refuse_open_doors


@pytest.mark.parametrize(
    ("demonstration", "secure", "hsts", "errors"),
    [
        (True, True, 0, ["passeurs.E001"]),
        (True, False, 3600, ["passeurs.E001"]),
        (True, False, 0, []),
        (False, True, 3600, []),
    ],
)
def test_an_open_demonstration_is_refused_on_a_hardened_site(
    settings, demonstration, secure, hsts, errors
):
    settings.DEMONSTRATION = demonstration
    settings.SESSION_COOKIE_SECURE = secure
    settings.SECURE_HSTS_SECONDS = hsts
    assert [error.id for error in refuse_open_doors()] == errors
