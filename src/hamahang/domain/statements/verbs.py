"""Verbs and their time: what happened, happens, will happen or should, and what did not.

The forms are made from the stems in `data/verbs.csv`; `data/not_verbs.csv` has the forms that are other words first.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.normalising import normalise
from hamahang.domain.statements.tokens import JOINED, NEW_LINE, SIGN, Token

PAST, PERFECT, PRESENT, FUTURE, WISH, BEING = "past", "perfect", "present", "future", "wish", "being"
WHOLE_PERFECT = "whole perfect"
WITH_PERSON = ("اند", "ایم", "ام")  # written after a participle
PERSONS_PAST = ("", "م", "یم", "ید", "ند")  # no «تو»: reports do not speak to one reader
PERSONS_PRESENT = ("د", "م", "یم", "ید", "ند")
WILL = frozenset({"خواهم", "خواهی", "خواهد", "خواهیم", "خواهید", "خواهند"})
SHORTEST = 2  # letters of a form
CAUSES = frozenset({"باعث", "موجب", "سبب"})
FINAL = frozenset({"بازگشت", "بازگشتند", "برگشت", "برگشتند"})
COMING, BEYOND = frozenset({"پدید", "دست", "وجود", "عمل", "اجرا", "دنبال"}), frozenset({"فراتر", "بالاتر"})
# «پدید آید», «فراتر رود»: elsewhere an ending and a river
WITH_NOUN = {"اید": COMING, "ایند": COMING, "رود": BEYOND, "روند": BEYOND}
AUXILIARIES = frozenset({"است", "اند", "ایم", "ام", "اید", "بود", "بودند", "باشد", "باشند", "ای", "هستند"})
BEINGS = {
    "است": False, "هست": False, "هستند": False, "هستیم": False, "نیست": True, "نیستند": True, "بوده": False,
    "دارد": False, "دارند": False, "داریم": False, "ندارد": True, "ندارند": True, "نداریم": True, "دارم": False,
    "باشد": False, "باشند": False, "نباشد": True, "باشیم": False, "نبود": True, "نبودند": True, "نداشت": True,
    "نداشتند": True,
}  # fmt: skip
TURNS = frozenset({"درحالی", "درحالیکه", "اما", "ولی"})
TO_BE = frozenset({"است", "بود"})
ENGLISH = {
    "is": BEING, "are": BEING, "was": PAST, "were": PAST, "has": PERFECT, "have": PERFECT, "had": PAST, "will": FUTURE,
    "would": FUTURE, "shall": FUTURE, "should": WISH, "must": WISH, "been": PERFECT, "created": PAST, "paid": PAST,
    "reached": PAST, "opened": PAST, "issued": PAST, "said": PAST, "approved": PAST, "received": PAST, "became": PAST,
    "employs": PRESENT, "employ": PRESENT, "works": PRESENT, "produces": PRESENT, "rose": PAST, "fell": PAST,
    "returned": PAST, "held": PAST, "passed": PAST, "plans": FUTURE, "expects": FUTURE, "identified": PAST,
    "referred": PAST, "restarted": PAST, "revived": PAST, "remain": PRESENT, "remains": PRESENT, "includes": PRESENT,
    "operate": PRESENT, "operates": PRESENT, "launched": PAST, "exported": PAST, "invested": PAST, "allocated": PAST,
    "create": PRESENT, "reach": PRESENT, "amounted": PAST, "totalled": PAST, "announced": PAST, "added": PAST,
    "stands": PRESENT, "stood": PAST,
}  # fmt: skip


IS_GLUED = frozenset({"اجر", "بال", "دار", "انه", "اینه", "واحده", "شهرکه", "طرحه", "معادنه", "ساله", "جه"})  # «اجراست»
AT_WORK = frozenset({"کارند", "بکارند"})
ARE = "هاست"  # «ها» and «است»


class Verb(NamedTuple):
    """A verb of a text: its tokens, its time, whether it is denied, and whether it is one of becoming («شد»)."""

    first: int
    last: int
    tense: str
    is_negative: bool
    changes: bool = False


@cache
def forms() -> dict[str, tuple[str, bool, bool]]:
    """Return the single-word forms: time, denied, of becoming."""
    made: dict[str, tuple[str, bool, bool]] = {}
    for row in lexicon.rows("verbs"):
        past, present, changes = normalise(row["past"]).text, normalise(row["present"]).text, bool(row["changes"])
        for ending in PERSONS_PAST:
            made[past + ending] = (PAST, False, changes)
            made["ن" + past + ending] = (PAST, True, changes)
        for ending in ("اند", "ایم", "ام", "است"):  # where the joiner was lost: «شدهاند»
            made[f"{past}ه{ending}"] = (WHOLE_PERFECT, False, changes)
            made[f"ن{past}ه{ending}"] = (WHOLE_PERFECT, True, changes)
        made[past + "ه"] = (PERFECT, False, changes)
        made["ن" + past + "ه"] = (PERFECT, True, changes)
        for ending in PERSONS_PRESENT if present else ():
            made.setdefault(present + ending, (WISH, False, changes))
            made.setdefault("ب" + present + ending, (WISH, False, changes))
            made.setdefault("ن" + present + ending, (WISH, True, changes))
            if present[0] == "ا":  # «بیفتد», «بیاورد»
                made.setdefault("بی" + present[1:] + ending, (WISH, False, changes))
                made.setdefault("بی" + present + ending, (WISH, False, changes))
    for row in lexicon.rows("not_verbs"):
        made.pop(normalise(row["fa"]).text, None)
    return made


@cache
def participles() -> dict[str, bool]:
    """Return the participles of all verbs, and whether they are denied; alone many of them are other words."""
    pasts = (normalise(row["past"]).text for row in lexicon.rows("verbs"))
    return {f"{no}{past}ه": bool(no) for past in pasts for no in ("", "ن")}


def verb_at(tokens: Sequence[Token], at: int) -> Verb | None:
    """Return the verb that begins at a token."""
    word = tokens[at].text
    if word in ENGLISH:
        after = _word(tokens, at + 1)
        return Verb(at, at + 1, ENGLISH[word], after in ("not", "no", "never"))
    if word == "بوده":
        return Verb(at, at + 1 + (_word(tokens, at + 1) in AUXILIARIES), PERFECT, is_negative=False)
    if word == "نبود" and not _ends_clause(tokens, at + 1):
        return None  # «نبود نقدینگی»
    if word in BEINGS:
        return Verb(at, at + 1, WISH if word in ("باشد", "باشند", "نباشد", "باشیم") else BEING, BEINGS[word])
    if word.startswith(("بر", "باز")) and word.removeprefix("باز").removeprefix("بر") in WILL:
        word = word.removeprefix("باز").removeprefix("بر")  # «برخواهند گشت»
    if word in WILL or (word[0] == "ن" and word[1:] in WILL):
        if forms().get(_word(tokens, at + 1), ("",))[0] == PAST:
            return Verb(at, at + 2, FUTURE, word[0] == "ن", forms()[_word(tokens, at + 1)][2])
        return None
    is_of_many = word.endswith(ARE) and (word == ARE or len(word) > len(ARE) + SHORTEST)  # «در تملک بانک‌هاست»
    if (word.endswith("است") and word[:-3] in IS_GLUED) or is_of_many or _is_at_work(tokens, at):
        return Verb(at, at + 1, BEING, is_negative=False)
    if at and tokens[at - 1].text in WITH_NOUN.get(word, ()):
        return Verb(at, at + 1, WISH, is_negative=False)
    return _going_on(tokens, at, word) or _plain(tokens, at, word) or _at_the_end(tokens, at, word)


def _is_at_work(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word ends «مشغول به کارند», «مشغول کارند», where the verb is glued to the noun."""
    word = tokens[at].text
    return word in AT_WORK and (word == "بکارند" or (at > 0 and tokens[at - 1].text in ("به", "مشغول")))


