"""What the register says of itself is read back from its own sentences, and nobody is accused by them."""

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.briefing import cleared
from hamahang.briefing.models import Publication
from hamahang.cli.samples import said
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.domain.publishing import PUBLISHED
from hamahang.domain.speaking import sentence
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.judging import Verdict
from hamahang.domain.statements.said import said_in
from hamahang.indicators import queries as indicators
from hamahang.indicators.catalogue import indicator
from hamahang.indicators.catalogue import indicators as catalogue
from hamahang.statements import queries
from tests.province import NOW, TEHRAN, TIR_10, Province

pytestmark = pytest.mark.django_db
ACCUSING = {Verdict.OVERSTATED, Verdict.UNDERSTATED, Verdict.CONTRADICTED}


@pytest.mark.parametrize("language", ["fa", "en"])
def test_no_sentence_of_ours_is_accused_by_our_own_records(province: Province, language: str):
    accused, supported = [], 0
    for code in sorted(catalogue()):
        value = indicators.compute(code, asof=AsOf(TIR_10), scope=ALL, reach=EVERYTHING).value
        if not value:
            continue
        text = sentence(title=indicator(code).title, value=value, unit=indicator(code).unit, day=TIR_10)[language]
        found = queries.check(said_in(read_claims(text, day=TIR_10)), day=TIR_10, reach=EVERYTHING, zone=TEHRAN)
        accused += [(code, text, each.code) for each in found if each.judgement.verdict in ACCUSING]
        supported += any(each.judgement.verdict is Verdict.SUPPORTED for each in found)

    assert accused == []
    assert supported >= 55


def test_the_example_says_and_publishes_what_its_records_hold(province: Province):
    said.play(at=NOW)

    texts = {told.day: told for told in queries.told()}
    report = queries.check(texts[TIR_10].claims, day=TIR_10, reach=EVERYTHING, zone=TEHRAN)
    assert {each.judgement.verdict for each in report} == {Verdict.SUPPORTED}
    assert {clash.kind for clash in queries.all_clashes()} == {"target_changed"}
    assert len(cleared.standing(PUBLISHED)) == len(said.FIGURES)
    paid = Publication.objects.get(indicator="targeted_subsidies_facilities_paid", day=TIR_10)
    assert {part.reason for part in cleared.differs_from_before(paid)} == {"new"}


def test_a_published_sentence_is_supported_when_somebody_says_it(province: Province):
    said.play(at=NOW)

    for standing in cleared.standing(PUBLISHED):
        spoken, day = cleared.spoken(standing.publication), standing.publication.day
        assert spoken is not None
        (found,) = queries.check(said_in(read_claims(spoken.fa, day=day)), day=day, reach=EVERYTHING, zone=TEHRAN)
        assert (found.code, found.judgement.verdict) == (standing.publication.indicator, Verdict.SUPPORTED), spoken.fa
