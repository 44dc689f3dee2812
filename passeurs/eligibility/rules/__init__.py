"""The rules, one file per family; importing them puts each in the register."""

from passeurs.eligibility.rules import (  # noqa: F401 - imported to register
    artistic,
    audience,
    budget,
    commitments,
    contact,
    documents,
    films,
    holder,
    partners,
    pathway,
    previous,
    territory,
)
