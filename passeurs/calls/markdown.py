"""The texts of an edition, from Markdown to safe HTML."""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "hr"}
READER = MarkdownIt("commonmark", {"html": False, "breaks": False})


@lru_cache(maxsize=256)  # an edition has a dozen of them, that every visitor reads
def render(text: str | None) -> SafeString:
    """HTML fit for a page: no raw HTML passes, and only the tags of a plain text remain."""
    html = nh3.clean(
        READER.render(text or ""),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)


def plain(text: str | None) -> str:
    """The words alone, on one line: what a list shows of a text."""
    return " ".join(unescape(strip_tags(render(text))).split())
