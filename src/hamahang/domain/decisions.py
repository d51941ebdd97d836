"""A decision table: conditions over facts lead to causes; all rules that fire are collected.

The table is data with the days between which it is valid, and is checked when it is edited: values no rule speaks of,
rules that contradict each other, rules that can never fire or add nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import combinations, product


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with its possible answers; `neutral` ones need no rule."""

    code: str
    values: tuple[str, ...]
    neutral: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """If each named fact has one of its values, the outcome holds with a severity from 1 (slight) to 3 (blocking)."""

    code: str
    when: Mapping[str, tuple[str, ...]]
    outcome: str
    severity: int


@dataclass(frozen=True, slots=True)
class Table:
    """One version of a decision table, valid from a day until before another (None: still)."""

    version: str
    valid_from: date
    valid_until: date | None
    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]


class Firing(Enum):
    """What is known of a rule: it fires, it cannot, or it depends on facts not known yet."""

    FIRES = "fires"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Found:
    """An outcome with its severity, the rules that fired, and the facts on which further rules depend."""

    outcome: str
    severity: int
    fired: tuple[str, ...]
    missing: tuple[str, ...]


def firing(rule: Rule, facts: Mapping[str, str]) -> Firing:
    """Return what is known of a rule."""
    known = {code: facts[code] in values for code, values in rule.when.items() if facts.get(code)}
    if not all(known.values()):
        return Firing.FAILS
    return Firing.FIRES if len(known) == len(rule.when) else Firing.OPEN


def decide(table: Table, facts: Mapping[str, str]) -> list[Found]:
    """Return the outcomes that hold, the gravest first. facts: code → answer; absent or empty: not known."""
    fired: dict[str, list[Rule]] = {}
    waiting: dict[str, set[str]] = {}
    for rule in table.rules:
        state = firing(rule, facts)
        if state is Firing.FIRES:
            fired.setdefault(rule.outcome, []).append(rule)
        elif state is Firing.OPEN:
            waiting.setdefault(rule.outcome, set()).update(code for code in rule.when if not facts.get(code))
    found = [
        Found(
            outcome,
            max(rule.severity for rule in rules),
            tuple(rule.code for rule in rules),
            tuple(sorted(waiting.get(outcome, ()))),
        )
        for outcome, rules in fired.items()
    ]
    return sorted(found, key=lambda one: (-one.severity, -len(one.fired), one.outcome))


def valid_on(tables: Sequence[Table], day: date) -> Table:
    """Return the version valid on a day; before the first one, the first.

    :raises LookupError: if there is none
    """
    ordered = sorted(tables, key=lambda table: table.valid_from)
    if not ordered:
        raise LookupError("no decision table")
    return next((table for table in reversed(ordered) if table.valid_from <= day), ordered[0])


def check_table(table: Table) -> list[str]:
    """Return what is wrong with a table, one line each; empty for a table that is whole."""
    values = {fact.code: set(fact.values) for fact in table.facts}
    found = list(_unknown(table, values))
    if found:
        return found
    spoken: dict[str, set[str]] = {code: set() for code in values}
    for rule in table.rules:
        for code, said in rule.when.items():
            spoken[code].update(said)
    for fact in table.facts:
        for value in fact.values:
            if value not in spoken[fact.code] and value not in fact.neutral:
                found.append(f"{fact.code}={value} is spoken of by no rule and is not neutral")
            if value in spoken[fact.code] and value in fact.neutral:
                found.append(f"{fact.code}={value} is neutral, but a rule speaks of it")
    for one, other in combinations(table.rules, 2):
        found += _pair(one, other, values)
    return found


def _unknown(table: Table, values: Mapping[str, set[str]]) -> Iterator[str]:
    codes = [rule.code for rule in table.rules]
    yield from (f"rule {code} is there twice" for code in sorted({code for code in codes if codes.count(code) > 1}))
    for rule in table.rules:
        if not rule.when:
            yield f"rule {rule.code} has no condition"
        if rule.severity not in (1, 2, 3):
            yield f"rule {rule.code} has severity {rule.severity}"
        for code, said in rule.when.items():
            if code not in values:
                yield f"rule {rule.code} asks for {code}, which is no fact"
            elif not said or set(said) - values[code]:
                yield f"rule {rule.code} can never fire: {code} in {', '.join(said) or 'nothing'}"


def _pair(one: Rule, other: Rule, values: Mapping[str, set[str]]) -> Iterator[str]:
    """Say where two rules of one outcome can both fire and give it two severities, or where one adds nothing."""
    if one.outcome != other.outcome:
        return
    if _within(one, other, values) and one.severity <= other.severity:
        yield f"rule {one.code} adds nothing to {other.code}"
    elif _within(other, one, values) and other.severity <= one.severity:
        yield f"rule {other.code} adds nothing to {one.code}"


def _within(inner: Rule, outer: Rule, values: Mapping[str, set[str]]) -> bool:
    """Say whether a rule fires only where another does."""
    return all(set(inner.when.get(code, values[code])) <= set(said) for code, said in outer.when.items())


def all_answers(table: Table) -> Iterator[dict[str, str]]:
    """Yield every combination of answers; for tables small enough to be gone through."""
    codes = [fact.code for fact in table.facts]
    for said in product(*(fact.values for fact in table.facts)):
        yield dict(zip(codes, said, strict=True))


def change_expected(table: Table, facts: Mapping[str, str], code: str) -> float:
    """Return how much the outcome would change on the mean over the answers of an open question, each as likely.

    A change is the sum of the differences in severity over all outcomes.
    """
    now = {found.outcome: found.severity for found in decide(table, facts)}
    values = next(fact.values for fact in table.facts if fact.code == code)
    total = 0
    for value in values:
        then = {found.outcome: found.severity for found in decide(table, {**facts, code: value})}
        total += sum(abs(then.get(outcome, 0) - now.get(outcome, 0)) for outcome in now.keys() | then.keys())
    return total / len(values)
