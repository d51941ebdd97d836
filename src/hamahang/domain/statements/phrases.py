"""Numbers as texts write them: digits, words and both, scales that multiply or are shared, halves and tenths.

A phrase is the longest stretch of tokens that says one number. What a number is (a count, a year, an article of a law)
is decided later, by what stands around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from hamahang.domain.statements import english, numerals
from hamahang.domain.statements.numberwords import (
    ENGLISH_SCALES,
    HALF,
    HUNDREDS,
    NAMES_OF_PARTS,
    ONES,
    ORDINALS,
    PARTS,
    SMALL,
    TENS,
    may_be_ranked,
)  # fmt: skip
from hamahang.domain.statements.numberwords import SCALES as PERSIAN_SCALES
from hamahang.domain.statements.periodwords import MONTHS
from hamahang.domain.statements.tokens import GLUED, JOINED, LATIN, NEW_LINE, NUMERAL, SPACED, Token

SCALES = PERSIAN_SCALES | {word: scale for word, scale in ENGLISH_SCALES.items() if word != "hundred"}
PRECISION = 80
MOST_SCALES = 3
AND = "و"
DROPPED_WORD, SPLIT, HALF_OF = "dropped_word", "two_numbers", "half_of_one"
Others = tuple[tuple[Decimal, str], ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number and the tokens that say it, from first up to last, not with it.

    value: None where two readings are as likely; others: further readings, each with its reason
    coefficient and scale: what the number is a multiple of, for «۵ تا ۱۰ هزار», in which the first shares the scale
    until: the upper end, for «پنج شش نفر»
    """

    first: int
    last: int
    value: Decimal | None
    others: Others = ()
    coefficient: Decimal | None = None
    scale: int = 1
    shape: str = "words"
    until: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Term:
    """A coefficient with its scales. step: what is added to it must be smaller."""

    last: int
    value: Decimal | None
    coefficient: Decimal | None
    scale: int
    step: int
    others: Others = ()
    shape: str = "words"
    is_spelled: bool = False
    until: Decimal | None = None


def find_phrases(tokens: Sequence[Token]) -> list[Phrase]:
    """Return the numbers of a text in order; each token belongs to one at most."""
    found: list[Phrase] = []
    at, count = 0, len(tokens)
    with localcontext(prec=PRECISION):
        while at < count:
            phrase = phrase_at(tokens, at) if may_begin(tokens[at]) else None
            if phrase is None:
                at += 1
                continue
            found.append(phrase)
            at = phrase.last
    return found


BEGINNERS = frozenset({*SMALL, *SCALES, *ORDINALS, HALF, "اول"})


def may_begin(token: Token) -> bool:
    """Return whether a number may begin with a token."""
    if token.kind == NUMERAL:
        return True
    if token.kind == LATIN:
        return token.text in english.WORDS
    return token.text in BEGINNERS


