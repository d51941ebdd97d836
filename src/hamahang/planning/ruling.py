"""Whom a programme's rules exclude: each candidate against the rules that hold on the day, with the rule in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.eligibility import Answer
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text
from hamahang.planning.collecting import PROGRAMME, PROJECTS, Found
from hamahang.planning.reciting import say_unmet
from hamahang.support import eligible, terms


def ruled(found: Sequence[Found], asof: AsOf) -> list[Found]:
    """Return the candidates, those whose unit does not meet the rules of the programme they ask marked as barred.

    What is not known is not no: a rule that nothing answers excludes nobody.
    """
    asked: dict[str, list[Found]] = {}
    for one in found:
        asked.setdefault(programme_of(one), []).append(one)
    against: dict[str, Text] = {}
    for code, ones in asked.items():
        against |= _against(code, ones, asof)
    return [replace(one, barred=against.get(one.code)) for one in found]


def programme_of(one: Found) -> str:
    """Return the code of the programme whose money a candidate asks."""
    line = PROJECTS if one.kind == "PROJECT" else one.asks[0][0] if one.asks else PROGRAMME
    return line.partition(".")[0]


def _against(code: str, ones: Sequence[Found], asof: AsOf) -> Mapping[str, Text]:
    programme = terms.programme(code)
    rules = terms.rules_on(programme, asof) if programme is not None else None
    if rules is None:
        return {}
    units = [one.unit for one in ones if one.unit is not None]
    judged = eligible.dry_run(asof, EVERYTHING, rules=terms.read(rules), ids=units)
    title = Text(fa=programme.title, en=programme.title_en) if programme else Text(fa=code, en=code)
    unmet = {row.unit: say_unmet(row.verdict, title) for row in judged if row.verdict.answer is Answer.UNMET}
    return {one.code: unmet[one.unit] for one in ones if one.unit in unmet}
