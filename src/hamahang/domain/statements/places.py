"""Places that a text names: country, provinces, counties and estates; and which province «استان» alone is."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.besides import is_apart, is_end_of_road, is_other_name, is_ranked_among
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.nearnames import (
    begins_figure,
    begins_line,
    counts,
    has_figure,
    is_dateline,
    is_ranked,
    says,
)
from hamahang.domain.statements.numberwords import NUMBER_WORDS, ORDINALS
from hamahang.domain.statements.tokens import NEW_LINE, NUMERAL, SIGN, Token

KINDS = {
    "استان": "province",
    "شهرستان": "county",
    "شهر": "county",
    "بخش": "county",
    "province": "province",
    "county": "county",
}
HEADS = {"استاندار": "province", "فرماندار": "county", "شهردار": "county", "بخشدار": "county"}  # «فرماندار همدان»
# who speaks for a place names it too; after these a name that is also a word is a place
BEFORE_NAMES = frozenset(KINDS) | {
    "استاندار", "فرماندار", "شهرستانهای", "استانهای", "شهرستان‌های", "نماینده", "مردم", "شهردار", "شهرک", "صنعتی",
    "جمعه", "دانشگاه", "استانداری", "فرمانداری", "های", "شهرهای",
}  # fmt: skip
THIS_PROVINCE = frozenset({"استان", "province"})
THIS_COUNTY = frozenset({"شهرستان"})
UNNAMED = "county:"  # «این شهرستان», until the text's county is known
COUNTRY = "all"
BODIES = frozenset(
    {
        "سازمان", "شرکت", "بانک", "خبرگزاری", "شبکه", "انجمن", "اتاق", "صندوق", "گمرک", "باشگاه", "مرکز", "موسسه",
        "بورس", "کانون", "اهن", "جمهوری", "دانشگاه", "سامانه", "وزیر", "معاون", "رییس",
    }
)  # fmt: skip
MAKERS = frozenset({"فولاد", "الومینیوم"})
TEHRAN = "province:23"
# the last word of the name of an office, before its province
OFFICES = frozenset(
    {
        "تجارت", "مرکز", "معدن", "کشاورزی", "اجتماعی", "دادگستری", "دارایی", "گاز", "برق", "بازرگانی", "گمرکات", "صمت",
        "شهرسازی", "راهداری", "گردشگری", "پرورش", "زیست", "طبیعی", "استاندارد", "گمرک", "معادن",
        "فناوری", "جوانان", "مسکن", "بهزیستی", "امداد", "فاضلاب", "دستی", "مالیاتی", "استانداری", "دانشگاه",
    }
)  # fmt: skip
PAPERS = frozenset({"خبرگزاری", "روزنامه", "خبرنگار"})  # «خبرگزاری مهر» is no county
NEWS = frozenset({"پرس", "نیوز", "انلاین", "پلاس"})  # «عجب‌شیر پرس»
FOREIGN = frozenset(
    {
        "عراق", "چین", "ترکیه", "افغانستان", "پاکستان", "روسیه", "هند", "امارات", "ترکمنستان", "ارمنستان", "سوریه",
        "المان", "ایتالیا", "ژاپن", "کره", "عمان", "قطر", "کویت", "قزاقستان", "همسایه", "خارجی", "دیگر", "هدف",
    }
)  # fmt: skip
BORDERS = frozenset({"وارد", "خارج", "صادر", "بازگشت", "بازگشتند", "بازگشته", "امدند", "امده"})
WITHIN = frozenset({"روستای", "دهستان", "محله", "خیابان", "بلوار", "اقلیم"})  # of that name, elsewhere
COMPASS = frozenset({"شمال", "جنوب", "شرق", "غرب", "شمالشرق", "جنوبشرق", "شمالغرب", "جنوبغرب"})  # «غرب کشور»
NOT_IN_NAMES = frozenset({"در", "از", "به", "با", "را", "که", "استان", "کل", "برای", "است", "،", "گفت"})
LISTED = 12  # words between the places of a list
WITHIN_LIST = 12  # words to another of it


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text and its tokens. code: as scopes are written (`province:16`), name: of the reference table."""

    first: int
    last: int
    code: str
    name: str
    is_given: bool = True  # False: «استان», which the text has named before
    is_listed: bool = False  # «استان‌های اصفهان و …»: one of several
    is_body: bool = False  # «سازمان صنایع کوچک ایران», «بعد از اصفهان» say where nothing is


