"""Contradictions within one text, from its claims alone: sums, percentages, parts and wholes, means, headline and body.

A contradiction is raised only where both sides are exact and said of the same thing: a wrong accusation is worse than
a miss.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from hamahang.domain.money import say_number
from hamahang.domain.statements.claims import Claim, Reading, Span
from hamahang.domain.statements.normalising import normalise
from hamahang.domain.text import Text

NEAR = 3  # sentences in which a part may follow its whole
LONGEST_TITLE = 160  # letters of a headline
MOST = 12  # claims after a whole that are looked at
EXHAUSTIVE = (frozenset({"active", "inactive"}), frozenset({"executed", "not_executed"}), frozenset({"paid", "unpaid"}))
REALISED = frozenset({"paid", "executed", "realised", "created", "registered", "confirmed", "opened", "restarted"})
OF_A_WHOLE = frozenset(
    {"absorption", "realisation", "commitment", "facility", "credit", "resolution", "project", "job", "request"}
)
STOCKS = frozenset(
    {"estate", "zone", "mine", "unit", "processing_unit", "worker", "job", "licence", "permit", "resolution", "session"}
)
# «گفت:» begins no list of parts
INCLUDING = re.compile(r"شامل|عبارت|=|(?<!گفت)(?<!افزود)(?<!داشت)(?<!کرد)(?<!شد) ?:|including|comprising")
OF_THESE = re.compile(r"از این|of these|of which|\bآن\b")
COUNTIES = re.compile("شهرستان ?\u200c?ها|counties")
FURTHER = re.compile("دیگر|همچنین|علاوه|نیز|other|also|another")
WORDS = re.compile("[\u0620-\u065f\u066e-\u06d3a-z]{3,}")
ALIKE = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two or more figures of a text that cannot all be right. spans: their characters in the text as given.

    kind: sum, part_above_whole, percent, mean, headline, two_figures
    """

    kind: str
    spans: tuple[Span, ...]
    message: Text


def contradictions(reading: Reading) -> tuple[Contradiction, ...]:
    """Return the contradictions of a text, in the order of their first figure, each pair of figures once."""
    found: dict[tuple[Span, ...], Contradiction] = {}
    for rule in (_sums, _parts_above, _percents, _bases, _means, _headline, _two_figures):
        for each in rule(reading):
            found.setdefault(each.spans, each)
    return tuple(sorted(found.values(), key=lambda each: each.spans))


def _said(kind: str, claims: Sequence[Claim], message: Text, **numbers: Decimal) -> Contradiction:
    shown = {
        name: Text(fa=say_number(_plain(value), "fa"), en=say_number(_plain(value), "en"))
        for name, value in numbers.items()
    }
    return Contradiction(kind, tuple((claim.start, claim.end) for claim in claims), message.format(**shown))


def _plain(value: Decimal) -> Decimal | int:
    return int(value) if value == value.to_integral_value() else value.quantize(Decimal("0.1")).normalize()


def _exact(claim: Claim) -> Decimal | None:
    """Return the value of a claim that says one figure for sure."""
    sure = claim.comparator == "=" and claim.low is not None and claim.low == claim.high and not claim.is_former
    return claim.low if sure and claim.modality != "denied" else None


def _is_same_kind(one: Claim, other: Claim) -> bool:
    return (one.counted, one.unit, one.measure) == (other.counted, other.unit, other.measure)


# --- wholes and parts ---


SUM = Text(
    fa="جمع بخش‌ها {sum} می‌شود، ولی متن {whole} می‌گوید.",
    en="The parts add up to {sum}, but the text says {whole}.",
)
ABOVE = Text(fa="بخش ({part}) از کل ({whole}) بزرگ‌تر است.", en="The part ({part}) is larger than the whole ({whole}).")