def _going_on(tokens: Sequence[Token], at: int, word: str) -> Verb | None:
    """Read «می‌شود», «نمی کنند», «میشد»."""
    for prefix, is_negative in (("نمی", True), ("می", False), ("برمی", False), ("برنمی", True)):
        if word == prefix:
            rest, last = _word(tokens, at + 1), at + 2
        elif word.startswith(prefix) and len(word) > len(prefix) + 2:
            rest, last = word[len(prefix) :], at + 1
        else:
            continue
        form = forms().get(rest)
        if rest in ("باشد", "باشند"):
            return Verb(at, last, BEING, is_negative)
        if form is None and rest in ("دارد", "دارند", "داریم", "توان"):
            return Verb(at, last, PRESENT, is_negative)
        if form is not None:
            return Verb(at, last, PRESENT if form[0] == WISH else PAST, is_negative or form[1], form[2])
        if word == prefix and tokens[at + 1 : at + 2] and _is_unlisted(tokens[at + 1]):
            return Verb(at, last, PRESENT, is_negative)
    return None


def _is_unlisted(token: Token) -> bool:
    """Return whether a word joined to «می» is a verb that the table has not: «می‌چکد»."""
    return token.gap == JOINED and len(token.text) > SHORTEST and token.text.endswith(("د", "ند", "م", "یم"))


