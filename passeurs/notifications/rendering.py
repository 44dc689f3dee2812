"""From an app's templates to a message: subject, text, HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html
from django.utils.module_loading import import_string

from .blocks import blocks_of, preview_of

BASE = "notifications/emails/base.html"
END_OF_WORDS = "<!-- end of words -->"
END_OF_FOOT = "<!-- end of foot -->"
NOT_ATTACHED = (
    "La pièce jointe n’a pas pu être préparée : elle reste à télécharger sur la plateforme."
)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any]) -> Letter:
    """`<template>.subject.txt`, `.txt` and, where there is one, `.html`."""
    lines = _plain(f"{template}.subject.txt", context).splitlines()
    subject = " ".join(line.strip(" ") for line in lines).strip()
    text = _plain(f"{template}.txt", context).strip() + "\n"
    more = {"subject": subject, "look": import_string(settings.MAIL_LOOK)(context)}
    return Letter(subject, text, _html(template, {**context, **more}, text))


def _plain(name: str, context: Mapping[str, Any]) -> str:
    """Text has no markup to protect: `&` must stay `&`."""
    template = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine
    return template.render(Context(dict(context), autoescape=False))


def _html(template: str, context: dict[str, Any], text: str) -> str:
    try:
        page = get_template(f"{template}.html")
    except TemplateDoesNotExist:
        return from_text(context["subject"], text, look=context["look"])
    return page.render(context)


def from_text(subject: str, text: str, *, look: Any = None) -> str:
    """The text in the house's e-mail page; see `blocks.py` for what becomes a button.

    `look` is what `MAIL_LOOK` tells: the name, the logo and the colours of whom it speaks for.
    """
    blocks = blocks_of(text)
    context = {"subject": subject, "blocks": blocks, "preview": preview_of(blocks), "look": look}
    return render_to_string(BASE, context)


def without_attachment(letter: Letter) -> Letter:
    """The same words, and one sentence more at their end."""
    paragraph = f'<p style="margin:0 0 18px">{NOT_ATTACHED}</p>'
    html = letter.html.replace(END_OF_WORDS, paragraph, 1)
    return Letter(letter.subject, f"{letter.text}\n{NOT_ATTACHED}\n", html)


def with_stop_link(letter: Letter, label: str, url: str) -> Letter:
    """The same words, and at their foot the link that stops messages of this kind."""
    line = format_html('<br><a class="link" href="{}" style="color:#2e488e">{}</a>', url, label)
    html = letter.html.replace(END_OF_FOOT, line, 1)
    return Letter(letter.subject, f"{letter.text}\n{label}\N{NO-BREAK SPACE}:\n{url}\n", html)