def _wholes(reading: Reading) -> Iterator[tuple[Claim, list[Claim]]]:
    """Yield each whole with the parts that follow it: the same thing in several states."""
    claims = reading.claims
    for at, whole in enumerate(claims):
        if _exact(whole) is None or whole.measure != "level":
            continue
        parts: list[Claim] = []
        for part in claims[at + 1 : at + 1 + MOST]:
            if part.sentence > whole.sentence + NEAR - 1:
                break
            if (
                not _is_same_kind(whole, part)
                or part.modality != whole.modality
                or _exact(part) is None
                or (part.is_place_given and part.place_code != whole.place_code)
            ):
                continue
            if parts and part.sentence != parts[0].sentence:
                break
            if part.state is None or part.state == whole.state or any(part.state == each.state for each in parts):
                break
            parts.append(part)
        if parts:
            yield whole, parts


def _sums(reading: Reading) -> Iterator[Contradiction]:
    for whole, parts in _wholes(reading):
        states = {part.state for part in parts}
        between = reading.text[whole.end : parts[0].start]
        is_all = any(family <= states for family in EXHAUSTIVE) or (len(parts) > 1 and INCLUDING.search(between))
        total, added = _exact(whole) or Decimal(0), sum((_exact(part) or Decimal(0) for part in parts), Decimal(0))
        if is_all and whole.state is None and added != total:
            yield _said("sum", (whole, *parts), SUM, sum=added, whole=total)


def _parts_above(reading: Reading) -> Iterator[Contradiction]:
    for whole, parts in _wholes(reading):
        total = _exact(whole) or Decimal(0)
        if not _is_whole(reading, whole, parts[0]):
            continue
        for part in parts:
            value = _exact(part) or Decimal(0)
            if value > total:
                yield _said("part_above_whole", (whole, part), ABOVE, part=value, whole=total)


def _is_whole(reading: Reading, claim: Claim, part: Claim) -> bool:
    """Return whether a text says that a figure is one of which parts follow: «از ۴۷۸ واحد …», «در مجموع»."""
    before = reading.text[max(claim.start - 16, 0) : claim.start].rstrip()
    if re.search(r"(?:^|\s)(?:از|مجموع|کل|of)(?: (?:مجموع|کل|all))?$", before):
        return True
    just_before = reading.text[max(claim.end, part.start - 60) : part.start]
    at = bisect_left(reading.claims, claim.start, key=lambda each: each.start)
    near = (each for each in reading.claims[max(at - MOST, 0) : at + MOST] if each.sentence == claim.sentence)
    is_of_list = claim.sentence != part.sentence and sum(each.unit == each.counted for each in near) > 1
    return not is_of_list and ("از این" in just_before or "of these" in just_before)


# --- percentages ---


PERCENT = Text(
    fa="{part} از {whole} برابر {true} درصد است، ولی متن {said} درصد می‌گوید.",
    en="{part} of {whole} is {true} percent, but the text says {said} percent.",
)


def _percents(reading: Reading) -> Iterator[Contradiction]:
    for at, claim in enumerate(reading.claims):
        said = _exact(claim)
        if (
            said is None
            or claim.unit != "percent"
            or claim.measure not in ("share", "level")
            or not _is_of_whole(reading, claim)
        ):
            continue
        near = [
            each for each in reading.claims[max(at - MOST, 0) : at + 4] if abs(each.sentence - claim.sentence) < NEAR
        ]
        pairs = list(_pairs(near, claim))
        ratios = [
            (part, whole, (_exact(part) or Decimal(0)) / (_exact(whole) or Decimal(1)) * 100) for whole, part in pairs
        ]
        if not ratios or any(_agrees(said, ratio, claim) for _, _, ratio in ratios):
            continue
        part, whole, ratio = min(ratios, key=lambda each: abs(each[2] - said))
        if abs(ratio - said) <= 25:  # farther off it is most likely of something else
            yield _said(
                "percent", (whole, part, claim), PERCENT,
                part=_exact(part) or Decimal(0), whole=_exact(whole) or Decimal(0), true=ratio, said=said,
            )  # fmt: skip


def _is_of_whole(reading: Reading, claim: Claim) -> bool:
    is_in_brackets = reading.text[max(claim.start - 2, 0) : claim.start].strip() == "("
    return is_in_brackets or claim.counted in OF_A_WHOLE or claim.state in REALISED


