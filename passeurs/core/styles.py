"""One stylesheet for every page, put together from the tokens, the layers and the components.

The parts stay small and readable in `static/core/css/`; a visitor's browser asks once. See
`docs/decisions/0005-styles.md`.
"""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEET = "core/css/passeurs.css"
PARTS = Path(__file__).parent / "static/core/css"
LAYERS = "@layer tokens,reset,base,layout,components,utilities;"
ORDER = ("tokens", "reset", "base", "layout", "components/*", "utilities", "contrast", "print")


def parts():
    """The files of the sheet, in order; the components come by their names."""
    return [path for pattern in ORDER for path in sorted(PARTS.glob(f"{pattern}.css"))]


def sheet():
    """The whole sheet, its layers declared first."""
    return LAYERS + "".join(_tight(path.read_text()) for path in parts())


def _tight(css):
    """Drop comments, indents and line ends: no string of ours holds any of them."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


class StyleFinder(BaseFinder):
    """Gives the sheet to the server in development and to `collectstatic` in service."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = FileSystemStorage(location=Path(settings.STATIC_ROOT).parent / "styles")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        if path != SHEET:
            return []
        built = str(self._build())
        return [built] if find_all else built

    def list(self, ignore_patterns):
        self._build()
        yield SHEET, self.storage

    def _build(self):
        """Write the sheet where the storage looks, only when a part has changed it."""
        path = Path(self.storage.path(SHEET))
        css = sheet()
        if not path.exists() or path.read_text() != css:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(css)
        return path
