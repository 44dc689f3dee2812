"""What a browser asks for at its first visit: the page and all it names, compressed."""

import gzip
import re
from dataclasses import dataclass

from django.conf import settings

NAMED = re.compile(r"<(?:link|script|img|use)\b[^>]*?\b(?:href|src)=[\"']?(/static/[^\"'\s>#]+)")
IMPORTED = re.compile(r"(?:from|import)\s+[\"'](\.{0,2}/[^\"']+\.js)[\"']")
# A module that a page asks for only where it has what the module is for.
ON_DEMAND = re.compile(r"\[([\w-]+)\]\"\)\) import\([\"'](\.{0,2}/[^\"']+\.js)[\"']\)")


@dataclass
class Weight:
    """`page` and `first` are bytes once compressed; `requests` counts those of a first visit."""

    page: int
    first: int
    requests: int


def weigh(html: bytes) -> Weight:
    page = len(gzip.compress(html, 6))
    text = html.decode(errors="replace")
    assets = set(NAMED.findall(text))
    for asset in list(assets):
        follow(asset, assets, text)
    return Weight(page, page + sum(map(compressed, assets)), 1 + len(assets))


def follow(asset: str, assets: set[str], html: str) -> None:
    """Add the modules that a module imports, on this page."""
    file = location(asset)
    if file.suffix != ".js" or not file.exists():
        return
    source = file.read_text()
    wanted = [name for mark, name in ON_DEMAND.findall(source) if mark in html]
    for name in IMPORTED.findall(source) + wanted:
        found = (file.parent / name).resolve() if name.startswith(".") else location(name)
        inner = settings.STATIC_URL + str(found.relative_to(settings.STATIC_ROOT.resolve()))
        if inner not in assets:
            assets.add(inner)
            follow(inner, assets, html)


def location(asset: str):
    return settings.STATIC_ROOT.resolve() / asset.removeprefix(settings.STATIC_URL)


def compressed(asset: str) -> int:
    """Return what whitenoise sends: brotli, else gzip, else the file."""
    file = location(asset)
    for suffix in (".br", ".gz", ""):
        packed = file.with_name(file.name + suffix)
        if packed.exists():
            return packed.stat().st_size
    return 0
