"""What each number of a text is: a count, a day, a year, an article of a law, a telephone, a place in an order.

Only counts, money, shares and measures can be claims; everything else is kept with its kind, and never counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hamahang.domain import calendar
from hamahang.domain.statements import lexicon, numerals
from hamahang.domain.statements.lexicon import Hit, Hits
from hamahang.domain.statements.lookalikes import Lookalikes, join_dashed
from hamahang.domain.statements.numberwords import NUMBER_WORDS, SCALES
from hamahang.domain.statements.periodwords import ENDS, GREGORIAN, MONTHS, MONTHS_EN, ORDINALS, SEASONS
from hamahang.domain.statements.phrases import Phrase
from hamahang.domain.statements.tokens import GLUED, JOINED, LATIN, NEW_LINE, NUMERAL, WORD, Token

COUNT, ONE, YEAR, DATE, TIME, ORDINAL, FRACTION, LABEL, SCORE, PHONE, ID, VAGUE = (
    "count", "one", "year", "date", "time", "ordinal", "fraction", "label", "score", "phone", "id", "vague",
)  # fmt: skip
MOST_ESTATES = 20  # of one name
BETWEEN_NAMES = frozenset({"در", "از", "با", "به", "،", "و", "که", "را", "است", "استان", "دارای", ":", "(", "این"})
MEASURED = frozenset({"درصد", "نفر", "هکتار", "مگاوات", "کیلومتر", "تن"})  # «تا پایان سال ۹۰ درصد اعتبارات»
GREGORIAN_MONTHS = frozenset(GREGORIAN | MONTHS_EN)
DIGITS_OF_ID = 10
NEAR = 15  # years between a text and the end of a year it names by two digits
LINKS = frozenset({"و", "،", ",", "تا", "الی", "-", "and", "to", "یا"})


THESE = frozenset({"این", "ان", "هر", "همین"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text with what it is. phrase.first and phrase.last are its tokens."""

    phrase: Phrase
    kind: str

    @property
    def first(self) -> int:
        return self.phrase.first

    @property
    def last(self) -> int:
        return self.phrase.last


