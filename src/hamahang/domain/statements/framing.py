"""What frames a period: «تا پایان», «از ابتدای», «نسبت به» before it, «تاکنون» after it."""

from dataclasses import replace
from datetime import date

from hamahang.domain import calendar
from hamahang.domain.statements.periodwords import BEGINNINGS, COMPARED, ENDS, MONTHS, SEASONS, UNTIL, Period, months
from hamahang.domain.statements.thesame import TheSame
from hamahang.domain.statements.tokens import NEW_LINE, NUMERAL, SIGN, WORD

MORE = frozenset({"بیشتر", "کمتر", "بالاتر", "پایینتر"})
SAME = 60  # words after a period in which «مدت مشابه» means its days
FAR_UNTIL = 16  # words between «از ابتدای سال» and «تا پایان آبان»
BEGIN_SINCE = frozenset({"و", "که", "گفت", "افزود", "کرد", "داشت"})
# they take «از» for their own: «پس از تیر», «بخشی از سال»
TAKE_FROM = frozenset(
    {
        "پس", "پیش", "قبل", "بعد", "غیر", "بیش", "بیشتر", "کمتر", "بخشی", "ماه", "روز", "فصل", "هفته", "سپری", "گذشته",
        "شده", "حاکی", "حاصل", "نیمی", "مانده", "باقیمانده",
    }
)  # fmt: skip
ARE = frozenset({"است", "هستند", "اند"})
SHORTER = 330  # days: a year may be what something is of, «صادرات از سال ۹۵»


