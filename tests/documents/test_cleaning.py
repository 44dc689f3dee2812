"""What a picture tells beside what it shows does not stay; what it shows does, upright."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from passeurs.core.refusals import Refused
from passeurs.documents.cleaning import cleaned, jpeg, png
from passeurs.documents.models import StoredFile
from passeurs.documents.rules import FORMATS
from tests.factories.documents import film_bytes, pdf_bytes, stored_file

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SECRET = b"CAMERA-DE-NADIA"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>CAMERA-DE-NADIA</x:xmpmeta>"
PROFILE = b"un profil de couleurs" * 10


def photo(kind, *, orientation=1, size=(64, 32), **saving):
    """Left half red, right half blue, with a place, a device, a comment."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, SECRET.decode()
    exif[GPS] = {1: "N", 2: (44.0, 26.0, 0.0)}
    more = {"JPEG": {"comment": SECRET, "xmp": XMP}, "WEBP": {"xmp": XMP}, "PNG": {}}[kind]
    if kind == "PNG":
        words = PngInfo()
        words.add_text("Author", SECRET.decode())
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        words.add_text("Comment", SECRET.decode(), zip=True)
        more = {"pnginfo": words}
    output = io.BytesIO()
    picture.save(output, kind, exif=exif, icc_profile=PROFILE, **{**more, **saving})
    return output.getvalue()


def clean(code, content):
    return cleaned(io.BytesIO(content), FORMATS[code]).read()


def seen(content):
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return picture


KINDS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_no_place_no_device_no_word_stays(code, orientation):
    given = photo(KINDS[code], orientation=orientation)
    kept = clean(code, given)
    picture = seen(kept)
    assert SECRET in given or code == "png"
    assert SECRET not in kept
    assert b"xmpmeta" not in kept
    assert dict(picture.getexif()) == {}
    assert picture.info.get("icc_profile") == PROFILE
    assert not {"comment", "xmp", "Author"} & set(picture.info)


@pytest.mark.parametrize("code", KINDS)
def test_a_picture_already_upright_is_the_very_same_to_the_eye(code):
    given = photo(KINDS[code])
    assert seen(clean(code, given)).tobytes() == seen(given).tobytes()


@pytest.mark.parametrize("code", KINDS)
def test_a_picture_on_its_side_is_turned(code):
    picture = seen(clean(code, photo(KINDS[code], orientation=6))).convert("RGB")
    assert picture.size == (32, 64)
    top, bottom = picture.getpixel((16, 10)), picture.getpixel((16, 54))
    assert top[0] > 200 > top[2]
    assert bottom[2] > 200 > bottom[0]


def test_a_jpeg_that_is_turned_keeps_its_own_quality():
    given = photo("JPEG", orientation=3, quality=97, subsampling=0)
    assert seen(clean("jpeg", given)).quantization == seen(given).quantization


@pytest.mark.parametrize("saving", [{}, {"progressive": True}, {"restart_marker_blocks": 1}])
def test_every_way_of_writing_a_jpeg_is_understood(saving):
    given = photo("JPEG", size=(300, 200), **saving)
    kept = clean("jpeg", given)
    assert seen(kept).tobytes() == seen(given).tobytes()
    assert SECRET not in kept


@pytest.mark.parametrize("code", KINDS)
def test_what_follows_the_end_is_dropped(code):
    given = photo(KINDS[code])
    assert b"cached" not in clean(code, given + b"PK\x03\x04 cached film with its place")


def test_a_second_picture_hidden_in_a_jpeg_is_dropped():
    given = photo("JPEG")
    hidden = b"\xff\xe2" + struct.pack(">H", 2 + 4 + len(SECRET)) + b"MPF\0" + SECRET
    kept = clean("jpeg", given[:2] + hidden + given[2:] + photo("JPEG"))
    assert SECRET not in kept
    assert kept.count(b"\xff\xd8\xff") == 1


def test_a_phone_s_picture_with_its_depth_behind_it_is_kept_as_one():
    output = io.BytesIO()
    shown, depth = (Image.new("RGB", (40, 20), colour) for colour in ("red", "blue"))
    shown.save(output, "MPO", save_all=True, append_images=[depth])
    kept = clean("jpeg", output.getvalue())
    assert seen(kept).format == "JPEG"
    assert len(kept) < len(output.getvalue()) / 2 + 200


@pytest.mark.parametrize("orientation", [0, 2, 3, 4, 5, 7, 8, 9])
def test_every_way_of_lying_is_understood(orientation):
    picture = seen(clean("png", photo("PNG", orientation=orientation)))
    assert picture.size == ((32, 64) if orientation in {5, 7, 8} else (64, 32))


def test_filling_and_stray_bytes_of_a_jpeg_are_passed_over():
    given = photo("JPEG")
    assert jpeg.stripped(given[:2] + b"\xff\xff" + given[2:])[:3] == b"\xff\xd8\xff"
    assert jpeg.stripped(b"\xff\xd8\x00\x00\x00\x00\xff\xd9\xff\xd9") == b"\xff\xd8\xff\xd9"
    assert jpeg.stripped(b"\xff\xd8\xff\xda\x00\x02abc").endswith(b"\xff\xd9")


def test_a_png_without_end_is_not_lengthened():
    assert png.stripped(b"12345678") == b"12345678"


def animated(kind):
    output = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(output, kind, save_all=True, append_images=frames[1:])
    return output.getvalue()


@pytest.mark.parametrize("code", ["png", "webp"])
def test_an_animated_picture_is_refused_in_a_sentence(code):
    with pytest.raises(Refused, match="animée"):
        clean(code, animated(KINDS[code]))


def test_a_label_that_cannot_be_read_is_taken_off_with_the_rest(monkeypatch):
    monkeypatch.setattr(Image.Image, "getexif", _broken)
    assert SECRET not in clean("jpeg", photo("JPEG"))


def _broken(_self):
    raise SyntaxError


@pytest.mark.parametrize(("code", "content"), [("pdf", pdf_bytes()), ("mp4", film_bytes())])
def test_other_files_are_kept_as_they_came(code, content):
    assert clean(code, content) == content


@pytest.mark.django_db
def test_the_digest_is_that_of_the_bytes_kept():
    given = photo("JPEG")
    kept = stored_file("photo.jpg", given)
    bytes_kept = StoredFile.objects.get().file.read()
    assert bytes_kept == clean("jpeg", given)
    assert (kept.size, len(kept.sha256)) == (len(bytes_kept), 64)
    assert zlib.crc32(bytes_kept) != zlib.crc32(given)
