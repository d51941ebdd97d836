"""A claim as it is compared: its value in one unit, what it counts, where and for when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.claims import Claim, Reading
from hamahang.domain.statements.normalising import normalise

MONEY, PERCENT, COUNT = "rial", "percent", "count"
TARGETS = frozenset({"target", "promise", "forecast"})
LONGEST_MEANING = 240
LONGEST_PHRASE = 80
AROUND = 120  # letters of a sentence before and after a figure in which cues are looked for


@dataclass(frozen=True, slots=True)
class Said:
    """A figure that a text states, in base units.

    low, high: whole rials, percent, or things; None where open, both None where two readings are as likely
    dimension: rial, percent, or count for everything that is counted or measured one by one
    words: the sentence around the figure, folded, for cues; own: of it what goes from the figure to the next one
    """

    start: int
    end: int
    text: str
    low: Decimal | None
    high: Decimal | None
    dimension: str
    unit: str
    counted: str
    measure: str
    states: tuple[str, ...]
    comparator: str
    place: str
    place_code: str
    first: date | None
    last: date | None
    modality: str
    programme: str
    sector: str
    speaker: str
    words: str
    sentence: int
    is_former: bool
    own: str = ""
    about: str = ""  # the figure with what it counts, as written
    since: date | None = None  # the period that a change is measured against
    until: date | None = None
    others: tuple[tuple[Decimal | None, Decimal | None], ...] = ()  # the bounds of its other readings

    @property
    def exact(self) -> Decimal | None:
        """The value of a claim that says one figure for sure."""
        is_sure = self.comparator == "=" and self.low is not None and self.low == self.high
        return self.low if is_sure and not self.is_former and self.modality != "denied" else None

    @property
    def is_target(self) -> bool:
        """Whether it is said of what is to be."""
        return self.modality in TARGETS

    @property
    def meaning(self) -> str:
        """What the claim is about, apart from its value, place and period: claims of one meaning share a figure."""
        kind = "target" if self.is_target else "done"
        place = "estate" if self.place_code.startswith("estate:") else ""
        parts = (
            self.counted, self.dimension, self.measure, "+".join(sorted(self.states)), self.programme, self.sector,
            kind, place,
        )  # fmt: skip
        return "|".join(parts)[:LONGEST_MEANING]


def said_in(reading: Reading) -> tuple[Said, ...]:
    """Return the claims of a text as they are compared, in their order."""
    return tuple(_said(claim, reading) for claim in reading.claims)


def _said(claim: Claim, reading: Reading) -> Said:
    low, high = claim.in_rials()
    is_money = low is not None or high is not None
    if not is_money:
        low, high = claim.low, claim.high
    is_percent = claim.unit in ("percent", "percentage_point")
    start, end = reading.sentences[claim.sentence]
    around = normalise(reading.text[max(start, claim.start - AROUND) : min(end, claim.end + AROUND)]).text
    following = next((number.start for number in reading.numbers if number.start >= claim.end), end)
    own = normalise(reading.text[claim.start : min(end, following, claim.end + AROUND)]).text
    compared, period = claim.compared_with, claim.dated()
    return Said(
        start=claim.start, end=claim.end, text=claim.text, low=low, high=high,
        dimension=MONEY if is_money else PERCENT if is_percent else COUNT, unit=claim.unit, counted=claim.counted,
        measure=claim.measure, states=_states(claim), comparator=claim.comparator, place=claim.place or "",
        place_code=claim.place_code or "", first=period.first if period else None,
        last=period.last if period else None, modality=claim.modality, programme=claim.programme or "",
        sector=_sector(claim, reading), speaker=claim.speaker or "", words=around, own=own, sentence=claim.sentence,
        is_former=claim.is_former, about=_about(claim, reading), since=compared.first if compared else None,
        until=compared.last if compared else None, others=claim.others_in_rials(),
    )  # fmt: skip


def _about(claim: Claim, reading: Reading) -> str:
    """Return the figure with its noun, where they stand together: «۲۰۰۰ شغل جدید»."""
    first, last = min(claim.start, claim.noun[0]), max(claim.end, claim.noun[1])
    phrase = " ".join(reading.text[first:last].split())
    apart = " ".join(reading.text[slice(*claim.noun)].split())
    return phrase if len(phrase) <= LONGEST_PHRASE else f"{claim.text} {apart}"


def _states(claim: Claim) -> tuple[str, ...]:
    named = (claim.state, *claim.states) if claim.state else claim.states
    return tuple(dict.fromkeys(named))


def _sector(claim: Claim, reading: Reading) -> str:
    """Return the sector that the words of the claim itself name: one elsewhere in the sentence narrows nothing."""
    if not claim.sector:
        return ""
    first, last = claim.noun
    clause = normalise(reading.text[min(first, claim.start) : max(last, claim.end) + 20]).text
    row = next(row for row in lexicon.rows("sectors") if row["code"] == claim.sector)
    names = [normalise(name).text for name in f"{row['fa']}|{row['en']}".split("|") if name]
    return claim.sector if claim.sector != "mining" and any(name in clause for name in names) else ""
