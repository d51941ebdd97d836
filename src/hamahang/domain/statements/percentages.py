"""Percentages of a text that are not those of its own figures, or not the same in two places."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from hamahang.domain.statements.claims import Claim, Reading
from hamahang.domain.statements.contradicting import MONEY, MOST, NEAR, Contradiction, exact, said
from hamahang.domain.text import Text

REALISED = frozenset({"paid", "executed", "realised", "created", "registered", "confirmed", "opened", "restarted"})
OF_ANYTHING = frozenset({"realisation", "commitment"})  # what a percentage may be of that names no thing
MONEYS = frozenset({"facility", "credit", "grant", "absorption"})
OF_A_WHOLE = OF_ANYTHING | {"facility", "credit", "absorption", "resolution", "project", "job", "request"}
# «۲۴ درصد کل تسهیلات کشور», «۷۴ درصد آنها», «۷۹ درصد شغل‌های ثبت‌شده», «۱۴ درصد به صنعت رسید»: what others have too,
# what was counted last, and for what a part of it was
OF_OTHERS = re.compile(
    r"(?:\s*(?:درصد|٪|percent|%))?(?:[^.؛،]{0,40}(?:کشور|country|nation)|\s*(?:از\s)?(?:این|آن|ان)(?:ها)?\b"
    r"|\s*[^\s]{1,30}(?:\s?های?)?\s[^\s]{1,30}[\s\u200c]شده\b|\s*(?:به|برای|مربوط|صرف|متعلق|سهم)\s)"
)


PERCENT = Text(
    fa="{part} از {whole} برابر {true} درصد است، ولی متن {said} درصد می‌گوید.",
    en="{part} of {whole} is {true} percent, but the text says {said} percent.",
)


def percents(reading: Reading) -> Iterator[Contradiction]:
    """Find percentages that are not those of the part and the whole beside them."""
    for at, claim in enumerate(reading.claims):
        share = exact(claim)
        if (
            share is None
            or claim.unit != "percent"
            or claim.measure not in ("share", "level")
            or not _is_of_whole(reading, claim)
        ):
            continue
        near = [
            each for each in reading.claims[max(at - MOST, 0) : at + 4] if abs(each.sentence - claim.sentence) < NEAR
        ]
        pairs = _pairs(near, claim)
        if not _is_in_brackets(reading, claim):
            pairs = (pair for pair in pairs if _is_of(claim, *pair))
        ratios = [
            (part, whole, (exact(part) or Decimal(0)) / (exact(whole) or Decimal(1)) * 100) for whole, part in pairs
        ]
        if not ratios or any(_agrees(share, ratio, claim) for _, _, ratio in ratios):
            continue
        part, whole, ratio = min(ratios, key=lambda each: abs(each[2] - share))
        if abs(ratio - share) <= 25:  # farther off it is most likely of something else
            yield said(
                "percent", (whole, part, claim), PERCENT,
                part=exact(part) or Decimal(0), whole=exact(whole) or Decimal(0), true=ratio, said=share,
            )  # fmt: skip


def _is_of_whole(reading: Reading, claim: Claim) -> bool:
    if OF_OTHERS.match(reading.text, claim.end):
        return False
    return _is_in_brackets(reading, claim) or claim.counted in OF_A_WHOLE or claim.state in REALISED


def _is_in_brackets(reading: Reading, claim: Claim) -> bool:
    return reading.text[max(claim.start - 2, 0) : claim.start].strip() == "("


def _is_of(claim: Claim, whole: Claim, part: Claim) -> bool:
    """Return whether a percentage may be of a pair of figures: it names what they count, some money, or no thing.

    One of a county or a bank of its own is of what that one has: «گچساران با ۱۰۸ درصد», «بانک سپه با جذب ۶۹ درصد».
    """
    is_elsewhere = claim.is_place_given and claim.place_code != part.place_code
    if is_elsewhere or (claim.agency is not None and claim.agency not in (whole.agency, part.agency)):
        return False
    if claim.counted in OF_ANYTHING | {whole.counted, part.counted}:
        return True
    return claim.counted in MONEYS and whole.unit in MONEY


def _pairs(near: Sequence[Claim], claim: Claim) -> Iterator[tuple[Claim, Claim]]:
    """Yield whole and part: two figures of one thing, of which the second is what was done of the first."""
    amounts = [each for each in near if each.unit != "percent" and exact(each) is not None and each is not claim]
    for index, whole in enumerate(amounts):
        for part in amounts[index + 1 :]:
            same = whole.unit == part.unit and (
                whole.counted == part.counted or part.noun == whole.noun or whole.unit in MONEY
            )
            if (
                same
                and _is_of_one_time(whole, part)
                and part.state in REALISED
                and whole.state != part.state
                and (exact(whole) or 0) > 0
            ):
                yield whole, part


def _is_of_one_time(whole: Claim, part: Claim) -> bool:
    """Return whether a part may be of its whole's time: not of another year."""
    ends = [reach.last if (reach := claim.dated()) else None for claim in (whole, part)]
    if ends[1] is None or ends[0] == ends[1]:
        return True
    return ends[0] is not None and ends[0] >= ends[1]


def _agrees(share: Decimal, ratio: Decimal, claim: Claim) -> bool:
    """Return whether a printed percentage may be the rounded or cut-off ratio."""
    step = Decimal(1).scaleb(min(int(share.as_tuple().exponent), 0))
    return abs(share - ratio) < step


BASES = Text(
    fa="برای {amount} یک بار {one} درصد و یک بار {other} درصد گفته شده است.",
    en="For {amount} the text says {one} percent in one place and {other} percent in another.",
)


def bases(reading: Reading) -> Iterator[Contradiction]:
    """Find one amount that is said to be two different percentages of what was due."""
    by_amount: defaultdict[Decimal, list[Claim]] = defaultdict(list)
    for at, claim in enumerate(reading.claims):
        if claim.unit != "percent" or exact(claim) is None or not _is_of_whole(reading, claim):
            continue
        before = next((each for each in reversed(reading.claims[max(at - 3, 0) : at]) if each.unit != "percent"), None)
        amount = exact(before) if before is not None and before.sentence == claim.sentence else None
        if amount is not None and amount >= 100:
            by_amount[amount].append(claim)
    for amount, claims in by_amount.items():
        for one, other in pairwise(claims):
            first, second = exact(one) or Decimal(0), exact(other) or Decimal(0)
            if first != second and one.counted == other.counted and one.sentence != other.sentence:
                yield said("two_figures", (one, other), BASES, amount=amount, one=first, other=second)
