"""What the report says of promises: each promise of jobs in its own time and place, and the others in a table."""

from itertools import combinations
from typing import TYPE_CHECKING

from hamahang.briefing import charts
from hamahang.briefing.figures import Desk, run_of
from hamahang.commitments import queries as commitments
from hamahang.commitments.counting import goal_of, told
from hamahang.domain.briefing import Block, ChartBlock, Column, FigureItem, Heading, Kind, Paragraph, Run, TableBlock
from hamahang.domain.calendar import say_day
from hamahang.domain.figures import NO_VALUE, say_amount
from hamahang.domain.text import Text
from hamahang.indicators import of_promise, promises, tables
from hamahang.territory.places import name_of_scope

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment

PROMISED, VERIFIED = "jobs_committed", "jobs_verified"
NOT_ADDED = Text(
    fa="این تعهدها در زمان و مکان به هم می‌رسند: یک شغل در هر دو شمرده می‌شود و آن‌ها را نباید با هم جمع کرد.",
    en="These promises meet in time and place: a job counts in each of them, and they are not to be added up.",
)


def headline(desk: Desk) -> list[FigureItem]:
    """Return what is promised and verified of the promise of jobs that is drawn; without one, all that is verified."""
    spoken = of_promise.spoken_of(desk.asof)
    if not spoken:
        return [desk.item(VERIFIED)]
    return [desk.item_of(spoken[0], code, is_only=len(spoken) == 1) for code in (PROMISED, VERIFIED)]


def of_jobs(desk: Desk) -> list[Block]:
    """Tell each promise of jobs by itself, and draw the first."""
    spoken = of_promise.spoken_of(desk.asof)
    blocks: list[Block] = [Heading(Text(fa="تعهد اشتغال", en="The promise of jobs"))]
    if not spoken:
        return [*blocks, _none(desk)]
    blocks += [_sentence(desk, promise) for promise in spoken]
    if any(not of_promise.are_apart(one, other) for one, other in combinations(spoken, 2)):
        blocks.append(Paragraph((NOT_ADDED,)))
    path = tables.commitment_path(asof=desk.asof, reach=desk.reach)
    if path:
        title = Text(fa="اشتغال تأییدشده در برابر تعهد", en="Jobs verified against the promise")
        if len(spoken) > 1:
            own = isolated(spoken[0].title)
            title = Text(fa=f"{title.fa}: {own}", en=f"{title.en}: {own}")
        svg = {language: charts.commitment(path, desk.asof.day, language) for language in ("fa", "en")}
        blocks.append(ChartBlock(title=title, svg=svg, alt=title))
    return blocks


def isolated(title: str) -> str:
    """Return a title that keeps its own direction inside a sentence of either language."""
    return f"\u2068{title}\u2069"


def _none(desk: Desk) -> Paragraph:
    before = Text(fa="تا این روز تعهدی برای اشتغال ثبت نشده است؛ ", en="No promise of jobs is recorded by this day; ")
    return Paragraph((before, desk.run(VERIFIED), Text(fa=" تأیید شده است.", en=" are verified.")))


def _sentence(desk: Desk, promise: "Commitment") -> Paragraph:
    """Return what is promised, verified, left and declared of one promise, with its place and its days."""
    figures = {code: desk.take_of(promise, code) for code in of_promise.FIGURES}
    place = name_of_scope(promise.place, day=desk.asof.day)
    where = Text(fa=f"{place.fa}، ", en=f"{place.en}, ") if place else Text(fa="", en="")
    first, last = (Text(fa=say_day(day, "fa"), en=say_day(day, "en")) for day in (promise.from_on, promise.due_on))
    runs: list[Run] = [
        Text(
            fa=f"«{isolated(promise.title)}» ({where.fa}از {first.fa} تا {last.fa}): از ",
            en=f"“{isolated(promise.title)}” ({where.en}{first.en} to {last.en}): of ",
        ),
        run_of(figures[PROMISED]),
        Text(fa=" متعهدشده، ", en=" promised, "),
        run_of(figures[VERIFIED]),
    ]
    if (figures["jobs_remaining"].figure.value or 0) > 0:
        remaining = run_of(figures["jobs_remaining"])
        runs += [Text(fa=" تأیید شده و ", en=" are verified and "), remaining, Text(fa=" باقی است", en=" remain")]
    else:
        runs.append(Text(fa=" تأیید شده و به هدف رسیده است", en=" are verified, and the target is reached"))
    declared = Text(fa=". اظهارشده و هنوز تأییدنشده: ", en=". Declared, not yet verified: ")
    return Paragraph((*runs, declared, run_of(figures["jobs_declared"]), Text(fa=".", en=".")))


def others(desk: Desk) -> list[Block]:
    """Tell what else was promised by the day, by whom, for when, and what is reached of it."""
    if desk.reach.places is not None:
        return []
    spoken = {promise.pk for promise in of_promise.spoken_of(desk.asof)}
    rows = []
    for found in commitments.commitments(desk.asof):
        target = sum(commitments.targets(desk.asof).filter(commitment=found).values_list("amount", flat=True))
        figure = promises.figure_of(found)
        if found.pk in spoken or figure is None or not target:
            continue
        counted = told(found, desk.asof, promises.count)
        goal, amount = goal_of(found, target, counted), counted.amount
        said = (goal.said(say_amount(target, figure.unit)), say_amount(amount, figure.unit))
        level = figure.level.title if figure.level is not None else NO_VALUE
        rows.append((found.title, found.holder, found.due_on, *said, level, goal.percent(amount)))
    if not rows:
        return []
    columns = (
        Column(Text(fa="تعهد", en="Promise")),
        Column(Text(fa="متعهد", en="Holder")),
        Column(Text(fa="تا", en="By"), Kind.DAY),
        Column(Text(fa="هدف", en="Target")),
        Column(Text(fa="رسیده", en="Reached")),
        Column(Text(fa="سطح اثبات", en="Level of proof")),
        Column(Text(fa="تحقق", en="Attained"), Kind.PERCENT),
    )
    title = Text(fa="تعهدهای دیگر", en="Other promises")
    return [TableBlock(title=title, columns=columns, rows=tuple(rows))]
