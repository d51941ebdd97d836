"""Whether a figure is done, a target, a forecast, a promise, or denied: by the verb and the cues of its clause."""

from bisect import bisect_left
from itertools import pairwise

from hamahang.domain.statements import verbs
from hamahang.domain.statements.cueing import ADJUNCT, FORECAST, MUST, TARGET, WINDOW
from hamahang.domain.statements.denying import APART, DENIED, Clause, Denials
from hamahang.domain.statements.lexicon import Hit
from hamahang.domain.statements.tokens import LATIN, NUMERAL
from hamahang.domain.statements.verbs import Verb
from hamahang.domain.statements.windows import opens_note

DONE, PROMISE = "done", "promise"
MODAL = (FORECAST, PROMISE, TARGET)
# what becomes: said in the present it is still to come, unless the sentence says that it is a habit
BECOMING = frozenset(
    {
        "ایجاد", "فراهم", "افتتاح", "بهره", "برداری", "اندازی", "اختصاص", "پرداخت", "احداث", "ساخته", "واگذار", "اجرا",
        "اغاز", "مشغول", "شاغل", "زنی", "افزوده", "مدار", "اضافه", "صادر", "محقق", "احیا", "اجرایی", "عملیاتی", "تکمیل",
        "بهرهبرداری", "کلنگزنی", "تزریق",
    }
)  # fmt: skip
HABITS = frozenset(
    {
        "سالانه", "سالیانه", "روزانه", "ماهانه", "ماهیانه", "هفتگی", "اکنون", "هماکنون", "حاضر", "تاکنون", "همواره",
        "همیشه", "هرسال", "معمولا",
    }
)  # fmt: skip
# what opens, and what comes of it
OPENING = frozenset(
    {
        "برداری", "بهرهبرداری", "پایان", "اتمام", "اجرای", "افتتاح", "اندازی", "تکمیل", "اینده", "تولید", "احداث",
        "تصویب", "هفته", "دهه", "راهاندازی", "صورت", "شرط",
    }
)  # fmt: skip
ABROAD = frozenset({"کشور", "کشورهای", "جهان", "خارج", "منطقه", "همسایه"})
REPORTING = frozenset({"گفت", "افزود", "داشت", "کرد", "شد", "گوید", "said", "added", "announced", "told"})
SAYING_NOUNS = frozenset(
    {"اظهار", "تصریح", "خاطرنشان", "بیان", "اعلام", "عنوان", "تاکید", "اضافه", "ابراز", "یاداور", "متذکر"}
)
READY = frozenset({"است", "هستند", "شده", "شد", "شدند", "میباشد", "میباشند", "می", "داریم", "دارد", "میشود", "و"})
SAYING_PARTS = frozenset(
    {
        "می", "میشود", "شده", "شد", "کرد", "کردند", "میکنند", "میکنیم", "میکند", "ما", "است", "گردیده", "گردید",
        "میگردد", "نموده", "نمود", "کرده",
    }
)  # fmt: skip
SOME_OF = frozenset({"نیمی", "بخشی", "تعدادی", "برخی", "بسیاری", "اکثر", "یکی", "دوسوم"})
SPENT = frozenset({("گذاری", "شده"), ("سرمایهگذاری", "شده")})
LONGEST_ROW = 3  # verbs
PARTICIPLES = frozenset({"شده", "نشده", "نگرفته", "نیافته", "مانده", "نرسیده"})  # with which a clause may end
GOODS = ("محصول", "تولید", "کالا")
ONE_OF = frozenset({"از", "جمله", "دیگر", "مهمترین", "اصلیترین"})
TURNS = frozenset({"اما", "ولی", "لیکن", "درحالیکه"})
# what came about: «توانست … کند», «موجب شد که …»
ABLE = frozenset({"توانست", "توانستند", "توانستیم", "توانسته", "موفق"}) | verbs.CAUSES
TO_WORK = frozenset({"کار", "تولید", "چرخه", "مدار"})
COMMITTED = ("کرد", "شد", "داد", "دار", "داشت", "سپرد")  # how verbs begin with which «تعهد» is said of a whole list
REALISED = frozenset(
    {"قطع", "مانده", "باقیمانده", "محقق", "تحقق", "رسید", "رسیده", "جذب", "پوشش", "دست", "یافتیم", "یافته"}
)


