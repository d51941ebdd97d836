"""Terms as JSON: written and read again they are the same problem."""

import json

from hypothesis import given, settings

from hamahang.methods.portfolio.terms import read_terms, write_terms
from tests.methods.portfolio.made import problems


@settings(deadline=None, max_examples=60)
@given(problems())
def test_terms_that_are_written_and_read_again_are_the_same_problem(problem):
    said = json.loads(json.dumps(write_terms(problem), ensure_ascii=False))

    assert read_terms(said) == problem
