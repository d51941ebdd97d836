"""`hamahang plan run`: the fixed form, reasons, and each refusal with its place."""

import json
from typing import Any

import pytest

from hamahang.cli.main import main


def candidate(name: str, jobs: int, cost: int, **more: Any) -> dict[str, Any]:
    package = {"id": "p", "jobs": jobs, "cost": {"x": {"0": cost}}, "starts": [1]}
    return {"id": name, "county": "ilam", "packages": [package]} | more


TERMS: dict[str, Any] = {
    "target": 12,
    "money": {"x": {"1": 9}},
    "candidates": [candidate("a", 10, 6, title="آجر"), candidate("b", 9, 5), candidate("c", 3, 3)],
}


def run(tmp_path, terms: Any) -> int:
    path = tmp_path / "terms.json"
    path.write_text(terms if isinstance(terms, str) else json.dumps(terms), encoding="utf-8")
    return main(["plan", "run", "--terms", str(path), "--seconds", "5", "--reasons", "10", "--json"])


def test_a_plan_with_its_reasons_in_the_fixed_form(tmp_path, capsys):
    assert run(tmp_path, TERMS) == 0

    said = json.loads(capsys.readouterr().out)
    assert {"status", "value", "bound", "gap", "seconds", "chosen", "refused", "limits"} <= set(said)
    assert (said["status"], said["value"], said["gap"]) == ("proven", 13.0, 0.0)
    assert [(one["candidate"], one["package"]) for one in said["chosen"]] == [("a", "p"), ("c", "p")]
    assert "«آجر»" in said["chosen"][0]["reason"]["fa"]
    (refused,) = said["refused"]
    assert refused["candidate"] == "b"
    assert refused["nearest_change"]["money"] == {"x": 2}
    assert refused["nearest_change"]["along"] == []
    assert {"code", "used", "of", "price"} == set(said["limits"][0])


def test_jobs_per_rial_come_with_their_floor_their_bound_and_what_proves_it(tmp_path, capsys):
    # a brings 10 for 6, b 9 for 5, c 3 for 3: b alone has the best ratio, of those with 12 at least b and c
    assert run(tmp_path, TERMS | {"aim": "per_rial", "least": 12}) == 0

    ratio = json.loads(capsys.readouterr().out)["per_rial"]
    assert (ratio["exact"], ratio["least"], ratio["spend"]) == ("3/2", 12, 0)
    assert ratio["bound"] == pytest.approx(1.5, rel=1e-6)
    assert run(tmp_path, TERMS | {"aim": "per_rial", "spend": 5}) == 0
    assert json.loads(capsys.readouterr().out)["per_rial"]["exact"] == "9/5"

    assert run(tmp_path, TERMS | {"aim": "per_rial"}) == 1
    assert "one small cheap package" in capsys.readouterr().err


def test_scenarios_of_the_terms_are_answered_with_who_would_have_to_go(tmp_path, capsys):
    cut = {"title": "خط کمتر", "money": {"*": "2/3"}}

    assert run(tmp_path, TERMS | {"scenarios": [cut, {"title": "رشته", "chances": "1/2", "of": {"sector": "23"}}]}) == 0

    less, same = json.loads(capsys.readouterr().out)["scenarios"]
    # of 6 million a alone is left of a and c, and a with 10 is the best for it
    assert (less["kept"], less["gone"], less["best"], less["regret"]) == (10.0, ["c"], 10.0, 0.0)
    assert (same["kept"], same["gone"], same["regret"]) == (13.0, [], 0.0)

    wrong = [
        cut | {"money": {"y": "1/2"}},
        cut | {"costs": -1},
        cut | {"of": {"a": "1", "b": "2"}},
        cut | {"title": ""},
    ]
    for scenario in wrong:
        assert run(tmp_path, TERMS | {"scenarios": [scenario]}) == 1
    assert "scenarios/0/costs" in capsys.readouterr().err


def test_each_candidate_is_answered_also_who_was_not_tried(tmp_path, capsys):
    late = candidate("d", 5, 1)
    late["packages"][0]["starts"] = [7]

    assert (
        run(tmp_path, TERMS | {"candidates": [*TERMS["candidates"], late, candidate("e", 9, 1, never="دادگاه")]}) == 0
    )

    said = json.loads(capsys.readouterr().out)["refused"]
    refused = {one["candidate"]: one["nearest_change"]["en"] for one in said}
    assert set(refused) == {"b", "d", "e"}
    assert "fits into the periods" in refused["d"]
    assert "left out by decision: دادگاه" in refused["e"]


