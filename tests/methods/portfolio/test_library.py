"""The portfolio as a library: what its first page shows can be done."""

import subprocess
import sys
from fractions import Fraction
from types import ModuleType

from hamahang.methods import portfolio


def test_the_library_alone_solves_explains_and_is_checked():
    problem = portfolio.Problem(
        candidates=(
            portfolio.Candidate("a", "ilam", (portfolio.Package("p", jobs=30, cost={("fund", 0): 900}, chance=0.5),)),
            portfolio.Candidate("b", "mehran", (portfolio.Package("p", jobs=20, cost={("fund", 0): 700}),)),
        ),
        money={("fund", 1): 1_000},
    )

    plan = portfolio.solve(problem, rounds=2)

    assert [column.candidate.id for column in plan.chosen] == ["b"]
    assert (plan.value, plan.status) == (Fraction(20), "proven")
    assert portfolio.verify(problem, portfolio.choice_of(plan.chosen), prices=plan.prices).is_sound
    why_not, why_in = portfolio.explain(plan, "a"), portfolio.explain(plan, "b")
    assert isinstance(why_not, portfolio.WhyNot)
    assert (why_not.loss, why_not.jobs, why_not.money, why_not.out) == (Fraction(5), 10, {"fund": 600}, ("b",))
    assert isinstance(why_in, portfolio.WhyIn)
    assert (why_in.loses, why_in.instead) == (Fraction(5), ("a",))


def test_all_that_is_named_is_there_and_nothing_is_loaded_before():
    assert {name for name in portfolio.__all__ if getattr(portfolio, name, None) is None} == set()
    assert not hasattr(portfolio, "rank")
    asked = "from hamahang.methods import portfolio; import sys; print('highspy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"


def test_what_searches_beside_finds_the_package_where_it_was_put_on_the_path_by_hand() -> None:
    """Of an interpreter that has nothing installed."""
    asked = """
import sys
sys.path[:] = sys.argv[1:]
from time import sleep, time
import numpy as np
from hamahang.methods.portfolio.beside import Beside
from hamahang.methods.portfolio.instances import multiple_choice

packing = multiple_choice(40, 5, 4, seed=7)
beside = Beside()
beside.begin(packing, np.arange(packing.columns), None, until=time() + 30.0)
told = []
while not told and not beside.is_over:
    told += beside.heard()
    sleep(0.05)
beside.end()
print(bool(told))
"""
    bare = getattr(sys, "_base_executable", sys.executable)
    said = subprocess.run([bare, "-c", asked, *sys.path], capture_output=True, text=True, check=True)
    assert said.stdout == "True\n"


def test_no_name_of_the_library_is_a_file_of_it_once_all_are_loaded() -> None:
    offered = {name: getattr(portfolio, name) for name in portfolio.__all__}

    assert not [name for name in offered if isinstance(getattr(portfolio, name), ModuleType)]
