"""The pages of errors are read by everyone, at the worst moment."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_missing_page_is_accessible(open_page, axe, width, scheme):
    page = open_page("/absente/", width=width, scheme=scheme, expect=["404"])
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
