"""Which candidates to support with which package, from when: the problem in the field's words.

Sets and symbols: candidates i in counties c(i); columns j = (i, package, start period); x_j ∈ {0, 1}.
Money is in whole million rials, committee time in whole minutes, jobs in whole persons, chances in shares 0–1.

    maximise   Σ_j v_j x_j,   v_j = jobs_j · chance_j(start) · lasting_j · weight      expected sustained jobs
    subject to
    choice      Σ_{j of i} x_j ≤ 1                       (= 1 for a must, none for a must-not)
    line b, τ   Σ_j cost_{j,b,τ} x_j ≤ money_{b,τ}       where what is left at the end of τ lapses
                Σ_{τ' ≤ τ} Σ_j cost_{j,b,τ'} x_j ≤ Σ_{τ' ≤ τ} money_{b,τ'} + …   where a share of it is carried over
    hours τ     Σ_j minutes_{j,τ} x_j ≤ hours_τ
    cap         Σ_{j of the cap} cost_j x_j ≤ most        per owner, bank, sector, instrument, or what else is named
    class       Σ_large cost_j x_j ≤ share · Σ cost_j x_j
    order       Σ_{j of i, start ≤ t} x_j ≤ Σ_{j of k, start ≤ t − lag} x_j    for each t, where i needs k
                where i is dependent, a column j of it is also of a way w in which all that it waits for may be chosen,
                v_j is times the chance of w, and the order holds for each w by itself (`waiting`)
    either      Σ_{j of the set} x_j ≤ 1
    floor c     Σ_{j in c} v_j x_j ≥ min(alpha · need_c · target, kappa · potential_c)
    gini        Σ_{c<d} |need_c g_d − need_d g_c| ≤ gini · Σ need · Σ g,   g_c = Σ_{j in c} v_j x_j

A floor is held against the target and capped by what the county can take at all: "its share of whatever is reached"
drags the whole portfolio down to what the thinnest county can absorb, and is refused (`FloorOfTotal`).

Sources: H. Kellerer and others (2004), Knapsack Problems, ch. 9; D. Bertsimas, V. Farias, N. Trichakis (2011), The
price of fairness, Oper. Res. 59, 17–31; W. Ogryczak and others (2014), Fair optimization and networks, J. Appl. Math.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import log10

SCALE = 1_000_000  # values are kept in millionths of a job
LARGEST = 1 << 53  # beyond it a whole number is not exact as a float of the solver
MOST_PERIODS = 1_000  # from the first that has money to the last
LONGEST, LONGEST_WORD = 2_000, 80  # letters of a refusal, and of a word that is repeated in it
Line = str
Period = int
Way = tuple[tuple[str, float], ...]  # candidates that are waited for, by id, each with its chance as it is chosen


class Absurd(ValueError):
    """Terms that no plan can be made of; `why` says it in both languages, (Persian, English)."""

    def __init__(self, fa: str, en: str) -> None:
        self.why = (cut(fa), cut(en))
        super().__init__(self.why[1])


def cut(text: str) -> str:
    """Return a text for people without the rest of words, and of itself, that are longer than anybody reads."""
    short = re.sub(rf"\S{{{LONGEST_WORD},}}", lambda word: word[0][: LONGEST_WORD // 2] + "…", text[: 2 * LONGEST])
    return short if len(short) <= LONGEST else short[:LONGEST] + "…"


def written(number: int) -> str:
    """Return a whole number for people; of one that nobody could read, about how large it is."""
    if abs(number) < LARGEST:
        return str(number)
    return f"{'-' if number < 0 else ''}10^{int(abs(number).bit_length() * log10(2))}"


class FloorOfTotal(Absurd):
    """A floor was asked as a share of the total that is reached."""

    def __init__(self) -> None:
        super().__init__(
            "کف به صورت «سهمی از کل به‌دست‌آمده» پذیرفته نیست: کل سبد را تا توان کم‌توان‌ترین شهرستان پایین می‌کشد. "
            "کف را بر پایهٔ تعهد و با سقف توان هر شهرستان بگذارید.",
            "A floor as a share of the total that is reached is refused: it drags the whole portfolio down to what the "
            "thinnest county can absorb. Set it against the commitment, capped by each county's own potential.",
        )


@dataclass(frozen=True, slots=True)
class Package:
    """One way to support a candidate.

    jobs: whole persons if it succeeds; chance: of success within the deadline for each start period, or one number for
    all; lasting: share still there after twelve months; cost: (line, periods after the start) → million rials
    hours: periods after the start → minutes of the committee; starts: periods it may begin in, all where empty
    """

    id: str
    jobs: int
    cost: Mapping[tuple[Line, int], int]
    chance: float | Mapping[Period, float] = 1.0
    lasting: float = 1.0
    hours: Mapping[int, int] = field(default_factory=dict)
    starts: tuple[Period, ...] = ()
    is_loan: bool = False

    @property
    def money(self) -> int:
        """Its whole cost in million rials."""
        return sum(self.cost.values())


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be supported: an idle unit, an unfinished project, a restructuring, infrastructure.

    needs: candidates that must have been started `lag` periods before; is_dependent: it succeeds only if they do, and
    its own chance is given that; must: it is taken, with the reason; never: it is not, with the reason; marks: what
    caps speak of (owner, bank, sector …)
    """

    id: str
    county: str
    packages: tuple[Package, ...]
    is_large: bool = False
    needs: tuple[str, ...] = ()
    lag: int = 0
    must: str = ""
    never: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    is_dependent: bool = False


