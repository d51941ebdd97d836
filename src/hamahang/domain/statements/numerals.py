"""What a run of digits and signs says: thousands, decimals, days, times, and what could be two of them.

«12/345», «2/15» and «12٫345» can be read in two ways: both readings are kept, and a rule says which one stands first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

RUN = r"[0-9]+(?:(?:[.,،٬٫/:']|/ | ٬ )[0-9]+)*"
GROUPS = re.compile(r"[1-9][0-9]{0,2}(?P<sign>[,،٬.'٫])[0-9]{3}(?:(?P=sign)[0-9]{3})*")
GROUPS_AND_PART = re.compile(r"(?P<whole>[0-9]{1,3}(?:[,،٬'][0-9]{3})+)(?P<sign>[./٫,])(?P<part>[0-9]{1,6})")
DOTTED_AND_PART = re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+)(?P<sign>[,،٫/])(?P<part>[0-9]{1,2})")
SLASHED_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:/[0-9]{3}){2,}")
DECIMAL = re.compile(r"(?P<whole>[0-9]+)(?P<sign>[.٫,،])(?P<part>[0-9]+)")
SLASH = re.compile(r"(?P<whole>[0-9]+)/(?P<part>[0-9]+)")
TIME = re.compile(r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?")
DAY = re.compile(r"(?P<a>[0-9]{1,4})(?P<sign>[/.])(?P<b>[0-9]{1,2})(?P=sign)(?P<c>[0-9]{1,4})")
YEARS = re.compile(r"1[34][0-9]{2}/(?:1[34][0-9]{2}|[0-9]{2})")
DIGITS = re.compile(r"[0-9]+")
LONG = 40  # digits that are a number to nobody
WINDOW = 64  # letters of a run that one numeral can have

PLAIN, GROUPED, PART, TURNED, DATE, CLOCK, YEAR_PAIR, LABEL = (
    "plain", "grouped", "decimal", "slash", "date", "time", "years", "label",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a run of digits says. value None: both candidates are as likely. others: further readings with a reason."""

    shape: str
    value: Decimal | None
    others: tuple[tuple[Decimal, str], ...] = ()
    digits: str = field(default="", compare=False)

    @property
    def has_zero_ahead(self) -> bool:
        """Whether it begins with a zero that a count would not have."""
        return self.shape == PLAIN and len(self.digits) > 1 and self.digits[0] == "0"


Piece = tuple[int, int, Numeral]


def read_run(run: str) -> tuple[Piece, ...]:
    """Return the numerals of a run of digits and signs, each with where it begins and ends in the run."""
    return _remembered(run) if len(run) <= WINDOW else tuple(_pieces(run))


@lru_cache(maxsize=4096)
def _remembered(run: str) -> tuple[Piece, ...]:
    return tuple(_pieces(run))


def _pieces(run: str) -> Iterator[Piece]:
    at = 0
    while (found := DIGITS.search(run, at)) is not None:
        at = found.start()
        window = run[at : max(found.end(), at + WINDOW)]
        end, numeral = _first(window, is_rest=at + len(window) >= len(run))
        yield at, at + end, numeral
        at += end


def _first(window: str, *, is_rest: bool) -> tuple[int, Numeral]:
    """Return the numeral that begins a window and its length: the whole of it, or «12،500» of «12،500،7»."""
    whole = _whole(window) if is_rest else None
    if whole is not None:
        return len(window), whole
    signs = [found.start() for found in re.finditer(r"[^0-9]", window[:WINDOW])]
    for at in reversed(signs[1:5]):
        numeral = _whole(window[:at]) if window[at + 1 : at + 2].isdigit() else None
        if numeral is not None:
            return at, numeral
    end = signs[0] if signs else len(window)
    return end, plain(window[:end])


def plain(digits: str) -> Numeral:
    """Return what digits without any sign say."""
    return Numeral(PLAIN if len(digits) <= LONG else LABEL, Decimal(digits[:LONG]), digits=digits)


def _whole(run: str) -> Numeral | None:
    if (apart := _set_apart(run)) is not None:
        return apart
    bare = run.replace(" ", "")
    if bare.isdigit():
        return plain(bare)
    for read in (_time, _day, _grouped, _with_part, _slash, _decimal):
        numeral = read(bare)
        if numeral is not None:
            return numeral
    return None


