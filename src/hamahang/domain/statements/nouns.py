"""What a quantity counts: the noun in the words of its own clause, the nearest first."""

from dataclasses import replace
from functools import cached_property

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.naming import is_coded, named_at
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.shares import COUNTS, Shares
from hamahang.domain.statements.sides import CARRIED, FITS, GOODS, Noun
from hamahang.domain.statements.things import PAPERS, WHERE
from hamahang.domain.statements.tokens import LATIN, NEW_LINE, SIGN
from hamahang.domain.statements.windows import LEFT, OF_SIGNS, PREPOSITIONS

PRICES = frozenset({"قیمت", "بهای", "نرخ", "تعرفه", "ارزش"})  # «بهای هر متر مکعب»
MEANS = frozenset({"متوسط", "میانگین"})
# between a capacity and its amount
BEFORE_AMOUNTS = frozenset(
    {
        "سالانه", "سالیانه", "روزانه", "ماهانه", "اسمی", "تولید", "تولیدی", "حدود", "بیش", "از", "بالغ", "بر", "نزدیک",
        "به", "معادل", "مجموع", "کلی", "پذیرش", "پالایش", "تصفیه", "فراوری", "عملی", "انتقال",
        "نگهداری", "نصب", "شده", "افزون",
    }
)  # fmt: skip
MONEYS = frozenset(row["code"] for row in lexicon.rows("counted") if row["dimension"] == "money")
SORTS = frozenset({"housing", "guild_unit", "mine"})  # of what «واحد» is in a text that counts them
FOR_UNEMPLOYED, FOR_WORKERS = 4, 8  # words from persons to the jobs that they get
MEMORY = 100  # words for which it is
FULL = 60  # words before a noun in which its full name is looked for
THINGS_OF = frozenset({"device", "shop", "well", "item", "vessel", "head", "copy", "tree", "lamp"})  # «۸ باب مخزن»
NOT_NEXT = (PREPOSITIONS - {"از"}) | {"و", "،"}  # «۱۵ مورد در شهرک‌ها», but «۱۵ مورد از مصوبات»
HAVING = ("دار", "ندار", "داشت", "نداشت", "گرفت", "نگرفت", "دریافت", "اخذ")
DEVICES = frozenset({"vehicle", "equipment", "housing", "flight", "station"})  # what «دستگاه» counts


