"""Which past windows a forecast rests on: the same of earlier years where there are enough, else one after another."""

from datetime import date, timedelta

from hamahang.commitments.recurring import past

DAY = date(2012, 3, 1)


def daily(first: date, last: date, amount: int = 2) -> list[tuple[date, int]]:
    return [(first + timedelta(days=ahead), amount) for ahead in range((last - first).days + 1)]


def test_windows_follow_one_another_back_from_the_day() -> None:
    found = past(daily(date(2011, 11, 21), DAY), day=DAY, until=DAY + timedelta(days=30), is_counted=True)

    assert (found.days, found.is_seasonal, found.is_long_enough) == (30, False, True)
    assert [window.last for window in found.windows] == [DAY - timedelta(days=30 * back) for back in range(3)]
    assert [window.amount for window in found.windows] == [60, 60, 60]
    assert found.windows[-1].first == date(2011, 12, 3)
    assert found.ahead().quantile(0.5) in range(55, 66)


def test_where_years_are_known_the_same_window_of_each_is_taken() -> None:
    winters = [(date(year, 3, 10), 40) for year in (2009, 2010, 2011)]
    found = past([*daily(date(2008, 6, 1), DAY, 1), *winters], day=DAY, until=DAY + timedelta(days=20), is_counted=True)

    assert found.is_seasonal
    assert [window.amount for window in found.windows] == [60, 60, 60]


def test_a_short_past_says_nothing() -> None:
    found = past(daily(date(2012, 2, 1), DAY), day=DAY, until=DAY + timedelta(days=20), is_counted=True)

    assert (len(found.windows), found.is_long_enough, found.began_on) == (1, False, date(2012, 2, 1))
    assert past([], day=DAY, until=DAY + timedelta(days=20), is_counted=True).began_on is None


def test_what_came_after_the_day_is_not_seen() -> None:
    until = DAY + timedelta(days=20)
    before = daily(date(2011, 11, 1), DAY)

    assert (
        past([*before, (DAY + timedelta(days=1), 900)], day=DAY, until=until, is_counted=True).windows
        == past(before, day=DAY, until=until, is_counted=True).windows
    )
