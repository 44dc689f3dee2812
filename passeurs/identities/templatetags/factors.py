"""What the screens of the second factor draw: the picture to scan, figures by groups."""

import json
from base64 import b64encode
from io import BytesIO

import qrcode
from django import template
from qrcode.image.svg import SvgPathFillImage

register = template.Library()
GROUP = 4


@register.simple_tag
def qr(text):
    """The address of a picture that says `text`, black on white in both themes."""
    drawn = BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage).save(drawn)
    return f"data:image/svg+xml;base64,{b64encode(drawn.getvalue()).decode()}"


@register.simple_tag
def grouped(text):
    """« 1234 5678 »: read aloud and copied without losing one's place."""
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


@register.simple_tag
def as_json(value):
    return json.dumps(value)
