"""How far an area is from the leading ones, how sure its place is, and how evenly things are shared.

    from hamahang.methods import benchmark

    table = benchmark.Table.of({"Ilam": (15.7, 5.2), …}, [benchmark.Indicator("unemployment", -1, "percent"), …])
    ranking = benchmark.rank(table, method="topsis")
    sure = benchmark.intervals(ranking, draws=10_000)  # no rank without its interval
    sure.interval("Ilam"), benchmark.drivers(ranking).overall, benchmark.decompose(ranking, "Ilam", ranking.in_order[0])

Modules by question: `table` and `reading` (what is compared), `missing`, `treating`, `normalising`, `weighting`,
`aggregating`, `taxonomy`, `ranking` (an index), `drawing`, `robustness`, `swapping` (how sure), `gaps` (what is
missing), `structure`, `converging` (industries and time), `inequality`, `sharing` (balance). Each formula stands with
its source at the head of its module. What cannot be compared raises `Unfit`, which says why in both languages.
"""

from hamahang.methods.benchmark.aggregating import AGGREGATIONS
from hamahang.methods.benchmark.converging import Beta, beta, sigma, years_to_catch_up
from hamahang.methods.benchmark.drawing import Choices
from hamahang.methods.benchmark.faults import Unfit
from hamahang.methods.benchmark.gaps import Part, Shortfall, decompose, shortfalls, the_few
from hamahang.methods.benchmark.inequality import Parted, atkinson, gini, part, theil_l, theil_t
from hamahang.methods.benchmark.missing import fill
from hamahang.methods.benchmark.normalising import NORMALISATIONS
from hamahang.methods.benchmark.ranking import METHODS, Ranking, rank
from hamahang.methods.benchmark.reading import BadFile, read_table, read_weights
from hamahang.methods.benchmark.robustness import Drivers, Intervals, drivers, intervals, reversals, without_each
from hamahang.methods.benchmark.sharing import Balance, balance
from hamahang.methods.benchmark.structure import Jobs, Shift, herfindahl, krugman, location_quotients, shift_share
from hamahang.methods.benchmark.swapping import Swap, swap
from hamahang.methods.benchmark.table import Indicator, Table, weights_of
from hamahang.methods.benchmark.taxonomy import Taxonomy, classify
from hamahang.methods.benchmark.treating import treat
from hamahang.methods.benchmark.weighting import WEIGHTINGS, ahp, benefit_of_the_doubt, weights_by

__all__ = [
    "AGGREGATIONS", "METHODS", "NORMALISATIONS", "WEIGHTINGS", "BadFile", "Balance", "Beta", "Choices", "Drivers",
    "Indicator", "Intervals", "Jobs", "Part", "Parted", "Ranking", "Shift", "Shortfall", "Swap", "Table", "Taxonomy",
    "Unfit", "ahp", "atkinson", "balance", "benefit_of_the_doubt", "beta", "classify", "decompose", "drivers", "fill",
    "gini", "herfindahl", "intervals", "krugman", "location_quotients", "part", "rank", "read_table", "read_weights",
    "reversals", "shift_share", "shortfalls", "sigma", "swap", "the_few", "theil_l", "theil_t", "treat", "weights_by",
    "weights_of", "without_each", "years_to_catch_up",
]  # fmt: skip
