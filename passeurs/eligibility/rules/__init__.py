"""The rules, one file per family; importing them puts each in the register."""

from passeurs.eligibility.rules import (  # noqa: F401 - imported to register
    artistic,
    audience,
    budget,
    commitments,
    confirmations,
    contact,
    documents,
    films,
    holder,
    partners,
    pathway,
    previous,
    questions,
    territory,
)