def _pairs(near: Sequence[Claim], claim: Claim) -> Iterator[tuple[Claim, Claim]]:
    """Yield whole and part: two figures of one thing, of which the second is what was done of the first."""
    amounts = [each for each in near if each.unit != "percent" and _exact(each) is not None and each is not claim]
    for index, whole in enumerate(amounts):
        for part in amounts[index + 1 :]:
            same = whole.unit == part.unit and (
                whole.counted == part.counted or part.noun == whole.noun or whole.unit in ("rial", "toman", "hemmat")
            )
            if (
                same
                and _is_of_one_time(whole, part)
                and part.state in REALISED
                and whole.state != part.state
                and (_exact(whole) or 0) > 0
            ):
                yield whole, part


def _is_of_one_time(whole: Claim, part: Claim) -> bool:
    """Return whether a part may be of its whole's time: not of another year."""
    ends = [reach.last if (reach := claim.dated()) else None for claim in (whole, part)]
    if ends[1] is None or ends[0] == ends[1]:
        return True
    return ends[0] is not None and ends[0] >= ends[1]


def _agrees(said: Decimal, ratio: Decimal, claim: Claim) -> bool:
    """Return whether a printed percentage may be the rounded or cut-off ratio."""
    step = Decimal(1).scaleb(min(int(said.as_tuple().exponent), 0))
    return abs(said - ratio) < step


BASES = Text(
    fa="برای {amount} یک بار {one} درصد و یک بار {other} درصد گفته شده است.",
    en="For {amount} the text says {one} percent in one place and {other} percent in another.",
)


def _bases(reading: Reading) -> Iterator[Contradiction]:
    """Find one amount that is said to be two different percentages of what was due."""
    by_amount: defaultdict[Decimal, list[Claim]] = defaultdict(list)
    for at, claim in enumerate(reading.claims):
        if claim.unit != "percent" or _exact(claim) is None or not _is_of_whole(reading, claim):
            continue
        before = next((each for each in reversed(reading.claims[max(at - 3, 0) : at]) if each.unit != "percent"), None)
        amount = _exact(before) if before is not None and before.sentence == claim.sentence else None
        if amount is not None and amount >= 100:
            by_amount[amount].append(claim)
    for amount, claims in by_amount.items():
        for one, other in pairwise(claims):
            first, second = _exact(one) or Decimal(0), _exact(other) or Decimal(0)
            if first != second and one.counted == other.counted and one.sentence != other.sentence:
                yield _said("two_figures", (one, other), BASES, amount=amount, one=first, other=second)


MEAN = Text(
    fa="میانگین ({whole}) بیرون از بازهٔ بخش‌هایش است: {low} تا {high}.",
    en="The mean ({whole}) lies outside its parts: {low} to {high}.",
)


def _means(reading: Reading) -> Iterator[Contradiction]:
    """Find a rate of a province that no weighting of its counties' rates can give."""
    rates: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        if (
            claim.unit == "percent"
            and claim.low is not None
            and claim.high is not None
            and claim.measure in ("share", "level")
        ):
            rates[claim.counted, claim.modality].append(claim)
    for claims in rates.values():
        parts = [claim for claim in claims if _is_of_counties(reading, claim)]
        bounds = [end for claim in parts for end in (claim.low, claim.high) if end is not None]
        if len(parts) < 3 and not any(claim.comparator == "between" for claim in parts):
            continue
        for whole in claims:
            value = _exact(whole)
            if value is not None and whole not in parts and not min(bounds) <= value <= max(bounds):
                yield _said("mean", (whole, *parts[:6]), MEAN, whole=value, low=min(bounds), high=max(bounds))


def _is_of_counties(reading: Reading, claim: Claim) -> bool:
    if claim.is_place_given and (claim.place_code or "").startswith("county"):
        return True
    start, end = reading.sentences[claim.sentence]
    return claim.comparator == "between" and COUNTIES.search(normalise(reading.text[start:end]).text) is not None


# --- headline and body ---


HEADLINE = Text(
    fa="تیتر {title} می‌گوید، ولی در متن این رقم دربارهٔ همان چیز نیست.",
    en="The headline says {title}, but the body does not say this figure of the same thing.",
)


