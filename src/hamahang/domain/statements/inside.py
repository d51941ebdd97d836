"""Contradictions within one text, from its claims alone: sums, percentages, parts and wholes, means, headline and body.

A contradiction is raised only where both sides are exact and said of the same thing: a wrong accusation is worse than
a miss.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from hamahang.domain.statements.claims import Claim, Reading, Span
from hamahang.domain.statements.contradicting import MONEY, MOST, NEAR, Contradiction, exact, said
from hamahang.domain.statements.normalising import normalise
from hamahang.domain.statements.percentages import bases, percents
from hamahang.domain.text import Text

LONGEST_TITLE = 160  # letters of a headline
EXHAUSTIVE = (frozenset({"active", "inactive"}), frozenset({"executed", "not_executed"}), frozenset({"paid", "unpaid"}))
STOCKS = frozenset(
    {"estate", "zone", "mine", "unit", "processing_unit", "worker", "job", "licence", "permit", "resolution", "session"}
)
# «گفت:» begins no list of parts
INCLUDING = re.compile(r"شامل|عبارت|=|(?<!گفت)(?<!افزود)(?<!داشت)(?<!کرد)(?<!شد) ?:|including|comprising")
OF_THESE = re.compile(r"از این|of these|of which|\bآن\b")
COUNTIES = re.compile("شهرستان ?\u200c?ها|counties")
REST = re.compile("بقیه|مابقی|سایر|باقی|the rest|the others")
FURTHER = re.compile("دیگر|همچنین|علاوه|نیز|other|also|another")
WORDS = re.compile("[\u0620-\u065f\u066e-\u06d3a-z]{3,}")
ALIKE = Decimal("0.6")


def contradictions(reading: Reading) -> tuple[Contradiction, ...]:
    """Return the contradictions of a text, in the order of their first figure, each pair of figures once."""
    found: dict[tuple[Span, ...], Contradiction] = {}
    for rule in (_sums, _parts_above, percents, bases, _means, _headline, _two_figures):
        for each in rule(reading):
            found.setdefault(each.spans, each)
    return tuple(sorted(found.values(), key=lambda each: each.spans))


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
        if exact(whole) is None or whole.measure != "level":
            continue
        parts: list[Claim] = []
        for part in claims[at + 1 : at + 1 + MOST]:
            if part.sentence > whole.sentence + NEAR - 1:
                break
            if (
                not _is_same_kind(whole, part)
                or part.modality != whole.modality
                or exact(part) is None
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
        total, added = exact(whole) or Decimal(0), sum((exact(part) or Decimal(0) for part in parts), Decimal(0))
        has_rest = REST.search(
            reading.text, parts[-1].end, max(parts[-1].end, reading.sentences[parts[-1].sentence][1])
        )
        if is_all and whole.state is None and added != total and not (has_rest and added < total):
            yield said("sum", (whole, *parts), SUM, sum=added, whole=total)


def _parts_above(reading: Reading) -> Iterator[Contradiction]:
    for whole, parts in _wholes(reading):
        total = exact(whole) or Decimal(0)
        if not _is_whole(reading, whole, parts[0]):
            continue
        for part in parts:
            value = exact(part) or Decimal(0)
            if value > total:
                yield said("part_above_whole", (whole, part), ABOVE, part=value, whole=total)


def _is_whole(reading: Reading, claim: Claim, part: Claim) -> bool:
    """Return whether a text says that a figure is one of which parts follow: «از ۴۷۸ واحد …», «در مجموع»."""
    before = reading.text[max(claim.start - 16, 0) : claim.start].rstrip()
    if re.search(r"(?:^|\s)(?:از|مجموع|کل|of)(?: (?:مجموع|کل|all))?$", before):
        return claim.state is None or claim.sentence == part.sentence  # «از سه واحد بازدید کرد. … ۶۴ واحد فعال است»
    just_before = reading.text[max(claim.end, part.start - 60) : part.start]
    at = bisect_left(reading.claims, claim.start, key=lambda each: each.start)
    near = (each for each in reading.claims[max(at - MOST, 0) : at + MOST] if each.sentence == claim.sentence)
    is_of_list = claim.sentence != part.sentence and sum(each.unit == each.counted for each in near) > 1
    return not is_of_list and ("از این" in just_before or "of these" in just_before)


# --- means ---


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
            value = exact(whole)
            if value is not None and whole not in parts and not min(bounds) <= value <= max(bounds):
                yield said("mean", (whole, *parts[:6]), MEAN, whole=value, low=min(bounds), high=max(bounds))


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
        rivals = [claim for claim in body if _rivals(claim, title, value) and not _is_partsaid(reading, claim)]
        if rivals and not _adds_up(rivals, value):
            yield said("headline", (title, *rivals[:3]), HEADLINE, title=value)


def _is_partsaid(reading: Reading, claim: Claim) -> bool:
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
    if claim.is_place_given and title.is_place_given and claim.place_code != title.place_code:
        return False  # «۶۸ درصد مصوبات کشور» in the body
    if its == value and claim.unit != title.unit and claim.counted in STOCKS and title.counted in STOCKS:
        return True
    return (
        _is_same_kind(claim, title)
        and claim.state == title.state
        and (title.counted in STOCKS or _is_money(title))
        and not claim.is_former
    )


def _is_money(claim: Claim) -> bool:
    return claim.unit in MONEY


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
        if exact(claim) is not None:
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
                    yield said(
                        "two_figures", (one, two), TWO, one=exact(one) or Decimal(0), other=exact(two) or Decimal(0)
                    )


def _content(reading: Reading, claim: Claim) -> frozenset[str]:
    """Return the words of a claim's sentence; none if it speaks of a further thing of the same kind."""
    start, end = reading.sentences[claim.sentence]
    text = normalise(reading.text[max(start, claim.start - 200) : min(end, claim.end + 200)]).text
    return frozenset() if FURTHER.search(text) else frozenset(WORDS.findall(text))


def _is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= 4 and Decimal(shared) / len(one | other) >= ALIKE