@cache
def by_name() -> dict[tuple[str, str], tuple[str, str]]:
    """Return code and name of the places by kind and folded name."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for row in lexicon.rows("places"):
        kind = row["code"].split(":")[0]
        for words in lexicon.spellings(f"{row['name']}|{row['variants']}"):
            found.setdefault((kind, " ".join(words)), (row["code"], row["name"]))
    return found


def find_places(tokens: Sequence[Token], hits: Hits) -> list[Place]:
    """Return the places of a text in order; «استان» alone is the province named before, or the first one at all."""
    named: list[Place] = []
    covered = 0
    known: set[str] = set()
    starts = {*hits["places"], *(at for at, token in enumerate(tokens) if token.text in THIS_PROVINCE | THIS_COUNTY)}
    home = ""
    for at in sorted(starts):
        if at < covered:
            continue
        place = _named(tokens, hits, at, known) if at in hits["places"] else _bare(tokens, hits, at)
        if place is not None:
            named.append(place)
            known.add(place.code)
            covered = place.last
            home = home or (place.code if place.code.startswith("province") else "")
    return _among_counties(_resolved(_those_before_apart(tokens, named), home, tokens))


def without_seats(places: Sequence[Place], tokens: Sequence[Token]) -> list[Place]:
    """Leave out what only says whom a member of parliament stands for: «نماینده مردم رودسر و املش گفت»."""
    kept: list[Place] = []
    end = -1  # of a list of such places
    for place in places:
        before = [token.text for token in tokens[max(place.first - 2, 0) : place.first]]
        goes_on = place.first - end == 1 and tokens[end].text in ("،", "و")
        if goes_on or (before[-1:] == ["مردم"] and before[0] in ("نماینده", "نمایندگان")):
            end = place.last
        else:
            kept.append(place)
    return kept


def _those_before_apart(tokens: Sequence[Token], places: Sequence[Place]) -> list[Place]:
    """Take for no place of a figure what others come after: «بعد از اصفهان، تهران و یزد چهارم است»."""
    kept: list[Place] = []
    end = -1  # of a list of such places
    for place in places:
        goes_on = place.first - end == 1 and tokens[end].text in ("،", "و")
        if goes_on or is_apart(tokens, place.first):
            end, place = place.last, replace(place, is_body=True)
        elif kept and is_end_of_road(tokens, (kept[-1].first, kept[-1].last), place.first):
            place = replace(place, is_body=True)
        kept.append(place)
    return kept


def _among_counties(places: list[Place]) -> list[Place]:
    """Read a county's name that is also its province's, among counties: «دشتستان با ۲۹۷، بوشهر با ۲۸۲ و گناوه …»."""
    made = list(places)
    for at in range(1, len(places) - 1):
        place, sides = places[at], (places[at - 1], places[at + 1])
        named = by_name().get(("county", place.name)) if place.code.startswith("province") else None
        is_alone = place.is_given and place.last - place.first == len(place.name.split())
        is_near = place.first - sides[0].last <= LISTED and sides[1].first - place.last <= LISTED
        is_among = all(each.code.startswith("county") and province_of(each.code) == place.code for each in sides)
        if named and is_alone and is_near and is_among:
            made[at] = replace(place, code=named[0], name=named[1])
    return made


def _named(tokens: Sequence[Token], hits: Hits, at: int, known: Set[str]) -> Place | None:
    """Read a name that stands for a place. known: those that the text has named before"""
    hit = hits["places"][at]
    row = lexicon.rows("places")[hit.row]
    before = tokens[at - 1].text if at and tokens[at].gap != NEW_LINE else ""
    is_office = before in OFFICES and row["code"].startswith("province")
    is_in = before in ("در", "به", "گمرکات") and row["code"].startswith("province") and tokens[at].text != "مرکزی"
    is_subject = row["code"].startswith("province") and (not before or tokens[at - 1].kind == SIGN)
    has_rank = is_ranked(tokens, hit.last)
    is_again = row["code"] in known and (before == "در" or has_rank or is_subject or says(tokens, at))
    is_sure = (
        not row["needs_kind"]
        or is_again
        or (before in BEFORE_NAMES and not is_other_name(tokens, at, row["code"]))
        or is_office
        or is_in
        or (before == "روستای" and counts(tokens, at + 1))  # «۱۴ روستای دیر»
        or _is_listed(tokens, hits, at)
    )
    after = tokens[hit.last].text if hit.last < len(tokens) and tokens[hit.last].gap != NEW_LINE else ""
    is_within = before in WITHIN and not counts(tokens, at + 1)  # of that name, but «۱۴ روستای دیر» are many
    if before in PAPERS or is_within or after in NEWS or not is_sure:
        return None
    if (
        row["code"] == COUNTRY
        and tokens[at].text in ("کشور", "کشوری")
        and (
            before in ("وزیر", "وزارت", "این", "هر", "چند", "رییس", "خارج")
            or before in NUMBER_WORDS
            or before.isdecimal()
            or [token.text for token in tokens[max(at - 2, 0) : at]] == ["خارج", "از"]
            or (at > 1 and before == "استان" and tokens[at - 2].text in ORDINALS)
        )
    ):
        return None
    if row["code"] == COUNTRY and hit.last < len(tokens) and tokens[hit.last].text in FOREIGN:
        return None  # «به کشور عراق»
    if row["code"] == COUNTRY and (_is_of_body(tokens, at) or _is_way(tokens, at) or _is_best_of(tokens, at)):
        return Place(hit.first, hit.last, COUNTRY, row["name"], is_given=False, is_body=True)
    if row["code"] == TEHRAN and is_dateline(tokens, at, hit.last):
        return Place(hit.first, hit.last, TEHRAN, row["name"], is_given=False, is_body=True)
    kind = KINDS.get(before) or HEADS.get(before)
    name = " ".join(token.text for token in tokens[hit.first : hit.last])
    if kind is None and before in MAKERS and row["code"].startswith("province"):
        return Place(hit.first, hit.last, row["code"], row["name"], is_body=True)  # «فولاد خوزستان»
    code, shown = by_name().get((kind, name), (row["code"], row["name"])) if kind else (row["code"], row["name"])
    is_listed = before in ("استانهای", "شهرستانهای") or (before == "های" and at > 1 and tokens[at - 2].text in KINDS)
    is_listed = is_listed or is_ranked(tokens, hit.last)
    return Place(hit.first - (before in KINDS), hit.last, code, shown, is_listed=is_listed)


def _is_best_of(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the country only says among what something ranks: «نخستین شهرک تخصصی کشور»."""
    if tokens[at - 1].text in COMPASS or is_ranked_among(tokens, at):
        return True
    if tokens[at - 1].text in NOT_IN_NAMES or tokens[at].gap == NEW_LINE:
        return False
    for before in range(at - 1, max(at - 6, -1), -1):
        word = tokens[before].text
        if word in ("نخستین", "اولین") or (word in ORDINALS and word.endswith("مین")):
            return True
        if word.endswith("ترین") and word not in ("بیشترین", "کمترین"):
            return True
        if word in NOT_IN_NAMES or tokens[before].kind == NUMERAL:
            return False
    return False


