"""The proof of a p-median checked again, in whole numbers, by nothing but sums over the costs.

Each part of the proof is closed by its prices, or settles some sites and is split in two that cover the rest. That the
two are there, go no further than what was settled, and end in closed parts, is all there is to check. Nothing of the
search is used.
"""

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from hamahang.methods.siting.medians import Median, Split

BITS = 10  # prices are multiples of 2^−BITS, or coarser
Wholes = npt.NDArray[np.int64]


def is_proven(cost: npt.NDArray[np.generic], found: Median) -> bool:
    """Return whether the open sites cost what is said and the splits prove that nothing costs less."""
    whole = np.asarray(cost).astype(np.int64)
    sites = np.array(found.open, np.int64)
    if len(set(found.open)) != len(found.open) or int(whole[:, sites].min(axis=1).sum()) != found.value:
        return False
    children: dict[int, list[int]] = defaultdict(list)
    for place, split in enumerate(found.splits):
        children[split.parent].append(place)
    if children[-1] != [0] or found.splits[0].inside or found.splits[0].outside:
        return False
    return all(
        _holds(whole, found, split, [found.splits[child] for child in children[place]])
        for place, split in enumerate(found.splits)
    )


def _holds(cost: Wholes, found: Median, split: Split, below: list[Split]) -> bool:
    """Return whether a part is closed, or covered by the parts below it."""
    number, all_sites = len(found.open), cost.shape[1]
    kept = np.setdiff1d(np.arange(all_sites), np.array(split.outside, np.int64))
    prices = np.round(split.prices * 2**BITS).astype(np.int64)
    rho = np.minimum((cost[:, kept] << BITS) - prices[:, None], 0).sum(axis=0)
    firm = np.isin(kept, np.array(split.inside, np.int64))
    order = np.argsort(rho[~firm], kind="stable")
    loose = np.flatnonzero(~firm)[order]
    taken, others = loose[: number - int(firm.sum())], loose[number - int(firm.sum()) :]
    bound = int(prices.sum() + rho[firm].sum() + rho[taken].sum())
    room = ((found.value - 1) << BITS) - bound
    if room < 0:
        return True
    outs = {int(kept[site]) for site in others if len(taken) and rho[site] - rho[taken[-1]] > room}
    ins = {int(kept[site]) for site in taken if not len(others) or rho[others[0]] - rho[site] > room}
    if len(taken) == len(ins):
        # one choice is left, and it is not better
        only = np.concatenate((kept[firm], kept[taken]))
        return int(cost[:, only].min(axis=1).sum()) >= found.value
    return _covered(split, below, ins, outs, too_few=all_sites - len(split.outside) - len(outs) - 1 < number)


def _covered(split: Split, below: list[Split], ins: set[int], outs: set[int], *, too_few: bool) -> bool:
    """Return whether two parts, with and without a site, leave out no more than what was settled.

    too_few: without the site not enough are left, so there need not be such a part
    """
    inside, outside = set(split.inside) | ins, set(split.outside) | outs
    is_with = any(set(one.inside) <= inside | {split.at} and set(one.outside) <= outside for one in below)
    is_without = any(set(one.inside) <= inside and set(one.outside) <= outside | {split.at} for one in below)
    return split.at >= 0 and is_with and (is_without or too_few)
