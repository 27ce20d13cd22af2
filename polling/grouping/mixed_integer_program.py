"""A mixed-integer program, built in blocks and solved by HiGHS."""

from dataclasses import dataclass
from math import inf

import highspy
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Numbers = Ints | Floats | float


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best values found (None if there was no time), and a lower bound of their cost.

    `finished` is false when the time limit ended the search.
    """

    columns: Floats | None
    bound: float
    finished: bool


class Programme:
    """A program: minimise cost · columns, with columns and rows within their bounds."""

    def __init__(self) -> None:
        """Start with no columns and no rows."""
        self._costs: list[Floats] = []
        self._uppers: list[Floats] = []
        self._whole: list[Ints] = []
        self._row_bounds: list[Floats] = []
        self._entries: list[Floats] = []
        self._columns = self._rows = 0

    def add_columns(self, costs: Ints, *, upper: Numbers = inf, whole: bool = False) -> Ints:
        """Add a non-negative column for each cost; return their indices, in the same shape."""
        self._costs.append(costs.ravel().astype(float))
        self._uppers.append(np.broadcast_to(upper, costs.shape).ravel().astype(float))
        self._whole.append(np.full(costs.size, int(whole)))
        first, self._columns = self._columns, self._columns + costs.size
        return np.arange(first, self._columns).reshape(costs.shape)

    def add_rows(self, low: Numbers, high: Numbers) -> Ints:
        """Add a row for each pair of bounds; return their indices, in the same shape."""
        bounds = np.stack(np.broadcast_arrays(low, high)).astype(float)
        self._row_bounds.append(bounds.reshape(2, -1))
        first, self._rows = self._rows, self._rows + bounds[0].size
        return np.arange(first, self._rows).reshape(bounds[0].shape)

    def enter(self, rows: Ints, columns: Ints, values: Numbers) -> None:
        """Set coefficients at the crossings of these rows and columns (broadcast together)."""
        crossings = np.broadcast_arrays(rows, columns, values)
        self._entries.append(np.stack([part.ravel().astype(float) for part in crossings]))

    def minimise(self, start: Ints, seconds: float, gap: float, seed: int) -> Optimum:
        """Solve to within `gap` points, or until the time is up.

        `start` gives initial values for the first columns. Blocks the thread, but releases the GIL.
        """
        solver = self._solver(seconds, gap, seed)
        solver.setSolution(len(start), np.arange(len(start)), start.astype(float))
        solver.run()
        if self._belies_its_columns(solver):
            solver = self._solver(seconds, gap, seed)
            solver.run()
        return _optimum(solver)

    def _solver(self, seconds: float, gap: float, seed: int) -> highspy.Highs:
        solver = highspy.Highs()
        solver.silent()
        options = {"time_limit": max(seconds, 0.01), "mip_abs_gap": gap, "mip_rel_gap": 0.0}
        for name, value in {**options, "random_seed": seed}.items():
            solver.setOptionValue(name, value)
        solver.passModel(self._as_lp())
        return solver

    def _belies_its_columns(self, solver: highspy.Highs) -> bool:
        """Return whether the solver's reported objective differs from the cost of its columns.

        Works around a bug of HiGHS 1.16: given a start, its presolve may drop it, take the rest for
        the optimum, and return the start. It does not happen without a start.
        """
        solution, claimed = solver.getSolution(), solver.getInfo().objective_function_value
        costs = np.concatenate(self._costs) @ np.array(solution.col_value)
        return bool(solution.value_valid and abs(costs - claimed) > 0.5)

    def _as_lp(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._columns, self._rows
        lp.col_cost_ = np.concatenate(self._costs)
        lp.col_lower_ = np.zeros(self._columns)
        lp.col_upper_ = np.concatenate(self._uppers)
        lp.row_lower_, lp.row_upper_ = np.concatenate(self._row_bounds, axis=1)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in np.concatenate(self._whole).tolist()]
        self._fill_matrix(lp.a_matrix_)
        return lp

    def _fill_matrix(self, matrix: highspy.HighsSparseMatrix) -> None:
        rows, columns, values = np.concatenate(self._entries, axis=1)
        order = np.argsort(rows, kind="stable")
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.searchsorted(rows[order], np.arange(self._rows + 1))
        matrix.index_, matrix.value_ = columns[order].astype(np.int32), values[order]


def _optimum(solver: highspy.Highs) -> Optimum:
    info, solution = solver.getInfo(), solver.getSolution()
    return Optimum(
        columns=np.array(solution.col_value) if solution.value_valid else None,
        bound=info.mip_dual_bound,
        finished=solver.getModelStatus() == highspy.HighsModelStatus.kOptimal,
    )
