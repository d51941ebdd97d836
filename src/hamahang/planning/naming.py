"""What things of a plan are called, and of whom a reader may read by name: who is elsewhere is counted, not named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import prod
from typing import TYPE_CHECKING, Any, Self

from hamahang.domain.money import say_number
from hamahang.domain.planning import LIMITS
from hamahang.domain.text import Text

if TYPE_CHECKING:
    from hamahang.accounts.queries import Reach
    from hamahang.planning.models import PlanRun

MONEY = Text(fa="پول «{about}» در نیم‌سال {period}", en="money of “{about}” in half-year {period}")
SECTOR = Text(fa="رشتهٔ {code}", en="division {code}")
FLOORS = {
    "floors": Text(fa="کف شهرستان‌ها", en="floors of the counties"),
    "floors:kappa": Text(fa="سقف کف‌ها، از توان شهرستان", en="cap of the floors, of what a county can take"),
}
FEW = 3  # names that are said; the others are counted
BETWEEN = {"order": "<", "either": "+"}  # the candidates of a limit, in its code
GIVEN = Text(fa="{limit}، آنجا که احتمال آن {share}٪ است", en="{limit}, where its chance is {share} %")
COUNTED = Text(fa="احتمالش در احتمال {whose} ضرب شده است", en="its chance is counted times that of {whose}")
SHARE = Text(fa="{title} ({share}٪)", en="{title} ({share} %)")
NOBODY = Text(fa="هیچ‌کس", en="nobody")
ELSEWHERE = Text(fa="نامزدی در جای دیگر", en="a candidate elsewhere")
SOME_ELSEWHERE = Text(fa="{n} نامزد در جای دیگر", en="{n} candidates elsewhere")
LIMIT_ELSEWHERE = Text(fa="حدی در جای دیگر", en="a limit elsewhere")
WHAT_CANNOT_COME = Text(
    fa="منتظر طرحی در جای دیگر است که نمی‌آید", en="it waits for a project elsewhere that cannot come"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called. lines, counties: by code; titles: of the candidates that the reader may list

    barred: of candidates, where rules say no; lacks: what candidates wait for that cannot come; waits: who waits for
    whom and for what of it, in words
    told: what the limits of others may not give away: codes of counties and owners of the candidates that the reader
    may list, None where that is all; unsaid: who lacks what is elsewhere
    """

    lines: Mapping[str, Text]
    counties: Mapping[str, Text]
    titles: Mapping[str, str]
    barred: Mapping[str, Text] = field(default_factory=dict)
    waits: Sequence[tuple[str, str, str]] = ()
    lacks: Mapping[str, Text] = field(default_factory=dict)
    told: frozenset[str] | None = None
    unsaid: frozenset[str] = frozenset()

    @classmethod
    def of(cls, run: "PlanRun", reach: "Reach | None" = None) -> Self:
        """Return the names that a run kept, as far as a reader may read them. reach: None for all"""
        return cls.from_words(run.words, run.problem, reach)

    @classmethod
    def from_words(cls, words: Mapping[str, Any], problem: Mapping[str, Any], reach: "Reach | None" = None) -> Self:
        """Return the names of a problem that is about to be solved, as far as a reader may read them."""
        only, lacks = None if reach is None or reach.is_whole else reach, words.get("lacks", {})
        listed = [one for one in problem["candidates"] if only is None or only.has(one["county"])]
        told = {one["county"] for one in listed} | {one.get("marks", {}).get("owner", "") for one in listed}
        return cls(
            lines={code: Text(fa=said["fa"], en=said["en"]) for code, said in words["lines"].items()},
            counties={code: _kept(said) for code, said in words["counties"].items()},
            titles={one["id"]: one["title"] for one in listed},
            barred={code: _kept(said) for code, said in words.get("barred", {}).items()},
            lacks={code: _kept(said) for code, said in lacks.items()},
            waits=[(one["code"], one["needs"], one["reason"]) for one in words.get("waits", ())],
            told=None if only is None else frozenset(told),
            unsaid=frozenset(code for code, said in lacks.items() if only is not None and not only.has(said.get("of"))),
        )

    @property
    def is_whole(self) -> bool:
        """Whether the reader may list every candidate."""
        return self.told is None

    def line(self, code: str) -> Text:
        """Return a line of money in words."""
        return self.lines.get(code, Text(fa=code, en=code))

    def title(self, code: str) -> Text:
        """Return the title of a candidate, kept apart from the words around it; one elsewhere has no name."""
        return named(self.titles[code]) if code in self.titles else ELSEWHERE

    def some(self, codes: Iterable[str]) -> Text:
        """Return a few candidates by name and how many more there are; those elsewhere are counted alone."""
        every = list(codes)
        return listed([self.titles[code] for code in every if code in self.titles], of=len(every))

    def spelled(self, said: Text, codes: Iterable[str]) -> Text:
        """Return words that speak of candidates by their codes with their names in place of these."""
        for code in sorted(codes, key=len, reverse=True):
            title = self.title(code)
            fa, en = said.fa.replace(f"«{code}»", title.fa), said.en.replace(f"{code!r}", title.en)
            said = Text(fa=fa.replace(code, title.fa), en=en.replace(code, title.en))
        return said

    def lack(self, code: str) -> Text | None:
        """Say what a candidate waits for that cannot come; None where it lacks nothing."""
        return WHAT_CANNOT_COME if code in self.unsaid else self.lacks.get(code)

    def may_tell(self, code: str) -> bool:
        """Return whether a limit names nothing but what the reader may read of."""
        kind, about, _ = _parsed(code)
        mark, _, value = about.partition("=")
        if self.told is None:
            return True
        if kind in BETWEEN:
            return set(about.split(BETWEEN[kind])) <= set(self.titles)
        if kind == "cap" and mark == "owner":
            return value.partition("/")[0] in self.told
        return kind != "floor" or about in self.told

    def limit(self, code: str) -> Text:
        """Return a limit of a plan in words; one that names what is elsewhere has no name."""
        kind, about, period = _parsed(code)
        if not self.may_tell(code):
            return LIMIT_ELSEWHERE
        if kind == "line":
            return LIMITS[kind].format(about=self.line(about), period=period)
        if kind == "floor":
            return LIMITS[kind].format(about=self.counties.get(about, Text(fa=about, en=about)), period=period)
        if kind in BETWEEN:
            said = LIMITS[kind].format(about=self._together(kind, about))
            return GIVEN.format(limit=said, share=percent(way)) if (way := _way_of(code)) else said
        mark, _, value = about.partition("=")
        of_sector = kind == "cap" and mark == "sector"
        called: Text | str = SECTOR.format(code=value.partition("/")[0]) if of_sector else value or about
        return LIMITS[kind].format(about=called, period=period)

    def term(self, code: str) -> Text:
        """Return a term of which there can be more, in words."""
        kind, _, rest = code.partition(":")
        about, _, period = rest.rpartition(":")
        if kind == "money":
            return MONEY.format(about=self.line(about), period=period)
        return FLOORS.get(code) or self.limit(code)

    def _together(self, kind: str, about: str) -> Text:
        titles = [self.title(code) for code in about.split(BETWEEN[kind])]
        fa, en = (" پس از ", " after ") if kind == "order" else (" و ", " and ")
        return Text(fa=fa.join(title.fa for title in titles), en=en.join(title.en for title in titles))

    def awaited(self, code: str) -> Text:
        """Say what a candidate waits for, and who waits for it; empty where nobody waits."""
        said = [self._waiting_for(needs, reason) for one, needs, reason in self.waits if one == code]
        waiting = [one for one, needs, _ in self.waits if needs == code]
        if waiting:
            who, are = self.some(waiting), "waits" if len(waiting) == 1 else "wait"
            said.append(Text(fa=f"{who.fa} منتظر آن است", en=f"{who.en} {are} for it"))
        return Text(fa=" و ".join(one.fa for one in said), en=", and ".join(one.en for one in said))

    def counted(self, given: Sequence[tuple[str, float]]) -> Text:
        """Say by the chances of what a candidate depends on its own was multiplied; empty where it depends on nothing.

        given: candidates, each with its chance as it is chosen
        """
        if not given:
            return Text(fa="", en="")
        each = [SHARE.format(title=self.title(code), share=percent([chance])) for code, chance in given]
        whose = Text(fa=" و ".join(one.fa for one in each), en=" and ".join(one.en for one in each))
        return COUNTED.format(whose=whose)

    def _waiting_for(self, needs: str, reason: str) -> Text:
        title = self.title(needs)
        why = f" ({apart(reason)})" if needs in self.titles else ""  # why may name what is elsewhere
        return Text(fa=f"منتظر {title.fa} است{why}", en=f"it waits for {title.en}{why}")