def _headline(reading: Reading) -> Iterator[Contradiction]:
    line = reading.text.lstrip().find("\n")
    if line < 0:
        return
    stop = line + len(reading.text) - len(reading.text.lstrip())
    title_line = reading.text[:stop].strip()
    if title_line.endswith((".", "؛", "،")) or len(title_line) > LONGEST_TITLE:
        return
    body = [claim for claim in reading.claims if claim.start > stop]
    for title in (claim for claim in reading.claims if claim.start < stop):
        value = title.low if title.low is not None else title.high
        if (
            value is None
            or title.modality == "denied"
            or not body
            or any(_confirms(claim, title, value) for claim in body)
        ):
            continue
        rivals = [claim for claim in body if _rivals(claim, title, value) and not _is_part_said(reading, claim)]
        if rivals and not _adds_up(rivals, value):
            yield _said("headline", (title, *rivals[:3]), HEADLINE, title=value)


def _is_part_said(reading: Reading, claim: Claim) -> bool:
    """Return whether a figure is said to be part of another: «از این میزان ۱۷۰۰ شغل آن …», «۷۳ واحد از این مجموعه»."""
    around = reading.text[max(claim.start - 60, 0) : claim.start], reading.text[claim.end : claim.end + 30]
    return any(OF_THESE.search(text) for text in around)


def _confirms(claim: Claim, title: Claim, value: Decimal) -> bool:
    """Return whether a claim of the body says what the headline does, rounded as headlines round."""
    if claim.unit != title.unit or (claim.counted != title.counted and not _is_money(title)):
        return False
    its = claim.low if claim.low is not None else claim.high
    if its is None:
        return False
    if claim.counted != title.counted and its != value:
        return False
    if title.comparator in (">", ">=", "~"):
        return value * Decimal("0.95") <= its <= value * Decimal("1.2")
    step = Decimal(10) ** (len(str(int(value))) - len(str(int(value)).rstrip("0"))) if value >= 1000 else Decimal(1)
    return its == value or (
        value > 1000 and (abs(its - value) <= value / 50 or value <= its < value + min(step, value))
    )


def _rivals(claim: Claim, title: Claim, value: Decimal) -> bool:
    its = claim.low if claim.low is not None else claim.high
    if claim.modality != title.modality:
        return False
    if its == value and claim.unit != title.unit and claim.counted in STOCKS and title.counted in STOCKS:
        return True
    return (
        _is_same_kind(claim, title)
        and claim.state == title.state
        and (title.counted in STOCKS or _is_money(title))
        and not claim.is_former
    )


def _is_money(claim: Claim) -> bool:
    return claim.unit in ("rial", "toman", "hemmat")


def _adds_up(claims: Sequence[Claim], value: Decimal) -> bool:
    return len(claims) > 1 and sum((claim.low or Decimal(0) for claim in claims), Decimal(0)) == value


# --- one thing, two figures ---


TWO = Text(
    fa="برای یک چیز دو رقم گفته شده است: {one} و {other}.",
    en="Two figures are said of one thing: {one} and {other}.",
)


def _two_figures(reading: Reading) -> Iterator[Contradiction]:
    groups: defaultdict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        if _exact(claim) is not None:
            period = (reach.first, reach.last) if (reach := claim.dated()) else None
            groups[
                claim.counted, claim.unit, claim.measure, claim.state, claim.place_code, period, claim.modality,
                claim.programme, claim.sector,
            ].append(claim)  # fmt: skip
    for claims in groups.values():
        words = [_content(reading, claim) for claim in claims]
        for at in range(len(claims)):
            for other in range(at + 1, min(at + 6, len(claims))):
                one, two = claims[at], claims[other]
                if one.sentence != two.sentence and one.low != two.low and _is_alike(words[at], words[other]):
                    yield _said(
                        "two_figures", (one, two), TWO, one=_exact(one) or Decimal(0), other=_exact(two) or Decimal(0)
                    )


def _content(reading: Reading, claim: Claim) -> frozenset[str]:
    """Return the words of a claim's sentence; none if it speaks of a further thing of the same kind."""
    start, end = reading.sentences[claim.sentence]
    text = normalise(reading.text[max(start, claim.start - 200) : min(end, claim.end + 200)]).text
    return frozenset() if FURTHER.search(text) else frozenset(WORDS.findall(text))


def _is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= 4 and Decimal(shared) / len(one | other) >= ALIKE