def phrase_at(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Return the number that begins at a token."""
    if tokens[at].kind == LATIN:
        said = english.number_at(tokens, at)
        return Phrase(at, said.last, said.value, coefficient=said.value, shape=said.shape) if said else None
    if tokens[at].text == "اول":
        is_rank = may_be_ranked([token.text for token in tokens[max(at - 2, 0) : at]])
        is_rank = is_rank or (at > 0 and tokens[at - 1].text == "(" and _is_month(tokens, at + 1))
        return Phrase(at, at + 1, Decimal(1), shape="ordinal") if is_rank else None
    if tokens[at].text in ORDINALS:
        return Phrase(at, at + 1, Decimal(ORDINALS[tokens[at].text]), shape="ordinal")
    term = _term(tokens, at)
    if term is None:
        return None
    return _with_ordinal(tokens, _sum(tokens, at, term))


def _at(tokens: Sequence[Token], at: int) -> str:
    """Return the word at a place that goes on with the number before it, nothing at the end or a new line."""
    return tokens[at].text if at < len(tokens) and tokens[at].gap != NEW_LINE else ""


# --- one term ---


def _term(tokens: Sequence[Token], at: int) -> _Term | None:
    """Read a coefficient and its scales: «۲۹۱۰ هزار میلیارد», «سیصد», «دو و نیم میلیون», «میلیارد»."""
    head = _coefficient(tokens, at)
    if head is None:
        return None
    last, scale, lowest = head.last, 1, 0
    if tokens[at].text in SCALES and last == at:
        head = replace(head, value=Decimal(1), coefficient=Decimal(1))
    for _ in range(MOST_SCALES):
        word = tokens[at].text if last == at else _at(tokens, last)
        if word not in SCALES or (last > at and tokens[last].gap == JOINED and _at(tokens, last + 1) == "ها"):
            break
        scale *= SCALES[word]
        lowest, last = SCALES[word], last + 1
    if not lowest:
        return head if last > at else None
    value = None if head.value is None else head.value * scale
    others = tuple((other * scale, why) for other, why in _likely(head, scale))
    until = None if head.until is None else head.until * scale
    return _Term(last, value, head.coefficient, scale, scale, others, head.shape, is_spelled=True, until=until)


def _likely(head: _Term, scale: int) -> Others:
    """Drop the reading of «۱۲.۳۴۵ میلیارد» as thousands: before a scale a point begins decimals."""
    return tuple((other, why) for other, why in head.others if why != "thousands" or scale == 1)


def _coefficient(tokens: Sequence[Token], at: int) -> _Term | None:
    """Read what stands before the scales."""
    token = tokens[at]
    if token.kind == NUMERAL:
        return _half_after(tokens, _numeral(tokens, at))
    if token.text == HALF:
        return _Term(at + 1, Decimal("0.5"), Decimal("0.5"), 1, 1)
    if token.text in SCALES:
        return _Term(at, None, None, 1, 1)
    if token.text in SMALL:
        return _half_after(tokens, _part_of(tokens, _small(tokens, at)))
    return None


def _numeral(tokens: Sequence[Token], at: int) -> _Term:
    """Read digits, and digits in groups of three set apart by spaces."""
    numeral = tokens[at].numeral or numerals.plain(tokens[at].text)
    last, digits = at + 1, numeral.digits
    if numeral.shape == numerals.PLAIN and len(digits) <= 3 and digits[0] != "0":
        while last < len(tokens) and _is_group(tokens, last):
            digits += tokens[last].text
            last += 1
    if last > at + 1 and (last >= len(tokens) or tokens[last].text not in ("/", "-")):
        value = Decimal(digits)
        return _Term(last, value, value, 1, 1, shape=numerals.GROUPED)
    term = _Term(at + 1, numeral.value, numeral.value, 1, 1, numeral.others, numeral.shape)
    return _part_of(tokens, term)


def _is_group(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return token.kind == NUMERAL and token.gap == SPACED and len(token.text) == 3 and token.text.isdigit()


def _part_of(tokens: Sequence[Token], term: _Term) -> _Term:
    """Read «پنج دهم» and «۲۵ صدم»."""
    word = _at(tokens, term.last)
    if word not in PARTS or term.value is None or term.value * PARTS[word] >= 1 or _is_month(tokens, term.last + 1):
        return term
    value = term.value * PARTS[word]
    return _Term(term.last + 1, value, value, 1, 1, shape="decimal", is_spelled=True)


def _is_month(tokens: Sequence[Token], at: int) -> bool:
    return _at(tokens, at) in MONTHS


def _half_after(tokens: Sequence[Token], term: _Term) -> _Term:
    """Read «یک و نیم» and «۲ و سه دهم» where they stand before a scale or a unit."""
    after = term.last + (_at(tokens, term.last) == AND)
    if after == term.last and not (_at(tokens, after) == HALF and tokens[after].gap in (GLUED, JOINED)):
        return term
    if term.value is None or term.coefficient is None or term.shape == "decimal":
        return term
    if _at(tokens, after) == HALF:
        value = term.value + Decimal("0.5")
        return replace(term, last=after + 1, value=value, coefficient=value, shape="decimal", is_spelled=True)
    if after < len(tokens) and (tokens[after].text in SMALL or tokens[after].kind == NUMERAL):
        part = _numeral(tokens, after) if tokens[after].kind == NUMERAL else _part_of(tokens, _small(tokens, after))
        if part.shape == "decimal" and part.is_spelled and part.value is not None:
            value = term.value + part.value
            return replace(term, last=part.last, value=value, coefficient=value, shape="decimal", is_spelled=True)
    return term


# --- words below a thousand ---


def _small(tokens: Sequence[Token], at: int) -> _Term:
    """Read words below a thousand, with and without «و»: «سیصد و چهل و دو», «بیست پنج», «سی صد», «پنج شش»."""
    value, last = SMALL[tokens[at].text], at + 1
    if 1 <= value <= 9 or value == 30:
        value, last = _hundreds(tokens, at, value)
    step = _step(value)
    while step > 1:
        joined = _at(tokens, last) == AND
        word = _at(tokens, last + joined)
        added = SMALL.get(word, 0)
        if not 0 < added < step or (added < 10 and step == 100 and not joined):
            break
        if joined and _begins_higher(tokens, last + 1):
            break
        value, last, step = value + added, last + 1 + joined, _step(added)
    until, last = _until(tokens, last, value)
    amount = Decimal(value)
    return _Term(last, amount, amount, 1, _step(value), is_spelled=True, until=until)


def _begins_higher(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word after «و» is the beginning of a larger number: «صد و سی صد»."""
    return _at(tokens, at + 1) == "صد" and SMALL.get(_at(tokens, at), 0) in (*range(3, 10), 30)


def _hundreds(tokens: Sequence[Token], at: int, value: int) -> tuple[int, int]:
    """Read «سی صد», «هفت صد», «یک صد»: the hundreds written apart."""
    if _at(tokens, at + 1) == "صد" and value != 2:
        return (3 if value == 30 else value) * 100, at + 2
    return value, at + 1


def _step(value: int) -> int:
    if value >= 100:
        return 100 if value % 100 == 0 else _step(value % 100)
    return 10 if value >= 20 and value % 10 == 0 else 1


def _until(tokens: Sequence[Token], last: int, value: int) -> tuple[Decimal | None, int]:
    """Read the second of two neighbouring numbers: «پنج شش نفر», «ده پانزده», «بیست سی»."""
    word = _at(tokens, last)
    after = SMALL.get(word)
    if after is None or _at(tokens, last + 1) == AND:
        return None, last
    ones = value in range(1, 10) and word in ONES and after == value + 1
    tens = word in TENS and value % 10 == 0 and value >= 20 and after == value + 10 and value < 100
    teens = (value, after) in ((10, 15), (10, 12), (15, 20), (10, 20))
    hundreds = word in HUNDREDS and value % 100 == 0 and value >= 100 and after == value + 100
    return (Decimal(after), last + 1) if ones or tens or teens or hundreds else (None, last)


# --- terms added up ---


def _sum(tokens: Sequence[Token], first: int, term: _Term) -> Phrase:
    """Add up terms joined by «و»: each smaller than the step of the one before, or all sharing the last scale."""
    terms, total = [term], term
    while True:
        half = _half_of_scale(tokens, total)
        if half is not None:
            total = half
            break
        following = _next_term(tokens, total)
        if following is None:
            break
        added = _added(total, following, terms)
        if added is None:
            break
        terms.append(following)
        total = added
    others = total.others
    if len(terms) > 1:
        others += _dropped(terms, total)
    is_scaled = len(terms) > 1
    return Phrase(
        first, total.last, total.value, others,
        coefficient=None if is_scaled else total.coefficient,
        scale=1 if is_scaled else total.scale, shape=terms[0].shape, until=total.until,
    )  # fmt: skip


def _half_of_scale(tokens: Sequence[Token], total: _Term) -> _Term | None:
    """Read «دو میلیون و نیم»: half of the scale; after a number without scale it is half of one."""
    after = total.last + (_at(tokens, total.last) == AND)
    if after == total.last or _at(tokens, after) != HALF or total.value is None:
        return None
    if total.scale == 1 and total.shape == "decimal":
        return None
    half = Decimal(total.step if total.scale > 1 and total.step == total.scale else 1) / 2
    return replace(total, last=after + 1, value=total.value + half, coefficient=None)


def _next_term(tokens: Sequence[Token], total: _Term) -> _Term | None:
    """Return the term that goes on with a number: after «و», or bare after a scale."""
    if total.until is not None or total.value is None:
        return None
    if _at(tokens, total.last) == AND:
        at = total.last + 1 + (_at(tokens, total.last + 1) == AND and total.scale > 1)  # «۸۲ هزارو و ۶۱۲ میلیارد»
    elif total.scale > 1 and total.last < len(tokens) and tokens[total.last].gap in (SPACED, JOINED, GLUED):
        at = total.last
    else:
        return None
    if at >= len(tokens) or tokens[at].gap == NEW_LINE or tokens[at].text == HALF:
        return None
    term = (
        _term(tokens, at)
        if tokens[at].kind == NUMERAL or tokens[at].text in SMALL or tokens[at].text in SCALES
        else None
    )
    if term is None or term.value is None or term.until is not None:
        return None
    if at == total.last and (term.shape != "words" and term.scale == 1 and total.step != 1000):
        return None
    return term


def _added(total: _Term, term: _Term, terms: list[_Term]) -> _Term | None:
    """Return the sum with one more term; None if the term is a number of its own."""
    if total.value is None or term.value is None:
        return None
    is_bare_digits = not total.is_spelled and total.scale == 1
    if is_bare_digits or term.shape in (numerals.DATE, numerals.CLOCK, numerals.YEAR_PAIR, numerals.LABEL):
        return None
    if term.value < total.step:
        step = term.step if term.is_spelled else 1
        scale = term.scale if term.scale > 1 else total.scale
        value = total.value + term.value
        return replace(total, last=term.last, value=value, step=step, scale=scale, coefficient=None, is_spelled=True)
    return _shared(total, term, terms)


def _shared(total: _Term, term: _Term, terms: list[_Term]) -> _Term | None:
    """Read a scale that all terms share: «یک میلیون و ۴۶۰ هزار و ۹۵۴ میلیارد» is 1,460,954 milliards."""
    before = terms[-1]
    if before.scale == 10**6 and term.scale == 10**12 and len(terms) == 1 and total.value and term.value:
        value = total.value * 10**9 + term.value  # «۷ میلیون و ۸۳۰ هزار میلیارد»
        return replace(total, last=term.last, value=value, coefficient=None, scale=term.scale, step=term.step)
    if (
        total.value is None
        or term.coefficient is None
        or before.scale != 1000
        or term.scale <= max(each.scale for each in terms)
    ):
        return None
    if not term.coefficient < 1000 or (term.scale < 10**9 and total.value >= 10_000 and term.coefficient < 100):
        return None  # «۵۰۰ هزار و ۳ میلیون» are two numbers
    value = (total.value + term.coefficient) * term.scale
    return replace(total, last=term.last, value=value, coefficient=None, scale=term.scale, step=term.scale)


def _dropped(terms: list[_Term], total: _Term) -> Others:
    """Return the reading with a word put back: «سه میلیون و ۶۵۰ تن» is likely 3,650,000."""
    last, before = terms[-1], terms[-2]
    if total.value is None or last.value is None or last.scale != 1 or before.scale < 10**6:
        return ()
    if not (100 <= last.value < 1000 and last.value == last.value.to_integral_value()):
        return ()
    return ((total.value + last.value * (before.scale // 1000 - 1), DROPPED_WORD),)


def _with_ordinal(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """Read «بیست و سوم», «۲۳م», «۱۰ میلیاردمین», «یک سوم»: a place in an order, or a part."""
    word = _at(tokens, phrase.last)
    if phrase.value is None:
        return phrase
    if word in ("م", "ام", "مین", "امین", "ُم") and tokens[phrase.last].gap in (GLUED, JOINED):
        return replace(phrase, last=phrase.last + 1, shape="ordinal")
    if word in ORDINALS and ORDINALS[word] >= 10**3 and ORDINALS[word] in SCALES.values() and word not in PARTS:
        return replace(phrase, last=phrase.last + 1, value=phrase.value * ORDINALS[word], shape="ordinal")
    if word == AND and _at(tokens, phrase.last + 1) in ORDINALS:
        added = ORDINALS[_at(tokens, phrase.last + 1)]
        if added < _step(int(phrase.value)) if phrase.value < 1000 else added < 1000:
            return replace(phrase, last=phrase.last + 2, value=phrase.value + added, shape="ordinal")
    return _as_fraction(tokens, phrase, word)


def _as_fraction(tokens: Sequence[Token], phrase: Phrase, word: str) -> Phrase:
    value, of = phrase.value, NAMES_OF_PARTS.get(word, 0)
    if value is None or not 0 < value < of or value != value.to_integral_value():
        return phrase
    if _is_month(tokens, phrase.last + 1) or (tokens[phrase.last].gap == GLUED and phrase.shape != "words"):
        return phrase
    return replace(phrase, last=phrase.last + 1, shape="fraction", coefficient=value, scale=of)
