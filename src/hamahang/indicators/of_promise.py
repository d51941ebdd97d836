"""The figures of jobs, of one promise alone: its own target, and the jobs of its own time and place.

Two promises are not added up: where their times and places meet, the same jobs count in both.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from hamahang.accounts.queries import Reach
from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import ALL, Figure, Question, Rows, Scope, figure_of
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.indicators.catalogue import _columns, indicator
from hamahang.indicators.joined import JoinedRows
from hamahang.indicators.rows import QueryRows, rows_of
from hamahang.territory import queries as territory

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment


def _committed(promise: "Commitment", question: Question) -> QueryRows:
    # a share of no county is of the promise's place too
    whole = Question(question.asof, ALL, question.reach)
    return rows_of(whole, commitments.targets(question.asof).filter(commitment=promise), _columns.TARGET)


def _verified(promise: "Commitment", question: Question) -> QueryRows:
    return rows_of(question, commitments.verified_of(promise, question.asof), _columns.VERIFIED)


def _remaining(promise: "Commitment", question: Question) -> JoinedRows:
    proven = rows_of(question, commitments.verified_of(promise, question.asof), _columns.PROVEN)
    return JoinedRows((_committed(promise, question), proven))


def _declared(promise: "Commitment", question: Question) -> QueryRows:
    shown = commitments.shown_since(promise.from_on, commitments.until(promise, question.asof))
    declared = commitments.in_place(shown.filter(proof=Proof.DECLARED), promise)
    return rows_of(question, declared, _columns.EVIDENCE)


FIGURES: dict[str, Callable[["Commitment", Question], Rows]] = {
    "jobs_committed": _committed,
    "jobs_verified": _verified,
    "jobs_remaining": _remaining,
    "jobs_declared": _declared,
}


def rows(code: str, promise: "Commitment", *, asof: AsOf, reach: Reach) -> Rows:
    """Return the rows that a figure of jobs counts of one promise.

    :raises KeyError: for a figure that is not in `FIGURES`
    """
    return FIGURES[code](promise, Question(asof, promise.place, reach))


def compute(code: str, promise: "Commitment", *, asof: AsOf, reach: Reach) -> Figure:
    """Return a figure of jobs of one promise.

    :raises KeyError: for a figure that is not in `FIGURES`
    """
    return figure_of(indicator(code), rows(code, promise, asof=asof, reach=reach), scope=promise.place)


def spoken_of(asof: AsOf) -> "list[Commitment]":
    """Return the promises of jobs that a day asks about, wide places first: those due yet, else the last that was."""
    known = list(commitments.commitments_of_jobs(asof))
    due_yet = [each for each in known if each.due_on >= asof.day]
    return sorted(due_yet or known[-1:], key=lambda each: (each.place.kind not in ("all", "province"), each.due_on))


def are_apart(one: "Commitment", other: "Commitment") -> bool:
    """Say whether no job can count in both of two promises, for their times or their places do not meet."""
    if one.due_on < other.from_on or other.due_on < one.from_on:
        return True
    return not (_counties(one.place) & _counties(other.place))


def _counties(place: Scope) -> set[int]:
    if place.kind == "all":
        return set(territory.counties_by_id())
    return set(territory.county_ids(kind=place.kind, code=place.code))
