"""What of the jobs is additional: a range beside the gross, each coefficient with its own source."""

from hamahang.commitments import moving


def test_each_coefficient_names_its_source_in_both_languages() -> None:
    parts = moving.net({"NEW": 100}).parts

    assert {(part.kind, part.name.en) for part in parts} == {
        (kind, name) for kind in ("NEW", "RETURNED") for name in ("Deadweight", "Displacement", "Leakage")
    }
    for part in parts:
        assert 0 <= part.least <= part.most < 1
        assert "Additionality Guide" in part.source.en
        assert "Additionality Guide" in part.source.fa
        assert "assumption" in part.source.en


def test_the_range_is_the_product_of_what_is_left() -> None:
    net = moving.net({"NEW": 1_000, "RETURNED": 1_000, "SAFEGUARDED": 500})

    # new: 0.50 · 0.50 · 0.75 to 0.75 · 0.75 · 0.90; returned: 0.75 · 0.50 · 0.75 to 1 · 0.75 · 0.90
    assert (net.gross, net.least, net.most) == (2_000, 187 + 281, 507 + 675)
