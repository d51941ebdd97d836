"""Terms of a plan as JSON: read with the place of each fault, and written.

    {"target": 500, "periods": …, "money": {"fund": {"1": 4000, "2": 3000}}, "carried": {"fund": "1/2"},
     "minutes": {"1": 900}, "large_share": "3/5",
     "floors": {"alpha": "1/2", "kappa": "1/2", "need": {"ilam": 9000}, "gini": "3/10"},
     "caps": [{"mark": "owner", "value": "x", "most": 900, "only": "loan"}], "either": [["a", "b"]],
     "candidates": [{"id": "a", "title": "…", "county": "ilam", "is_large": false, "needs": ["b"], "lag": 1,
                     "is_dependent": true, "must": "", "never": "", "marks": {"owner": "x"},
                     "packages": [{"id": "p", "jobs": 30, "chance": 0.7, "lasting": 0.8, "is_loan": true,
                                   "cost": {"fund": {"0": 900, "1": 300}}, "hours": {"0": 60}, "starts": [1, 2]}]}]}

Money in whole million rials; shares as numbers or as "1/2". A period between two that have money has none of its own.

Beside them "scenarios": [{"title": "…", "money": {"fund": "4/5", "*": "9/10"}, "costs": "13/10", "chances": "7/10",
"of": {"sector": "23"}, "late": 1}] says how things may go otherwise; "*" is every other line.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import isnan
from typing import Any, TypeVar

from hamahang.methods.portfolio.problem import LARGEST, Absurd, Candidate, Cap, Floors, Package, Problem, cut, written
from hamahang.methods.portfolio.scenarios import Scenario

SEARCH = "seconds gap aim least spend seed rounds scenarios"  # how to search, beside what to choose from
MOST_SECONDS = 86_400
PERIOD = re.compile(r"\s*[+-]?\d{1,6}\s*")
RATIO, DECIMAL = r"\d{1,20}\s*/\s*\d{1,20}", r"(\d{1,20}\.?\d{0,30}|\.\d{1,30})(e[+-]?\d{1,2})?"
SHARE = re.compile(rf"\s*[+-]?({RATIO}|{DECIMAL})\s*", re.IGNORECASE)
T = TypeVar("T")


class _Place:
    """Where in the terms something stands."""

    def __init__(self, *path: str | int) -> None:
        self.path = path

    def refuse(self, what_fa: str, what_en: str) -> Absurd:
        """Return the refusal of what stands there."""
        place = "/".join(cut(str(step)) for step in self.path) or "terms"
        return Absurd(f"{place}: {what_fa}", f"{place}: {what_en}")

    def into(self, step: str | int) -> "_Place":
        """Return a place further in."""
        return _Place(*self.path, step)


def read_terms(said: Any) -> Problem:
    """Return the problem of terms that were read from JSON.

    :raises Absurd: with the place, if something is missing or of the wrong kind
    """
    place = _Place()
    terms = _mapping(said, place)
    _known(
        terms,
        place,
        f"target money carried minutes large_share floors caps either candidates {SEARCH}",
    )
    money = _amounts(terms.get("money", {}), place.into("money"))
    return Problem(
        candidates=tuple(
            _candidate(one, place.into("candidates").into(at))
            for at, one in enumerate(_list(terms.get("candidates", []), place.into("candidates")))
        ),
        money=money,
        carried={
            line: _share(x, place.into("carried").into(line))
            for line, x in _mapping(terms.get("carried", {}), place.into("carried")).items()
        },
        minutes=_by_period(terms.get("minutes", {}), place.into("minutes"), _whole),
        target=_whole(terms.get("target", 0), place.into("target")),
        floors=None if terms.get("floors") is None else _floors(terms["floors"], place.into("floors")),
        large_share=None if (large := terms.get("large_share")) is None else _share(large, place.into("large_share")),
        caps=tuple(
            _cap(one, place.into("caps").into(at))
            for at, one in enumerate(_list(terms.get("caps", []), place.into("caps")))
        ),
        either=tuple(
            tuple(_word(name, place.into("either")) for name in _list(names, place.into("either")))
            for names in _list(terms.get("either", []), place.into("either"))
        ),
    )


def read_search(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what terms say of how to search, by the names that `plans.solve` takes.

    :raises Absurd: with the place, if something is of the wrong kind
    """
    read: dict[str, Any] = {}
    place = _Place()
    for name in (name for name in ("least", "spend", "seed", "rounds") if said.get(name) is not None):
        read[name] = _whole(said[name], place.into(name))
        if read[name] < (1 if name == "rounds" else 0):
            raise place.into(name).refuse(f"منفی یا صفر است: {said[name]}", f"is too small: {said[name]}")
    if "aim" in said:
        read["aim"] = _word(said["aim"], place.into("aim"))
    if "gap" in said:
        read["gap"] = float(_share(said["gap"], place.into("gap")))
    if "seconds" in said:
        read["seconds"] = _number(said["seconds"], place.into("seconds"))
        if not 0.0 < read["seconds"] <= MOST_SECONDS:
            raise place.into("seconds").refuse(
                f"ثانیه‌ها بیش از صفر و تا یک روز است، نه {said['seconds']}",
                f"seconds are above zero and up to a day, not {said['seconds']}",
            )
    return read


