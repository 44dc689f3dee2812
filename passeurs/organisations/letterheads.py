"""The coordination at the head of its papers."""

from passeurs.documents.pdf import Letterhead
from passeurs.documents.storage import reached

from .looks import look_of
from .models import Coordination


def letterhead_of(coordination: Coordination) -> Letterhead:
    """Its name, its colour on the night, and its logo; without the logo while it may not leave."""
    look = look_of(coordination)
    logo = _logo(coordination)
    return Letterhead(name=look.name, logo=logo, alt=look.alt, accent=look.dark)


def _logo(coordination: Coordination) -> bytes:
    stored = coordination.logo
    if stored is None or not stored.may_leave:
        return b""
    try:
        with reached(), stored.file.open("rb") as content:
            return bytes(content.read())
    except FileNotFoundError:
        return b""
