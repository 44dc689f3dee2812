"""The texts of an edition, from Markdown to safe HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "hr"}
READER = MarkdownIt("commonmark", {"html": False, "breaks": False})


def render(text: str) -> SafeString:
    """HTML fit for a page: no raw HTML passes, and only the tags of a plain text remain."""
    html = nh3.clean(
        READER.render(text or ""),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)
