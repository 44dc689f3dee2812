"""The invented coordinations' logos, drawn here: two threads crossing, and a lantern lit."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from passeurs.organisations.actions.look import change_look, receive_logo
from passeurs.organisations.models import Coordination

SIDE = 960
ALTS = {
    "la-trame": "La Trame\u00a0: trois fils croisés autour d’une image de film",
    "les-lanternes": "Les Lanternes\u00a0: une lanterne allumée",
}


def give_logos(*, at):
    """Sent as a team would send them, to those that have none."""
    for coordination in Coordination.objects.filter(slug__in=ALTS, logo=None):
        upload = SimpleUploadedFile("logo.png", DRAWN[coordination.slug](), "image/png")
        logo = receive_logo(upload, coordination=coordination, by=None, at=at)
        coordination.logo_alt = ALTS[coordination.slug]
        change_look(coordination, changed={"logo_alt"}, logo=logo, by=None, at=at)


def _trame():
    """A weft: three threads over and under three others, a frame of film in the middle."""
    picture, draw = _paper()
    bands = [(at, at + 96) for at in (168, 432, 696)]
    for top, bottom in bands:
        draw.rounded_rectangle((72, top, 888, bottom), 48, fill="#8a3d24")
    for rank, (left, right) in enumerate(bands):
        draw.rounded_rectangle((left, 72, right, 888), 48, fill="#d77343")
        for row, (top, bottom) in enumerate(bands):
            if (rank + row) % 2:
                draw.rectangle((left - 14, top, right + 14, bottom), fill="#8a3d24")
    draw.rounded_rectangle((392, 392, 568, 568), 28, fill="#17203a")
    draw.polygon([(448, 432), (448, 528), (528, 480)], fill="#f3bd5c")
    return _as_png(picture)


def _lanternes():
    """A paper lantern, its ring, its ribs and its light on the water."""
    picture, draw = _paper()
    draw.arc((400, 40, 560, 200), 180, 360, fill="#1f5f6b", width=36)
    draw.rounded_rectangle((312, 128, 648, 204), 30, fill="#1f5f6b")
    draw.ellipse((192, 180, 768, 700), fill="#f3bd5c")
    for inset in (0, 120, 230):
        box = (192 + inset, 180, 768 - inset, 700)
        draw.ellipse(box, outline="#1f5f6b", width=28)
    draw.rounded_rectangle((312, 676, 648, 752), 30, fill="#1f5f6b")
    for row, half in enumerate((300, 200, 100)):
        top = 800 + row * 48
        draw.rounded_rectangle((480 - half, top, 480 + half, top + 20), 10, fill="#7fcbd8")
    return _as_png(picture)


def _paper():
    picture = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    return picture, ImageDraw.Draw(picture)


def _as_png(picture):
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


DRAWN = {"la-trame": _trame, "les-lanternes": _lanternes}
