"""What every test may ask for; browser and mail peers start only when asked."""

from tests.peers.browser import (  # noqa: F401 - fixtures
    axe,
    browser,
    chromium_path,
    open_page,
    playwright_driver,
)
from tests.peers.clock import frozen  # noqa: F401 - fixture
from tests.peers.smtp import smtp_peer  # noqa: F401 - fixture
