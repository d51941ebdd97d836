"""Limits that hold nobody: refused where only a mistake can be meant, told where the data may be ahead of the round.

Refused is what the terms themselves could not mean: a mark that no candidate has, a need of counties of which none has
a candidate, committee time of a period in which no package can use any, a set of nobody. Told, and the plan made all
the same, is what a standing list says of more than those who are candidates this time: the caps of all banks, the need
of all counties of the province, a start in a half-year for which there is no money yet.
"""

from collections.abc import Iterator

from hamahang.domain.text import Text
from hamahang.methods.portfolio.problem import Absurd, Problem


def check_names(problem: Problem) -> None:
    """Refuse limits that hold nobody and can only be mistaken.

    :raises Absurd: with the first of them
    """
    if any(not names for names in problem.either):
        raise Absurd(
            "یکی از مجموعه‌هایی که از هر یک فقط یکی گرفته می‌شود، خالی است.",
            "A set of which one is taken has nobody in it.",
        )
    marks = {mark for candidate in problem.candidates for mark in candidate.marks}
    mark = next((cap.mark for cap in problem.caps if cap.mark not in marks), None)
    if mark is not None:
        raise Absurd(
            f"سقف برای «{mark}» هیچ نامزدی را نگه نمی‌دارد: هیچ نامزدی این نشان را ندارد.",
            f"The cap by {mark!r} holds nobody: no candidate has that mark.",
        )
    periods = problem.periods
    offsets = (offset for one in problem.candidates for package in one.packages for offset in package.hours)
    last = periods[-1] + max(offsets, default=0)
    period = next((period for period in problem.minutes if not periods[0] <= period <= last), None)
    if period is not None:
        raise Absurd(
            f"وقت کمیته برای دورهٔ {period} داده شده است که هیچ بسته‌ای در آن وقتی نمی‌گیرد.",
            f"The committee's time is given for period {period}, in which no package can use any.",
        )
    counties = {candidate.county for candidate in problem.candidates}
    if problem.floors is not None and not any(problem.floors.need.get(county, 0) for county in counties):
        raise Absurd(
            "هیچ نامزدی از شهرستان‌هایی نیست که نیازشان داده شده است: کف‌ها کسی را نگه نمی‌دارد.",
            "No candidate is of a county whose need is given: the floors hold nobody.",
        )


def noticed(problem: Problem) -> tuple[Text, ...]:
    """Return what the terms say of nobody, in words: the plan is made all the same."""
    return tuple(_noticed(problem))


def _noticed(problem: Problem) -> Iterator[Text]:
    marked = {pair for candidate in problem.candidates for pair in candidate.marks.items()}
    for cap in problem.caps:
        if (cap.mark, cap.value) not in marked:
            yield Text(
                fa=f"سقف «{cap.mark}={cap.value}» کسی را نگه نمی‌دارد: هیچ نامزدی چنین نیست.",
                en=f"The cap of {cap.mark}={cap.value} holds nobody: no candidate is of it.",
            )
    counties = {candidate.county for candidate in problem.candidates}
    for county in sorted(problem.floors.need if problem.floors is not None else ()):
        if county not in counties:
            yield Text(
                fa=f"نیاز شهرستان «{county}» داده شده است و هیچ نامزدی از آن نیست.",
                en=f"The need of the county “{county}” is given, and no candidate is of it.",
            )
    known = set(problem.periods)
    for candidate in problem.candidates:
        for package in candidate.packages:
            for start in sorted(set(package.starts) - known):
                yield Text(
                    fa=f"«{candidate.id}/{package.id}» از دورهٔ {start} هم آغازشدنی است که پولی ندارد.",
                    en=f"“{candidate.id}/{package.id}” could begin in period {start}, which has no money.",
                )
