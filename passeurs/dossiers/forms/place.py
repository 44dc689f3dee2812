"""Where an action is, placed on its own screen: an address chosen, a point of the map, or typed."""

from django import forms
from django.core.signing import BadSignature, Signer

from passeurs.territories.drawing import USUAL, WIDTHS_M, frame_around
from passeurs.territories.map import Frame
from passeurs.territories.rules import point_of

SALT = "dossiers.place"
MAPS = {"grande": (640, 480), "petite": (280, 210)}
"""The two sizes at which the map is clicked; a page without script says which by its button."""


def packed(address):
    """An address of the service as the value of a button; ours when it comes back."""
    row = [address.street, address.commune.pk, address.lat, address.lon, address.proof]
    return Signer(salt=SALT).sign_object(row)


def unpacked(text):
    """[street, insee, lat, lon, proof], or None when it is not ours."""
    try:
        return Signer(salt=SALT).unsign_object(text)
    except BadSignature:
        return None


class ViewForm(forms.Form):
    """Which part of the world the map shows: its middle and its zoom, all of them optional."""

    lat = forms.FloatField(required=False, min_value=-85, max_value=85)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    z = forms.IntegerField(required=False, min_value=0, max_value=len(WIDTHS_M) - 1)

    def frame(self, middle):
        """The frame asked for, around `middle` (lon, lat) where it says no other; None without."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) for name in self.fields}
        zoom = USUAL if asked["z"] is None else asked["z"]
        point = point_of(lat=asked["lat"], lon=asked["lon"]) or middle
        return frame_around(*point, zoom) if point else None


class PointForm(forms.Form):
    """Coordinates typed by hand, with a point or a comma."""

    lat = forms.FloatField(
        label="Latitude",
        min_value=-90,
        max_value=90,
        localize=True,
        help_text="Par exemple 44,4475.",
    )
    lon = forms.FloatField(
        label="Longitude", min_value=-180, max_value=180, localize=True,
        help_text="Par exemple 1,4409.",
    )  # fmt: skip


def clicked(data, frame):
    """(lon, lat) under the click, None when the post is not one.

    A button pressed from the keyboard says the corner (0, 0), which nobody aims at.
    """
    for name, (width, height) in MAPS.items():
        place = _pixel(data, name)
        if place and frame:
            x, y = place[0] * frame.width / width, place[1] * frame.height / height
            return Frame(frame.lon, frame.lat, frame.metres).lonlat(x, y) if any(place) else None
    return None


def _pixel(data, name):
    try:
        place = int(data[f"{name}.x"]), int(data[f"{name}.y"])
    except (KeyError, ValueError):
        return None
    width, height = MAPS[name]
    return place if 0 <= place[0] <= width and 0 <= place[1] <= height else None
