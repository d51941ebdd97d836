"""What a plan seeks, read from the terms that a run keeps."""

from hamahang.domain.planning import MILLION, PlanTerms, StatedScenario
from hamahang.planning.running import digest_of
from hamahang.planning.setting import as_data, read
from hamahang.planning.solving import Sought


def test_money_at_least_is_rounded_up_to_whole_millions_and_earlier_runs_kept_none() -> None:
    terms = PlanTerms(money={}, aim="per_rial", least=40, spend=3 * MILLION + 1)

    assert Sought.of(as_data(terms)) == Sought("per_rial", 40, 4)
    assert Sought.of({"aim": "cost"}) == Sought("cost")
    assert Sought.of({}) == Sought()


def test_a_plan_with_another_floor_has_another_digest() -> None:
    digests = {digest_of({}, Sought("per_rial", least, spend)) for least in (0, 9) for spend in (0, 9)}

    assert len(digests) == 4


def test_the_order_in_which_lines_are_named_is_no_other_term() -> None:
    one, other = (PlanTerms(money={}, carried=carried) for carried in (("a.X", "b.Y"), ("b.Y", "a.X")))

    assert as_data(one) == as_data(other)


def test_scenarios_that_are_kept_are_read_as_they_were() -> None:
    terms = PlanTerms(money={}, scenarios=(StatedScenario("خشکسالی", who="sector=10", chances_less=30, late=1),))

    assert read(as_data(terms)) == terms
