"""Values far from the rest, brought nearer by one stated rule before an index is made of them.

The rule of the JRC's composite indicator tools (Becker et al., COINr, J. Open Source Software 7(78), 2022, 4567; after
the JRC-OECD handbook): an indicator is treated only if |skewness| >= 2 and kurtosis >= 3.5, both corrected for sample
size (Joanes & Gill, The Statistician 47, 1998: G1 and G2). Then the extreme value at the side of the skew takes the
value next to it, again and again, up to five cells, until the indicator passes. If it does not, or if all would become
equal, the original takes a logarithm instead: ln(x − min + 0.01 range).

Where this differs from COINr: an indicator skewed to the left takes the mirrored logarithm, −ln(max − x + 0.01 range),
since the plain one would stretch its tail.
"""

from dataclasses import dataclass

import numpy as np

from hamahang.methods.benchmark.table import Bools, Floats, Table

SKEWNESS, KURTOSIS, CELLS = 2.0, 3.5, 5


@dataclass(frozen=True, slots=True, eq=False)
class Treated:
    """A treated table, and which cells and which whole indicators were touched."""

    table: Table
    winsorised: Bools  # (areas, indicators)
    logged: tuple[str, ...]  # codes of indicators that took a logarithm: no longer in their unit


def skewness(values: Floats) -> float:
    """Return the sample-corrected skewness G1; 0 for fewer than three values or no spread."""
    count, spread = len(values), values.std()
    if count < 3 or spread == 0:
        return 0.0
    plain = float((((values - values.mean()) / spread) ** 3).mean())
    return plain * float(np.sqrt(count * (count - 1))) / (count - 2)


def kurtosis(values: Floats) -> float:
    """Return the sample-corrected excess kurtosis G2; 0 for fewer than four values or no spread."""
    count, spread = len(values), values.std()
    if count < 4 or spread == 0:
        return 0.0
    plain = float((((values - values.mean()) / spread) ** 4).mean()) - 3
    return ((count + 1) * plain + 6) * (count - 1) / ((count - 2) * (count - 3))


def passes(values: Floats) -> bool:
    """Tell whether an indicator may stay as it is."""
    return abs(skewness(values)) < SKEWNESS or kurtosis(values) < KURTOSIS


def winsorise(values: Floats) -> Floats:
    """Return values whose extremes were pulled in one after another, up to five cells."""
    values, touched = values.copy(), np.zeros(len(values), dtype=bool)
    while not passes(values) and touched.sum() < CELLS:
        sign = 1.0 if skewness(values) >= 0 else -1.0
        end = (sign * values).max()
        at_end = sign * values == end
        if len(np.unique(values[~at_end])) < 2:
            break  # pulled in, it would tell nothing apart any more
        values[at_end] = sign * (sign * values[~at_end]).max()
        touched |= at_end
    return values


def log_towards(values: Floats) -> Floats:
    """Return the logarithm that pulls in the longer tail; order is kept."""
    lowest, highest = values.min(), values.max()
    bit = 0.01 * (highest - lowest)
    if skewness(values) < 0:
        return np.asarray(-np.log(highest - values + bit))
    return np.asarray(np.log(values - lowest + bit))


def treat(table: Table) -> Treated:
    """Return the table with each indicator that fails the test treated; missing values stay missing."""
    values, logged = table.values.copy(), []
    touched = np.zeros(values.shape, dtype=bool)
    for column, code in enumerate(table.codes):
        known = ~np.isnan(values[:, column])
        before = values[known, column]
        after = winsorise(before)
        if not passes(after):
            after = log_towards(before)
            logged.append(code)
        else:
            touched[known, column] = after != before
        values[known, column] = after
    return Treated(table.with_values(values), touched, tuple(logged))