class Classifier:
    """Tells the kind of each number of one text."""

    def __init__(self, tokens: Sequence[Token], hits: Hits, day: date) -> None:
        self.tokens, self.hits, self.year = tokens, hits, calendar.jalali(day)[0]
        self.lookalikes = Lookalikes(tokens, hits)
        self.ending: dict[str, dict[int, Hit]] = {}
        for table in ("labels", "names"):
            self.ending[table] = {}
            for hit in hits[table].values():
                kept = self.ending[table].get(hit.last)
                if kept is None or hit.first < kept.first:
                    self.ending[table][hit.last] = hit

    def text(self, at: int) -> str:
        """Return the word at a place, nothing outside the text."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def figures(self, phrases: Sequence[Phrase]) -> list[Figure]:
        """Return the numbers with their kinds, in order."""
        named = {at for hit in self.hits["names"].values() for at in range(hit.first, hit.last)}
        found: list[Figure] = []
        for phrase in join_dashed(self.tokens, phrases):
            if phrase.first in named or self.lookalikes.is_verb(phrase) or self.lookalikes.holds(phrase):
                continue
            before = found[-1] if found else None
            found.append(Figure(phrase, self._kind(phrase, before)))
        return found

    def _digits(self, phrase: Phrase) -> str:
        return "".join(token.text for token in self.tokens[phrase.first : phrase.last])

    # --- what a number is ---

    def _kind(self, phrase: Phrase, before: Figure | None) -> str:
        token = self.tokens[phrase.first]
        by_shape = self._by_shape(phrase)
        if by_shape:
            return by_shape
        if self.text(phrase.first - 1) == "%":
            return COUNT  # «%۵۰ واحدها»
        if token.kind == NUMERAL:
            kind = self._of_digits(phrase, before)
            if kind:
                return kind
        for rule in (self._day, self._year, self._time, self._label):
            kind = rule(phrase, before)
            if kind:
                return kind
        if self._is_score(phrase, before):
            return SCORE
        if self.text(phrase.first - 1) == "(" and self.text(phrase.first - 2) == "همت" and token.text in SCALES:
            return LABEL  # «۴۰ همت (هزار میلیارد تومان)» says the unit again
        return ONE if token.text == "یک" and phrase.last == phrase.first + 1 else COUNT

    def _by_shape(self, phrase: Phrase) -> str:
        shapes = {
            "ordinal": ORDINAL, "fraction": FRACTION, "phone": PHONE, numerals.CLOCK: TIME, numerals.YEAR_PAIR: YEAR,
        }  # fmt: skip
        if phrase.shape == "ordinal" and self._is_month(phrase.last) and self.text(phrase.first - 1) != "نیمه":
            return DATE
        if phrase.shape in (numerals.DATE, numerals.LABEL):
            return DATE if phrase.shape == numerals.DATE else LABEL
        return shapes.get(phrase.shape, "")

    def _of_digits(self, phrase: Phrase, before: Figure | None) -> str:
        digits = self._digits(phrase)
        is_single = phrase.last == phrase.first + 1
        if is_single and digits.isdigit():
            has_unit = self.lookalikes.is_counted(phrase.last)
            if digits[0] == "0" and len(digits) >= 7:
                return PHONE
            if len(digits) >= DIGITS_OF_ID and not has_unit:
                return PHONE if digits[0] == "0" else ID
            if digits[0] == "0" and len(digits) > 1:
                # «۰۲» after «سال» is a year, and a day or month may have a zero ahead
                return self._year(phrase, before) or self._day(phrase, before) or LABEL
        if self._is_latin_label(phrase):
            return LABEL
        return ""

    def _is_latin_label(self, phrase: Phrase) -> bool:
        """Return whether digits belong to a name: «CX-7», «A12», «کووید-۱۹»."""
        token, before = self.tokens[phrase.first], self.tokens[phrase.first - 1] if phrase.first else None
        if before is None:
            return False
        if before.kind == LATIN and token.gap in (GLUED, JOINED):
            return True
        is_dash = before.text in ("-", "+") and before.gap == GLUED and token.gap == GLUED and phrase.first > 1
        return is_dash and self.tokens[phrase.first - 2].kind in (LATIN, WORD)

    def _is_month(self, at: int) -> bool:
        if at >= len(self.tokens) or self.tokens[at].gap == NEW_LINE:
            return False
        word = self.tokens[at].text
        if word not in MONTHS and word not in GREGORIAN_MONTHS:
            return False
        # «مه» is fog, «دی» and «مهر» may be names; after a day they are months
        return word not in ("می", "مه") or self.text(at + 1).isdigit()

    def _day(self, phrase: Phrase, before: Figure | None) -> str:
        if phrase.value is None or not 1 <= phrase.value <= 31 or phrase.value != phrase.value.to_integral_value():
            return ""
        if self._is_month(phrase.last):
            return DATE
        after = phrase.last + (self.text(phrase.last) == "ام" or self.text(phrase.last) in ORDINALS)
        if after > phrase.last and self._is_month(after + (self.text(after) == "of")):
            return DATE
        if self.text(phrase.last) in ("و", "تا", "الی", "،") and self._is_day_of_next(phrase):
            return DATE
        is_after_month = self._is_month(phrase.first - 1) and self.text(phrase.first - 1) in GREGORIAN_MONTHS
        return DATE if is_after_month and self.tokens[phrase.first - 1].kind == LATIN else ""

    def _is_day_of_next(self, phrase: Phrase) -> bool:
        """Return whether «۱۰ و ۱۱ تیر», «۱۰ تا ۱۲ تیر» begins here."""
        return self.text(phrase.last + 1).isdigit() and self._is_month(phrase.last + 2)

    def _year(self, phrase: Phrase, before: Figure | None) -> str:
        value = phrase.value
        if (
            value is None
            or value != value.to_integral_value()
            or phrase.scale != 1
            or (phrase.others and phrase.shape != "slash")
        ):
            return ""
        number, word = int(value), self.text(phrase.first - 1)
        if not self._may_be_year(phrase, number):
            return ""
        if word == "با" and self._is_in_list_of_with(phrase, before):
            return ""
        if self._follows_year_word(phrase) or self._follows_month(phrase) or self._follows_day(phrase, before):
            return YEAR
        if (
            before is not None
            and before.kind == YEAR
            and self._is_linked(before, phrase)
            and self._is_like_year(phrase, before)
            and not self._is_after_year(before, phrase)
        ):
            return YEAR
        if word in ("دهه", "پایان", "اواخر", "اوایل") and number >= 10 and not self.lookalikes.is_counted(phrase.last):
            return YEAR
        return YEAR if self._is_bare_year(phrase, number) else ""

    def _is_in_list_of_with(self, phrase: Phrase, before: Figure | None) -> bool:
        """Return whether a number is the next of a list: «کشاورزی با ۹۰۰ شغل، صنعت با ۱۳۸۰ و راه با ۷۰۰ شغل»."""
        is_next = before is not None and before.kind == COUNT and self.text(before.first - 1) == "با"
        return is_next and self.text(phrase.last) in ("و", "،") and self.text(phrase.first - 2) != "مقایسه"

    def _may_be_year(self, phrase: Phrase, number: int) -> bool:
        if 1250 <= number <= 1450 or 1800 <= number <= 2100:
            return phrase.shape in (numerals.PLAIN, "words")
        is_short = number < 100 and phrase.shape in (numerals.PLAIN, "words")
        return is_short and (number >= calendar.NEW_CENTURY or self._digits(phrase)[:1] == "0")

    def _follows_year_word(self, phrase: Phrase) -> bool:
        at = phrase.first - 1
        if self.text(at) in ("های", "ها") or self.text(at) in (
            "مالی",
            "زراعی",
            "تحصیلی",
            "ابی",
            "میلادی",
            "شمسی",
            "خورشیدی",
        ):
            at -= 1
        if self.text(at) == "بودجه" and len(self._digits(phrase)) == 4:
            return True  # «قانون بودجه ۱۴۰۲»
        if self.text(at) not in ("سال", "سالهای", "سنه", "year", "years"):
            return (
                self.tokens[at].kind == LATIN
                and self.text(at) in ("in", "since", "by")
                and len(self._digits(phrase)) == 4
            )
        if int(phrase.value or 0) >= 1800 and phrase.last in self.hits["counted"]:
            return False  # «تا پایان سال ۲۰۰۰ شغل»
        if self.text(at - 1) in ENDS and (self._is_past_count(phrase) or self.text(phrase.last) in MEASURED):
            return False
        before = self.text(at - 1)
        return not (before in ("هر", "همین", "چند", "این", "ان") or before.isdigit() or before in NUMBER_WORDS)

    def _is_past_count(self, phrase: Phrase) -> bool:
        """Return whether the year would be far off, and what is counted follows: «تا پایان سال ۸۰ واحد»."""
        number = int(phrase.value or 0)
        if len(self._digits(phrase)) > 2 or phrase.last not in self.hits["counted"]:
            return False
        return abs(calendar.whole_year(f"{number:02d}") - self.year) > NEAR

    def _follows_month(self, phrase: Phrase) -> bool:
        at = phrase.first - 1
        for word in ("سال", "ماه"):
            if self.text(at) == word:
                at -= 1
        if at < 0 or (self.text(at) in ("می", "مه") and self.tokens[at].kind == WORD):
            return False
        if (
            len(self._digits(phrase)) < 4
            and self.text(phrase.first - 1) != "سال"
            and self.lookalikes.is_counted(phrase.last)
            and not (self.text(phrase.last) == "برابر" and self._is_before_number(phrase.last + 1))
        ):
            return self.text(phrase.last).endswith("ها") or self.text(phrase.last + 1) in ("ها", "های")
        is_month = self.text(at) in MONTHS or self.text(at) in GREGORIAN_MONTHS or self.text(at) in SEASONS
        return (is_month and (phrase.value or 0) >= 32) or (is_month and len(self._digits(phrase)) == 4)

    def _follows_day(self, phrase: Phrase, before: Figure | None) -> bool:
        """Return whether a number is the year of «July 1, 2011»: a day after its month stands before it."""
        if before is None or before.kind != DATE or self.text(before.first - 1) not in GREGORIAN_MONTHS:
            return False
        between = [self.text(at) for at in range(before.last, phrase.first)]
        return [word for word in between if word not in ORDINALS] in ([], ["،"], [","])

    def _is_linked(self, before: Figure, phrase: Phrase) -> bool:
        return phrase.first - before.last == 1 and self.text(before.last) in LINKS

    def _is_after_year(self, before: Figure, phrase: Phrase) -> bool:
        """Return whether a count begins after the one year of «تا پایان سال ۹۷، ۹۹ جواز صادر شد»."""
        is_one = self.text(before.first - 1) == "سال" and self.text(before.last) == "،"
        return is_one and len(self._digits(phrase)) < 4 and self.lookalikes.is_counted(phrase.last)

    def _is_like_year(self, phrase: Phrase, before: Figure) -> bool:
        same_length = len(self._digits(phrase)) == len(self._digits(before.phrase))
        return same_length or (not self.lookalikes.is_counted(phrase.last))

    def _is_bare_year(self, phrase: Phrase, number: int) -> bool:
        """Return whether four digits that name nothing counted are a year: «(۱۳۹۰)», «از ۱۳۸۵ تا ۱۳۹۰»."""
        if len(self._digits(phrase)) != 4 or not (1300 <= number <= 1450 or 1900 <= number <= 2100):
            return False
        at = phrase.last
        sign = self.hits["comparators"].get(at)
        if at in self.hits["units"] or (sign is not None and not self._is_before_number(sign.last)):
            return False
        if at in self.hits["counted"]:
            return False
        if self.text(phrase.first - 1) in ("به", "تعداد", "حدود", "از", "بر") and self._is_measured_later(phrase):
            return False
        return 1350 <= number <= 1420 or self.text(at) in ("میلادی", "شمسی", "خورشیدی")

    def _is_before_number(self, at: int) -> bool:
        """Return whether a number stands at a place, a «با» before it: «در تابستان ۸۹ برابر با ۱۳ درصد»."""
        return any(self.text(n)[:1].isdigit() or self.text(n) in NUMBER_WORDS for n in (at, at + 1))

    def _is_measured_later(self, phrase: Phrase) -> bool:
        """Return whether «از ۱۳۵۰ به ۱۴۰۰ نفر» goes on with a unit."""
        at = phrase.last + 2
        return self.text(phrase.last) in ("به", "تا", "و") and at in self.hits["units"]

    def _time(self, phrase: Phrase, before: Figure | None) -> str:
        word, value = self.text(phrase.first - 1), phrase.value
        if value is None or value > 24 or value != value.to_integral_value():
            is_minutes = before is not None and before.kind == TIME and self.text(phrase.last) in ("دقیقه",)
            return TIME if is_minutes else ""
        if word == "ساعت" or (word == "حدود" and self.text(phrase.first - 2) == "ساعت"):
            return TIME
        if before is not None and before.kind == TIME and self._is_linked(before, phrase):
            return TIME
        return (
            TIME if self.text(phrase.last) in ("صبح", "عصر", "بامداد", "شب", "بعدازظهر", "ظهر") and value <= 12 else ""
        )

    def _is_in_name(self, phrase: Phrase) -> bool:
        """Return whether a number is of a name: «شهرک صنعتی سنندج ۴ در …», «شرکت تعاونی ۳۹۸۴ ذوب آهن»."""
        value, first = phrase.value, phrase.first
        if value is None or phrase.last != first + 1 or self.lookalikes.is_counted(phrase.last):
            return False
        if self.text(first - 1) in ("تعاونی", "شرکت") and 100 <= value < 10_000:
            return self.tokens[first].kind == NUMERAL and self._is_word(phrase.last)
        near = range(first - 1, max(first - 5, -1), -1)
        at = next((at for at in near if self.text(at) in ("صنعتی", "شهرک", "ناحیه")), -1)
        if at < 0:
            return False
        words = {self.text(n) for n in range(at + 1, first)}
        is_estate = {self.text(at - 1), self.text(at)} & {"شهرک", "ناحیه"}
        return (
            bool(is_estate)
            and value < MOST_ESTATES
            and not words & BETWEEN_NAMES
            and (
                self._is_word(phrase.last) or self.tokens[first].gap == GLUED  # «شهرک بوشهر۲»
            )
        )

    def _is_word(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind == WORD and self.text(at) not in ("و", "،", "تا", "الی")

    def _label(self, phrase: Phrase, before: Figure | None) -> str:
        at = phrase.first
        if self.text(at - 1) in (":", "(", "-") and self.tokens[at].gap != NEW_LINE:
            at -= 1
        hit = self.ending["labels"].get(at) if self.text(at - 1) != "بندی" else None  # «اولویت‌بندی ۷۸۱ معدن»
        if hit is None and self._is_in_name(phrase):
            return LABEL
        if hit is None:
            linked = (
                before is not None
                and before.kind in ("article", "page", "label", "id", "phone")
                and self._is_linked(before, phrase)
            )
            return before.kind if linked and before is not None and not self.lookalikes.is_counted(phrase.last) else ""
        row = lexicon.rows("labels")[hit.row]
        if row["strength"] == "strong":
            return self._strong(phrase, hit, row["kind"], at)
        is_of_this = self.text(hit.first - 1) in THESE
        if row["strength"] == "unit":
            is_measured = phrase.scale > 1 or phrase.last in self.hits["units"]
            return "" if is_measured or is_of_this else row["kind"]
        is_of_city = self.text(phrase.last) in ("شهر", "شهرداری") and phrase.scale == 1  # «ناحیه ۴ شهر اصفهان»
        if at != phrase.first or (self.lookalikes.is_counted(phrase.last) and not is_of_city) or is_of_this:
            return ""
        if (
            self.tokens[hit.first].text in ("ناحیه", "شهرک", "منطقه")
            and hit.first > 0
            and self.tokens[hit.first - 1].kind == NUMERAL
        ):
            return ""
        return row["kind"]

    def _strong(self, phrase: Phrase, hit: Hit, kind: str, at: int) -> str:
        word = self.text(hit.first)
        is_counted = self.lookalikes.is_counted(phrase.last)
        if kind == "id" and (phrase.scale > 1 or (word not in ("شماره", "کد") and is_counted)):
            return ""
        if kind == "phone" and at == phrase.first and is_counted:
            return ""
        if kind == LABEL and is_counted and (self.text(hit.first - 1) in THESE or self._is_money(phrase.last)):
            return ""  # «تا این مرحله ۶۰ درصد», «قیمت پایه ۱٫۸ همت»
        # «بند ۲۰ نفر» is not, «قانون ۲۰ ماده دارد» neither
        if kind == "article" and word in ("قانون", "جزء", "اصل", "اصلی") and self.lookalikes.is_counted(phrase.last):
            return ""
        return kind

    def _is_money(self, at: int) -> bool:
        hit = self.hits["units"].get(at)
        return hit is not None and lexicon.rows("units")[hit.row]["dimension"] in ("money", "foreign")

    def _is_score(self, phrase: Phrase, before: Figure | None) -> bool:
        if (
            self.text(phrase.last) == "بر"
            and self.text(phrase.last + 1).isdigit()
            and len(self.text(phrase.last + 1)) <= 2
        ):
            return True
        return before is not None and before.kind == SCORE and self.text(phrase.first - 1) == "بر"
