"""What the commands of the exchange format share: a file read whole, a refusal told on stderr."""

import sys
from pathlib import Path

from django.db import DatabaseError

from passeurs.core.refusals import Refused
from passeurs.eligibility.exchange import MAX_LENGTH, Unusable

UNUSABLE = 2
NOT_READY = "La base de données n’est pas prête\u00a0: lancez d’abord « manage.py migrate »."


def read_source(name):
    """The bytes of a file, or of the standard input for « - ». Raises `Unusable`."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_LENGTH + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_LENGTH + 1)
    except FileNotFoundError:
        raise Unusable([f"Le fichier « {name} » n’existe pas."]) from None
    except IsADirectoryError:
        raise Unusable([f"« {name} » est un dossier, pas un fichier."]) from None
    except (OSError, ValueError):
        raise Unusable([f"Le fichier « {name} » ne peut pas être lu."]) from None


def run(command, work):
    """Do the work; a refusal goes to stderr, one sentence a line, and the command exits 2."""
    try:
        work()
    except Unusable as fault:
        give_up(command, fault.sentences)
    except Refused as refusal:
        give_up(command, refusal.reasons)
    except DatabaseError:
        give_up(command, [NOT_READY])


def give_up(command, sentences):
    for line in sentences:
        command.stderr.write(str(line))
    sys.exit(UNUSABLE)


def speak_utf8(*streams):
    """The document is UTF-8 whatever the terminal; a test's own stream is left as it is."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