@dataclass(frozen=True, slots=True)
class Floors:
    """Balance among counties. need: county → unemployed persons; alpha: 0–1 of the need's share of the target;
    kappa: at most so much of what the county can take at all, 0–1; gini: of the jobs for the need, at most, 0–1; None
    for any
    """

    need: Mapping[str, int]
    alpha: Fraction = Fraction(1, 2)
    kappa: Fraction = Fraction(1, 2)
    of_total: bool = False
    gini: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many million rials for all candidates whose mark has a value; of loans or of grants alone, or both."""

    mark: str
    value: str
    most: int
    only: str = ""  # "loan", "grant" or both


@dataclass(frozen=True)
class Problem:
    """All terms. money: (line, period) → million rials; carried: line → share of what is left that is carried over to
    the next period, 0 where it lapses; minutes: period → minutes of the committee, any in a period that is not named;
    large_share: of the money, at most, for large candidates; target: jobs that were promised
    """

    candidates: tuple[Candidate, ...]
    money: Mapping[tuple[Line, Period], int]
    carried: Mapping[Line, Fraction] = field(default_factory=dict)
    minutes: Mapping[Period, int] = field(default_factory=dict)
    target: int = 0
    floors: Floors | None = None
    large_share: Fraction | None = None
    caps: tuple[Cap, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """All periods from the first for which there is money to the last; in one between them without any it is 0.

        :raises Absurd: if they are too many
        """
        named = {period for _, period in self.money}
        first, last = min(named, default=0), max(named, default=-1)
        if last - first >= MOST_PERIODS:
            raise Absurd(
                f"از دورهٔ {written(first)} تا {written(last)} بیش از {MOST_PERIODS} دوره است.",
                f"From period {written(first)} to {written(last)} there are more than {MOST_PERIODS} periods.",
            )
        return tuple(range(first, last + 1))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in order."""
        return tuple(sorted({line for line, _ in self.money}))


def check(problem: Problem) -> None:
    """Refuse terms that no plan can be made of, the first fault by name.

    :raises Absurd: with the reason in both languages
    """
    if not problem.candidates:
        raise Absurd("هیچ نامزدی نیست.", "There is no candidate.")
    if not problem.money:
        raise Absurd("هیچ پولی نیست: دست‌کم یک ردیف و یک دوره بدهید.", "There is no money: give a line and a period.")
    ids = [candidate.id for candidate in problem.candidates]
    twice = next((one for one in ids if ids.count(one) > 1), None) if len(set(ids)) < len(ids) else None
    if twice is not None:
        raise Absurd(f"نامزد «{twice}» دو بار آمده است.", f"The candidate {twice!r} is there twice.")
    for (line, period), amount in problem.money.items():
        if amount < 0:
            raise Absurd(
                f"پول ردیف «{line}» در دورهٔ {period} منفی است: {written(amount)}",
                f"The money of line {line!r} in period {period} is negative: {written(amount)}.",
            )
    known = frozenset(ids)
    for candidate in problem.candidates:
        _check_candidate(candidate, known, problem)
    _check_sizes(problem)
    _check_order(problem)
    _check_names(problem, known)
    _check_floors(problem)


