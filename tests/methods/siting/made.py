"""Graphs in the form of OR-Library, and all choices of a small problem, one by one."""

from itertools import combinations

import numpy as np


def written(vertices: int, edges: list[tuple[int, int, int]], number: int) -> str:
    """Return a graph as a file."""
    return "\n".join(
        [f" {vertices} {len(edges)} {number}", *(f" {one} {other} {length}" for one, other, length in edges)]
    )


def random_graph(vertices: int, number: int, *, seed: int) -> str:
    """Return a connected graph made as the library's are: n²/50 edges or a few more, lengths 1 to 100."""
    random = np.random.default_rng(seed)
    order = random.permutation(vertices) + 1
    ends = {tuple(sorted(pair)) for pair in zip(order.tolist(), order.tolist()[1:], strict=False)}
    while len(ends) < vertices * vertices // 50:
        one, other = random.integers(1, vertices + 1, 2).tolist()
        if one != other:
            ends.add((min(one, other), max(one, other)))
    return written(vertices, [(*pair, int(random.integers(1, 101))) for pair in sorted(ends)], number)


def stars(number: int, leaves: int, *, seed: int) -> tuple[str, list[int], int]:
    """Return a ring of stars far from each other with the only best choice, their hearts, and what it costs."""
    random = np.random.default_rng(seed)
    vertices = number * (leaves + 1)
    names = (random.permutation(vertices) + 1).tolist()
    hearts = names[:number]
    edges = [(hearts[star], hearts[(star + 1) % number], 10_000) for star in range(number)]
    lengths = random.integers(1, 100, number * leaves).tolist()
    edges += [(hearts[at % number], name, lengths[at]) for at, name in enumerate(names[number:])]
    return written(vertices, edges, number), sorted(hearts), sum(lengths)


def least(cost: np.ndarray, number: int) -> int:
    """Return what the best choice costs, by trying all."""
    return min(int(cost[:, list(sites)].min(axis=1).sum()) for sites in combinations(range(cost.shape[1]), number))
