"""A film's boxes are walked (ISO/IEC 14496-12): they must fill the file and hold an index."""

import os
import struct
from typing import BinaryIO

from passeurs.core.refusals import Refused

from ..rules import Format

HEADER = 8
TO_THE_END = 0
LONG_SIZE = 1


def check(stream: BinaryIO, declared: Format) -> None:
    end = stream.seek(0, os.SEEK_END)
    position, boxes = 0, []
    while position < end:
        size, kind = _box(stream, position, end)
        boxes.append(kind)
        position += size
    if boxes[0] != b"ftyp" or b"moov" not in boxes:
        raise _damaged()


def _box(stream: BinaryIO, position: int, end: int) -> tuple[int, bytes]:
    stream.seek(position)
    header = stream.read(HEADER)
    if len(header) < HEADER:
        raise _damaged()
    size, kind = struct.unpack(">I4s", header)
    smallest = HEADER
    if size == LONG_SIZE:
        smallest = 2 * HEADER
        size = int.from_bytes(stream.read(HEADER))
    if size == TO_THE_END:
        size = end - position
    if size < smallest or position + size > end:
        raise _damaged()
    return size, kind


def _damaged() -> Refused:
    return Refused(
        "Ce film est abîmé ou incomplet. Exportez-le de nouveau en MP4, ou donnez un lien "
        "vers le film."
    )