def _check_sizes(problem: Problem) -> None:
    """Refuse numbers that are not exact any more in the solver: money is in millions of rials, not in rials."""
    parts = {line: Fraction(problem.carried.get(line, 0)).denominator ** len(problem.periods) for line in problem.lines}
    fine = next((line for line in problem.lines if parts[line] > LARGEST), None)
    if fine is not None:
        raise Absurd(
            f"سهمی که از ماندهٔ ردیف «{fine}» منتقل می‌شود بیش از اندازه ریز است: سهمی مانند 1/2 بدهید.",
            f"The share of what is left of the line {fine!r} that is carried over is too fine: give one such as 1/2.",
        )
    amounts = [amount * parts[line] for (line, _), amount in problem.money.items()]
    for package in (package for candidate in problem.candidates for package in candidate.packages):
        amounts += [amount * parts[line] for (line, _), amount in package.cost.items()]
        amounts += [package.jobs * SCALE, *package.hours.values()]
    amounts += [*problem.minutes.values(), *(cap.most for cap in problem.caps)]
    amounts += problem.floors.need.values() if problem.floors is not None else ()
    largest = max(amounts, default=0)
    if largest > LARGEST // max(len(problem.candidates), len(problem.periods)):
        raise Absurd(
            f"عددی بیش از اندازه بزرگ است ({written(largest)}): پول به میلیون ریال نوشته می‌شود.",
            f"A number is too large ({written(largest)}): money is written in millions of rials.",
        )
    if problem.target * SCALE > LARGEST:
        raise Absurd(
            f"هدف بیش از اندازه بزرگ است: {written(problem.target)}",
            f"The target is too large: {written(problem.target)}.",
        )


def _check_names(problem: Problem, ids: frozenset[str]) -> None:
    """Refuse limits that speak of what is not there: they would hold nobody, and nobody would notice."""
    stranger = next((name for names in problem.either for name in names if name not in ids), None)
    if stranger is not None:
        raise Absurd(
            f"«{stranger}» که باید یکی از چند نامزد باشد، نامزد نیست.",
            f"{stranger!r}, one of a set of which one is taken, is no candidate.",
        )
    share = next((x for x in (*problem.carried.values(), problem.large_share or 0) if not 0 <= x <= 1), None)
    if share is not None:
        raise Absurd("سهم میان ۰ و ۱ است.", "A share, of what is carried or of the large ones, is between 0 and 1.")
    line = next((line for line in problem.carried if line not in problem.lines), None)
    if line is not None:
        raise Absurd(
            f"ماندهٔ ردیف «{line}» منتقل می‌شود ولی پولی ندارد.",
            f"What is left of the line {line!r} is carried over, and it has no money.",
        )
    if problem.target < 0 or any(minutes < 0 for minutes in problem.minutes.values()):
        raise Absurd("هدف یا وقت کمیته منفی است.", "The target or the committee's time is negative.")
    cap = next((cap for cap in problem.caps if cap.most < 0), None)
    if cap is not None:
        raise Absurd(
            f"سقف «{cap.value}» منفی است: {written(cap.most)}",
            f"The cap of {cap.value!r} is negative: {written(cap.most)}.",
        )


def _check_order(problem: Problem) -> None:
    """Refuse candidates that wait for each other in a ring, or for themselves."""
    needs = {candidate.id: candidate.needs for candidate in problem.candidates}
    done: set[str] = set()
    for first in needs:
        ring = _ring(first, needs, done)
        if ring:
            fa, en = " ← ".join(f"«{name}»" for name in ring), " → ".join(map(repr, ring))
            raise Absurd(f"نامزدها در حلقه منتظر یکدیگرند: {fa}", f"Candidates wait for each other in a ring: {en}.")


def _ring(first: str, needs: Mapping[str, Sequence[str]], done: set[str]) -> list[str]:
    """Return a ring of needs on the way from a candidate, empty where there is none. done: those known to be free"""
    way, left = [first], [list(needs[first])]
    while way:
        if not left[-1]:
            done.add(way.pop())
            left.pop()
            continue
        following = left[-1].pop()
        if following in way:
            return [*way[way.index(following) :], following]
        if following not in done:
            way.append(following)
            left.append(list(needs[following]))
    return []


