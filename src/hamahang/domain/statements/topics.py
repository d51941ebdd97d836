"""What a text speaks of by a noun and «این»: where «این نیروگاه» stands, the text has said before."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from hamahang.domain.statements.besides import is_in_title
from hamahang.domain.statements.numberwords import NUMBER_WORDS
from hamahang.domain.statements.places import COUNTRY, Place
from hamahang.domain.statements.tokens import JOINED, NEW_LINE, NUMERAL, SIGN, Token

# what stands at one place; the general words may take up any of them
WORKS = frozenset(
    {
        "نیروگاه", "سد", "کارخانه", "مجتمع", "پالایشگاه", "شهرک", "بندر", "فرودگاه", "بیمارستان", "معدن", "جاده",
        "ازادراه", "بزرگراه", "ناحیه", "بازارچه", "گمرک", "مرز", "پل", "تونل", "زیرگذر", "دانشگاه", "ورزشگاه",
        "گلخانه", "ایستگاه", "پایانه", "نمایشگاه", "پتروشیمی", "کشتارگاه", "سیلو", "فولاد", "تالاب", "دریاچه", "دشت",
        "میدان", "منطقه", "تصفیه", "مرغداری", "شرکت",
    }
)  # fmt: skip
ANY_WORK = frozenset({"پروژه", "طرح", "واحد", "مجموعه", "خط", "محور", "مسیر"})
FIRMS = frozenset({"شرکت", "کارخانه", "واحد", "مجتمع", "مجموعه"})  # what one speaker heads
EVERY_WORK = WORKS | ANY_WORK
THIS = frozenset({"این", "همین"})
NAMED_WITHIN = 8  # words from such a noun to the place in its name
REMEMBERED = 20  # such names
OUT_OF_NAME = frozenset({"از", "به", "با", "که", "را", "برای", "،", "و", "توسط", "تا", "گفت"})


def _is_plural(tokens: Sequence[Token], at: int) -> bool:
    """Return whether «این طرح‌ها» are more than the one work that was named."""
    return at + 1 < len(tokens) and tokens[at + 1].text in ("ها", "های") and tokens[at + 1].gap == JOINED


class Topics:
    """Tells where the works stand that one text takes up with «این»."""

    def __init__(self, tokens: Sequence[Token], places: Sequence[Place]) -> None:
        self.tokens = tokens
        heads = ((at, place) for place in places for at in (*self._heads_of(place), *self._own_heads(place)))
        self.named = sorted(heads, key=lambda named: named[0])
        self.starts = [at for at, _ in self.named]
        # the nouns of «این نیروگاه», «همین طرح»
        self.taken_up = [
            at for at in range(1, len(tokens) if self.named else 0)
            if tokens[at - 1].text in THIS and tokens[at].text in EVERY_WORK and not _is_plural(tokens, at)
        ]  # fmt: skip

    def _heads_of(self, place: Place) -> list[int]:
        """Return the nouns in whose name a place stands: «طرح توسعه نیروگاه اردبیل», one after the other."""
        found: list[int] = []
        is_office = place.code.startswith("province") and is_in_title(self.tokens, place.first)
        if not place.is_given or place.is_body or place.code == COUNTRY or is_office:
            return found
        for at in range(place.first - 1, max(place.first - 1 - NAMED_WITHIN, -1), -1):
            token = self.tokens[at]
            if token.kind in (SIGN, NUMERAL) or token.text in OUT_OF_NAME or self.tokens[at + 1].gap == NEW_LINE:
                break
            is_estate = token.text == "شهر" and self.tokens[at + 1].text == "صنعتی"
            if token.text in EVERY_WORK or is_estate:
                if self._is_counted(at):
                    break
                found.append(at)
        return found

    def _own_heads(self, place: Place) -> list[int]:
        """Return the first word of a name that is one of a work itself: «شهرک صنعتی دهلران»."""
        is_own = place.is_given and "," not in place.code and self.tokens[place.first].text in EVERY_WORK
        return [place.first] if is_own else []

    def _is_counted(self, at: int) -> bool:
        """Return whether a noun is one of several: «۱۲ طرح زنجان»."""
        before = self.tokens[at - 1] if at else None
        return before is not None and (before.kind == NUMERAL or before.text in NUMBER_WORDS)

    def _is_visited(self, at: int) -> bool:
        return at > 1 and self.tokens[at - 1].text == "از" and self.tokens[at - 2].text == "بازدید"

    @property
    def about(self) -> Place | None:
        """The only place at which works of the text stand; what is only visited is none."""
        works = [
            place for at, place in self.named if not (at == place.first or self._is_visited(at))
        ]  # fmt: skip
        return works[0] if len({place.code for place in works}) == 1 else None

    @property
    def is_taken_up(self) -> bool:
        """Whether «این نیروگاه», «این شهرک» takes up what the text has named."""
        return any(self.tokens[at].text in WORKS and self._said_before(at) is not None for at in self.taken_up)

    def place(self, first: int, figure: int, last: int) -> Place | None:
        """Return where what a sentence takes up with «این» stands, as the text has said before.

        first: of the sentence; figure: where it stands; last: where its own words end
        """
        if not self.taken_up:
            return None
        before = bisect_right(self.taken_up, figure) - 1
        if before >= 0 and self.taken_up[before] > first:
            return self._said_before(self.taken_up[before])
        is_after = before + 1 < len(self.taken_up) and self.taken_up[before + 1] < last
        return self._said_before(self.taken_up[before + 1]) if is_after else None

    def headed(self, first: int, last: int) -> Place | None:
        """Return where the only work named before stands that a speaker heads: «مدیرعامل شرکت», «مدیر این کارخانه»."""
        is_bare = last - first > 1 and self.tokens[last - 1].text in FIRMS
        before = self.named[: bisect_right(self.starts, first)] if is_bare else []
        return replace(before[-1][1], is_given=False) if len({place.code for _, place in before}) == 1 else None

    def _said_before(self, at: int) -> Place | None:
        word = self.tokens[at].text
        end = bisect_right(self.starts, at)
        before = self.named[max(end - REMEMBERED, 0) : end]
        same = next((place for head, place in reversed(before) if self.tokens[head].text == word), None)
        if same is not None or word in WORKS or not before:
            return same
        return before[-1][1] if len({place.code for _, place in before}) == 1 else None
