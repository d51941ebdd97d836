"""Where a quantity is: after it in its own words, else before it in the sentence, else after."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from hamahang.domain.statements.nouns import Nouns
from hamahang.domain.statements.places import COUNTRY, Place, province_of
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.speakers import Quoted
from hamahang.domain.statements.windows import OF_SIGNS

TAKES_UP, SAID_BEFORE = 6, 24  # words after and before a figure
# what «این» takes up
SAME = frozenset(
    {"امار", "نرخ", "نسبت", "تعداد", "مبلغ", "مقدار", "شاخص", "رقم", "میزان", "عدد", "درصد", "حجم", "رکورد"}
)
LONGEST_SHARE = 12  # words from «سهم» to the country of which it is one
LONGEST_BETWEEN = 6  # words from a place to its figure
ALL_OVER = frozenset({"مرزهای", "سراسر", "سطح", "پهنه"})
# between a place and its figure
OF_PLACE = frozenset({"با", "(", ":", "به", "دارای"})
BEFORE_FIGURES = OF_SIGNS | {
    "صدور", "تعداد", "میزان", "مساحت", "داشتن", "دارا", "بودن", "ثبت", "معادل", "به", "ترتیب", "در", "تولید", "وسعت",
    "صادرات", "سهم", "ایجاد", "جذب", "احیای", "تنها", "فقط", "قریب", "بالغ", "بر", "یک",
}  # fmt: skip


class Placer(Nouns):
    """Finds the place of each quantity of a text."""

    def place(self, index: int, sentence: tuple[int, int], quoted: Quoted) -> Place | None:
        """Return the place of a quantity: after it in its own words, else before it in the sentence, else after.

        quoted: who says it; where he said it is not the place of what he says, but what he heads is
        """
        quantity = self.quantities[index]
        stop = self.right_end(index, sentence)
        begin = self.left_begin(index, sentence)
        share = next((n for n in range(quantity.first - 1, begin - 1, -1) if self.text(n) == "سهم"), None)
        share = self._share_of_list(index, sentence) if share is None else share
        if share is not None and (of := self._of_share(index, share)) is not None:
            return of
        at = bisect_left(self.place_starts, quantity.end)
        near = self.places[at - 1] if at else None
        own = self._own_places(index, at, stop)
        # «۴۰ درصد روی کشور را داریم» is said of a province wherever it is said
        is_country = bool(own) and own[0].code == COUNTRY and self.text(own[0].last) != "را"
        if near is not None and is_country and self._is_of_saying(near, quoted, quantity.first):
            return own[0]  # «وزیر صمت در زنجان: ۴۶۰ واحد راکد کشور احیا شد»
        is_at = near is not None and (self._is_said_at(near, quantity.first) or self._is_in_list(near, quantity))
        if near is not None and near.first >= sentence[0] and is_at:
            # «بیشترین کارگران استان با ۶۰ نفر در شهرستان زرندیه»
            is_narrower = bool(own) and near.code != own[0].code and near.code == province_of(own[0].code)
            return own[0] if is_narrower and "," not in own[0].code else self._narrower(near, at, sentence)
        if own and own[0].code == COUNTRY:
            before_it = {self.text(at) for at in range(own[0].first - 5, own[0].first)}
            if len(own) > 1 and (quantity.unit == "percent" or "کل" in before_it):
                return own[1]  # «۱٫۸ درصد واحدهای کشور در ایلام است»
            # «ایلام ۱۱ درصد ذخایر کشور را دارد» is said of Ilam
            is_share = quantity.unit == "percent" and self.text(own[0].first - 1) not in ("در", "سطح")
            begin = sentence[0] if is_share else max(sentence[0], self._clause_begin(quantity.first))
            if near is not None and near.first >= begin:
                return near
        if own:
            return own[0]
        before = self._place_before(index, at, sentence, quoted if quoted.said < quantity.first else None)
        after = self._place_after(index, at, sentence)
        if before is not None and after is not None and self.is_of_title(before, quoted):
            is_within = province_of(after.code) == before.code and self.text(after.first - 1) not in ("و", "،")
            is_within = is_within or self._is_all_over(after)
            return after if is_within and "," not in after.code else before
        return before or after or self._headed(sentence)

    def _is_of_saying(self, place: Place, quoted: Quoted, first: int) -> bool:
        """Return whether a place only says where somebody spoke."""
        is_there = self.text(place.first - 1) in ("در", "به") and not self.is_of_title(place, quoted)
        return is_there and (place.first < quoted.said <= first or self.text(place.last) == ":")

    def _of_share(self, index: int, share: int) -> Place | None:
        """Return the place whose share is spoken of: «سهم ایلام از تسهیلات کشور ۲۴ درصد»."""
        quantity = self.quantities[index]
        if self._is_whole_of(index):
            return self.places[bisect_left(self.place_starts, quantity.end)]
        named = bisect_left(self.place_starts, share)
        is_named = named < len(self.places) and self.places[named].first < quantity.first
        return self.places[named] if is_named else None

    def _is_all_over(self, place: Place) -> bool:
        """Return whether a place is the whole country, said as where: «از مرزهای آبی کشور», «در سراسر کشور»."""
        near = {self.text(at) for at in range(place.first - 3, place.first)}
        return place.code == COUNTRY and bool(near & ALL_OVER)

    def _is_whole_of(self, index: int) -> bool:
        """Return whether a share of a figure is said, of another place: «سهم قم از ۹۰۰ میلیارد ریال کشور ۳ درصد»."""
        end, following = self.quantities[index].end, self.quantities[index + 1 : index + 2]
        at = bisect_left(self.place_starts, end)
        is_next = at < len(self.places) and self.places[at].first == end and bool(following)
        is_share = is_next and following[0].unit == "percent" and following[0].first - end <= LONGEST_BETWEEN
        is_last = at < len(self.places) and bool(following) and self.places[at].last == following[0].first
        # «سهم استان از ۱۶ هزار میلیارد تومان تسهیلات کشور ۱۴۵۰ میلیارد تومان است»
        is_sum = is_last and following[0].unit == self.quantities[index].unit and self.places[at].code == COUNTRY
        return (is_share or is_sum) and self.quantities[index].unit != "percent"

    def _share_of_list(self, index: int, sentence: tuple[int, int]) -> int | None:
        """Return «سهم» of «سهم استان از اشتغال کشور ۳ درصد، واحدهای فعال ۲ درصد و … ۴ درصد است»."""
        first = index
        if index and self._is_whole_of(index - 1):
            first = index - 1
        while first and self._goes_on_in_percent(first, sentence):
            first -= 1
        begin = self.left_begin(first, sentence)
        words = range(self.quantities[first].first - 1, begin - 1, -1)
        return next((n for n in words if self.text(n) == "سهم"), None) if first < index else None

    def _goes_on_in_percent(self, index: int, sentence: tuple[int, int]) -> bool:
        """Return whether a percentage goes on with the one before it, and no verb stands between."""
        one, other = self.quantities[index - 1], self.quantities[index]
        is_percent = one.unit == other.unit == "percent" and one.first >= sentence[0]
        is_next = is_percent and self.text(one.end) in ("و", "،")
        verbs = bisect_left(self.verb_starts, other.first) - bisect_left(self.verb_starts, one.end)
        named = bisect_left(self.place_starts, other.first) - bisect_left(self.place_starts, one.end)
        return is_next and not verbs and not named

    def _place_after(self, index: int, at: int, sentence: tuple[int, int]) -> Place | None:
        """Return the place that the rest of a clause names."""
        after = self.places[at] if at < len(self.places) else None
        end = self._clause_end(self.quantities[index].end, sentence)
        if after is None or after.first >= end or self._is_of_its_own(after, index):
            return None
        return after if self._own_end(index, after.first + 1) > after.first else None

    def place_taken_up(self, index: int, sentences: Sequence[tuple[int, int]], at: int) -> Place | None:
        """Return the place of the sentence before, whose figure «این میزان تسهیلات», «۳ طرح یاد شده» takes up."""
        first, last = sentences[at]
        quantity = self.quantities[index]
        words = range(max(first, quantity.first - SAID_BEFORE), min(quantity.end + TAKES_UP, last))
        takes_up = any(
            (self.text(n) == "این" and self.text(n + 1) in SAME and self.text(n - 1) != "از")
            or (self.text(n) == "یاد" and self.text(n + 1) == "شده")
            for n in words
        )
        if not takes_up or at == 0:
            return None
        begin = bisect_left(self.place_starts, sentences[at - 1][0])
        named = self.places[begin : bisect_left(self.place_starts, first)]
        is_one = len({place.code for place in named}) == 1 and named[0].code != COUNTRY
        return replace(named[0], is_given=False) if is_one else None

    def is_of_title(self, place: Place, quoted: Quoted) -> bool:
        """Return whether a place says of what the speaker is the head: «استاندار فارس گفت»."""
        speaker = quoted.speaker
        return speaker is not None and speaker.first <= place.first < speaker.last

    def _headed(self, sentence: tuple[int, int]) -> Place | None:
        """Return the place that heads a sentence: «در ملایر؛ کارگاهی افتتاح شد»."""
        if self.text(sentence[0] - 1) != "؛":
            return None
        before = self.places[bisect_left(self.place_starts, sentence[0]) - 1 :][:1]
        return next((place for place in before if place.last == sentence[0] - 1), None)

    def _own_places(self, index: int, at: int, stop: int) -> list[Place]:
        """Return the places after a quantity that are its own, up to what is said of another thing."""
        stop = self._own_end(index, stop)
        near = (place for place in self.places[at : at + 3] if place.first < stop)
        return [place for place in near if not (self._is_next(place.first) or self._is_of_its_own(place, index))]

    def _is_of_its_own(self, place: Place, index: int) -> bool:
        """Return whether a place begins the next of a ranking: «… ۶۱۰ واحد گیلان با ۴۶۶ واحد»."""
        following = self.quantities[index + 1].first if index + 1 < len(self.quantities) else -1
        is_at = self.text(place.first - 1) == "در"  # «۹۶ پروژه در دیر با ۷۴ میلیارد تومان»
        return self.text(place.last) in ("با", "(") and place.last + 1 == following and not is_at

    def _own_end(self, index: int, stop: int) -> int:
        """Return where another thing is spoken of: «۵۰ هکتار و ناحیه صنعتی مرزبان در ازنا»."""
        end = self.quantities[index].end
        noun = self.hits["counted"].get(end)
        for at in range(noun.last if noun else end, stop):
            hit = self.hits["counted"].get(at + 1)
            if self.text(at) in ("و", "،") and hit is not None and self.dimension(hit) == "count" and at > end:
                return at
        return stop

    def _is_said_at(self, place: Place, first: int) -> bool:
        """Return whether a place stands right before a quantity: «یزد با صدور ۷۰ پروانه», «ازنا به مساحت ۵۰ هکتار»."""
        if first - place.last > LONGEST_BETWEEN:
            return False
        between = [self.text(at) for at in range(place.last, first)]
        if not between:
            is_in = self.text(place.first - 1) in ("در", "از") or self._is_all_over(place)
            return is_in and place.is_given  # «در خمین یک واحد»
        return between[0] in OF_PLACE and set(between[1:]) <= BEFORE_FIGURES

    def _is_in_list(self, place: Place, quantity: Quantity) -> bool:
        """Return whether a bare number follows its place in a list: «نهبندان ۳، فردوس ۲ و طبس ۱ واحد»."""
        is_after = self.text(place.first - 1) in ("،", "و") and place.last == quantity.first
        return is_after and (quantity.dimension in ("count", "classifier") or self.text(place.first - 1) == "،")

    def near_places(self, first: int) -> Sequence[Place]:
        """Return the places named last before a token."""
        at = bisect_left(self.place_starts, first)
        return self.places[max(at - 2, 0) : at]

    def _clause_begin(self, first: int) -> int:
        """Return where the clause of a quantity begins: after the verb before it."""
        at = bisect_left(self.verb_starts, first) - 1
        return self.verbs[at].last if at >= 0 else 0

    def _is_next(self, at: int) -> bool:
        """Return whether a place or a period belongs to the next figure: «۴۸۰ نفر و سال ۱۴۰۳ تعداد ۶۱۰ نفر»."""
        return self.text(at - 1) in ("و", "،")

    def _place_before(self, index: int, at: int, sentence: tuple[int, int], quoted: Quoted | None) -> Place | None:
        if self._is_past_list(self.quantities[index].first, at, sentence):
            return None
        for place in reversed(self.places[max(at - 4, 0) : at]):
            if place.first < sentence[0]:
                return None
            if self._is_share_of(place) and self._clause_begin(self.quantities[index].first) > place.first:
                continue  # «این واحدها ۴۰ درصد کاشی کشور را تولید می‌کنند و ۱۸ هزار کارگر دارند»
            speaker = quoted.speaker if quoted else None
            is_of_title = speaker is not None and speaker.first <= place.first < speaker.last
            if quoted is None or place.first >= quoted.said or is_of_title or self._is_referred(place, sentence):
                return self._narrower(place, at, sentence)
        return None

    def _is_past_list(self, first: int, at: int, sentence: tuple[int, int]) -> bool:
        """Return whether a list of places with a figure each has ended before: «۹ واحد در خمین و ۲ در ساوه است و …»."""
        two = self.places[max(at - 2, 0) : at]
        if len(two) < 2 or two[0].first < sentence[0] or two[0].code == two[1].code:
            return False
        if two[0].code.split(":")[0] != two[1].code.split(":")[0]:
            return False  # «… در استان است؛ ۱۱ واحد شهرک … راه می‌افتد و …» lists no places
        if bisect_left(self.verb_starts, two[1].last) == bisect_left(self.verb_starts, first):
            return False
        starts = self.quantity_starts
        one, other = (bisect_left(starts, place.first) for place in two)
        return one > 0 and other == one + 1 and starts[one - 1] >= sentence[0]

    def _is_referred(self, place: Place, sentence: tuple[int, int]) -> bool:
        """Return whether a place is of what is said too: «با اشاره به اینکه گیلان ۳۳ شهرک دارد، گفت: …»."""
        return any(self.text(at) == "اینکه" for at in range(max(sentence[0], place.first - 6), place.first))

    def _narrower(self, place: Place, at: int, sentence: tuple[int, int]) -> Place:
        """Return the subject where the country only says what it is: «مرکزی، پایتخت صنعت ایران، ۳ هزار واحد دارد»."""
        is_iran = place.code == COUNTRY and (self.text(place.first) == "ایران" or self._is_share_of(place))
        earlier = self.places[at - 2] if is_iran and at > 1 and self.places[at - 1] is place else None
        if earlier is None or earlier.first < sentence[0]:
            return place
        if self._is_share_of(place):
            return earlier  # «خراسان ۳ درصد صادرات کشور را دارد که یک درصد رشد کرده است»
        has_verb = bisect_left(self.verb_starts, place.first) > bisect_left(self.verb_starts, earlier.first)
        return place if has_verb else earlier

    def _is_share_of(self, place: Place) -> bool:
        """Return whether a place only says of what a percentage is a share: «۳ درصد صادرات کشور»."""
        near = range(place.first - 1, max(place.first - LONGEST_SHARE, -1), -1)
        at = next((at for at in near if at in self.verb_at or self.text(at) in ("درصد", "درصدی", "سهم")), -1)
        return at >= 0 and at not in self.verb_at and place.code == COUNTRY and self.text(place.first - 1) != "در"
