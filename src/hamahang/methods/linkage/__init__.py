"""Which rows are the same unit: candidates by shared keys, weights learnt without labels, links at stated costs.

    register = Register(Records.of(rows))              # once: an index of the register
    linking = Linking(register, Records.of(incoming))  # a list against it; without a list, the register against itself
    model = linking.train()                            # or a model learnt before
    scored = linking.score(model)                      # pairs with their weight in bits; scored.reasons(k) says why
    links = linking.links(scored, model, costs=Costs(wrong=5, missed=1))

A pair's weight is log2 of the odds that it is one unit: 0 is even odds, 10 is a thousand to one. It is the sum of the
odds before any evidence, of one weight for each evidence (nothing for a missing value), and of what a common cause of
different units (one owner, one estate, one household) takes off. A name alone never links, however rare.
Where doubles are few, as in a register against itself, `believed` takes the place of `train`.
Decisions of people are passed as `Decisions(must=…, cannot=…)`: they stand above any weight, are never asked again,
and the model learns from them.

Deterministic: the same tables give the same weights and links, whatever the order of their rows but for rounding.
"""

from hamahang.methods.linkage.comparing import LEVELS
from hamahang.methods.linkage.deciding import Costs
from hamahang.methods.linkage.evaluating import Evaluation, Mistake, Point, Quality, evaluate
from hamahang.methods.linkage.linking import Decisions, Linking, Reason, Register, Scored, UnknownRow
from hamahang.methods.linkage.model import Model
from hamahang.methods.linkage.records import EVIDENCE, FIELDS, DuplicatedId, Evidence, Records
from hamahang.methods.linkage.saying import say

__all__ = [
    "EVIDENCE",
    "FIELDS",
    "LEVELS",
    "Costs",
    "Decisions",
    "DuplicatedId",
    "Evaluation",
    "Evidence",
    "Linking",
    "Mistake",
    "Model",
    "Point",
    "Quality",
    "Reason",
    "Records",
    "Register",
    "Scored",
    "UnknownRow",
    "evaluate",
    "say",
]
