from .answering import answer_by_mail
from .following import (
    amend_notes,
    answer_contact,
    close_contact,
    follow_contact,
    reopen_contact,
    tie_contact,
)
from .writing import record_contact, write_contact

__all__ = [
    "amend_notes",
    "answer_by_mail",
    "answer_contact",
    "close_contact",
    "follow_contact",
    "record_contact",
    "reopen_contact",
    "tie_contact",
    "write_contact",
]
