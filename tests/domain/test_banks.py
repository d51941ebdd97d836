"""The banks by their names abroad: found in any spelling, and kept as they are where no other name is known."""

import pytest

from hamahang.domain.banks import NAMES, bank_name


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("بانک صنعت و معدن", "Bank of Industry and Mine"),
        ("بانك ملي ايران", "Bank Melli Iran"),
        ("بانک ملی", "Bank Melli Iran"),
        ("بانک سپه ایران", "Bank Sepah"),
        ("صندوق روستا", "صندوق روستا"),
    ],
)
def test_a_bank_is_named_in_english_by_its_name_abroad(name: str, english: str) -> None:
    assert (bank_name(name).fa, bank_name(name).en) == (name, english)


def test_no_two_banks_share_a_name() -> None:
    assert len(set(NAMES.values())) == len(NAMES)
