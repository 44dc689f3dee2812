"""What makes a line rewritten or removed show: each entry's digest, and the chain of seals.

A digest covers everything the entry says. A seal covers the digest and the seal before it, so
that nothing can be changed, dropped or slipped in without breaking every seal that follows. The
database itself writes the seals (`guards`); the format is docs/decisions/0060-journal-chaine.md.
"""

import json
from datetime import UTC
from hashlib import sha256

from django.core.serializers.json import DjangoJSONEncoder


def digest_of(entry):
    """What the entry says, in 64 signs; the same before it is written and once read again."""
    said = {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "verb": entry.verb,
        "scope": entry.scope,
        "object": [entry.object_type, entry.object_id],
        "reason": entry.reason,
        "data": _plain(json.loads(json.dumps(entry.data, cls=DjangoJSONEncoder))),
    }
    words = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(words.encode()).hexdigest()


def link(previous, digest):
    """The seal of an entry of this digest, after the seal `previous` ("" for the first)."""
    return sha256(f"{previous}{digest}".encode()).hexdigest()


def _plain(value):
    """PostgreSQL gives 1e3 and 1000.0 back as it likes: a whole number is written as one."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value