def _check_candidate(candidate: Candidate, ids: frozenset[str], problem: Problem) -> None:
    name = candidate.id
    if candidate.lag < 0:
        raise Absurd(
            f"فاصلهٔ «{name}» منفی است: {written(candidate.lag)}",
            f"The lag of {name!r} is negative: {written(candidate.lag)}.",
        )
    packages = [package.id for package in candidate.packages]
    twice = next((one for one in packages if packages.count(one) > 1), None)
    if twice is not None:
        raise Absurd(f"بستهٔ «{name}/{twice}» دو بار آمده است.", f"The package {name!r}/{twice!r} is there twice.")
    if candidate.must and candidate.never:
        raise Absurd(f"«{name}» هم الزامی است و هم ممنوع.", f"{name!r} is a must and forbidden at once.")
    if candidate.must and not candidate.packages:
        raise Absurd(f"«{name}» الزامی است ولی بسته‌ای ندارد.", f"{name!r} is a must and has no package.")
    unknown = next((need for need in candidate.needs if need not in ids), None)
    if unknown is not None:
        raise Absurd(f"«{name}» به «{unknown}» نیاز دارد که نامزد نیست.", f"{name!r} needs {unknown!r}, no candidate.")
    for package in candidate.packages:
        _check_package(name, package, problem)


def _check_package(name: str, package: Package, problem: Problem) -> None:
    where = f"«{name}/{package.id}»", f"{name!r}/{package.id!r}"
    if any(offset < 0 for offset in (*(offset for _, offset in package.cost), *package.hours)):
        raise Absurd(
            f"هزینه یا زمان {where[0]} پیش از آغاز آن است.", f"A cost or time of {where[1]} is before its start."
        )
    for (line, _), amount in package.cost.items():
        if amount < 0:
            raise Absurd(
                f"هزینهٔ {where[0]} منفی است: {written(amount)}", f"A cost of {where[1]} is negative: {written(amount)}."
            )
        if line not in problem.lines:
            raise Absurd(
                f"{where[0]} از ردیف «{line}» می‌خواهد که پولی ندارد.",
                f"{where[1]} asks money of the line {line!r}, which has none.",
            )
    chances = package.chance.values() if isinstance(package.chance, Mapping) else (package.chance,)
    if not all(0.0 <= chance <= 1.0 for chance in (*chances, package.lasting)):
        raise Absurd(
            f"احتمال یا ماندگاری {where[0]} میان ۰ و ۱ نیست.",
            f"A chance or share of {where[1]} is not between 0 and 1.",
        )
    if package.jobs < 0 or any(minutes < 0 for minutes in package.hours.values()):
        raise Absurd(f"شغل یا زمان {where[0]} منفی است.", f"Jobs or minutes of {where[1]} are negative.")


def _check_floors(problem: Problem) -> None:
    floors = problem.floors
    if floors is None:
        return
    if floors.of_total:
        raise FloorOfTotal
    if not (0 <= floors.alpha <= 1 and 0 <= floors.kappa <= 1):
        raise Absurd("ضریب کف‌ها باید میان ۰ و ۱ باشد.", "The shares of the floors must be between 0 and 1.")
    if floors.gini is not None and not 0 <= floors.gini <= 1:
        raise Absurd("جینی باید میان ۰ و ۱ باشد.", "The Gini must be between 0 and 1.")
    below = next((county for county, need in floors.need.items() if need < 0), None)
    if below is not None:
        number = written(floors.need[below])
        raise Absurd(
            f"نیاز شهرستان «{below}» منفی است: {number}", f"The need of the county {below!r} is negative: {number}."
        )
    if sum(floors.need.values()) <= 0:
        raise Absurd(
            "نیاز شهرستان‌ها باید مثبت باشد: شمار بیکاران هر شهرستان را بدهید.",
            "The need of the counties must be positive: give the number of unemployed of each.",
        )


def chance_of(package: Package, start: Period) -> float:
    """Return the chance of a package that begins in a period, if what it waits for succeeds."""
    return package.chance.get(start, 0.0) if isinstance(package.chance, Mapping) else package.chance


def value_of(package: Package, start: Period, ready: float = 1.0) -> int:
    """Return the expected sustained jobs of a package, in millionths of a job, rounded.

    ready: the chance that all that it depends on succeeds
    """
    return round(package.jobs * chance_of(package, start) * package.lasting * SCALE * ready)


def starts_of(package: Package, periods: Sequence[Period]) -> tuple[Period, ...]:
    """Return the periods a package may begin in: those in which all its money falls into periods that have some."""
    last = max((offset for (_, offset), amount in package.cost.items() if amount), default=0)
    allowed = package.starts or tuple(periods)
    known = set(periods)
    return tuple(start for start in allowed if start in known and start + last <= periods[-1])