class Framing(TheSame):
    """Takes in what stands around the periods of one text."""

    def _is_of_its_year(self, before: Period, period: Period) -> bool:
        """Return whether a month goes on with the year of one before: «در فروردین سال گذشته ۳ و در اردیبهشت ۲ وام»."""
        if period.has_year or not before.has_year or before.is_compared or None in (before.first, before.last):
            return False
        is_month = any(self.text(at) in MONTHS.keys() | SEASONS.keys() for at in range(before.at, before.end))
        is_month = is_month or (before.is_same and any(self.text(at) in SEASONS for at in range(period.at, period.end)))
        between = range(before.end, period.at)
        return is_month and len(between) <= SAME and not any(self.text(at) in (".", "؛") for at in between)

    def _framed(self, period: Period) -> Period:
        """Take in «تا پایان», «از ابتدای», «نسبت به» before a period."""
        at, first, last, is_until, is_since = period.at, period.first, period.last, False, False
        at -= 2 * (self.text(at - 1) == "اداری" and self.text(at - 2) in ("وقت", "ساعت"))  # «وقت اداری ۲۵ مهر»
        word = self.text(at - 1)
        if word == "of" or word == "the":
            at -= 1
            word = self.text(at - 1)
            if word == "of":
                at, word = at - 1, self.text(at - 2)
        if word == "افق" or (word in ("فعالیت", "کار") and self.text(at - 2) in BEGINNINGS):
            at, word = at - 1, self.text(at - 2)  # «تا افق ۱۴۱۰», «از ابتدای فعالیت دولت سیزدهم»
        edge = ""
        is_first = word in BEGINNINGS and (word != "اول" or self.text(at - 2) in ("از", "تا"))
        if word in ENDS or is_first:
            edge, at = ("end" if word in ENDS else "beginning"), at - 1
        if edge and self.text(at - 1) == "the":
            at -= 1
        at -= self.text(at - 1) == "به" and self.text(at - 2) == "منتهی"
        before = self.text(at - 1)
        if self._says_until(at):
            is_from = self.text(at - 2) in BEGINNINGS and self.text(at - 3) == "از"  # «از ابتدا تا پایان خرداد»
            first = months(calendar.jalali(last)[0], 1, 1)[0] if is_from and last is not None else None
            at, is_until = at - 1 - 2 * is_from, not is_from
            last = period.first if edge == "beginning" else last
        elif edge == "end":
            first = last
        elif edge == "beginning":
            is_since = before == "از"
            at, first, last = (at - 1, first, self._latest(first)) if is_since else (at, first, first)
        elif before == "since" or (before == "از" and (self._is_open(period) or self._is_since(period))):
            at, last, is_since = at - 1, self._latest(first), True
        end = self._past_now(period.end)
        last = self._until_now(first, last) if end > period.end or self._is_gone(at) else last
        return replace(
            period, at=at, end=end, first=first, last=last, is_until=is_until, is_since=is_since,
            is_compared=self._is_compared(at, end),
        )  # fmt: skip

    def _says_until(self, at: int) -> bool:
        before = self.text(at - 1)
        if before == "as":
            return self.text(at) == "of"  # the «of» of «as of 1 July 2011» is taken in already
        if before == "به":
            return self.text(at - 2) == "تا" and self.text(at) in ("امروز", "حال")  # «تا به امروز»
        return before in UNTIL and not (before == "تا" and self.text(at - 2) == "از")

    def _until_now(self, first: date | None, last: date | None) -> date | None:
        """Return the end of «امسال تاکنون»."""
        return self.day if first is not None and last is not None and first <= self.day else last

    def _latest(self, first: date | None) -> date | None:
        return self.day if first is None or first <= self.day else None

    def _is_open(self, period: Period) -> bool:
        """Return whether «از سال ۸۵» means from then on: said with «تاکنون», or «به بعد»."""
        return self.text(period.end) == "به" or self._past_now(period.end) > period.end

    def _is_since(self, period: Period) -> bool:
        """Return whether «از تیر امسال ۱۲۰ فقره …» means from then on: nothing before takes «از» for its own."""
        if period.first is None or period.first > self.day or period.last is None:
            return False
        if self._is_state_since(period):
            return True
        if period.last >= self.day or any(self.text(at) == "تا" for at in range(period.at, period.end)):
            return False  # «از ۵ تا ۸ آذر»
        at = period.at - 2
        before = self.tokens[at] if at >= 0 else None
        begins = before is None or before.kind == SIGN or before.text in BEGIN_SINCE
        begins = begins or self.tokens[at + 1].gap == NEW_LINE
        is_part = (period.last - period.first).days < SHORTER and period.has_year
        has_figure = any(token.kind == NUMERAL for token in self.tokens[max(at - 3, 0) : at + 1])
        begins = begins or (is_part and before is not None and before.text not in TAKE_FROM and not has_figure)
        after = {self.text(period.end), self.text(period.end + 1), self.text(period.end + 2)}
        return begins and not after & (MORE | {"تا", "لغایت", "به", "الی"})

    def _is_state_since(self, period: Period) -> bool:
        """Return whether a period says since when something is as it is: «گاز ۶۵ واحد از دی‌ماه قطع است»."""
        state = self.tokens[period.end] if period.end < len(self.tokens) else None
        is_state = state is not None and state.kind == WORD and state.text not in MORE and not state.text.endswith("تر")
        return is_state and self.text(period.end + 1) in ARE and self.text(period.at - 2) not in TAKE_FROM

    def _is_gone(self, at: int) -> bool:
        """Return whether only what has gone of a year is meant: «در مدت سپری‌شده از امسال»."""
        return [self.text(at - 3), self.text(at - 2), self.text(at - 1)] == ["سپری", "شده", "از"]

    def _since(self, before: Period | None, period: Period) -> Period:
        """Return a period from the beginning that was said before: «از ابتدای سال صدور جواز تا پایان آبان به …»."""
        if before is None or not before.is_since or not period.is_until or period.last is None or before.first is None:
            return period
        between = range(before.end, period.at)
        is_near = len(between) <= FAR_UNTIL and not any(self.text(at) in (".", "؛", "که", ":") for at in between)
        is_one = is_near and before.first <= period.last
        return replace(period, first=before.first, is_until=False) if is_one else period

    def _past_now(self, end: int) -> int:
        if self.text(end) in ("نیز", "هم"):
            return past if (past := self._past_now(end + 1)) > end + 1 else end  # «امسال نیز تا به حال»
        if self.text(end) == "تاکنون":
            return end + 1
        at = end + 1 + (self.text(end + 1) == "به")
        return at + 1 if self.text(end) == "تا" and self.text(at) in ("کنون", "امروز", "حال", "الان") else end

    def _is_compared(self, at: int, end: int) -> bool:
        if self.text(at - 1) == "از" and self.text(end) in MORE:
            return True  # «۱۲ درصد از مدت مشابه بیشتر بود»
        words = [self.text(at - back) for back in range(1, 5)]
        if words[0] == "از" and words[1] in ("کمتر", "بیشتر", "بیش", "بالاتر", "پایینتر", "تر"):
            return True
        back = next((back for back in range(1, 5) if self.text(at - back) == "مقایسه"), 0)
        if back > 1 and self.text(at - back - 1) != "در" and self.text(at - back + 1) not in ("با", "به"):
            return False  # «مقایسه عملکرد یک سال اخیر با …»
        if "نسبت" in words[:3] and words[words.index("نسبت") + 1] == "این":
            return False  # «این نسبت در سال گذشته ۶۴ درصد بود»
        return (
            any(word in COMPARED for word in words)
            or words[:2] == ["به", "نسبت"]
            or "compared" in words
            or "than" in words[:2]
        )

    def _links(self, before: Period) -> tuple[str, ...]:
        return ("and",) if self.text(before.at - 1) == "between" else ("تا", "لغایت", "to")

    def _is_joined(self, before: Period, period: Period) -> bool:
        """Return whether «از … تا …» makes one period of two."""
        is_next = before.end == period.at or (self.text(before.end) == "،" and period.at == before.end + 1)
        is_near = (is_next and period.is_until) or (
            self.text(before.end) in self._links(before) and period.at <= before.end + 1
        )
        return (
            is_near
            and self.tokens[period.at].gap != NEW_LINE
            and before.first is not None
            and period.last is not None
            and before.first <= period.last
        )