def _plain(tokens: Sequence[Token], at: int, word: str) -> Verb | None:
    form = forms().get(word)
    if form is None and word in participles() and _word(tokens, at + 1) in WITH_PERSON:
        return Verb(at, at + 2, PERFECT, participles()[word])  # «قرارداد بسته‌اند»
    if form is None or (word == "کرد" and at > 1 and tokens[at - 1].text == "هزینه" and tokens[at - 2].text == "با"):
        return None  # «با هزینه کرد ۹۰ میلیارد»
    tense, is_negative, changes = form
    if tense == WHOLE_PERFECT:
        return Verb(at, at + 1, PERFECT, is_negative, changes)
    if tense == PERFECT:
        after = _word(tokens, at + 1)
        if after in AUXILIARIES:
            return Verb(at, at + 2, WISH if after in ("باشد", "باشند") else PERFECT, is_negative, changes)
        if BEINGS.get(after):
            return Verb(at, at + 2, PERFECT, True, changes)
        goes_on = any(_word(tokens, n) in ("شده", "یافته", "شد") for n in range(at + 2, at + 5))
        if after in ("،", "و") and word in ("رسیده", "کرده", "گرفته", "داده") and not goes_on:
            return Verb(at, at + 1, PERFECT, is_negative, changes)  # «به ثبت رسیده، …», «اختصاص داده و …»
        if _turns(tokens, at + 1 + (after == "،")):
            return Verb(at, at + 1, PERFECT, is_negative, changes)  # «نصب شده، در حالی که …», «پرداخت شده ولی …»
        # «صادر شده که …», «آغاز شده و تا امروز …»; elsewhere «صادر شده» is an adjective
        is_caused = after == "تا" and at > 0 and tokens[at - 1].text in CAUSES  # «باعث شده تا …»
        if after == "که" or is_caused or (after == "و" and not _is_followed(tokens, at + 2)):
            return Verb(at, at + 1, PERFECT, is_negative, changes)
        return None
    return Verb(at, at + 1, tense, is_negative, changes)


def _is_settled(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a clause goes on to another verb: «دو نیروگاه قرار است تا پایان شهریور وارد مدار شود»."""
    if tokens[at].text not in TO_BE or at < 2 or tokens[at - 1].text != "قرار" or _ends_clause(tokens, at + 1):
        return False
    return not (_ends_clause(tokens, at - 2) or tokens[at - 1].gap == NEW_LINE)


def _turns(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a clause begins that is set against the one before."""
    word = _word(tokens, at)
    return word in TURNS or (word == "در" and _word(tokens, at + 1) == "حالی")


def _is_followed(tokens: Sequence[Token], at: int) -> bool:
    """Return whether another verb follows at once: «دریافت کرده و پرداخت شده»."""
    return any(_word(tokens, n) in forms() or _word(tokens, n) in BEINGS for n in range(at, at + 3))


def _at_the_end(tokens: Sequence[Token], at: int, word: str) -> Verb | None:
    """Read «… به چرخه تولید بازگشت», «… تسهیلات پرداخت»: words that are nouns elsewhere than at a clause's end."""
    is_end = _ends_clause(tokens, at + 1)
    return Verb(at, at + 1, PAST, is_negative=False, changes=True) if word in FINAL and is_end else None


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    after = tokens[at] if at < len(tokens) else None
    return after is None or after.gap == NEW_LINE or after.kind == SIGN or after.text in ("و", "که")


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) and tokens[at].gap != NEW_LINE else ""


@lru_cache(maxsize=65_536)
def may_begin(word: str) -> bool:
    """Return whether a verb may begin with a word."""
    is_going_on = word.startswith(("می", "نمی", "برمی", "برنمی"))
    return (
        is_going_on
        or word in ENGLISH
        or word in BEINGS
        or word.endswith("است")
        or word.removeprefix("ن").removeprefix("باز").removeprefix("بر") in WILL
        or word in forms()
        or word in participles()
        or word in FINAL
        or word in WITH_NOUN
        or word in AT_WORK
    )


def find_verbs(tokens: Sequence[Token]) -> list[Verb]:
    """Return the verbs of a text in order."""
    found: list[Verb] = []
    at = 0
    while at < len(tokens):
        verb = verb_at(tokens, at) if may_begin(tokens[at].text) and not _is_settled(tokens, at) else None
        if verb is None:
            at += 1
            continue
        found.append(verb)
        at = verb.last
    return found
