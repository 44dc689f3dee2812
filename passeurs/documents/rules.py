"""What may be sent to us: formats, sizes and names."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

MEGABYTE = 1_000_000
LONGEST_NAME = 120
FORBIDDEN_IN_NAMES = '<>:"|?*'
NBSP = "\u00a0"


@dataclass(frozen=True)
class Format:
    """A kind of file we can open; `content_type` is what we answer, whatever the sender said."""

    code: str
    label: str
    family: str
    extensions: tuple[str, ...]
    content_type: str
    max_bytes: int


OPENXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"

_ALL = (
    Format("pdf", "PDF", "pdf", ("pdf",), "application/pdf", 10 * MEGABYTE),
    Format(
        "docx",
        "Word (.docx)",
        "office",
        ("docx",),
        f"{OPENXML}.wordprocessingml.document",
        10 * MEGABYTE,
    ),
    Format("odt", "texte OpenDocument (.odt)", "office", ("odt",), f"{ODF}.text", 10 * MEGABYTE),
    Format(
        "xlsx",
        "Excel (.xlsx)",
        "office",
        ("xlsx",),
        f"{OPENXML}.spreadsheetml.sheet",
        10 * MEGABYTE,
    ),
    Format(
        "ods",
        "tableur OpenDocument (.ods)",
        "office",
        ("ods",),
        f"{ODF}.spreadsheet",
        10 * MEGABYTE,
    ),
    Format("jpeg", "JPEG", "picture", ("jpg", "jpeg"), "image/jpeg", 10 * MEGABYTE),
    Format("png", "PNG", "picture", ("png",), "image/png", 10 * MEGABYTE),
    Format("webp", "WebP", "picture", ("webp",), "image/webp", 10 * MEGABYTE),
    Format("mp4", "film MP4", "film", ("mp4", "m4v"), "video/mp4", 200 * MEGABYTE),
)
FORMATS = {known.code: known for known in _ALL}


@dataclass(frozen=True)
class Allowed:
    """The formats accepted in one place; `most_bytes` replaces the limit of each."""

    codes: tuple[str, ...]
    most_bytes: int | None = None

    @property
    def formats(self) -> tuple[Format, ...]:
        return tuple(FORMATS[code] for code in self.codes)

    @property
    def extensions(self) -> tuple[str, ...]:
        return tuple(f".{ext}" for known in self.formats for ext in known.extensions)

    def limit_of(self, known: Format) -> int:
        return known.max_bytes if self.most_bytes is None else self.most_bytes

    def by_extension(self, extension: str) -> Format | None:
        return next((known for known in self.formats if extension in known.extensions), None)


@dataclass(frozen=True)
class Announced:
    """What a browser says of a file before sending it."""

    name: str
    size: int
    modified: int = 0


PICTURE = Allowed(("jpeg", "png", "webp"))
DOCUMENT = Allowed(("pdf", "docx", "odt", "jpeg", "png", "webp"))
SPREADSHEET = Allowed(("pdf", "xlsx", "ods"))
FILM = Allowed(("mp4",))
ANY = Allowed(tuple(FORMATS))


def extension_of(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def clean_name(name: str) -> str:
    """The name to show: no folder, no control or direction sign, no more than 120 characters.

    Letters of every script stay; what could make a name read otherwise than it is does not
    (U+202E makes « cv[U+202E]fdp.exe » look like « cvexe.pdf »).
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = (" " if sign.isspace() else sign for sign in last if _is_harmless(sign))
    words = " ".join("".join(kept).split())
    path = PurePosixPath(words.strip(" .") or "fichier")
    stem = path.stem.strip(" .") or "fichier"
    return stem[: LONGEST_NAME - len(path.suffix)] + path.suffix.lower()


def _is_harmless(sign: str) -> bool:
    if sign in FORBIDDEN_IN_NAMES:
        return False
    return sign.isspace() or not unicodedata.category(sign).startswith("C")


def weight(size: int) -> str:
    """A size as a reader says it: « 840 ko », « 12,4 Mo »."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1000))}{NBSP}ko"
    figure = f"{size / MEGABYTE:.1f}".removesuffix(".0").replace(".", ",")
    return f"{figure}{NBSP}Mo"


def share_of(part: int, whole: int) -> int:
    """A percentage that says 100 only when all is there, and 0 only when nothing is."""
    if part >= whole:
        return 100
    return max(1, part * 100 // whole) if part else 0
