"""What ties somebody who judges to a dossier, by what is written."""

import pytest

from passeurs.dossiers.enums import Tie
from passeurs.dossiers.interests import Concerned, Judge, Party, ties_between

MJC = Party("mjc des tilleuls", "123456782")
CINEMA = Party("cinema le quercy", "732829320")
NOBODY = Concerned(holder=1, holder_party=MJC)


def ties(concerned=NOBODY, *, structures=(), email="yves@exemple.fr"):
    return list(ties_between(Judge(7, email, structures), concerned))


CASES = [
    (NOBODY, (), []),
    (NOBODY, ((2, CINEMA),), []),
    (NOBODY, ((1, MJC),), [Tie.HOLDER]),
    (NOBODY, ((9, Party("autre nom", MJC.siren)),), [Tie.SIREN]),
    (NOBODY, ((9, Party(MJC.name)),), [Tie.SIREN]),
    (NOBODY, ((9, Party(MJC.name, CINEMA.siren)),), []),
    (NOBODY, ((9, Party("")),), []),
    (Concerned(1, Party("")), ((9, Party("")),), []),
    (Concerned(1, MJC, partners=(CINEMA,)), ((2, CINEMA),), [Tie.PARTNER]),
    (Concerned(1, MJC, funders=(Party(CINEMA.name),)), ((2, CINEMA),), [Tie.COFUNDER]),
    (
        Concerned(1, MJC, partners=(CINEMA,), funders=(CINEMA,)),
        ((1, MJC), (2, CINEMA)),
        [Tie.HOLDER, Tie.PARTNER, Tie.COFUNDER],
    ),
]


@pytest.mark.parametrize(("concerned", "structures", "found"), CASES)
def test_a_structure_ties_by_its_number_else_by_its_name(concerned, structures, found):
    assert ties(concerned, structures=structures) == found


@pytest.mark.parametrize(
    ("where", "tie"),
    [("practitioners", Tie.PRACTITIONER), ("venues", Tie.VENUE), ("contacts", Tie.PARTNER)],
)
def test_an_address_ties_by_itself(where, tie):
    concerned = Concerned(1, MJC, **{where: frozenset({"yves@exemple.fr"})})
    assert ties(concerned) == [tie]
    assert ties(concerned, email="autre@exemple.fr") == []
