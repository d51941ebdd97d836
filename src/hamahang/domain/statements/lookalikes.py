"""Words that only look like numbers («نه», a village «ده», «سه شنبه»), and what a dash makes of numbers."""

from collections.abc import Sequence
from dataclasses import replace

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.numberwords import WHOLE
from hamahang.domain.statements.phrases import Phrase
from hamahang.domain.statements.tokens import GLUED, JOINED, LATIN, NEW_LINE, NUMERAL, SIGN, WORD, Token

# words after which نه, ده and سی are no numbers
FUNCTION = frozenset(
    {
        "و", "یا", "که", "را", "در", "از", "به", "با", "بر", "برای", "است", "بود", "هم", "نیز", "اما", "ولی", "این",
        "ان", "ما", "شما", "من", "او", "شد", "تا", "می", "نمی", "چون", "پس", "اگر", "هر", "مثل", "تنها", "فقط", "اینکه",
        "انکه",
    }
)  # fmt: skip
BEFORE_A_VILLAGE = frozenset({"این", "ان", "کدخدای", "اهل", "مردم"})
# what makes of a number word another word: «ده‌ها», «سه شنبه», «شش گانه»
MAKES_A_WORD = frozenset({"ها", "های", "شنبه", "گانه", "ان", "دیگر", "پا", "پاره"})
BEFORE_A_BARE_SCALE = frozenset({"تا", "و", "به", "حدود", "از", "است", "الی"})


class Lookalikes:
    """Tells number words from words that are written the same."""

    def __init__(self, tokens: Sequence[Token], hits: Hits) -> None:
        self.tokens, self.hits = tokens, hits

    def text(self, at: int) -> str:
        """Return the word at a place, nothing outside the text."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def is_counted(self, at: int) -> bool:
        """Return whether a unit or a thing that is counted stands at a place."""
        return at in self.hits["units"] or at in self.hits["counted"]

    def is_verb(self, phrase: Phrase) -> bool:
        """Return whether a word only looks like an ordinal: «ضرر می‌دهم»."""
        return self.tokens[phrase.first].kind == WORD and self.text(phrase.first - 1) in ("می", "نمی")

    def holds(self, phrase: Phrase) -> bool:
        """Return whether a bare word is no number here."""
        token = self.tokens[phrase.first]
        if phrase.last != phrase.first + 1 or phrase.shape == "ordinal":
            return False
        if token.kind == LATIN:
            return token.text == "one" and self.text(phrase.last) in ("of", "", ".", ",")
        if token.kind != WORD:
            return False
        if token.text == "ده" and token.gap == JOINED and not self._is_number(phrase.first - 1):
            return True  # «زیان‌ده»
        if token.text == "صد" and self.text(phrase.first - 1) == "در" and self._is_number(phrase.first - 2):
            return True  # «۲۰ در صد»
        after = self.tokens[phrase.last] if phrase.last < len(self.tokens) else None
        if after is not None and after.text in MAKES_A_WORD and after.gap != NEW_LINE:
            return True
        if token.text in ("نه", "ده", "سی"):
            return not self._counts(token.text, phrase, after)
        if token.text == "نیم":
            return after is None or not self.is_counted(phrase.last)
        if token.text in ("هزار", "صد") and after is not None and after.gap != NEW_LINE:
            is_bare = after.kind == SIGN and self.text(phrase.first - 1) not in BEFORE_A_BARE_SCALE
            return after.text == "بار" or is_bare
        following = (self.text(phrase.last), self.text(phrase.last + 1))
        return token.text == "صفر" and (following[0] == "مرزی" or following == ("تا", "صد"))

    def _is_number(self, at: int) -> bool:
        return at >= 0 and (self.tokens[at].kind == NUMERAL or self.text(at) in WHOLE)

    def _counts(self, word: str, phrase: Phrase, after: Token | None) -> bool:
        """Return whether «نه», «ده», «سی» stand before what they count."""
        if after is None or after.gap == NEW_LINE or after.kind != WORD:
            return after is not None and after.text == "%"
        if self.is_counted(phrase.last):
            if word == "نه" and self._is_uncountable(phrase.last):
                return False  # «نه حقوق می‌دهند نه بیمه»
            # «مردم این ده بیکارند»: the village, and what its people are
            return not (word == "ده" and self.text(phrase.first - 1) in BEFORE_A_VILLAGE and after.text.endswith("ند"))
        if word == "نه":  # «۲۱ واحد …، نه تا با سرمایه‌گذار جدید», but «نه تا این حد»
            is_next = self.text(phrase.first - 1) in ("،", "و") and self.text(phrase.last + 1) not in ("این", "ان")
            return after.text == "تا" and is_next
        if after.text in FUNCTION or self.text(phrase.first - 1) in BEFORE_A_VILLAGE:
            return after.text == "تا" and word == "ده"
        return self.text(phrase.first - 1) not in ("در", "هر") or word == "سی"

    def _is_uncountable(self, at: int) -> bool:
        """Return whether what stands at a place is measured or paid, and not counted one by one."""
        hit = self.hits["counted"].get(at)
        if hit is None or at in self.hits["units"]:
            return False
        return lexicon.rows("counted")[hit.row]["dimension"] not in ("count", "person", "any")


def join_dashed(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Join «1390-04-10» and «0841-3333333», which the dash divides."""
    joined: list[Phrase] = []
    for phrase in phrases:
        before = joined[-1] if joined else None
        if before is not None and _is_dashed(tokens, before, phrase) and _makes_one(tokens, before, phrase):
            shape = "phone" if tokens[before.first].text[0] == "0" else "date"
            joined[-1] = replace(before, last=phrase.last, value=None, shape=shape, others=())
        else:
            joined.append(_signed(tokens, phrase))
    return joined


def _signed(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """Take in «منفی ۳» and «-3»."""
    before = tokens[phrase.first - 1] if phrase.first else None
    if before is None or phrase.value is None or tokens[phrase.first].gap == NEW_LINE:
        return phrase
    is_dash = before.text == "-" and tokens[phrase.first].gap == GLUED
    is_loose = phrase.first == 1 or (before.gap != GLUED and tokens[phrase.first - 2].kind != NUMERAL)
    if before.text != "منفی" and not (is_dash and is_loose):
        return phrase
    others = tuple((-other, why) for other, why in phrase.others)
    return replace(phrase, first=phrase.first - 1, value=-phrase.value, others=others, coefficient=None)


def _is_dashed(tokens: Sequence[Token], before: Phrase, phrase: Phrase) -> bool:
    if phrase.first != before.last + 1 or tokens[before.last].text != "-":
        return False
    return tokens[before.last].gap == GLUED and tokens[phrase.first].gap == GLUED


def _makes_one(tokens: Sequence[Token], before: Phrase, phrase: Phrase) -> bool:
    if before.last - before.first > 3:
        return False
    head, tail = ("".join(token.text for token in tokens[each.first : each.last]) for each in (before, phrase))
    if not (head.replace("-", "").isdigit() and tail.isdigit()):
        return False
    if head[0] == "0" and len(head) + len(tail) >= 7:
        return True
    if "-" in head:
        return len(tail) <= 2 if head.index("-") == 4 else len(tail) == 4
    last = phrase.last
    goes_on = last < len(tokens) and tokens[last].text == "-" and tokens[last].gap == GLUED
    is_day_first = len(head) <= 2 and last + 1 < len(tokens) and len(tokens[last + 1].text) == 4  # «13-7-2011»
    return goes_on and (len(head) == 4 or is_day_first) and len(tail) <= 2
