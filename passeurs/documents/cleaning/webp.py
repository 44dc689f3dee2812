"""A WebP is a RIFF of chunks (RFC 9649): those that draw are kept, those that tell are not."""

import struct

HEADER = 12
FRAME = 8
KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
TELLING = 0x04 | 0x08  # the flags that announce XMP and EXIF


def stripped(content: bytes) -> bytes:
    """The picture and its colours; nothing after its end."""
    end = min(len(content), FRAME + int.from_bytes(content[4:8], "little"))
    parts, position = [], HEADER
    while position + FRAME <= end:
        name, size = struct.unpack_from("<4sI", content, position)
        following = position + FRAME + size + size % 2
        if name in KEPT:
            parts.append(_silent(name, content[position:following]))
        position = following
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _silent(name: bytes, chunk: bytes) -> bytes:
    """The chunk itself; that of the features no longer announces what was taken off."""
    if name != b"VP8X":
        return chunk
    return chunk[:FRAME] + bytes([chunk[FRAME] & ~TELLING]) + chunk[FRAME + 1 :]
