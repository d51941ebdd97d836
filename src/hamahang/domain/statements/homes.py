"""What a text is about: the place of a figure that names none."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace

from hamahang.domain.statements.numberwords import NUMBER_WORDS
from hamahang.domain.statements.places import COUNTRY, TEHRAN, Place, province_names, province_of
from hamahang.domain.statements.tokens import NUMERAL, WORD, Token

AFTER_PROVINCE = frozenset({".", "،", "در", "از", "به", "با", "را", "که", "و", "است", "تا", "شد", "شده"})
# whose name alone means the province, as of who speaks from there
CAPITALS = frozenset(
    {
        "تبریز", "ارومیه", "اردبیل", "اصفهان", "کرج", "ایلام", "بوشهر", "تهران", "شهرکرد", "بیرجند", "مشهد", "بجنورد",
        "اهواز", "زنجان", "سمنان", "زاهدان", "شیراز", "قزوین", "قم", "سنندج", "کرمان", "کرمانشاه", "بویراحمد", "گرگان",
        "رشت", "خرم آباد", "ساری", "اراک", "بندرعباس", "همدان", "یزد",
    }
)  # fmt: skip
EARLY = 50  # words in which a text says what it is about
MOSTLY = 0.6  # share of the mentions of provinces that makes a text one of the first of them


def home_of(
    places: Sequence[Place], *, is_of_province: bool, offices: Sequence[Place] = (), work: Place | None = None,
    titles: Container[int] = (), is_taken_up: bool = False,
) -> Place | None:  # fmt: skip
    """Return what a text is about, for a figure that names no place: its province, or the country.

    is_of_province: it says «این استان» of one that it may not name; offices: what those who speak are heads of
    titles: where the places of titles begin, also of those who do not speak
    is_taken_up: the text says «این شهرک» of the work, so that a head of the province speaks of it too
    Where provinces are compared it is the first one only if the text speaks mostly of it.
    """
    is_about_work = work is not None and not is_of_province and (is_taken_up or not offices)
    if work is not None and is_about_work and _is_of_one_work(places, work, titles):
        return replace(work, is_given=False)
    if (of_office := _of_offices(offices)) or (of_office := _of_county(places)):
        heads = (place for place in offices if place.code == province_of(of_office.code))
        head = next(heads, None)  # who spoke of the province before one of its counties spoke
        return replace(head, is_given=False) if head else of_office
    alone = {place.code for place in places if place.is_given and place.code != COUNTRY}
    if work is not None and alone == {work.code} and not is_of_province:
        return replace(work, is_given=False)  # «نیروگاه اردبیل», in a text that names the country too
    if len(alone) == 1 and _is_late(places):
        return None  # «… بیشترین آن با ۱۵۵ واحد در اصفهان بود», at the end of what names no place
    if len(alone) == 1 and not (is_of_province or any(place.code == COUNTRY and not place.is_body for place in places)):
        named_so = [place for place in places if place.code in alone]
        with_kind = any(_has_kind(place) for place in named_so)
        is_own = len(named_so) > 1 or named_so[0].name not in CAPITALS
        if with_kind or is_own or not province_of(named_so[0].code).startswith("province"):
            return replace(named_so[0], is_given=False)
    codes = [
        code
        for place in places
        if place.is_given or place.code != TEHRAN
        for code in ({province_of(each) or each for each in place.code.split(",")})
    ]
    named = Counter(code for code in codes if code.startswith("province"))
    countries = sum(code == COUNTRY for code in codes)
    if named:
        first = max(named, key=lambda code: named[code])
        if first == TEHRAN and countries >= named[first] and not any(_has_kind(each) for each in places):
            return Place(0, 0, COUNTRY, "ایران", is_given=False)  # where it was said
        is_ahead = not countries or codes.index(first) < codes.index(COUNTRY) or named[first] > countries
        if is_ahead and named[first] >= MOSTLY * named.total():
            return Place(0, 0, first, province_names()[first], is_given=False)
    return Place(0, 0, COUNTRY, "ایران", is_given=False) if countries and not is_of_province else None


def _is_of_one_work(places: Sequence[Place], work: Place, titles: Container[int]) -> bool:
    """Return whether a text begins with works in one county, and its province stands in titles only.

    «مدیر شهرک‌های صنعتی استان گفت: ۱۲۰ واحد در شهرک کارگاهی زاهدان فعال است»
    """
    others = {place.code for place in places if place.first not in titles and not place.is_body}
    return work.code.startswith("county") and others == {work.code} and work.first < EARLY


def _is_late(places: Sequence[Place]) -> bool:
    """Return whether the only place that a text names is named once, ranked long after its beginning."""
    given = [place for place in places if place.is_given and place.code != COUNTRY]
    is_bare = any(not (place.is_given or place.is_body) for place in places)
    return len(given) == 1 and given[0].is_listed and given[0].first > EARLY and not is_bare


def _of_offices(offices: Sequence[Place]) -> Place | None:
    """Return what all who speak are heads of: «مدیرکل صمت خراسان جنوبی», «فرماندار شیروان»."""
    codes = {place.code for place in offices if place.code != COUNTRY}
    is_one = len(codes) == 1 and not any("," in code for code in codes)
    return next((replace(place, is_given=False) for place in offices if place.code in codes), None) if is_one else None


def _of_county(places: Sequence[Place]) -> Place | None:
    """Return the county that a text speaks of more often than of its province or of any other."""
    named = Counter(place.code for place in places if place.is_given and not place.is_body)
    counties = [(count, code) for code, count in named.items() if code.startswith("county")]
    most, code = max(counties, default=(0, ""))
    others = sum(count for other, count in named.items() if other != code)
    bare = sum(not (place.is_given or place.is_body) and place.code == province_of(code) for place in places)
    if most < 2 or most <= others or most <= named[province_of(code)] + bare:
        return None
    return next(replace(place, is_given=False) for place in places if place.code == code)


def _has_kind(place: Place) -> bool:
    return place.code != COUNTRY and place.last - place.first > len(place.name.split())


def _ends_province(after: Token | None) -> bool:
    """Return whether no name follows «استان»."""
    return after is None or after.kind == NUMERAL or after.text in AFTER_PROVINCE or after.text in NUMBER_WORDS


def speaks_of_a_province(tokens: Sequence[Token]) -> bool:
    """Return whether a text says «این استان», «صادرات استان» of one that it may not name."""
    sides = zip(tokens, tokens[1:], [*tokens[2:], None], strict=False)
    return any(
        here.text == "استان" and (one.text in ("این", "سطح", "در") or (one.kind == WORD and _ends_province(after)))
        for one, here, after in sides
    )
