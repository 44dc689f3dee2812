"""HiGHS, one thread and one seed: the same model gives the same solution on every machine.

The only module that knows floating point: what it gives back is whole, and verified exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import highspy
import numpy as np

from passeurs.sharing.model import Model


class UnsoundError(ArithmeticError):
    """The solver's answer, rounded, breaks a row: nothing may be made of it."""


@dataclass(frozen=True)
class Solution:
    """Whole values of the columns; None where there are none. `is_proven` : no better one is."""

    values: tuple[int, ...] | None
    is_proven: bool

    @property
    def is_impossible(self) -> bool:
        return self.values is None and self.is_proven


def solve(
    model: Model,
    objective: Mapping[int, int],
    *,
    seconds: float,
    start: Sequence[int] | None = None,
) -> Solution:
    """The values that make the most of the objective, within a time; raises UnsoundError."""
    if not model.lows:
        return Solution((), is_proven=True) if model.holds(()) else Solution(None, is_proven=True)
    highs = prepared(model, objective, seconds=seconds)
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = [float(value) for value in start]
        highs.setSolution(given)
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solution(None, is_proven=True)
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solution(None, is_proven=False)
    values = tuple(round(value) for value in highs.getSolution().col_value)
    if not model.holds(values):
        raise UnsoundError
    return Solution(values, is_proven=status == highspy.HighsModelStatus.kOptimal)


def prepared(model: Model, objective: Mapping[int, int], *, seconds: float) -> highspy.Highs:
    highs = highspy.Highs()
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 1,
        "mip_rel_gap": 0.0,
        "time_limit": max(seconds, 0.0),
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(linear_programme(model, objective))
    return highs


def linear_programme(model: Model, objective: Mapping[int, int]) -> highspy.HighsLp:
    """The model as HiGHS reads it, rows after rows."""
    programme = highspy.HighsLp()
    width = len(model.lows)
    programme.num_col_, programme.num_row_ = width, len(model.rows)
    programme.col_lower_, programme.col_upper_ = floats(model.lows), floats(model.highs)
    divisor = gcd(*objective.values()) or 1
    programme.col_cost_ = floats([objective.get(column, 0) // divisor for column in range(width)])
    programme.sense_ = highspy.ObjSense.kMaximize
    programme.integrality_ = [highspy.HighsVarType.kInteger] * width
    infinite = highspy.kHighsInf
    programme.row_lower_ = np.array(
        [-infinite if row.low is None else row.low for row in model.rows], dtype=np.double
    )
    programme.row_upper_ = np.array(
        [infinite if row.high is None else row.high for row in model.rows], dtype=np.double
    )
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.terms) for row in model.rows)], dtype=np.int32)
    matrix.index_ = np.array([c for row in model.rows for c in row.terms], dtype=np.int32)
    matrix.value_ = floats([weight for row in model.rows for weight in row.terms.values()])
    return programme


def floats(values: Sequence[int]) -> "np.ndarray[tuple[int], np.dtype[np.double]]":
    return np.array(values, dtype=np.double)
