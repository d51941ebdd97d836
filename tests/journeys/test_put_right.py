"""What the example publishes of the year is put right when the bank's list shows what was never paid."""

import pytest

from hamahang.briefing import cleared
from hamahang.cli.samples import said
from hamahang.domain.publishing import PUBLISHED
from tests.province import NOW, Province

pytestmark = pytest.mark.django_db


def test_a_figure_of_the_example_is_put_right_and_says_why(played: Province):
    said.play(at=NOW)

    said.correct(at=NOW)

    (before,) = cleared.corrections()
    after = cleared.successor_of(before.publication)
    assert after is not None
    (why,) = cleared.told_difference(after)
    assert (why.reason, why.records) == ("corrected", 1)
    assert int(after.value) == int(before.publication.value) + why.amount
    assert len(cleared.standing(PUBLISHED)) == len(said.FIGURES) + 1
