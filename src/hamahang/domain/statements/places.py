"""Places that a text names: country, provinces, counties and estates; and which province «استان» alone is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.tokens import NEW_LINE, NUMERAL, Token

KINDS = {
    "استان": "province",
    "شهرستان": "county",
    "شهر": "county",
    "بخش": "county",
    "province": "province",
    "county": "county",
}
# who speaks for a place names it too; after these a name that is also a word is a place
BEFORE_NAMES = frozenset(KINDS) | {
    "استاندار", "فرماندار", "شهرستانهای", "استانهای", "شهرستان‌های", "نماینده", "مردم", "شهردار", "شهرک", "صنعتی",
    "جمعه", "دانشگاه", "استانداری", "فرمانداری", "های", "شهرهای",
}  # fmt: skip
THIS_PROVINCE = frozenset({"استان", "province"})
COUNTRY = "all"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text and its tokens. code: as scopes are written (`province:16`), name: of the reference table."""

    first: int
    last: int
    code: str
    name: str
    is_given: bool = True  # False: «استان», which the text has named before


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
    starts = {*hits["places"], *(at for at, token in enumerate(tokens) if token.text in THIS_PROVINCE)}
    home = ""
    for at in sorted(starts):
        if at < covered:
            continue
        place = _named(tokens, hits, at) if at in hits["places"] else _bare(tokens, hits, at)
        if place is not None:
            named.append(place)
            covered = place.last
            home = home or (place.code if place.code.startswith("province") else "")
    return _resolved(named, home)


def _named(tokens: Sequence[Token], hits: Hits, at: int) -> Place | None:
    hit = hits["places"][at]
    row = lexicon.rows("places")[hit.row]
    before = tokens[at - 1].text if at and tokens[at].gap != NEW_LINE else ""
    if row["needs_kind"] and before not in BEFORE_NAMES and not _is_listed(tokens, hits, at):
        return None
    if (
        row["code"] == COUNTRY
        and tokens[at].text in ("کشور", "کشوری")
        and (before in ("وزیر", "وزارت", "این", "هر", "چند", "رییس") or (at and tokens[at - 1].kind == NUMERAL))
    ):
        return None
    kind = KINDS.get(before)
    name = " ".join(token.text for token in tokens[hit.first : hit.last])
    code, shown = by_name().get((kind, name), (row["code"], row["name"])) if kind else (row["code"], row["name"])
    return Place(hit.first - (before in KINDS), hit.last, code, shown)


def _is_listed(tokens: Sequence[Token], hits: Hits, at: int) -> bool:
    """Return whether a name stands in a list of places: «دهلران، مهران و ایوان»."""
    before = (
        at >= 2
        and tokens[at - 1].text in ("و", "،")
        and any(
            hits["places"][start].last == at - 1 for start in range(max(at - 4, 0), at - 1) if start in hits["places"]
        )
    )
    last = hits["places"][at].last
    after = last + 1 in hits["places"] and tokens[last].text in ("و", "،")
    return before or after


def _bare(tokens: Sequence[Token], hits: Hits, at: int) -> Place | None:
    """Read «در استان», «این استان», which names no province itself."""
    if (at + 1 in hits["places"] and tokens[at + 1].gap != NEW_LINE) or (at and tokens[at - 1].kind == "n"):
        return None
    return Place(at, at + 1, "", "", is_given=False)


def together(places: Sequence[Place], tokens: Sequence[Token]) -> list[Place]:
    """Make one of the places of a list: «آبدانان، دهلران و مهران»; its code has all of theirs, divided by commas."""
    made: list[Place] = []
    for place in places:
        before = made[-1] if made else None
        linked = before is not None and place.first - before.last == 1 and tokens[before.last].text in ("و", "،", "-")
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


def _resolved(found: list[Place], home: str) -> list[Place]:
    """Give each «استان» the province that the text last spoke of, before the first mention the first one."""
    names = {row["code"]: row["name"] for row in lexicon.rows("places") if row["code"].startswith("province")}
    last, resolved = home, []
    for place in found:
        if place.code.startswith("province"):
            last = place.code
        elif not place.code and last:
            place = Place(place.first, place.last, last, names[last], is_given=False)
        if place.code:
            resolved.append(place)
    return resolved
