"""Terms of a plan as JSON: read with the place of each fault, and written.

    {"target": 500, "periods": …, "money": {"fund": {"1": 4000, "2": 3000}}, "carried": {"fund": "1/2"},
     "minutes": {"1": 900}, "large_share": "3/5",
     "floors": {"alpha": "1/2", "kappa": "1/2", "need": {"ilam": 9000}, "gini": "3/10"},
     "caps": [{"mark": "owner", "value": "x", "most": 900, "only": "loan"}], "either": [["a", "b"]],
     "candidates": [{"id": "a", "title": "…", "county": "ilam", "is_large": false, "needs": ["b"], "lag": 1,
                     "must": "", "never": "", "marks": {"owner": "x"},
                     "packages": [{"id": "p", "jobs": 30, "chance": 0.7, "lasting": 0.8, "is_loan": true,
                                   "cost": {"fund": {"0": 900, "1": 300}}, "hours": {"0": 60}, "starts": [1, 2]}]}]}

Money in whole million rials; shares as numbers or as "1/2".
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hamahang.methods.portfolio.problem import Absurd, Candidate, Cap, Floors, Package, Problem

SEARCH = "seconds gap aim least seed rounds"  # how to search, beside what to choose from


class _Place:
    """Where in the terms something stands."""

    def __init__(self, *path: str | int) -> None:
        self.path = path

    def refuse(self, what_fa: str, what_en: str) -> Absurd:
        """Return the refusal of what stands there."""
        place = "/".join(map(str, self.path)) or "terms"
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
    money = {
        (line, _period(period, place.into("money").into(line))): _whole(amount, place.into("money").into(line))
        for line, by_period in _mapping(terms.get("money", {}), place.into("money")).items()
        for period, amount in _mapping(by_period, place.into("money").into(line)).items()
    }
    return Problem(
        candidates=tuple(
            _candidate(one, place.into("candidates").into(at))
            for at, one in enumerate(_list(terms.get("candidates", []), place.into("candidates")))
        ),
        money=money,
        carried={
            line: _share(x, place.into("carried")) for line, x in _mapping(terms.get("carried", {}), place).items()
        },
        minutes={
            _period(period, place.into("minutes")): _whole(x, place.into("minutes"))
            for period, x in _mapping(terms.get("minutes", {}), place.into("minutes")).items()
        },
        target=_whole(terms.get("target", 0), place.into("target")),
        floors=_floors(terms["floors"], place.into("floors")) if terms.get("floors") else None,
        large_share=_share(terms["large_share"], place.into("large_share")) if terms.get("large_share") else None,
        caps=tuple(
            _cap(one, place.into("caps").into(at))
            for at, one in enumerate(_list(terms.get("caps", []), place.into("caps")))
        ),
        either=tuple(
            tuple(_word(name, place.into("either")) for name in _list(names, place.into("either")))
            for names in _list(terms.get("either", []), place.into("either"))
        ),
    )


def _candidate(said: Any, place: _Place) -> Candidate:
    one = _mapping(said, place)
    _known(one, place, "id title county is_large needs lag must never marks packages")
    return Candidate(
        id=_word(one.get("id"), place.into("id")),
        title=str(one.get("title", "")),
        county=_word(one.get("county", "-"), place.into("county")),
        packages=tuple(
            _package(package, place.into("packages").into(at))
            for at, package in enumerate(_list(one.get("packages", []), place.into("packages")))
        ),
        is_large=bool(one.get("is_large", False)),
        needs=tuple(_word(name, place.into("needs")) for name in _list(one.get("needs", []), place.into("needs"))),
        lag=_whole(one.get("lag", 0), place.into("lag")),
        must=str(one.get("must") or ""),
        never=str(one.get("never") or ""),
        marks={name: str(value) for name, value in _mapping(one.get("marks", {}), place.into("marks")).items()},
    )


def _package(said: Any, place: _Place) -> Package:
    one = _mapping(said, place)
    _known(one, place, "id jobs cost chance lasting hours starts is_loan")
    chance = one.get("chance", 1.0)
    by_start = isinstance(chance, Mapping)
    return Package(
        id=_word(one.get("id"), place.into("id")),
        jobs=_whole(one.get("jobs"), place.into("jobs")),
        cost={
            (line, _period(offset, place.into("cost").into(line))): _whole(amount, place.into("cost").into(line))
            for line, by_offset in _mapping(one.get("cost", {}), place.into("cost")).items()
            for offset, amount in _mapping(by_offset, place.into("cost").into(line)).items()
        },
        chance={_period(k, place.into("chance")): _number(x, place.into("chance")) for k, x in chance.items()}
        if by_start
        else _number(chance, place.into("chance")),
        lasting=_number(one.get("lasting", 1.0), place.into("lasting")),
        hours={
            _period(offset, place.into("hours")): _whole(x, place.into("hours"))
            for offset, x in _mapping(one.get("hours", {}), place.into("hours")).items()
        },
        starts=tuple(
            _period(start, place.into("starts")) for start in _list(one.get("starts", []), place.into("starts"))
        ),
        is_loan=bool(one.get("is_loan", False)),
    )


def _floors(said: Any, place: _Place) -> Floors:
    one = _mapping(said, place)
    _known(one, place, "need alpha kappa of_total gini")
    return Floors(
        need={county: _whole(x, place.into("need")) for county, x in _mapping(one.get("need", {}), place).items()},
        alpha=_share(one.get("alpha", "1/2"), place.into("alpha")),
        kappa=_share(one.get("kappa", "1/2"), place.into("kappa")),
        of_total=bool(one.get("of_total", False)),
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


def _whole(said: Any, place: _Place) -> int:
    if isinstance(said, bool) or not isinstance(said, int | float) or said != said or int(said) != said:
        raise place.refuse(f"باید عددی درست باشد، نه {said!r}", f"must be a whole number, not {said!r}")
    return int(said)


def _number(said: Any, place: _Place) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or said != said:
        raise place.refuse(f"باید عدد باشد، نه {said!r}", f"must be a number, not {said!r}")
    return float(said)


def _period(said: Any, place: _Place) -> int:
    try:
        return int(str(said))
    except ValueError as error:
        raise place.refuse(f"دوره باید عدد باشد، نه {said!r}", f"a period must be a number, not {said!r}") from error


def _share(said: Any, place: _Place) -> Fraction:
    try:
        share = Fraction(str(said))
    except (ValueError, ZeroDivisionError) as error:
        raise place.refuse(
            f"باید سهمی مانند 1/2 باشد، نه {said!r}", f"must be a share such as 1/2, not {said!r}"
        ) from error
    if not 0 <= share <= 1:
        raise place.refuse(f"سهم میان ۰ و ۱ است، نه {said!r}", f"a share is between 0 and 1, not {said!r}")
    return share


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
        "lag": one.lag, "must": one.must, "never": one.never, "marks": dict(one.marks),
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