def _is_of_body(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the country ends the name of a body: «بانک ملی ایران», «سازمان صنایع کوچک ایران»."""
    for before in range(at - 1, max(at - 8, -1), -1):
        if tokens[before + 1].gap == NEW_LINE or tokens[before].text in NOT_IN_NAMES:
            return False
        if tokens[before].text in BODIES:
            return True
    return False


def _is_way(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the country only says by which customs houses: «از گمرکات مختلف کشور»."""
    before = [token.text for token in tokens[max(at - 4, 0) : at]]
    if before[-1:] in (["وارد"], ["ورود"]):
        return True
    if before[-1:] in (["به"], ["از"]) and at + 1 < len(tokens) and tokens[at + 1].text in BORDERS:
        return True  # «به کشور وارد شد», «از کشور خارج شد»
    is_first = before[-1:] == ["در"] and any(word.endswith("بار") for word in before)  # «برای نخستین‌بار در کشور»
    return is_first or any(word in ("گمرکات", "گمرک", "گمرکهای") for word in before[-2:])


def _is_listed(tokens: Sequence[Token], hits: Hits, at: int) -> bool:
    """Return whether a name stands in a list of places: «دهلران، مهران و ایوان», «فارس با ۸۹ پروانه»."""
    last = hits["places"][at].last
    is_bare = at > 1 and tokens[at - 1].text == "،" and last < len(tokens) and tokens[last].kind == NUMERAL
    if hits["places"][at].code.startswith("province") and (is_bare or is_ranked(tokens, last)):
        return True
    if at >= 2 and tokens[at - 1].text in ("و", "،", "سهم") and last + 1 < len(tokens):
        of = at - 2 - (tokens[at - 2].text in ("مورد", "فقره", "واحد", "نفر"))
        is_bare = tokens[of].kind == tokens[last].kind == NUMERAL  # «نهبندان ۳، فردوس ۲», «دنا ۳۰۲ مورد، باشت ۳۳۶ مورد»
        if is_bare or (tokens[last].text == "(" and tokens[last + 1].kind == NUMERAL):
            return True
    if _is_among(tokens, hits, at):
        return True
    before = (
        at >= 2
        and tokens[at - 1].text in ("و", "،")
        and any(
            _is_sure(hits, start) and hits["places"][start].last == at - 1 for start in range(max(at - 4, 0), at - 1)
        )
    )
    return before or (_is_sure(hits, last + 1) and tokens[last].text in ("و", "،"))


def _is_among(tokens: Sequence[Token], hits: Hits, at: int) -> bool:
    """Return whether others stand so in a list: «۸۸ طرح در رزن، ۷۷ طرح در بهار», «فامنین با ۹۳ و بهار با ۹۲ درصد»."""
    before, last = tokens[at - 1].text, hits["places"][at].last
    after = tokens[last].text if last < len(tokens) else ""
    near = [n for n in range(max(at - WITHIN_LIST, 0), min(last + WITHIN_LIST, len(tokens))) if n != at]
    sure = [n for n in near if _is_sure(hits, n)]
    if before == "در":
        is_next = at > 1 and tokens[at - 2].text in ("و", "،")
        alike = (
            n for n in sure if n and tokens[n - 1].text == "در"
            and ((counts(tokens, n) and counts(tokens, at)) or (is_next and n < at))
        )  # fmt: skip
    elif before in ("و", "،") and after == "با":
        ends = ((n, hits["places"][n].last) for n in sure if n < at)
        alike = (n for n, end in ends if tokens[end].text == "با" and tokens[end + 1].kind == NUMERAL)
    else:
        return False
    return any(province_of(hits["places"][n].code) == province_of(hits["places"][at].code) for n in alike)


def _is_sure(hits: Hits, at: int) -> bool:
    """Return whether a name of a place begins at a token that is no word of its own."""
    hit = hits["places"].get(at)
    return hit is not None and not lexicon.rows("places")[hit.row]["needs_kind"]


def _bare(tokens: Sequence[Token], hits: Hits, at: int) -> Place | None:
    """Read «در استان», «این استان», which names no province itself."""
    if (at + 1 in hits["places"] and tokens[at + 1].gap != NEW_LINE) or (at and tokens[at - 1].kind == "n"):
        return None
    before = tokens[at - 1].text if at else ""
    if tokens[at].text in THIS_COUNTY:  # only «این شهرستان» is one that was named
        return Place(at, at + 1, UNNAMED, "", is_given=False) if before in ("این", "همین") else None
    is_plural = at + 1 < len(tokens) and tokens[at + 1].text in ("ها", "های", "هایی", "خراسان")  # once a province
    if is_plural or before == "مرکز":
        return None  # «استان‌های مختلف», «گرگان، مرکز استان»
    if before in ("ها", "های", "ترینهای") and _is_best_of(tokens, at):
        return Place(at, at + 1, "", "", is_given=False, is_body=True)  # «از قدیمی‌ترین‌های استان»
    return Place(at, at + 1, "", "", is_given=False)


def together(places: Sequence[Place], tokens: Sequence[Token]) -> list[Place]:
    """Make one of the places of a list: «آبدانان، دهلران و مهران»; its code has all of theirs, divided by commas."""
    made: list[Place] = []
    for place in places:
        before = made[-1] if made else None
        if before is not None and _is_within(before, place, tokens):
            made[-1] = replace(before, last=place.last)  # «شهرستان ازنا در استان لرستان»
            continue
        linked = before is not None and place.first - before.last == 1 and tokens[before.last].text in ("و", "،", "-")
        heads = before is not None and tokens[before.last].text == "-" and begins_line(tokens, before.first)
        linked = linked and not heads  # «دهلران- شهرک صنعتی دهلران …»
        linked = linked and not (before and has_figure(before.first, tokens) and begins_figure(place.last, tokens))
        if (
            before is not None
            and linked
            and place.is_given
            and before.is_given
            and place.code not in before.code.split(",")
        ):
            code, name = f"{before.code},{place.code}", f"{before.name}، {place.name}"
            made[-1] = Place(before.first, place.last, code, name)
        else:
            made.append(place)
    return made


def _is_within(county: Place, place: Place, tokens: Sequence[Token]) -> bool:
    """Return whether a county's own province is named right after it."""
    between = [token.text for token in tokens[county.last : place.first]]
    is_own = county.code.startswith("county:") and place.code == province_of(county.code)
    return is_own and (not between or between in (["در"], ["از"], ["،"]))


def province_of(code: str) -> str:
    """Return the province of a county, of a province itself; nothing of other places."""
    kind, _, number = code.partition(":")
    return f"province:{number[:2]}" if kind in ("province", "county") else ""


@cache
def province_names() -> dict[str, str]:
    """Return the names of the provinces by their codes."""
    return {row["code"]: row["name"] for row in lexicon.rows("places") if row["code"].startswith("province")}


def _resolved(found: list[Place], home: str, tokens: Sequence[Token]) -> list[Place]:
    """Give each «استان» the province that its line last spoke of, else the one that the text speaks of mostly."""
    names = province_names()
    last, resolved = home, []
    mostly = _mostly(found)
    at = 0
    county = next((place for place in found if place.code.startswith(UNNAMED) and place.name), None)
    for place in found:
        if mostly and any(tokens[n].gap == NEW_LINE for n in range(at + 1, place.first + 1)):
            last = mostly
        at = max(at, place.first)
        if place.code.startswith(UNNAMED):
            if county is None:
                continue
            county = place if place.name else county
            place = replace(place, code=county.code, name=county.name)
        if place.code.startswith("province"):
            last = place.code
        elif not place.code and last:
            place = replace(place, code=last, name=names[last])
        if place.code:
            resolved.append(place)
    return resolved


def _mostly(found: Sequence[Place]) -> str:
    """Return the province that most of those named belong to, nothing where none prevails."""
    given = (place for place in found if place.is_given and not place.is_body and place.name)
    named = Counter(code for place in given if (code := province_of(place.code)))
    first = max(named, key=lambda code: named[code], default="")
    return first if first and named[first] >= named.total() / 2 else ""