def test_a_plan_is_printed_for_people_too(tmp_path, capsys):
    path = tmp_path / "t.json"
    path.write_text(json.dumps(TERMS))

    assert main(["plan", "run", "--terms", str(path), "--seconds", "5"]) == 0

    said = capsys.readouterr().out
    assert said.startswith(
        "۱۳ شغل مورد انتظار می‌آورد؛ هیچ برنامه‌ای بیش از ۱۳ ندارد (ثابت‌شده)\n"
        "It brings 13 expected jobs; no plan has more than 13 (proven)\n"
    )
    assert "«آجر» با بستهٔ «p» پذیرفته است: ۱۰ شغل" in said
    assert "حد، مصرف‌شده از چند، بهای یکی بیشتر\nlimit, used of how much, price of one more\n" in said


def test_of_another_aim_value_bound_and_gap_are_its_own(tmp_path, capsys):
    assert run(tmp_path, TERMS | {"aim": "cost", "least": 9}) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["aim"], said["status"], said["value"], said["bound"], said["gap"]) == ("cost", "proven", 5.0, 5.0, 0.0)
    assert (said["jobs"], said["jobs_bound"]) == (9.0, 13.0)
    (chosen,) = said["chosen"]
    assert (chosen["candidate"], chosen["loses"], chosen["instead"]) == ("b", 1, ["a"])
    assert chosen["reason"]["en"].startswith("“b” is chosen with the package “p” at 5 million rials; without it")
    assert "the same 9 jobs cost 1 million rials more, and “آجر” would take its place" in chosen["reason"]["en"]
    refused = {one["candidate"]: one["nearest_change"] for one in said["refused"]}
    assert (refused["a"]["loss"], refused["a"]["out"]) == (1, ["b"])
    assert refused["a"]["en"].endswith("would bring it in: 1 million rials less cost of its own.")
    # beside b, which is still needed
    assert (refused["c"]["loss"], refused["c"]["out"]) == (3, [])

    assert run(tmp_path, TERMS | {"aim": "promise"}) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["status"], said["value"], said["bound"], said["gap"]) == ("found", 13.0, None, None)


def test_a_reason_by_another_aim_never_speaks_of_fewer_than_none(tmp_path, capsys):
    bold = candidate("bold", 30, 9)
    bold["packages"][0]["chance"] = 0.5
    terms = TERMS | {"candidates": [candidate("sure", 12, 9, title="آجر"), bold], "aim": "probability"}

    assert run(tmp_path, terms) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["value"] == 1.0
    (chosen,), (refused,) = said["chosen"], said["refused"]
    assert chosen["loses"] == -3.0
    assert "the most expected jobs without it are 3 more, but this plan seeks" in chosen["reason"]["en"]
    assert "بی آن ۳ بیشتر است" in chosen["reason"]["fa"]
    assert "there would be 3 more expected jobs, but this plan seeks something else" in refused["nearest_change"]["en"]


def test_a_plan_by_another_aim_is_printed_in_its_unit(tmp_path, capsys):
    path = tmp_path / "t.json"
    path.write_text(json.dumps(TERMS | {"aim": "cost", "least": 9}))

    assert main(["plan", "run", "--terms", str(path), "--seconds", "5"]) == 0

    assert capsys.readouterr().out.startswith(
        "برای ۹ شغل ۵ میلیون ریال خرج می‌کند؛ هیچ برنامه‌ای کمتر از ۵ میلیون ریال نمی‌خواهد (ثابت‌شده)\n"
        "For 9 jobs it spends 5 million rials; no plan needs less than 5 million rials (proven)\n"
        "با ۹٫۰ شغل مورد انتظار\nwith 9.0 expected jobs\n"
    )


def test_what_is_written_at_the_command_goes_before_the_terms(tmp_path, monkeypatch):
    from hamahang.methods.portfolio import plans
    from hamahang.methods.portfolio.problem import Absurd

    asked = []

    def solve(problem: Any, **more: Any) -> None:
        asked.append((more["seconds"], more["gap"]))
        raise Absurd("نه", "no")

    monkeypatch.setattr(plans, "solve", solve)
    path = tmp_path / "t.json"
    path.write_text(json.dumps(TERMS | {"seconds": 7, "gap": "1/10"}))

    main(["plan", "run", "--terms", str(path)])
    main(["plan", "run", "--terms", str(path), "--seconds", "3", "--gap", "0"])
    path.write_text(json.dumps(TERMS))
    main(["plan", "run", "--terms", str(path)])

    assert asked == [(7.0, 0.1), (3.0, 0.0), (20.0, 0.005)]


