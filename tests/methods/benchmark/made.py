"""Tables for tests."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from hamahang.methods.benchmark import Indicator, Table


def table(rows: Sequence[Sequence[float | None]], signs: str = "") -> Table:
    """Return a table of areas A, B, C … and indicators x1, x2 … with a sign for each."""
    signs = signs or "+" * len(rows[0])
    indicators = [Indicator(f"x{place + 1}", 1 if sign == "+" else -1) for place, sign in enumerate(signs)]
    return Table.of({chr(65 + place): row for place, row in enumerate(rows)}, indicators)


def drawn(areas: int = 12, indicators: int = 5, seed: int = 0) -> Table:
    """Return a table of random values above zero, every third indicator less is better."""
    values = np.random.default_rng(seed).lognormal(3, 0.5, (areas, indicators))
    columns = tuple(Indicator(f"x{place}", -1 if place % 3 == 2 else 1) for place in range(indicators))
    return Table(tuple(f"A{place}" for place in range(areas)), columns, values)


@st.composite
def tables(draw: st.DrawFn, *, most: int = 7) -> Table:
    """Return small tables of whole numbers above zero, where ties are common and no indicator is constant."""
    areas, indicators = draw(st.integers(2, most)), draw(st.integers(1, 5))
    column = st.lists(st.integers(1, 9), min_size=areas, max_size=areas).filter(lambda values: len(set(values)) > 1)
    values = np.array([draw(column) for _ in range(indicators)], dtype=np.float64).T
    signs = draw(st.lists(st.sampled_from((1, -1)), min_size=indicators, max_size=indicators))
    columns = tuple(Indicator(f"x{place}", sign) for place, sign in enumerate(signs))
    return Table(tuple(f"A{place}" for place in range(areas)), columns, values)


def weights(count: int, seed: int = 0) -> np.ndarray:
    """Return random weights that sum to 1."""
    return np.random.default_rng(seed).dirichlet(np.ones(count))
