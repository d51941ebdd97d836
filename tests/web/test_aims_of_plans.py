"""What is said of a plan by what it seeks: its own figure, and the bound that stands for it or that there is none."""

from types import SimpleNamespace
from typing import Any

from hamahang.web.planning.aims import told_of
from hamahang.web.planning.views import gained, lists_of


def said(aim: str, **more: Any) -> Any:
    beside = {"target": 400, "chance": 0.25, "promise": 310, "worst_tenth": {"value": 280.04, "bound": 281.0}}
    values = {"terms": {"aim": aim}, "value": 400_000_000, "bound": 748_300_000, "beside": beside}
    values = {"status": "proven"} | values | more  # by jobs, as runs of earlier were kept
    return told_of(SimpleNamespace(**values), money=28_600_000_000)


def test_jobs_have_their_bound_and_the_distance_to_it() -> None:
    near = said("expected", value=740_000_000)

    assert "at most 8.3 jobs (1.11 %) are missing" in near.en
    assert "حداکثر ۸٫۳ شغل (۱٫۱۱٪)" in near.fa
    assert "less than 0.1" in said("expected", value=748_299_999).en
    assert "(proven)" in said("expected", value=748_300_000).en


def test_no_bound_of_jobs_stands_for_another_aim() -> None:
    assert said("cost").en == "For 400 jobs it spends 28.6 billion rials. It is the best that was found, and not proven"
    assert "۲۸٫۶ میلیارد ریال" in said("cost").fa
    for aim in ("cost", "probability", "promise", "leximin", "cvar", "of another day"):
        assert "748" not in said(aim).en
    assert said("probability").fa.startswith("احتمال رسیدن به ۴۰۰ شغل ۲۵٪ است")


def test_the_worst_tenth_has_a_bound_of_its_own_where_it_was_kept() -> None:
    assert said("cvar").en == "In the worst tenth of cases it brings 280 jobs on average; no plan has more than 281"
    earlier = {"target": 0, "chance": None, "promise": 310}
    assert said("cvar", beside=earlier).en.startswith("This plan seeks something else. It is the best that was found")


def test_two_plans_beside_each_other_differ_by_what_is_shown_of_them() -> None:
    before, after = SimpleNamespace(value=821_460_000), SimpleNamespace(value=594_840_000)

    assert gained(before, after) == -226.7  # 821.5 and 594.8


def test_familiar_lists_are_held_against_a_plan_of_most_jobs_alone() -> None:
    lists = {
        "topsis": {"jobs": 60.0, "chosen": 2, "missed": []},
        "per_rial": {"jobs": 140.0, "chosen": 3, "missed": [1]},
    }
    run = SimpleNamespace(terms={"aim": "expected"}, value=100_000_000, beside={"lists": lists})

    assert [row["loses"] for row in lists_of(run)] == [40.0, -40.0]
    run.terms = {"aim": "cost"}
    assert [row["loses"] for row in lists_of(run)] == [None, None]


def test_what_is_proven_of_an_aim_is_said_and_a_ratio_has_its_own_bound() -> None:
    proven = {"target": 400, "chance": None, "promise": 310, "of_aim": {"value": 1.0, "bound": 1.0, "status": "proven"}}
    assert said("cost", beside=proven).en.endswith("it is proven that no plan under these terms is better in that")
    assert "not proven" in said("promise", beside=proven).en
    ratio = {"target": 0, "chance": None, "promise": 0, "per_rial": {"value": "1/1250", "bound": "9/10000"}}
    assert said("per_rial", beside=ratio).en == (
        "With each milliard of rials it brings 0.8 expected jobs; no plan that keeps the floor has more than 0.9"
    )