def test_what_the_terms_say_of_nobody_is_told_beside_the_plan(tmp_path, capsys):
    terms = TERMS | {"candidates": [candidate("a", 10, 6, marks={"owner": "o"})]}

    assert run(tmp_path, terms | {"caps": [{"mark": "owner", "value": "p", "most": 3}]}) == 0

    told = capsys.readouterr()
    (warning,) = json.loads(told.out)["warnings"]
    assert "holds nobody" in warning["en"]
    assert told.err == f"{warning['fa']}\n{warning['en']}\n"


def test_a_problem_file_that_is_none_is_refused_in_persian_and_english(tmp_path, capsys):
    path = tmp_path / "bad.txt"
    path.write_text("1 2 3 " + "[" * 10**6)

    assert main(["plan", "solve", "--mknap", str(path)]) == 1

    fa, en = capsys.readouterr().err.splitlines()
    assert "مسئلهٔ ۱" in fa.replace(str(path), "") or "ارزش" in fa
    assert not any(digit in fa.replace(str(path), "") for digit in "0123456789")
    assert max(len(fa), len(en)) < 600


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ("{", "not sound JSON"),
        ([], "must be a JSON object"),
        (TERMS | {"money": {"x": {"1": 9.5}}}, "money/x: must be a whole number"),
        (TERMS | {"moneys": {}}, "moneys: is not known"),
        (TERMS | {"candidates": [candidate("", 1, 1)]}, "candidates/0/id"),
        (TERMS | {"floors": {"need": {"ilam": 5}, "alpha": "3/2"}}, "floors/alpha"),
        (TERMS | {"floors": {"need": {"ilam": 5}, "of_total": True}}, "refused"),
        (TERMS | {"large_share": "x"}, "large_share"),
        (TERMS | {"caps": [{"mark": "a", "value": "b", "most": 1, "only": "gift"}]}, "caps/0/only"),
        (TERMS | {"money": {"x": {"first": 9}}}, "a period must be a number"),
        (TERMS | {"candidates": [candidate("a", 1, 20, must="law")]}, "the least relaxation"),
        (TERMS | {"aim": "fame"}, "no aim"),
        ('{"target": 1, "target": 2}', "target: is written twice"),
        ("[" * 100_000, "not sound JSON"),
        (TERMS | {"money": {"x": {"1": 9, "01": 2}}}, "there twice"),
        (TERMS | {"money": {"x": {"1": float("inf")}}}, "must be a whole number"),
        (TERMS | {"money": {"x": {"1": 1e30}}}, "too large"),
        (TERMS | {"candidates": [candidate("a", float("nan"), 1)]}, "candidates/0/packages/0/jobs"),
        (TERMS | {"candidates": [candidate("a", 10**30, 1)]}, "too large"),
        (TERMS | {"candidates": [candidate("a", 1, 1, is_large="false")]}, "must be true or false"),
        (TERMS | {"candidates": [candidate("a", 1, 1, must=True)]}, "must be the reason of the decision"),
        (TERMS | {"seconds": "ten"}, "seconds: must be a number"),
        (TERMS | {"seconds": -1}, "seconds are above zero"),
        (TERMS | {"gap": float("nan")}, "gap: must be a share"),
        (TERMS | {"seed": -1}, "seed: is too small"),
        (TERMS | {"rounds": 0}, "rounds: is too small"),
        (TERMS | {"aim": "cost", "least": float("nan")}, "least: must be a whole number"),
        (TERMS | {"aim": "cost"}, "“least money for the target” write how many expected jobs"),
        (TERMS | {"target": 10**400}, "target: is too large"),
        (TERMS | {"carried": {"x": "1e-99999999"}}, "carried/x: must be a share"),
        (TERMS | {"floors": []}, "floors: must be a JSON object"),
        (TERMS | {"minutes": {"4": 60}}, "period 4, in which no package can use any"),
    ],
)
def test_what_no_plan_can_be_made_of_is_refused_with_its_place_in_both_languages(tmp_path, capsys, terms, words):
    assert run(tmp_path, terms) == 1

    said = capsys.readouterr().err
    assert words in said
    assert any("\u0600" <= letter <= "\u06ff" for letter in said)


def test_a_file_that_is_not_there_is_wrong_use(tmp_path):
    assert main(["plan", "run", "--terms", str(tmp_path / "none.json")]) == 2


def test_progress_goes_to_the_standard_error_and_leaves_the_answer_alone(tmp_path, capsys):
    path = tmp_path / "terms.json"
    path.write_text(json.dumps(TERMS), encoding="utf-8")

    assert main(["plan", "run", "--terms", str(path), "--seconds", "5", "--json", "--progress"]) == 0

    told = capsys.readouterr()
    assert json.loads(told.out)["value"] == 13.0
    assert told.err.splitlines()[-1].endswith(" %")