class Mood(Denials):
    """Tells the modality of figures of one text."""

    def clause(self, first: int, end: int, sentence: tuple[int, int]) -> Clause:
        """Return the clause of a figure whose tokens run from first to end."""
        after = bisect_left(self.starts, end)
        verb = self.verbs[after] if after < len(self.verbs) and self.verbs[after].first < sentence[1] else None
        earlier = bisect_left(self.starts, first) - 1
        before = self.verbs[earlier] if earlier >= 0 and self.verbs[earlier].first >= sentence[0] else None
        begin = before.last if before else sentence[0]
        low, high = max(sentence[0], first - WINDOW), min(sentence[1], end + WINDOW)
        if self._is_english(sentence):
            return self._english(sentence, low, high)
        if verb is None and before is not None and not self._is_reporting(before):
            return Clause(max(begin, low), high, None, (max(sentence[0], before.last - WINDOW), before.last))
        last = verb.last if verb else sentence[1]
        earlier_clause = self._clause_before(before, sentence) if before else None
        return Clause(max(begin, low), min(last, high), verb, earlier_clause)

    def verb_before(self, first: int) -> Verb | None:
        """Return the verb before a place."""
        at = bisect_left(self.starts, first) - 1
        return self.verbs[at] if at >= 0 else None

    def _is_english(self, sentence: tuple[int, int]) -> bool:
        return any(self.tokens[at].kind == LATIN for at in range(sentence[0], min(sentence[0] + 2, sentence[1])))

    def _english(self, sentence: tuple[int, int], low: int, high: int) -> Clause:
        found = bisect_left(self.starts, sentence[0])
        verb = self.verbs[found] if found < len(self.verbs) and self.verbs[found].first < sentence[1] else None
        following = found + 1 < len(self.verbs) and self.verbs[found + 1].first < sentence[1]
        if verb and self.tokens[verb.first].text in REPORTING and following:
            verb = self.verbs[found + 1]
        return Clause(low, high, verb, None)

    def _clause_before(self, verb: Verb, sentence: tuple[int, int]) -> tuple[int, int]:
        at = bisect_left(self.starts, verb.first) - 1
        begin = self.verbs[at].last if at >= 0 and self.verbs[at].first >= sentence[0] else sentence[0]
        return max(begin, verb.last - WINDOW), verb.last

    def _is_reporting(self, verb: Verb) -> bool:
        word, before = self.tokens[verb.first].text, self.tokens[verb.first - 1].text if verb.first else ""
        return word in ("گفت", "افزود", "گوید") or (word in REPORTING and before in SAYING_NOUNS)

    def modality(
        self, clause: Clause, figure: tuple[int, int], *, after: int, is_later: bool, is_share: bool, is_state: bool
    ) -> str:
        """Return the modality of a figure.

        after: where the next figure begins
        is_later: its period lies after the day of the text; is_share: it is a percentage of something
        is_state: the denied verb is part of a state such as «اجرا نشده»
        """
        cues = {
            hit.code for hit in self._cue_hits(clause.first, clause.last) if not self._is_of_later(hit, figure, after)
        }
        verb = clause.verb
        if self._is_whole(clause, figure):
            return DONE
        if self.text(figure[0] - 1) == "از" and self.text(figure[0] - 2) in SOME_OF:
            return DONE  # «نیمی از ۱۶۰ واحد تولیدی نیستند» denies nothing of the 160
        if self.text(figure[0] - 1) == "of" and after < clause.last:
            return DONE  # "of 40 resolutions 12 were not executed"
        is_denied = verb is not None and verb.is_negative and not (is_state or self._is_said_so(verb, figure))
        if "denied" in cues or is_denied or self._is_disproved(clause, figure):
            return DENIED
        if self._is_on_a_plan(clause):
            return PROMISE
        if self._is_among_aims(clause):
            return TARGET
        if clause.before and self._denies(clause):
            return DENIED
        if self._is_aim(clause, figure[0]):
            return TARGET
        near = [self.text(at) for at in range(figure[0] - 4, figure[0])]
        is_planned = is_share and self._is_of_planned(clause, figure[0])
        if "گرفته" in near or SPENT.intersection(pairwise(near)) or is_planned:
            return DONE  # «با سرمایه‌گذاری صورت گرفته بالغ بر ۱۰۰۰ میلیارد», «سرمایه‌گذاری شده ۹۰ میلیارد»
        modal = self._modal(cues, clause, figure, is_share=is_share)
        return modal or self._by_tense(clause, is_later=is_later)

    def _is_of_planned(self, clause: Clause, first: int) -> bool:
        """Return whether what was planned has grown: «سرمایه پیش‌بینی شده ۲۵ درصد رشد داشت»."""
        is_over = clause.verb is not None and clause.verb.tense in (verbs.PAST, verbs.PERFECT)
        hits = self._cue_hits(clause.first, clause.last) if is_over else []
        planned = [hit for hit in hits if hit.code in MODAL]
        is_adjective = all("شده" in (self.text(hit.last - 1), self.text(hit.last)) for hit in planned)
        grown = [hit for hit in hits if hit.code in ("increase", "decrease")]
        return bool(planned and grown) and is_adjective and grown[-1].first > first

    def _is_aim(self, clause: Clause, first: int) -> bool:
        """Return whether a figure is what something is done for: «با هدف ایجاد اشتغال برای ۲۰۰ نفر آغاز شد»."""
        begin = max(first - ADJUNCT, clause.first)
        near = bisect_left(self.aims, begin)
        if near >= len(self.aims) or self.aims[near] >= first:
            return False
        between = self.tokens[self.aims[near] : first]
        return not any(token.text in ("،", "که") or token.kind == NUMERAL for token in between)

    def _by_tense(self, clause: Clause, *, is_later: bool) -> str:
        """Return the modality that the time of the verb says, with a cue of the clause before."""
        verb, tense = clause.verb, clause.verb.tense if clause.verb else ""
        if verb is not None and (self.text(verb.first - 1) == "خبر" or self._is_referred(clause)):
            tense = ""  # «از راه‌اندازی ۲۰ واحد تا پایان سال خبر داد» says nothing of when
        if clause.before and tense == verbs.WISH and self._was_able(clause.before):
            return DONE  # «توانست ۱۰۴ درصد تعهد را محقق کند»
        if clause.before and tense == verbs.WISH and self._is_able(clause):
            return DONE  # «قادر است روزانه ۳۴۰۰ تن سیمان تولید کند»
        if (
            clause.before
            and verb is None
            and self.text(clause.first) == "که"
            and FORECAST in self._cues(*clause.before)
        ):
            return FORECAST  # «پیش‌بینی می‌شود که ۵۸ واحد …»
        goes_on = not (tense == verbs.FUTURE and self.text(clause.first) == "و")
        goes_on = goes_on and self.text(clause.first) not in TURNS  # «سهمیه ۱۸۰ مگاوات است اما ۱۰۵ مگاوات …»
        is_habit = tense == verbs.PRESENT and self.text(clause.first) == "و" and self._is_habit(clause)
        goes_on = goes_on and not is_habit  # «ذخیره ۲۰۰ میلیون تن برآورد شده و سالانه ۲ میلیون تن برداشت می‌شود»
        if goes_on and clause.before and tense in (verbs.WISH, verbs.PRESENT, verbs.FUTURE):
            is_part = "including" in self._cues(clause.first, clause.last)  # «که از این میزان ۳۷ میلیارد تن …»
            cues = set() if is_part and tense == verbs.PRESENT else self._cues(*clause.before)
            if before := next((cue for cue in MODAL if cue in cues), "") or self._wished(clause):
                return before
        if tense == verbs.WISH and self._describes(clause):
            return DONE
        if tense in (verbs.FUTURE, verbs.WISH):
            return PROMISE
        if verb is not None and tense == verbs.PRESENT:
            is_to_come = not self._is_habit(clause) and (is_later or self._becomes(clause))
            return PROMISE if is_to_come else DONE
        return PROMISE if not tense and is_later else DONE

    def _wished(self, clause: Clause) -> str:
        """Return what is said of a whole row of wishes: «پیش‌بینی می‌شود ۹ نفر شاغل شوند و ۲ طرح تمام شود»."""
        is_wish = clause.verb is not None and clause.verb.tense == verbs.WISH
        at = bisect_left(self.starts, clause.verb.first) if clause.verb and is_wish else 0
        for verb in reversed(self.verbs[max(at - LONGEST_ROW, 0) : at]):
            if verb.tense != verbs.WISH or self.text(verb.last) not in ("و", "،") or clause.first - verb.first > WINDOW:
                break
            before = self.verb_before(verb.first)
            cues = self._cues(max(before.first - ADJUNCT, 0), before.last) if before else set()
            if cue := next((cue for cue in MODAL if cue in cues), ""):
                return cue
        return ""

    def _is_part_of_goods(self, clause: Clause) -> bool:
        """Return whether a part of what is made is spoken of: «۴۰ درصد این محصول صادر می‌شود»."""
        words = [self.text(at) for at in range(clause.first, clause.last)]
        after = words.index("درصد") if "درصد" in words else len(words)
        return any(word.startswith(GOODS) for word in words[after : after + APART + 1])

    def _is_referred(self, clause: Clause) -> bool:
        """Return whether a clause ends in saying, of something referred to: «با اشاره به افتتاح ۳۰ طرح … افزود»."""
        is_said = clause.verb is not None and self._is_reporting(clause.verb)
        return is_said and any(self.text(at) == "اشاره" for at in range(clause.first, clause.last))

    def is_had(self, first: int) -> bool:
        """Return whether a figure only says what something has: «دارای بیش از ۶۰ درصد», «با پیشرفت بالای ۶۰ درصد»."""
        return any(self.text(at) in ("دارای", "با") for at in range(first - 5, first))

    def _describes(self, clause: Clause) -> bool:
        """Return whether a clause only says which: «واحدهایی که تا ۶۰ درصد پیشرفت داشته باشند»."""
        which = range(max(clause.first, 1), clause.last)
        return any(self.text(at) == "که" and self.text(at - 1).endswith("هایی") for at in which)

    def _is_able(self, clause: Clause) -> bool:
        before = clause.before or (0, 0)
        words = {self.text(at) for at in (*range(max(before[0], before[1] - 4), clause.first + 1), clause.first)}
        habit = {self.text(at) for at in range(clause.first, clause.last)} | words
        is_habit = bool(habit & HABITS) or any(
            self.text(at) == "در" and self.text(at + 1) in ("روز", "سال") for at in range(clause.first, clause.last)
        )
        return bool(words & {"قادر", "تواند", "میتواند", "توانند", "میتوانند"}) and is_habit

    def _is_on_a_plan(self, clause: Clause) -> bool:
        """Return whether it is only planned: «افتتاح ۳ طرح از برنامه‌های این سفر است»."""
        words = self.plans[bisect_left(self.plans, max(clause.first, 1)) : bisect_left(self.plans, clause.last)]
        plans = (at for at in words if self.text(at) + self.text(at + 1) == "برنامههای")
        is_plan = any(self.text(at - 1) in ("از", "جمله", "دیگر") for at in plans)
        return is_plan and clause.verb is not None and clause.verb.tense == verbs.BEING

    def _is_among_aims(self, clause: Clause) -> bool:
        """Return whether it is one of the aims: «افزایش ظرفیت به ۴۰ هزار تن از دیگر اهداف این طرح است»."""
        aims = self.goals[bisect_left(self.goals, clause.first) : bisect_left(self.goals, clause.last)]
        return any("از" in (self.text(at - 1), self.text(at - 2)) and self.text(at - 1) in ONE_OF for at in aims)

    def _was_able(self, clause: tuple[int, int]) -> bool:
        near = [self.tokens[at].text for at in range(max(clause[0], clause[1] - 3), clause[1])]
        return bool(ABLE.intersection(near)) and "خواهد" not in near and "خواهند" not in near

    def _is_of_later(self, hit: Hit, figure: tuple[int, int], after: int) -> bool:
        """Return whether a cue belongs to a later figure alone.

        «۹۲ جواز با پیش‌بینی ۷ هزار میلیارد سرمایه صادر شد» «۱۷۰۰ واحد از ۲۰۰۰ واحد هدف‌گذاری شده احیا شد»
        """
        if opens_note(self.text, figure[1], hit.first, after):
            return True
        is_next = hit.first > figure[1] and self.text(hit.first) == "قرار" and self.text(hit.first - 1) in ("،", "و")
        if is_next and self.text(hit.first - 2) in PARTICIPLES:
            return True  # «۱۸ طرح متوقف شده، قرار است سال آینده …»
        if hit.first < figure[0] and self.text(figure[0] - 1) == "که":
            return True  # «اعتبار در نظر گرفته شده نسبت به پارسال که ۱۴۹۰ میلیارد بود»
        if hit.first < figure[1]:
            # «از ۹۳۲۸ فرصت تعهد شده ۶۷۴۵ فرصت ثبت شد»
            near = range(max(hit.first - 5, 0), hit.first)
            is_past = self.text(hit.last) == "شده" and any(self.tokens[at].kind == NUMERAL for at in near)
            between = {self.text(at) for at in range(hit.last, figure[0])}
            if self.text(hit.first) in ("تعهد", "سهمیه") and between & {"تاکنون", "کنون"}:
                return True  # «از مجموع ۳۳ هزار نفر تعهد اشتغال، تاکنون برای ۱۶ هزار نفر اقدام شده است»
            if hit.code == FORECAST and self.text(hit.last) not in SAYING_PARTS and hit.last in self.hits["counted"]:
                # «با پیش‌بینی سرمایه‌گذاری ۹ میلیارد تومان ۱۰۰۰ شغل …»
                ends = (at for at in range(figure[0] - 1, hit.last, -1) if self.tokens[at].kind == NUMERAL)
                end = next(ends, -1)
                return end >= 0 and all(self.text(at) != "و" for at in range(end, figure[0]))
            return hit.code == TARGET and hit.last < figure[0] and is_past
        if self._is_of_next(hit, figure, after):
            return True
        is_noun = hit.first > after or self.text(hit.first - 1) in ("و", "،")
        if hit.code == FORECAST and is_noun and self.text(hit.last) not in SAYING_PARTS:
            return True  # «با سرمایه ۱۶۱ میلیارد ریال و پیش‌بینی اشتغال ۴۱ نفر»
        is_noun = self.tokens[hit.first].text in ("تعهد", "سهمیه") and hit.first > after
        if is_noun and not self.text(hit.last).startswith(COMMITTED):
            return True  # «با ایجاد ۵۵ هزار شغل به ۱۰۸ درصد تعهد دست یافتیم»
        is_verb = self.text(hit.last + 1) in ("است", "اند", "و", "بود", "که", "،")  # «برنامه‌ریزی شده و …»
        is_adjective = hit.first > after and self.text(hit.last) == "شده" and not is_verb
        return is_adjective or self.text(hit.first - 1) == "با"

    def _is_of_next(self, hit: Hit, figure: tuple[int, int], after: int) -> bool:
        """Return whether a cue stands right before the next figure, or says of what this one is a part.

        «۱۳ جواز با سرمایه پیش‌بینی‌شده ۸۸۰ میلیارد تومان صادر شد», «۹ میلیون دلار از تعهد ۲۵ میلیون دلاری را هزینه کرد»
        """
        is_whole = hit.code == TARGET and hit.first == figure[1] + 1 and self.text(figure[1]) == "از"
        return is_whole or (hit.code == FORECAST and hit.last + (self.text(hit.last) == "شده") == after)

    def _modal(self, cues: set[str], clause: Clause, figure: tuple[int, int], *, is_share: bool) -> str:
        if any(
            hit.code == TARGET and self._is_said_of(hit, figure) for hit in self._cue_hits(clause.first, clause.last)
        ):
            return TARGET
        for modal in MODAL:
            if modal not in cues:
                continue
            if modal == TARGET and not self._binds(clause, figure, is_share=is_share):
                continue
            return modal
        return ""

    def _is_whole(self, clause: Clause, figure: tuple[int, int]) -> bool:
        """Return whether a figure is what another is a part of: «۹ طرح از مجموع ۱۲ طرح»."""
        is_whole = self.text(figure[0] - 1) == "مجموع" and self.text(figure[0] - 2) == "از"
        targets = (hit for hit in self._cue_hits(clause.first, clause.last) if hit.code == TARGET)
        return is_whole and not any(self._is_said_of(hit, figure) for hit in targets)

    def _is_said_of(self, hit: Hit, figure: tuple[int, int]) -> bool:
        """Return whether a figure's own noun is what was promised: «۸ هزار شغل تعهد شده»."""
        if hit.first == figure[1] and self.text(figure[0] - 1) == "مجموع":
            return True  # «از مجموع ۳۳ هزار نفر تعهد اشتغال»
        return figure[1] < hit.first <= figure[1] + 3 and self.text(hit.last) == "شده"

    def _binds(self, clause: Clause, figure: tuple[int, int], *, is_share: bool) -> bool:
        """Return whether a target is spoken of as such: «۸۰ درصد تعهد محقق شد» is an achievement."""
        words = {self.tokens[at].text for at in range(figure[1], min(clause.last, figure[1] + 12))}
        if words & {"باید", "بایستی"} or self._has_must(clause):
            return True
        return not (is_share or words & REALISED)

    def _has_must(self, clause: Clause) -> bool:
        return any(self.text(hit.first) in MUST for hit in self._cue_hits(clause.first, clause.last))

    def _is_habit(self, clause: Clause) -> bool:
        words = range(clause.first, clause.last)
        is_each = any(self.text(at) == "هر" and self.text(at + 1) in ("سال", "ماه", "هفته", "روز") for at in words)
        is_weekly = any(self.text(at) + self.text(at + 1) == "هفتهای" for at in words)
        return is_each or is_weekly or any(self.text(at) in HABITS for at in words)

    def _becomes(self, clause: Clause) -> bool:
        verb = clause.verb
        if verb is None:
            return False
        if verb.tense == verbs.PRESENT and self._comes_of_opening(clause.first, verb.first):
            return True
        near = [self.tokens[at].text for at in range(max(clause.first, verb.first - 4), verb.first)]
        if near[-1:] == ["صادر"] and (ABROAD.intersection(near) or self._is_part_of_goods(clause)):
            return False  # «به ۲۳ کشور جهان صادر می‌شود»
        if self.tokens[verb.last - 1].text in ("رسد", "رسند", "میرسد", "میرسند"):
            words = {self.text(at) for at in range(clause.first, verb.first) if self.text(at - 1) != "اماده"}
            return bool(words & OPENING)  # «میانگین به ۳۶۰ دلار می‌رسد» says what is
        is_back = near[-1:] == ["باز"] or (self.text(verb.first).startswith("برمی") and TO_WORK.intersection(near))
        if is_back and "گرد" in self.tokens[verb.last - 1].text:
            return True  # «۱۱۵ کارگر به کار باز می‌گردند», but «۴۰ شکایت به گرانی برمی‌گردد»
        if "مشغول" in near or (near[-1:] == ["قرار"] and "پوشش" in near):
            return True
        if self.tokens[verb.last - 1].text in ("یابد", "یابند", "مییابد", "مییابند"):
            return True
        return any(word in BECOMING for word in near[-2:])
