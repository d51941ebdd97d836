"""Where a plant fits: sites judged by hard limits and grades, plants placed together, sites chosen with a bound.

    from hamahang.methods import siting

    judged = siting.judge(kind, sites, around)              # in, undecided, out with what each misses and by how much
    siting.openings(judged)                                 # what would open those that are out, the cheapest first
    siting.ranks(judged, share=0.2)                         # places that hold while weights are 20 % wrong
    placing = siting.Placing(terms)                         # several plants at once, nothing taken twice
    best = placing.best()
    placing.alternatives(best, differ=2)
    siting.median(metres, number=5)                         # p sites nearest to all, with a proof

Nothing here knows Django. `docs/recipes/site-a-plant.md` goes through it.
"""

from hamahang.methods.siting.distances import NoSuchPoint, Roads, great_circle, great_circles, in_metres
from hamahang.methods.siting.judging import Finding, Judged, judge
from hamahang.methods.siting.medians import Median, NoSuchNumber, NotWhole, TooLarge, median
from hamahang.methods.siting.needs import (
    Absurd,
    Around,
    Curve,
    Distance,
    Grade,
    Has,
    Kind,
    Limit,
    Place,
    Reach,
    Site,
    between,
    falling,
    rising,
)  # fmt: skip
from hamahang.methods.siting.opening import Opening, openings
from hamahang.methods.siting.placing import Placement, Placing, Plant, Shared, Terms, Upgrade
from hamahang.methods.siting.programme import NothingFits
from hamahang.methods.siting.reading import Graph, NotAGraph, read_pmed
from hamahang.methods.siting.saying import say_finding, say_opening
from hamahang.methods.siting.serving import Service, cover, serve
from hamahang.methods.siting.steadiness import Rank, ranks, turning
from hamahang.methods.siting.verifying import is_proven

__all__ = [
    "Absurd", "Around", "Curve", "Distance", "Finding", "Grade", "Graph", "Has", "Judged", "Kind", "Limit", "Median",
    "NoSuchNumber", "NoSuchPoint", "NotAGraph", "NotWhole", "NothingFits", "Opening", "Place", "Placement", "Placing",
    "Plant", "Rank", "Reach", "Roads", "Service", "Shared", "Site", "Terms", "TooLarge", "Upgrade", "between", "cover",
    "falling", "great_circle", "great_circles", "in_metres", "is_proven", "judge", "median", "openings", "ranks",
    "read_pmed", "rising", "say_finding", "say_opening", "serve", "turning",
]  # fmt: skip
