"""A JPEG is a chain of segments (ITU-T T.81, annex B): those that only comment are dropped."""

from collections.abc import Iterator

START, END, SCAN = 0xD8, 0xD9, 0xDA
APP0, APP2, APP14, LAST_APP, COMMENT = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
RESTARTS = range(0xD0, 0xD8)
KEPT_APPS = {APP0: b"JFIF\0", APP2: b"ICC_PROFILE\0", APP14: b"Adobe"}


def stripped(content: bytes) -> bytes:
    """The picture, its colours' profile, and nothing after its end, where a second one may hide."""
    parts = [content[:2]]
    parts += [segment for marker, segment in _segments(content) if _is_kept(marker, segment)]
    return b"".join(parts)


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker == COMMENT:
        return False
    if not APP0 <= marker <= LAST_APP:
        return True
    name = KEPT_APPS.get(marker)
    return name is not None and segment[4:].startswith(name)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    position = 2
    while position + 4 <= len(content):
        if content[position] != 0xFF:  # noqa: PLR2004 - what begins a marker
            position += 1
            continue
        marker = content[position + 1]
        if marker == 0xFF:  # noqa: PLR2004 - filling
            position += 1
            continue
        size = 2 + int.from_bytes(content[position + 2 : position + 4])
        end = _end_of_scan(content, position + size) if marker == SCAN else position + size
        if marker == END:
            break
        yield marker, content[position:end]
        position = end
    yield END, b"\xff\xd9"


def _end_of_scan(content: bytes, position: int) -> int:
    """Where the next true marker stands: an escaped 0xFF and the restarts belong to the scan."""
    while (position := content.find(b"\xff", position)) != -1:
        following = content[position + 1 : position + 2]
        if following and following[0] not in {0x00, 0xFF, *RESTARTS}:
            return position
        position += 1 if following == b"\xff" else 2
    return len(content)