def percent(chances: Iterable[float]) -> Decimal:
    """Return how likely it is that all of some happen, in percent to a tenth."""
    return Decimal(f"{100 * prod(chances):.1f}")


def without_way(code: str) -> str:
    """Return the code of an order, without the way for which it holds by itself; any other as it is."""
    return code.rpartition("@")[0] if _way_of(code) else code


def _way_of(code: str) -> list[float]:
    """Return the chances of a way in the code of an order that holds for it by itself."""
    _, _, period = code.rpartition(":")
    way = period.partition("@")[2] if code.startswith("order:") else ""
    return [float(chance) for chance in way.split("*")] if way else []


def _parsed(code: str) -> tuple[str, str, str]:
    """Return the kind of a limit, what it is about, and its period."""
    kind, _, rest = code.partition(":")
    about, _, period = rest.rpartition(":") if kind in ("line", "hours", "order") else (rest, "", "")
    return kind, about, period


def _kept(said: str | Mapping[str, str]) -> Text:
    """Return a name that a run kept; earlier runs kept the Persian one alone."""
    return Text(fa=said, en=said) if isinstance(said, str) else Text(fa=said["fa"], en=said["en"])


def apart(name: str) -> str:
    """Return a name that keeps its own direction inside words of the other language."""
    return f"\u2068{name}\u2069"


def named(title: str | Text) -> Text:
    """Return a title between the marks of each language, kept apart from the words around it."""
    said = title if isinstance(title, Text) else Text(fa=title, en=title)
    return Text(fa=f"«{apart(said.fa)}»", en=f"“{apart(said.en)}”")


def listed(titles: Sequence[str | Text], *, of: int, what: str = "نامزد") -> Text:
    """Return a few titles and how many more there are of all. of: those that may be named and others

    what: one of them is called in Persian
    """
    if not of:
        return NOBODY
    if not titles:
        return ELSEWHERE if of == 1 else SOME_ELSEWHERE.format(n=of)
    few, more = [named(title) for title in titles[:FEW]], of - len(titles[:FEW])
    fa, en = "، ".join(one.fa for one in few), ", ".join(one.en for one in few)
    rest = Text(fa=f" و {say_number(more, 'fa')} {what} دیگر", en=f" and {more} more")
    return Text(fa=fa + rest.fa, en=en + rest.en) if more else Text(fa=fa, en=en)