class Nouns(Shares):
    """Finds the words that belong to each quantity of a text, and what it counts among them.

    unit_said: the classifier of the noun said last, which the next of its kind takes up
    """

    unit_said: str | None = None

    @cached_property
    def full(self) -> dict[str, Noun]:
        """The noun in full that was counted last, by its first word: «واحد» may be one of «واحد مسکونی»."""
        return {}

    # --- nouns ---

    def noun(self, index: int, sentence: tuple[int, int], said: Noun | None) -> Noun | None:
        """Return what a quantity counts. said: what the sentence counted last, for «۳۴۷ فعال و ۱۴۰ غیرفعال»."""
        quantity = self.quantities[index]
        if quantity.dimension == "count":
            return self._of_count(index, sentence, said)
        if quantity.dimension == "percent":
            return self._of_percent(index, sentence)
        return self._of_measure(index, sentence, FITS.get(quantity.dimension, frozenset()), said)

    def _of_count(self, index: int, sentence: tuple[int, int], said: Noun | None) -> Noun | None:
        quantity = self.quantities[index]
        noun = self._direct(index, quantity.end)
        noun = self.alone(index, noun) or noun
        if noun is not None and self.text(noun.last) == "برتر" and self.text(noun.first) == "جایگاه":
            return None  # «در پنج جایگاه برتر»
        if noun is not None and (of := self._papers_of(index, noun) or self._given_work(index, noun, sentence)):
            return of
        if noun is not None:
            return self._sort_of(noun) if noun.code == "position" else self._in_full(noun, sentence)
        at = quantity.end
        if at < len(self.tokens) and self.tokens[at].kind == LATIN:
            is_part = at in self.verb_at and said is not None  # "of 40 resolutions 12 were …"
            return replace(said, is_inherited=True) if said and is_part else self._of_english(index)
        is_state = at in self.hits["states"] and self.tokens[at].gap != NEW_LINE
        if self.text(at) in ("مورد", "درصد") or self._is_rank(index, sentence):
            return None
        if self.text(at) == "مربوط" and (noun := self._direct(index, at + 2)):
            return noun  # «۲۷۵ هزار مربوط به طرح‌های کشاورزی»
        if not is_state and not self._ends_here(at) and (thing := self.named(at)):
            return thing
        if is_state or self._ends_here(at) or self.text(at) == "(":
            before = self._left(index, sentence, frozenset({"count", "person"}))
            if before is not None:
                return before
            return Noun(said.code, said.first, said.last, is_inherited=True) if said and is_state else None
        return None

    def _papers_of(self, index: int, noun: Noun) -> Noun | None:
        """Return the licences of «۱۸۸۸ واحد پروانه بهره‌برداری», where «واحد» only says how they are counted."""
        of = self.hits["counted"].get(noun.last)
        if of is not None and self.text(of.last).startswith(HAVING):
            return None  # «۵۹ واحد پروانه دارد»
        is_word = noun.code == "unit" and noun.last == noun.first + 1 and self.text(noun.first) == "واحد"
        return self._direct(index, noun.last) if is_word and of is not None and of.code in PAPERS else None

    def named(self, at: int) -> Noun | None:
        """Return the thing right after a number that no rule speaks of: «۱۲ مخزن», «۶ عنوان طرح»."""
        of = self.hits["counted"].get(at + 1) if self.text(at) == "عنوان" else None
        if of is not None and self.dimension(of) == "count":
            return Noun(of.code, of.first, of.last)
        named = named_at(self.tokens, self.hits, self.verb_at, at)
        return Noun(named[0], at, named[1]) if named else None

    def _is_rank(self, index: int, sentence: tuple[int, int]) -> bool:
        """Return whether a bare number says a rank: «رتبه استان در کشور ۱۷ بود»."""
        near = range(self.left_begin(index, sentence), self.quantities[index].first)
        return any(self.text(at) in ("رتبه", "رده", "جایگاه") for at in near)

    def _in_full(self, noun: Noun, sentence: tuple[int, int]) -> Noun:
        """Return what the sentence named in full: «بیشترین پروانه اکتشاف در یزد با ۱۲ پروانه» counts those."""
        word = lexicon.bases(self.text(noun.first))[-1]
        if noun.last - noun.first > 1:
            self.full[word] = noun
            return noun
        for at in range(noun.first - 2, max(sentence[0], noun.first - FULL) - 1, -1):
            hit = self.hits["counted"].get(at)
            if hit is None or hit.last - hit.first < 2 or word not in lexicon.bases(self.text(at)):
                continue
            if self.dimension(hit) == "count" and at not in self.direct and hit.code != noun.code:
                return Noun(hit.code, noun.first, noun.last)
        if self._is_of_industry(noun.first, sentence):
            self.full.pop(word, None)
        full = self.full.get(word)
        is_same = full is not None and full.code in SORTS and self._is_one_line(full.first, noun.first)
        return Noun(full.code, noun.first, noun.last) if full and is_same else noun

    def _is_of_industry(self, first: int, sentence: tuple[int, int]) -> bool:
        """Return whether a sentence turns to industry: «۹ هزار واحد صنفی داریم. در بخش صنعت ۴۰۰ واحد معاف است»."""
        words = range(max(sentence[0], first - LEFT), first)
        return any(self.text(at) in ("بخش", "حوزه") and self.text(at + 1) in ("صنعت", "صنعتی") for at in words)

    def _is_one_line(self, first: int, last: int) -> bool:
        """Return whether what was said a little before stands on the same line."""
        return last - first < MEMORY and all(self.tokens[at].gap != NEW_LINE for at in range(first + 1, last))

    def _sort_of(self, noun: Noun) -> Noun:
        """Return what persons are by a word after: «۲۰ هزار جوان تحصیل‌کرده بیکار»."""
        hits = (self.hits["counted"].get(at) for at in range(noun.last, noun.last + 3))
        said = next((hit for hit in hits if hit and self.dimension(hit) == "person"), None)
        return Noun(said.code, said.first, said.last) if said else noun

    def _of_english(self, index: int) -> Noun | None:
        """Read the noun after a few adjectives: "33 more idle industrial units"."""
        at = self.quantities[index].end
        for step in range(5):
            if (
                at + step >= len(self.tokens)
                or self.tokens[at + step].kind != LATIN
                or self.text(at + step) in PREPOSITIONS
            ):
                return None
            noun = self._direct(index, at + step)
            if noun is not None:
                return noun
        return None

    def _ends_here(self, at: int) -> bool:
        """Return whether after a number the sentence goes on without a noun."""
        if at >= len(self.tokens) or self.tokens[at].gap == NEW_LINE or self.tokens[at].kind == SIGN:
            return True
        return at in self.verb_at or self.text(at) in ("و", "به", "تا", "رسید", "در", "که", "رسیده")

    def _of_measure(
        self, index: int, sentence: tuple[int, int], fits: frozenset[str], said: Noun | None
    ) -> Noun | None:
        quantity = self.quantities[index]
        at = quantity.end
        if quantity.unit == "person" and self.text(at) in ("از", "کارگر"):
            at += self.text(at) == "از"
        noun = self._direct(index, at)
        if noun is not None:
            noun = self._given_work(index, noun, sentence) or noun
        if noun is not None and said is not None and self.text(at - 1) == "مورد" and noun.code in WHERE:
            return replace(said, is_inherited=True)  # «۵۲۸ مورد صنایع دستی»
        if quantity.dimension == "fold" and (grown := self._made_so(index)):
            return grown
        beside = self._said_before(index, sentence, noun) or self._right_after(quantity, noun, fits)
        return beside or self._searched(index, sentence, fits, noun, said)

    def _made_so(self, index: int) -> Noun | None:
        """Return what grew in «دو برابر شدن گردشگران», «رشد ۲ برابری بیمه‌شدگان»: the noun right after."""
        at = self.quantities[index].end
        is_grown = self.text(at - 1) == "برابری" or self.text(at) in ("شدن", "کردن")
        at += self.text(at) in ("شدن", "کردن")
        of = self.hits["counted"].get(at)
        is_of = is_grown and of is not None and of.code not in WHERE and self._is_thing(of)
        return self._direct(index, at) if is_of else None

    def _given_work(self, index: int, noun: Noun, sentence: tuple[int, int]) -> Noun | None:
        """Return the jobs of «برای ۹۲ نفر جویای کار شغل ایجاد شد», «برای ۵۰ نفر از نیروهای بومی …»."""
        is_for = noun.code == "worker" and self.text(self.quantities[index].first - 1) == "برای"
        reach = FOR_WORKERS if is_for else FOR_UNEMPLOYED if noun.code == "unemployed" else 0
        for at in range(noun.last, min(noun.last + reach, sentence[1])):
            hit = self.hits["counted"].get(at)
            if hit is not None and hit.code == "job" and self.text(hit.last) in ("ایجاد", "فراهم"):
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _right_after(self, quantity: Quantity, noun: Noun | None, fits: frozenset[str]) -> Noun | None:
        """Return the noun right after an amount, if it is one that the amount may be of."""
        if noun is None:
            return None
        if self.counted_fits(noun.first, fits) and self.text(noun.first) != "صادر":
            return noun
        end = quantity.first
        while end > 0 and self.text(end - 1) in OF_SIGNS | {"بالغ", "بر"}:
            end -= 1  # «با سرمایه‌گذاری حدود ۹ هزار میلیارد ریال پروانه دریافت کرد»
        of = self.hits["counted"].get(end - 1) or self.hits["counted"].get(end - 2)
        is_said = of is not None and of.last == end and self.dimension(of) in fits
        is_worth = quantity.dimension == "money" and self.counted_fits(noun.first, COUNTS) and not is_said
        return Noun("value", noun.first, noun.last) if is_worth else None  # «۴ هزار میلیارد ریال طرح صنعتی»

    def _searched(
        self, index: int, sentence: tuple[int, int], fits: frozenset[str], noun: Noun | None, said: Noun | None
    ) -> Noun | None:
        """Return the noun further off that an amount is of. noun: what follows it and does not fit"""
        quantity = self.quantities[index]
        right, left = self._right(index, sentence, fits), self._left(index, sentence, fits)
        if quantity.dimension == "mass" and noun is not None and noun.code == "product":
            if (at := self._sent_out(quantity.first)) >= 0:
                return Noun("export", at, at + 1)
            is_of_trade = right is not None and right.code in CARRIED | {"handling"}
            # «۱۷ میلیون تن کالا از این بندر وارد کشور شد»
            right = (right if is_of_trade else self.carried(index, sentence)) or (None if left else noun)
        if size := self._by_unit(index, sentence) or self._in_form_of(index, sentence, fits):
            return size
        if quantity.dimension == "fold" and right is None and left is None:
            left = self._left(index, sentence, COUNTS | {"person"})  # «اشتغال در آن دو برابر می‌شود»
        if sized := self._size_of(quantity):
            return Noun(sized, quantity.first - 1, quantity.first)
        if quantity.dimension == "classifier":
            is_sent = noun is not None and self.text(noun.first) == "صادر"  # «اصفهان با ۱۱۶ فقره صادر شده»
            after = None if is_sent else noun
            return self._of_classifier(index, sentence, after or self._adjacent(right, index), left, said)
        is_person = (
            noun is not None and quantity.dimension == "person" and self.counted_fits(noun.first, FITS["classifier"])
        )
        found = self._nearer(index, right, left)
        if found is None and quantity.dimension == "money":
            found = self._spoken_of(quantity.first, sentence, MONEYS)  # «درباره حقوق دولتی گفت: امسال ۶۴ میلیارد …»
        return found or self._across(index, sentence, fits) or (noun if is_person else None)

    def _said_before(self, index: int, sentence: tuple[int, int], noun: Noun | None) -> Noun | None:
        """Return what the words right before an amount say, whatever follows it.

        «قیمت هر تن کالای صادراتی ۵۲۶ دلار», «با ظرفیت سالانه ۴۰ میلیون متر مربع», «تولید ۳۰۰ هزار تن کلزا»
        """
        quantity = self.quantities[index]
        if quantity.dimension in ("money", "foreign"):
            if profit := self._profit(quantity):
                return profit
            for at in range(self.left_begin(index, sentence), quantity.first):
                if self.text(at) in PRICES and self.text(at + 1 + (self.text(at + 1) in MEANS)) == "هر":
                    return Noun("price", at, at + 1)
            is_made = self.text(quantity.first - 1) == "تولید" and noun is not None and noun.code == "product"
            return Noun("production", quantity.first - 1, quantity.first) if is_made else None
        at = quantity.first - 1
        while at >= sentence[0] and self.text(at) in BEFORE_AMOUNTS:
            at -= 1
        if self.text(at) == "ظرفیت" and quantity.dimension != "person":
            return Noun("capacity", at, at + 1)
        if self.text(at) in ("تعهد", "سهمیه") and quantity.unit == "person":
            return Noun("commitment", at, at + 1)  # «تعهد ۳ هزار نفری اشتغال»
        at += 1
        is_made = self.text(at) == "تولید" and at < quantity.first and noun is not None and noun.code in GOODS
        return Noun("production", at, at + 1) if is_made else None

    def _profit(self, quantity: Quantity) -> Noun | None:
        """Return the income of «به سود ۴۰ میلیارد تومان رسید», «۷۶۷ ریال سود»: in money it is no rate."""
        first = quantity.first - 1
        while self.text(first) in OF_SIGNS:
            first -= 1
        at = quantity.end if self.text(quantity.end) == "سود" else first
        is_of_loan = self.hits["counted"].get(at + 1) is not None and at == quantity.end
        return Noun("income", at, at + 1) if self.text(at) == "سود" and not is_of_loan else None

    def _by_unit(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return what a unit alone says: «زیربنای ۷۵۰ متر», «۶۰ مگاوات نیروگاه خورشیدی»."""
        quantity = self.quantities[index]
        of = self.hits["counted"].get(quantity.end + 1)
        if quantity.unit == "kilometre" and self.text(quantity.end) == "از" and of is not None and of.code == "area":
            return Noun("area", of.first, of.last)  # «۱۷ هزار کیلومتر از مساحت استان»
        if quantity.unit == "metre":
            return self._left(index, sentence, frozenset({"area"}))
        near = [self.text(at) for at in range(quantity.first - 4, quantity.first)]
        if quantity.unit == "person" and "بیکاری" in near[1:] and "بیمه" not in near:
            return Noun("unemployed", quantity.first - 1, quantity.first)  # «موجب بیکاری ۲۰۰ نفر شد»
        if (
            quantity.unit == "person"
            and self.text(quantity.first - 1) == "کار"
            and self.text(quantity.first - 2) != "به"
        ):
            verb = [self.text(at) for at in range(quantity.end, quantity.end + 3)]  # «کار ۷۰ نفر را فراهم می‌کند»
            return Noun("job", quantity.first - 1, quantity.first) if "فراهم" in verb else None
        is_of_plant = quantity.dimension == "power" and self.text(quantity.end) == "نیروگاه"
        return Noun("power", quantity.end, quantity.end + 1) if is_of_plant else None

    def _in_form_of(self, index: int, sentence: tuple[int, int], fits: frozenset[str]) -> Noun | None:
        """Return what an amount is given as: «۱۲ میلیارد تومان در قالب تسهیلات»."""
        end = self.quantities[index].end
        is_again = self.text(end) == "(" and index + 1 < len(self.quantities)  # «۱۲ هزار میلیارد تومان (۱۲ همت)»
        stop = end if self.text(end) == "از" else self.right_end(index + is_again, sentence)
        for at in range(end, stop):
            hit = self.hits["counted"].get(at + 1)
            if self.text(at) == "قالب" and hit is not None and self.dimension(hit) in fits:
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _of_classifier(
        self, index: int, sentence: tuple[int, int], noun: Noun | None, left: Noun | None, said: Noun | None
    ) -> Noun | None:
        """Return what «فقره», «مورد», «قطعه» count. noun: what follows; left: what stands before."""
        quantity = self.quantities[index]
        if quantity.unit == "device" and noun is None and (left is None or left.code not in DEVICES):
            if device := self._device_before(index, sentence):
                return device
            left = self._left(index, sentence, frozenset({"mass"}))  # «تولید خودروسازان به ۸۲ هزار دستگاه رسید»
            left = left if left is not None and left.code == "production" else None
        if self.text(quantity.end - 1) == "قلم":
            return Noun("product", quantity.end - 1, quantity.end)
        of_plant = self._left(index, sentence, frozenset({"mass"}))
        if of_plant is not None and of_plant.code == "capacity" and quantity.first - of_plant.last <= 2:
            return of_plant  # «با ظرفیت ۲۸۰ هزار قطعه»
        if left is not None and self.text(left.first - 1) == "از":
            left = self._done_to(left) or left
        if left is None and quantity.unit == "item":
            left = self._left(index, sentence, frozenset({"money"}))  # «تسهیلات بخش صنعت ۳۹۰ هزار فقره»
            left = left if left is not None and left.code == "facility" else None
        if noun is None and self.text(quantity.end - 1) == "مورد" and (whole := self._whole_named(index, sentence)):
            return whole
        is_again = said is not None and (quantity.unit == "item" or self.unit_said == quantity.unit)
        again = replace(said, is_inherited=True) if said and is_again else None
        thing = self.named(quantity.end) if quantity.unit in THINGS_OF else None
        is_named = thing is not None and is_coded(thing.code) and self.text(quantity.end - 1) != "مورد"
        if thing is not None and is_named:
            return noun or thing
        after = (self.text(quantity.end), self.text(quantity.end + 1))
        is_of_them = after[0] in ("ان", "انها") or (after[0] == "در" and after[1] in ("حوزه", "بخش", "زمینه"))
        if again is not None and (is_of_them or self._is_of_whole(index, sentence)):
            return noun or again
        return noun or left or again or thing

    def _device_before(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return the machines of «تعداد کامیون‌های حامل کالا به ۴ هزار دستگاه رسید»."""
        first = self.quantities[index].first
        if self.text(first - 1) == "تردد":
            return Noun("vehicle", first - 1, first)
        for at in range(first - 1, max(sentence[0], first - 2 * LEFT) - 1, -1):
            hit, thing = self.hits["counted"].get(at), self.hits["things"].get(at)
            if thing is not None and thing.code == "vehicle":
                return Noun(thing.code, thing.first, thing.last)
            if hit is not None and hit.code in DEVICES and hit.first not in self.direct:
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _is_of_whole(self, index: int, sentence: tuple[int, int]) -> bool:
        """Return whether «مورد» is said of a whole before it: «از مجموع ۲۱۱ مصوبه … ۱۵۳ مورد»."""
        whole = self.quantities[index - 1] if index else None
        is_near = whole is not None and whole.first >= sentence[0] and self.quantities[index].unit == "item"
        if whole is None or not is_near:
            return False
        before = [self.text(at) for at in range(whole.first - 3, whole.first)]
        is_from = before[2] == "از" and before[1] not in ("بیش", "کمتر", "بیشتر")
        return is_from or before[1:] == ["از", "مجموع"]

    def _whole_named(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return the things of «از مجموع پروانه‌های صادر شده، علاوه بر شهرک‌ها، ۱۱۲ مورد …»."""
        first = self.quantities[index].first
        begin = max(sentence[0], first - 2 * LEFT, self.quantities[index - 1].end if index else 0)
        for at in range(first - 2, begin, -1):
            if self.text(at) in ("مجموع", "میان", "بین") and self.text(at - 1) == "از":
                after = at + 1 + (self.text(at + 1) == "کل")
                hit = self.hits["counted"].get(after)
                return Noun(hit.code, hit.first, hit.last) if hit and self.dimension(hit) == "count" else None
        return None

    def before(self, index: int, sentence: tuple[int, int], quantity: Quantity) -> Noun | None:
        """Return the noun before another quantity: «زیان ۱۲ شرکت به ۳۰ هزار میلیارد تومان رسید»."""
        first = self.quantities[index].first
        return self.noun_before(quantity, max(sentence[0], first - LEFT), first)

    def _adjacent(self, noun: Noun | None, index: int) -> Noun | None:
        end = self.quantities[index].end
        is_near = noun is not None and noun.first - end <= 2 and self.text(end) not in NOT_NEXT
        return noun if is_near else None

    def in_order(self, index: int, count: int) -> list[Noun]:
        """Return the nouns of «تولید و صادرات به ترتیب ۱۲ و ۱۵ درصد», if they are as many as the numbers."""
        first = self.quantities[index].first
        if "ترتیب" not in (self.text(first - 1), self.text(first - 2), self.text(first - 3)):
            return []
        words = range(first - 1, max(first - LEFT, 0) - 1, -1)
        ends = (at for at in words if self.text(at) in (".", "؛") or self.tokens[at + 1].gap == NEW_LINE)
        begin = next(ends, words.stop) + 1  # not of the sentence before
        hits = [hit for at in range(begin, first) if (hit := self.hits["counted"].get(at))]
        nouns = [Noun(hit.code, hit.first, hit.last) for hit in hits if hit.code not in WHERE]
        return nouns if len(nouns) == count else []
