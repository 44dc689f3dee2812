"""A PNG is a chain of chunks (W3C PNG, 5): those that draw are kept, those that tell are not."""

import struct

SIGNATURE = 8
FRAME = 12  # length, name and checksum around the content of a chunk
KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"bKGD", b"pHYs",
}  # fmt: skip


def stripped(content: bytes) -> bytes:
    """The picture and its colours; nothing after its end."""
    parts, position = [content[:SIGNATURE]], SIGNATURE
    while position + FRAME <= len(content):
        size, name = struct.unpack_from(">I4s", content, position)
        end = position + FRAME + size
        if name in KEPT:
            parts.append(content[position:end])
        if name == b"IEND":
            break
        position = end
    return b"".join(parts)
