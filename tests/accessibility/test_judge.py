"""A judge that cannot condemn is no judge: each is shown a fault."""

import pytest

pytestmark = pytest.mark.browser


def test_a_picture_without_a_text_is_condemned(open_page, axe):
    page = open_page(path=None)
    page.set_content("<html lang=fr><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_fault_of_the_console_is_seen(open_page):
    page = open_page(path=None)
    page.evaluate("console.error('panne')")
    assert open_page.watch.unexpected() == ["console: panne"]
    open_page.watch.faults.clear()


def test_a_request_to_a_third_party_is_seen(open_page):
    page = open_page(path=None)
    page.set_content("<img alt='' src='http://ailleurs.example/pixel.gif'>")
    page.wait_for_load_state("load")
    assert "third party: http://ailleurs.example/pixel.gif" in open_page.watch.unexpected()
    open_page.watch.faults.clear()
