"""What every test may ask for; browser and mail peers start only when asked."""

from hypothesis import settings

from tests.peers.addok import addok  # noqa: F401 - fixture
from tests.peers.browser import (  # noqa: F401 - fixtures
    axe,
    browser,
    chromium_path,
    open_page,
    playwright_driver,
)
from tests.peers.clamav import clamd, scanner  # noqa: F401 - fixtures
from tests.peers.clock import frozen  # noqa: F401 - fixture
from tests.peers.entering import _enter_strongly  # noqa: F401 - fixture
from tests.peers.http import http_peer  # noqa: F401 - fixture
from tests.peers.journal import django_db_setup, journal_guards_missing  # noqa: F401 - fixtures
from tests.peers.libreoffice import calc  # noqa: F401 - fixture
from tests.peers.oidc import oidc, oidc_server  # noqa: F401 - fixtures
from tests.peers.seaweedfs import bucket, seaweedfs  # noqa: F401 - fixtures
from tests.peers.smtp import smtp_peer  # noqa: F401 - fixture

# A machine that is busy is not a fault: time is measured by the benches.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_make_parametrize_id(config, val, argname):
    """Two workers must read the same names: bytes may hold the hour at which they were made."""
    return argname if isinstance(val, bytes) else None
