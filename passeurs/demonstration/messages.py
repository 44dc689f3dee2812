"""What people wrote to the coordinations from the site, without a dossier yet."""

import json
from pathlib import Path

from passeurs.contacts.actions import answer_contact, close_contact, write_contact
from passeurs.demonstration.holders import email_of

DATA = Path(__file__).parent / "data" / "messages.json"
AFTERWARDS = {"answered": answer_contact, "closed": close_contact}


def read():
    """The messages; `edition` is a slug, `key` names each."""
    return json.loads(DATA.read_text(encoding="utf-8"))["messages"]


def write(message, *, edition, dates, agent):
    """Write one message as its sender did, and deal with it as the coordination did."""
    at = dates.instant(message["at"])
    first_name, _, last_name = message["person_name"].partition(" ")
    facts = {
        "structure_name": message["structure_name"],
        "city": message["city"],
        "person_name": message["person_name"],
        "email": email_of(first_name, last_name),
        "phone": message.get("phone", ""),
        "wish": message.get("wish", "mail"),
        "message": message["message"],
    }
    summary = message.get("selftest_summary", "")
    contact = write_contact(edition, facts, by=None, at=at, selftest_summary=summary)
    if then := message.get("then"):
        AFTERWARDS[then["state"]](contact, by=agent, at=dates.instant(then["at"]))
    return contact
