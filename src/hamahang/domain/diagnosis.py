"""Diagnosis of an idle unit: its questionnaire, the causes found, the remedies proposed and why, what to ask next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hamahang.domain.causes import LIQUIDITY
from hamahang.domain.decisions import Found, Table, change_expected, decide
from hamahang.domain.text import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """A possible answer. score: readiness it speaks for, 0 to 1; None where it says nothing of it."""

    code: str
    title: Text
    score: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the questionnaire, of a part, with its weight in the readiness of that part."""

    code: str
    part: str
    title: Text
    answers: tuple[Answer, ...]
    weight: int = 1
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done about some causes: by whom, on what basis, at what usual cost and in what time.

    cost: rials, least and most, None where it is not money; days: least and most
    needs_other_cause: never for lack of liquidity alone; is_estimate: the office's own numbers should replace them
    """

    code: str
    title: Text
    causes: tuple[str, ...]
    agency: Text
    basis: Text
    cost: tuple[int, int] | None
    days: tuple[int, int]
    source: str
    needs_other_cause: bool = False
    is_estimate: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """A remedy with the causes and the rules that speak for it, the gravest first."""

    remedy: Remedy
    causes: tuple[str, ...]
    rules: tuple[str, ...]
    severity: int


@dataclass(frozen=True, slots=True)
class Part:
    """Readiness of one part, from 0 to 1: its least and most, by what is not answered yet."""

    code: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready a unit is to restart: parts and the whole, each with its least and most."""

    parts: tuple[Part, ...]
    least: float
    most: float


def propose(found: Sequence[Found], remedies: Sequence[Remedy]) -> list[Proposal]:
    """Return the remedies for the causes found, each with its reasons.

    A loan of working capital is never proposed where lack of liquidity is the only cause: it is usually a symptom.
    """
    causes = {one.outcome: one for one in found}
    others = set(causes) - {LIQUIDITY}
    proposals = []
    for remedy in remedies:
        met = [causes[code] for code in remedy.causes if code in causes]
        if not met or (remedy.needs_other_cause and not others):
            continue
        proposals.append(
            Proposal(
                remedy,
                tuple(one.outcome for one in met),
                tuple(code for one in met for code in one.fired),
                max(one.severity for one in met),
            )
        )
    return sorted(proposals, key=lambda one: (-one.severity, -len(one.causes), one.remedy.code))


def is_liquidity_alone(found: Sequence[Found]) -> bool:
    """Return whether lack of liquidity is the only cause found: then a second one is looked for first."""
    return {one.outcome for one in found} == {LIQUIDITY}


def next_question(table: Table, questions: Sequence[Question], facts: Mapping[str, str]) -> Question | None:
    """Return the open question whose answer would change the diagnosis most; None when all are answered."""
    known = {fact.code for fact in table.facts}
    open_ones = [question for question in questions if not facts.get(question.code) and question.code in known]
    if not open_ones:
        return None
    return max(open_ones, key=lambda question: (change_expected(table, facts, question.code), question.is_required))


def readiness(questions: Sequence[Question], facts: Mapping[str, str]) -> Readiness:
    """Return how ready a unit is by its answers; what is not answered makes the range, not the number."""
    sums: dict[str, list[float]] = {}
    for question in questions:
        scores = [answer.score for answer in question.answers if answer.score is not None]
        said = next((answer for answer in question.answers if answer.code == facts.get(question.code)), None)
        if not scores or (said is not None and said.score is None):
            continue
        least, most = (said.score, said.score) if said and said.score is not None else (min(scores), max(scores))
        part = sums.setdefault(question.part, [0.0, 0.0, 0.0])
        part[0] += question.weight * least
        part[1] += question.weight * most
        part[2] += question.weight
    parts = tuple(Part(code, low / weight, high / weight) for code, (low, high, weight) in sums.items())
    if not parts:
        return Readiness((), 0.0, 1.0)
    return Readiness(
        parts, sum(part.least for part in parts) / len(parts), sum(part.most for part in parts) / len(parts)
    )


def leaning(questions: Sequence[Question], facts: Mapping[str, str]) -> tuple[float, float]:
    """Return how much the answers speak for a restart and against it; what is open speaks for neither.

    Both are from 0 to 1, each part weighing the same, and sum to the share that is answered.
    """
    sums: dict[str, list[float]] = {}
    for question in questions:
        said = next((answer for answer in question.answers if answer.code == facts.get(question.code)), None)
        if all(answer.score is None for answer in question.answers) or (said is not None and said.score is None):
            continue
        part = sums.setdefault(question.part, [0.0, 0.0, 0.0])
        part[2] += question.weight
        if said is not None and said.score is not None:
            part[0] += question.weight * said.score
            part[1] += question.weight * (1 - said.score)
    if not sums:
        return 0.0, 0.0
    return (
        sum(good / weight for good, _, weight in sums.values()) / len(sums),
        sum(bad / weight for _, bad, weight in sums.values()) / len(sums),
    )


def diagnose(table: Table, facts: Mapping[str, str]) -> list[Found]:
    """Return the causes that the answers show, the gravest first."""
    return decide(table, facts)


def lacking(questions: Sequence[Question], facts: Mapping[str, str]) -> list[Question]:
    """Return the required questions that are not answered."""
    return [question for question in questions if question.is_required and not facts.get(question.code)]
