"""What may be concluded of the home province's place: what holds under nearly every choice, and what turns with one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hamahang.domain.text import Text, to_persian_digits
from hamahang.indicators.observed import Ranked

if TYPE_CHECKING:
    from hamahang.methods.benchmark import Intervals, Ranking

BASE = 256  # size of the sample behind Sobol's indices
YEAR = 365.25
SURE = 0.95  # share of the draws from which on one may say that it holds


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A sentence about the province, and whether it holds whatever is reasonably chosen."""

    said: Text
    holds: bool
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Slope:
    """Ranks side by side. columns: title, and whether what came before was counted otherwise"""

    title: Text
    columns: tuple[tuple[Text, bool], ...]
    ranks: tuple[tuple[Text, tuple[int | None, ...]], ...]
    note: Text | None = None


def of_draws(sure: "Intervals", home: str, name: Text) -> list[Conclusion]:
    """Say whether the province is in the last third and the lower half."""
    count = len(sure.ranking.table.areas)
    found = []
    for last, words in (
        (max(count // 3, 1), Text(fa="میان {last} استان آخر است", en="is among the last {last} provinces")),
        (count // 2, Text(fa="در نیمهٔ پایین ({last} استان آخر) است", en="is in the lower half (the last {last})")),
    ):
        share = sure.share_of_last(home, last)
        words = words.format(last=last)
        if share >= SURE:
            said = Text(fa=f"{name.fa} {words.fa}، با هر گزینشی.", en=f"{name.en} {words.en}, whatever is chosen.")
        elif share <= 1 - SURE:
            said = Text(
                fa=f"چنین نیست که {name.fa} {words.fa}، با هر گزینشی.",
                en=f"It is not so that {name.en} {words.en}, whatever is chosen.",
            )
        else:
            said = Text(
                fa="این‌که {name} {words} به گزینش وابسته است: در {share} درصد گزینش‌ها چنین است.",
                en="Whether {name} {words} depends on what is chosen: it is so in {share} % of the choices.",
            ).format(name=name, words=words, share=round(100 * share))
        found.append(Conclusion(said, holds=not 1 - SURE < share < SURE))
    return found


def of_methods(rankings: Mapping[str, "Ranking"], home: str, name: Text) -> Conclusion:
    """Say between which ranks the methods put the province."""
    ranks = [ranking.rank(home) for ranking in rankings.values()]
    count = len(next(iter(rankings.values())).table.areas)
    together = Text(fa="{n} روش {name} را در رتبهٔ {low} می‌گذارند.", en="{n} methods put {name} at rank {low}.")
    apart = Text(
        fa="{n} روش {name} را میان رتبهٔ {low} و {high} می‌گذارند.",
        en="{n} methods put {name} between rank {low} and {high}.",
    )
    said = (together if min(ranks) == max(ranks) else apart).format(
        n=len(ranks), name=name, low=min(ranks), high=max(ranks)
    )
    return Conclusion(said, holds=len({_third(rank, count) for rank in ranks}) == 1)


def of_single(ranks: Sequence[tuple[Text, int]], count: int, name: Text) -> Conclusion:
    """Say whether the province is in the same third by each indicator alone."""
    thirds = {_third(rank, count) for _, rank in ranks}
    listed = [Text(fa="{title}: {rank}", en="{title}: {rank}").format(title=t, rank=r) for t, r in ranks]
    if len(thirds) == 1:
        said = Text(
            fa="با هر شاخص جداگانه، {name} در همان یک‌سوم از استان‌هاست ({list}).",
            en="By each indicator alone {name} is in the same third of the provinces ({list}).",
        )
    else:
        said = Text(
            fa="جای {name} به شاخص وابسته است ({list}).",
            en="The place of {name} depends on the indicator ({list}).",
        )
    joined = Text(fa="؛ ".join(one.fa for one in listed), en="; ".join(one.en for one in listed))
    return Conclusion(said.format(name=name, list=joined), holds=len(thirds) == 1)


def of_left_out(ranks: Mapping[str, int], titles: Mapping[str, Text], count: int, name: Text) -> Conclusion | None:
    """Say between which ranks the province stays if any one indicator is left out; ranks: by the one left out."""
    if not ranks:
        return None
    low, high = min(ranks, key=lambda code: ranks[code]), max(ranks, key=lambda code: ranks[code])
    said = Text(
        fa="اگر یکی از شاخص‌ها کنار گذاشته شود، {name} میان {a} (بی «{low}») و {b} (بی «{high}») است.",
        en="If one of the indicators is left out, {name} is between {a} (without “{low}”) and {b} (without “{high}”).",
    ).format(name=name, a=ranks[low], b=ranks[high], low=titles[low], high=titles[high])
    return Conclusion(said, holds=_third(ranks[low], count) == _third(ranks[high], count))


def of_bases(loaded: Sequence[Ranked], home: str, name: Text) -> list[Conclusion]:
    """Say for each indicator that was told on several bases whether the province's place depends on the basis."""
    latest: dict[tuple[str, str], dict[str, Ranked]] = {}
    for one in loaded:
        if home in one.values:
            key = one.series.indicator_key, one.period.title.en
            latest.setdefault(key, {})[f"{one.series.basis} {one.series.definition}".strip()] = one
    last: dict[str, dict[str, Ranked]] = {}
    for (indicator, _), bases in sorted(latest.items(), key=lambda item: item[0][1]):
        if len(bases) > 1:
            last[indicator] = bases
    return [_of_bases(list(bases.values()), home, name) for bases in last.values()]


def _of_bases(bases: Sequence[Ranked], home: str, name: Text) -> Conclusion:
    count = min(len(one.values) for one in bases)
    ranks = [one.rank(home) for one in bases]
    holds = len({_third(rank, count) for rank in ranks}) == 1
    listed = [
        Text(fa="«{basis}»: {rank} از {count}", en="“{basis}”: {rank} of {count}").format(
            basis=_isolated(one.series.basis or "–"), rank=rank, count=len(one.values)
        )
        for one, rank in zip(bases, ranks, strict=True)
    ]
    said = Text(
        fa="جای {name} در «{indicator}»، سال {year}، {turn} مبنا {depends} ({list}).",
        en="The place of {name} by “{indicator}”, {year}, {turn} the basis{depends} ({list}).",
    ).format(
        name=name,
        indicator=_isolated(bases[0].series.indicator),
        year=bases[0].period.title,
        turn=Text(fa="به", en="does not depend on" if holds else "depends on"),
        depends=Text(fa="وابسته نیست" if holds else "وابسته است", en=""),
        list=Text(fa="؛ ".join(one.fa for one in listed), en="; ".join(one.en for one in listed)),
    )
    sources = "؛ ".join(dict.fromkeys(_isolated(source) for one in bases for source in one.series.sources))
    return Conclusion(said, holds, Text(fa=sources, en=sources))


def of_drivers(ranking: "Ranking") -> Text | None:
    """Say which choice moves the ranks most, by Sobol's total index; None where nothing moves them."""
    from hamahang.methods import benchmark
    from hamahang.methods.benchmark.robustness import FACTORS

    found = benchmark.drivers(ranking, base=BASE).overall
    (most, (_, total)), *rest = sorted(found.items(), key=lambda item: -item[1][1])
    if total <= 0:
        return None
    others = [FACTORS[factor] for factor, (_, share) in rest if share > 0]
    after = Text(fa="؛ سپس ", en="; then ") if others else Text(fa="", en="")
    return Text(
        fa="رتبه‌ها را بیش از همه {most} جابه‌جا می‌کند ({share} درصد پراکندگی، با همراهی دیگران){after}{rest}.",
        en="What moves ranks most is {most} ({share} % of their variance, together with others){after}{rest}.",
    ).format(
        most=FACTORS[most],
        share=round(100 * min(total, 1.0)),
        after=after,
        rest=Text(fa="، ".join(one.fa for one in others), en=", ".join(one.en for one in others)),
    )


def of_swap(ranking: "Ranking", home: str, titles: Mapping[str, Text], of_column: Mapping[str, Text]) -> Text | None:
    """Say how little weight would have to move for the province to pass the one before it; None where none does."""
    from hamahang.methods import benchmark

    order = ranking.in_order
    at = order.index(home)
    found = benchmark.swap(ranking, home, order[at - 1]) if at else None
    if found is None or not found.changes:
        return None
    (loses, _), (gains, _) = found.changes[0], found.changes[-1]
    return Text(
        fa="اگر {share} درصد وزن از «{loses}» به «{gains}» برود، {home} در شاخص موریس به {other} می‌رسد.",
        en="If {share} % of the weight went from “{loses}” to “{gains}”, {home} would reach {other} in Morris's index.",
    ).format(
        share=_rounded(100 * found.moved),
        loses=of_column[loses],
        gains=of_column[gains],
        home=titles[home],
        other=titles[order[at - 1]],
    )


def of_few(ranking: "Ranking", home: str, leader: str, of_column: Mapping[str, Text]) -> Text | None:
    """Say which few indicators make most of the gap to the leader; None where the province leads."""
    from hamahang.methods import benchmark

    few = benchmark.the_few(benchmark.decompose(ranking, home, leader))
    if not few:
        return None
    listed = [of_column[part.indicator] for part in few]
    return Text(
        fa="{share} درصد فاصله با بستن این‌ها از میان می‌رود: {list}.",
        en="Closing these would take away {share} % of the gap: {list}.",
    ).format(
        share=round(100 * sum(part.share for part in few)),
        list=Text(fa="؛ ".join(one.fa for one in listed), en="; ".join(one.en for one in listed)),
    )


def _rounded(percent: float) -> Text:
    said = f"{percent:.1f}"
    return Text(fa=to_persian_digits(said).replace(".", "٫"), en=said)


@dataclass(frozen=True, slots=True)
class Pace:
    """A loaded indicator of the province: where it stands and how it moved of itself.

    change: a year, in the unit, from the first to the last joined period; years: to the best at that pace, None if
    it does not come nearer or is not known; 0 if nobody is better
    """

    title: Text
    unit: str
    period: Text
    value: float
    rank: int
    count: int
    best: float
    change: float | None
    years: float | None
    source: Text


def of_paces(loaded: Sequence[Ranked], home: str) -> tuple[Pace, ...]:
    """Return each loaded series that knows the province, by its latest period."""
    by_series: dict[int, list[Ranked]] = {}
    for one in loaded:
        if home in one.values:
            by_series.setdefault(one.series.number, []).append(one)
    return tuple(_pace(sorted(several, key=lambda one: one.period.first), home) for several in by_series.values())


def _pace(several: Sequence[Ranked], home: str) -> Pace:
    last = several[-1]
    breaks = [at for at, one in enumerate(several) if one.period in one.series.breaks]
    first = several[breaks[-1] if breaks else 0]
    value, best = last.values[home], max(last.values.values(), key=lambda found: found * last.sign)
    spent = (last.period.last - first.period.last).days / YEAR
    change = (value - first.values[home]) / spent if spent else None
    behind, nearer = (best - value) * last.sign, (change or 0.0) * last.sign
    source, title = "؛ ".join(map(_isolated, last.series.sources)), _isolated(last.series.title)
    return Pace(
        Text(fa=title, en=title), last.series.unit, last.period.title, value, last.rank(home), len(last.values), best,
        change, 0.0 if behind <= 0 else behind / nearer if nearer > 0 else None, Text(fa=source, en=source),
    )  # fmt: skip


def of_methods_slope(rankings: Mapping[str, "Ranking"], titles: Mapping[str, Text]) -> Slope:
    """Return the ranks of all provinces by each method."""
    columns = tuple((ranking.method.name, False) for ranking in rankings.values())
    ranks = tuple((title, tuple(one.rank(code) for one in rankings.values())) for code, title in titles.items())
    return Slope(Text(fa="رتبه با هر روش", en="Rank by each method"), columns, ranks)


def of_years(loaded: Sequence[Ranked], titles: Mapping[str, Text]) -> list[Slope]:
    """Return the ranks of provinces through the years of each series that has several."""
    by_series: dict[int, list[Ranked]] = {}
    for one in loaded:
        by_series.setdefault(one.series.number, []).append(one)
    found = []
    for several in by_series.values():
        if len(several) < 2:
            continue
        several.sort(key=lambda one: one.period.first)
        of = several[0].series
        ranks = tuple(
            (title, tuple(one.rank(code) if code in one.values else None for one in several))
            for code, title in titles.items()
        )
        columns = tuple((one.period.title, one.period in of.breaks) for one in several)
        source, title = "؛ ".join(map(_isolated, of.sources)), _isolated(of.title)
        found.append(Slope(Text(fa=title, en=title), columns, ranks, Text(fa=source, en=source)))
    return found


def _isolated(words: str) -> str:
    """Return words of a list so that they do not turn the line around in which they stand."""
    return f"\u2068{words}\u2069"


def _third(rank: int, count: int) -> int:
    """Return in which third a rank is, 0 the first; the middle takes what does not divide."""
    size = count // 3
    return 0 if rank <= size else 2 if rank > count - size else 1
