"""What of a claim rests on a weak cue; a claim with too many doubts is shown as unread and not claimed.

Each doubt is a feature of the reading that went wrong more often than others in texts that nobody had seen before:
`docs/reading-statements.md` says how often.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hamahang.domain.statements.claims import Claim, Span, Unread
from hamahang.domain.statements.normalising import normalise
from hamahang.domain.statements.places import COUNTRY

FAR_NOUN, FAR_PERIOD = 50, 120  # letters between a figure and what it counts, its period
CHANGES = frozenset({"increase", "decrease"})
SURE = {
    "promise": ("خواه", "قرار است", "تعهد", "وعده"),
    "target": ("باید", "قرار است", "پیش", "هدف"),
    "forecast": ("باید", "قرار است", "پیش"),
}  # words that leave no doubt of a modality
TOO_MANY = 3
GOES_ON = re.compile(r"(?:نیز|هم) با\s*$")
TAKES_UP = re.compile(r"\s*درصد\s+آن\b")
TAKEN_UP = re.compile(r"این (?:عدد|رقم|تعداد)\b|یعنی\s*$")


def doubted(text: str, claims: Iterable[Claim], sentences: Sequence[Span]) -> tuple[list[Claim], list[Unread]]:
    """Return the claims with their doubts, and those that are too doubtful, as unread."""
    kept: list[Claim] = []
    unread: list[Unread] = []
    every = list(claims)
    places = {claim.place_code for claim in every if claim.place_code}
    for claim in every:
        doubts = tuple(_doubts(text, claim, sentences[claim.sentence], is_among=len(places) > 1))
        if len(doubts) < TOO_MANY:
            kept.append(replace(claim, doubts=doubts) if doubts else claim)
        else:
            unread.append(_as_unread(text, claim))
    return kept, unread


def _doubts(text: str, claim: Claim, sentence: Span, *, is_among: bool) -> Iterable[str]:
    """Yield what is doubtful: what is counted, a change, the place, the modality, the period."""
    first, last = claim.noun
    if claim.unit == "fold" or (claim.unit == "percent" and claim.measure in CHANGES):
        yield "change"  # what grew stands far off more often than not
    elif TAKES_UP.match(text, claim.end) or _takes_up(text, max(sentence[0], last), claim.start):
        pass  # «؛ ۲۲ درصد آن …», «یعنی ۹۱ درصد», «این عدد به …» say themselves that what is counted stands before
    elif max(first - claim.end, claim.start - last) > FAR_NOUN or not sentence[0] <= first < sentence[1]:
        yield "counted"
    if claim.place_code and _is_loose(claim, is_among=is_among):
        yield "place"
    if claim.modality in SURE and _is_weak(text, claim, sentence):
        yield "modality"
    if claim.period is not None and claim.period.text:
        at = text.find(claim.period.text, sentence[0], sentence[1])
        if at < 0 and GOES_ON.search(text, sentence[0], claim.start):
            return  # «تولید شمش نیز با ۳ درصد افزایش …» says itself that it goes on
        if at < 0 or abs(at - claim.start) > FAR_PERIOD:
            yield "period"


def _takes_up(text: str, first: int, last: int) -> bool:
    """Return whether words right before a figure take up what was counted: «و این عدد به ۵۰۰ نفر برسد»."""
    return TAKEN_UP.search(text, max(first, last - FAR_PERIOD), last) is not None


def _is_loose(claim: Claim, *, is_among: bool) -> bool:
    """Return whether a claim has several places, or that of the text though it names others too."""
    code = claim.place_code or ""
    return "," in code or (is_among and (code == COUNTRY or not claim.is_place_given))


def _is_weak(text: str, claim: Claim, sentence: Span) -> bool:
    """Return whether only the present tense, or a word of another clause, says that a figure is yet to come."""
    words = normalise(text[slice(*sentence)]).text
    if any("a" <= letter <= "z" for letter in words[:8]):
        return False  # English says it by its verb
    near = words if claim.modality == "promise" else normalise(text[slice(*claim.clause)]).text
    return not any(word in near for word in SURE[claim.modality])


def _as_unread(text: str, claim: Claim) -> Unread:
    return Unread(
        claim.start, claim.end, claim.text, claim.low, claim.high, claim.unit, claim.comparator,
        text[slice(*claim.noun)], "doubtful",
    )  # fmt: skip