def _time(run: str) -> Numeral | None:
    return Numeral(CLOCK, None, digits=run) if TIME.fullmatch(run) else None


def _day(run: str) -> Numeral | None:
    found = DAY.fullmatch(run)
    if found is None or len(found["a"]) == 3 or len(found["c"]) == 3:
        return None
    first, month, last = int(found["a"]), int(found["b"]), int(found["c"])
    day = last if len(found["a"]) == 4 or (first > 31 and len(found["c"]) <= 2) else first
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Numeral(DATE, None, digits=run)


def _grouped(run: str) -> Numeral | None:
    if SLASHED_GROUPS.fullmatch(run):
        return Numeral(GROUPED, _number(run), digits=run)
    found = GROUPS.fullmatch(run)
    if found is None:
        return None
    value = _number(run)
    signs = sum(not letter.isdigit() for letter in run)
    if found["sign"] in ".٫" and signs == 1:
        straight = Decimal(run.replace("٫", "."))
        if run[-1] == "0":  # nobody writes 2.2 as 2.200
            return Numeral(GROUPED, value, ((straight, "decimal"),), digits=run)
        return Numeral(PART, straight, ((value, "thousands"),), digits=run)
    return Numeral(GROUPED, value, digits=run)


def _with_part(run: str) -> Numeral | None:
    found = GROUPS_AND_PART.fullmatch(run) or DOTTED_AND_PART.fullmatch(run)
    if found is None or found["sign"] in found["whole"]:
        return None
    return Numeral(PART, Decimal(f"{_number(found['whole'])}.{found['part']}"), digits=run)


def _number(run: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9]", "", run))


def _slash(run: str) -> Numeral | None:
    found = SLASH.fullmatch(run)
    if found is None or len(run) > LONG:
        return None
    whole, part = found["whole"], found["part"]
    straight, turned = Decimal(f"{whole}.{part}"), Decimal(f"{part}.{whole}")
    if len(whole) == 4 and YEARS.fullmatch(run):
        return Numeral(YEAR_PAIR, None, digits=run)
    if len(whole) > 3 and len(part) > 3:
        return Numeral(LABEL, None, digits=run)
    return Numeral(TURNED, *_straight_or_turned(whole, part, straight, turned), digits=run)


def _set_apart(run: str) -> Numeral | None:
    """Read «۱/ ۳۲۶۱»: who prints a space after the slash prints the decimals first, 3261.1."""
    whole, _, part = run.partition("/ ")
    if len(whole) > 2 or not len(whole) < len(part) <= 6 or not (whole + part).isdigit() or part[0] == "0":
        return None
    straight, turned = Decimal(f"{whole}.{part}"), Decimal(f"{part}.{whole}")
    return Numeral(TURNED, turned, ((straight, "straight"),), digits=whole + "/" + part)


def _straight_or_turned(
    whole: str, part: str, straight: Decimal, turned: Decimal
) -> tuple[Decimal | None, tuple[tuple[Decimal, str], ...]]:
    """Return the reading that stands, and the others: print turns decimals round, 15.2 appears as 2/15."""
    if whole == "0" or straight == turned or (len(part) > 1 and part[0] == "0"):
        return straight, ()
    if len(whole) > 1 and whole[0] == "0":
        return turned, ()
    if part == "0" and len(whole) > 1:
        return None, ((straight, "straight"), (turned, "turned"))  # 55/0: nobody writes a zero after the point
    if len(part) == 1 and len(whole) > 1:
        return straight, ()  # 24/5: turned it would be 5.24, and few figures are printed with more decimals than wholes
    if len(whole) < len(part):
        return None, ((straight, "straight"), (turned, "turned"))
    return straight, ((turned, "turned"),)


def _decimal(run: str) -> Numeral | None:
    found = DECIMAL.fullmatch(run)
    if found is None or len(run) > LONG:
        return None
    whole, sign, part = found["whole"], found["sign"], found["part"]
    straight = Decimal(f"{whole}.{part}")
    if sign in ".٫":
        return Numeral(PART, straight, digits=run)
    if sign == "،" and (len(part) > 2 or len(whole) > 3):
        return None  # «1392،1395»: two years that nobody put a space between
    if len(part) > 3 or (len(part) == 3 and whole != "0"):
        return None
    return Numeral(PART, straight, ((Decimal(whole + part), "thousands"),) if whole != "0" else (), digits=run)