def read_scenarios(said: Mapping[str, Any]) -> list[Scenario]:
    """Return how things may go otherwise, as terms state it beside the problem.

    :raises Absurd: with the place, if something is of the wrong kind
    """
    place = _Place("scenarios")
    return [_scenario(one, place.into(at)) for at, one in enumerate(_list(said.get("scenarios", []), place))]


def _scenario(said: Any, place: _Place) -> Scenario:
    one = _mapping(said, place)
    _known(one, place, "title money costs chances of late")
    of = _mapping(one.get("of", {}), place.into("of"))
    if len(of) > 1:
        raise place.into("of").refuse("تنها یک نشان", 'one mark alone, such as {"sector": "23"}')
    mark, value = next(iter(of.items()), ("", ""))
    money = _mapping(one.get("money", {}), place.into("money"))
    return Scenario(
        title=_word(one.get("title"), place.into("title")),
        money={
            "" if line == "*" else line: _share(part, place.into("money").into(line)) for line, part in money.items()
        },
        costs=_times(one.get("costs", 1), place.into("costs")),
        chances=_times(one.get("chances", 1), place.into("chances")),
        mark=mark,
        value=str(value),
        late=_whole(one.get("late", 0), place.into("late")),
    )


def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return what an object of JSON says, as `object_pairs_hook`; of a name that is there twice neither is meant.

    :raises Absurd: if one is
    """
    said = dict(pairs)
    if len(said) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Absurd(f"{twice}: دو بار نوشته شده است", f"{twice}: is written twice")
    return said


def _candidate(said: Any, place: _Place) -> Candidate:
    one = _mapping(said, place)
    _known(one, place, "id title county is_large needs lag is_dependent must never marks packages")
    return Candidate(
        id=_word(one.get("id"), place.into("id")),
        title=_text(one.get("title", ""), place.into("title")),
        county=_word(one.get("county", "-"), place.into("county")),
        packages=tuple(
            _package(package, place.into("packages").into(at))
            for at, package in enumerate(_list(one.get("packages", []), place.into("packages")))
        ),
        is_large=_truth(one.get("is_large", False), place.into("is_large")),
        needs=tuple(_word(name, place.into("needs")) for name in _list(one.get("needs", []), place.into("needs"))),
        lag=_whole(one.get("lag", 0), place.into("lag")),
        is_dependent=_truth(one.get("is_dependent", False), place.into("is_dependent")),
        must=_reason(one.get("must"), place.into("must")),
        never=_reason(one.get("never"), place.into("never")),
        marks={
            name: _text(value, place.into("marks").into(name))
            for name, value in _mapping(one.get("marks", {}), place.into("marks")).items()
        },
    )


def _package(said: Any, place: _Place) -> Package:
    one = _mapping(said, place)
    _known(one, place, "id jobs cost chance lasting hours starts is_loan")
    chance, at_chance = one.get("chance", 1.0), place.into("chance")
    return Package(
        id=_word(one.get("id"), place.into("id")),
        jobs=_whole(one.get("jobs"), place.into("jobs")),
        cost=_amounts(one.get("cost", {}), place.into("cost")),
        chance=_by_start(chance, at_chance) if isinstance(chance, Mapping) else _number(chance, at_chance),
        lasting=_number(one.get("lasting", 1.0), place.into("lasting")),
        hours=_by_period(one.get("hours", {}), place.into("hours"), _whole),
        starts=tuple(
            _period(start, place.into("starts")) for start in _list(one.get("starts", []), place.into("starts"))
        ),
        is_loan=_truth(one.get("is_loan", False), place.into("is_loan")),
    )


def _floors(said: Any, place: _Place) -> Floors:
    one = _mapping(said, place)
    _known(one, place, "need alpha kappa of_total gini")
    return Floors(
        need={
            county: _whole(x, place.into("need").into(county))
            for county, x in _mapping(one.get("need", {}), place.into("need")).items()
        },
        alpha=_share(one.get("alpha", "1/2"), place.into("alpha")),
        kappa=_share(one.get("kappa", "1/2"), place.into("kappa")),
        of_total=_truth(one.get("of_total", False), place.into("of_total")),
        gini=None if one.get("gini") is None else _share(one["gini"], place.into("gini")),
    )


def _cap(said: Any, place: _Place) -> Cap:
    one = _mapping(said, place)
    _known(one, place, "mark value most only")
    only = str(one.get("only", ""))
    if only not in ("", "loan", "grant"):
        raise place.into("only").refuse("باید loan یا grant یا خالی باشد", "must be loan, grant or empty")
    return Cap(
        _word(one.get("mark"), place.into("mark")), _word(one.get("value"), place.into("value")),
        _whole(one.get("most"), place.into("most")), only,
    )  # fmt: skip


def _by_start(said: Any, place: _Place) -> dict[int, float]:
    """Return chances by the period that is begun in; without any there would be none, of which nothing is said."""
    found = _by_period(said, place, _number)
    if not found:
        raise place.refuse("برای هیچ دوره‌ای گفته نشده است", "is said of no period")
    return found


def _by_period(said: Any, place: _Place, read: Callable[[Any, _Place], T]) -> dict[int, T]:
    """Return what is said of each period; one that is written in two ways is refused."""
    found: dict[int, T] = {}
    for name, value in _mapping(said, place).items():
        period = _period(name, place)
        if period in found:
            raise place.into(name).refuse("دوره دو بار آمده است", "the period is there twice")
        found[period] = read(value, place)
    return found


def _amounts(said: Any, place: _Place) -> dict[tuple[str, int], int]:
    """Return amounts by line and period."""
    return {
        (line, period): amount
        for line, by_period in _mapping(said, place).items()
        for period, amount in _by_period(by_period, place.into(line), _whole).items()
    }


def _known(one: Mapping[str, Any], place: _Place, names: str) -> None:
    unknown = next((name for name in one if name not in names.split()), None)
    if unknown is not None:
        raise place.into(unknown).refuse("شناخته نیست", f"is not known; known are {', '.join(names.split())}")


def _mapping(said: Any, place: _Place) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise place.refuse("باید یک شیء JSON باشد", "must be a JSON object")
    return said


def _list(said: Any, place: _Place) -> list[Any]:
    if not isinstance(said, list):
        raise place.refuse("باید یک فهرست باشد", "must be a list")
    return said


def _word(said: Any, place: _Place) -> str:
    if not isinstance(said, str) or not said.strip():
        raise place.refuse("باید نامی ناتهی باشد", "must be a name that is not empty")
    return said


def _truth(said: Any, place: _Place) -> bool:
    if not isinstance(said, bool):
        raise place.refuse(f"باید true یا false باشد، نه {said!r}", f"must be true or false, not {said!r}")
    return said


def _reason(said: Any, place: _Place) -> str:
    """Return the reason of a decision, empty where there is none."""
    if said is None or said is False:
        return ""
    if not isinstance(said, str) or (said and not said.strip()):
        raise place.refuse(f"باید دلیل تصمیم باشد، نه {said!r}", f"must be the reason of the decision, not {said!r}")
    return said.strip()


def _text(said: Any, place: _Place) -> str:
    """Return a name that may be empty; a number is one too."""
    if isinstance(said, bool) or not isinstance(said, str | int):
        raise place.refuse(f"باید نام باشد، نه {said!r}", f"must be a name, not {said!r}")
    return str(said)


def _whole(said: Any, place: _Place) -> int:
    is_whole = isinstance(said, int) or (isinstance(said, float) and said.is_integer())
    if isinstance(said, bool) or not is_whole:
        raise place.refuse(f"باید عددی درست باشد، نه {said!r}", f"must be a whole number, not {said!r}")
    return _not_too_large(int(said), place)


def _not_too_large(number: int, place: _Place) -> int:
    if abs(number) > LARGEST:
        raise place.refuse(f"بیش از اندازه بزرگ است: {written(number)}", f"is too large: {written(number)}")
    return number


def _number(said: Any, place: _Place) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or (isinstance(said, float) and isnan(said)):
        raise place.refuse(f"باید عدد باشد، نه {said!r}", f"must be a number, not {said!r}")
    if not abs(said) <= LARGEST:
        raise place.refuse("بیش از اندازه بزرگ است", "is too large")
    return float(said)


def _period(said: Any, place: _Place) -> int:
    if not PERIOD.fullmatch(str(said)):
        raise place.refuse(f"دوره باید عدد باشد، نه {said!r}", f"a period must be a number, not {said!r}")
    return int(said)


def _share(said: Any, place: _Place) -> Fraction:
    # what is longer, or of a larger power of ten, would take the longer to read and be no share of anything
    is_share = not isinstance(said, bool) and SHARE.fullmatch(str(said))
    try:
        share = Fraction(str(said)) if is_share else None
    except (ValueError, ZeroDivisionError):
        share = None
    if share is None:
        raise place.refuse(f"باید سهمی مانند 1/2 باشد، نه {said!r}", f"must be a share such as 1/2, not {said!r}")
    if not 0 <= share <= 1:
        raise place.refuse(f"سهم میان ۰ و ۱ است، نه {said!r}", f"a share is between 0 and 1, not {said!r}")
    return share


def _times(said: Any, place: _Place) -> Fraction:
    try:
        times = Fraction(str(said))
    except (ValueError, ZeroDivisionError) as error:
        raise place.refuse(f"باید عددی مانند 13/10 باشد، نه {said!r}", f"must be as 13/10, not {said!r}") from error
    if times < 0:
        raise place.refuse(f"منفی است: {said!r}", f"is negative: {said!r}")
    return times


def write_terms(problem: Problem) -> dict[str, Any]:
    """Return the terms of a problem as JSON; read again they are the same problem."""
    said: dict[str, Any] = {
        "target": problem.target,
        "money": _by_first(problem.money),
        "carried": {line: str(share) for line, share in sorted(problem.carried.items())},
        "minutes": {str(period): minutes for period, minutes in sorted(problem.minutes.items())},
        "caps": [{"mark": cap.mark, "value": cap.value, "most": cap.most, "only": cap.only} for cap in problem.caps],
        "either": [list(names) for names in problem.either],
        "candidates": [_written(one) for one in problem.candidates],
    }
    if problem.large_share is not None:
        said["large_share"] = str(problem.large_share)
    if problem.floors is not None:
        floors = problem.floors
        said["floors"] = {
            "alpha": str(floors.alpha), "kappa": str(floors.kappa), "need": dict(sorted(floors.need.items())),
            "of_total": floors.of_total,
        }  # fmt: skip
        if floors.gini is not None:
            said["floors"]["gini"] = str(floors.gini)
    return said


def _by_first(amounts: Mapping[tuple[str, int], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (line, period), amount in sorted(amounts.items()):
        found.setdefault(line, {})[str(period)] = amount
    return found


def _written(one: Candidate) -> dict[str, Any]:
    return {
        "id": one.id, "title": one.title, "county": one.county, "is_large": one.is_large, "needs": list(one.needs),
        "lag": one.lag, "is_dependent": one.is_dependent, "must": one.must, "never": one.never,
        "marks": dict(one.marks),
        "packages": [
            {
                "id": package.id, "jobs": package.jobs, "lasting": package.lasting, "is_loan": package.is_loan,
                "chance": {str(k): x for k, x in package.chance.items()}
                if isinstance(package.chance, Mapping)
                else package.chance,
                "cost": _by_first(package.cost),
                "hours": {str(offset): minutes for offset, minutes in package.hours.items()},
                "starts": list(package.starts),
            }
            for package in one.packages
        ],
    }  # fmt: skip
