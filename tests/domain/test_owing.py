"""For which months returns are owed: licences that are suspended, lifted and cancelled, and what is then missing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.months import Month, months_between
from hamahang.domain.owing import Owing, Pause, pauses_of

ISSUED = Month(1389, 2).day(4)


def day(year: int, month: int, number: int) -> date:
    return Month(year, month).day(number)


def test_a_unit_whose_licence_stays_good_owes_without_end() -> None:
    assert pauses_of([(ISSUED, [])]) == ()
    assert pauses_of([]) == ()
    assert Owing(Month(1390, 1)).until is None


def test_a_cancelled_licence_owes_up_to_the_month_before() -> None:
    pauses = pauses_of([(ISSUED, [(day(1390, 5, 20), False)])])

    assert pauses == (Pause(Month(1390, 5)),)
    owing = Owing(Month(1390, 1), pauses)
    assert (owing.until, owing.owes(Month(1390, 4)), owing.owes(Month(1390, 5))) == (Month(1390, 4), True, False)
    assert owing.months(Month(1389, 1), Month(1391, 12)) == 4


def test_a_suspended_licence_owes_again_after_the_month_of_its_lifting() -> None:
    owing = Owing(Month(1390, 1), pauses_of([(ISSUED, [(day(1390, 5, 20), False), (day(1390, 7, 2), True)])]))

    months = months_between(Month(1390, 1), Month(1390, 9))
    assert [month.number for month in months if owing.owes(month)] == [1, 2, 3, 4, 8, 9]
    assert owing.until is None


def test_a_second_licence_that_is_good_goes_on_owing() -> None:
    first = (ISSUED, [(day(1390, 5, 20), False)])

    assert pauses_of([first, (day(1390, 3, 1), [])]) == ()
    assert pauses_of([first, (day(1390, 9, 1), [])]) == (Pause(Month(1390, 5), Month(1390, 8)),)


def test_suspensions_that_touch_are_one_pause() -> None:
    said = [(day(1390, 5, 1), False), (day(1390, 6, 1), True), (day(1390, 7, 9), False), (day(1390, 7, 9), True)]

    assert pauses_of([(ISSUED, said)]) == (Pause(Month(1390, 5), Month(1390, 5)),)
    said = [(day(1390, 5, 1), False), (day(1390, 6, 1), True), (day(1390, 6, 9), False)]
    assert pauses_of([(ISSUED, said)]) == (Pause(Month(1390, 5)),)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 500),
            st.lists(st.tuples(st.integers(0, 700), st.booleans()), max_size=4, unique_by=lambda pair: pair[0]),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_a_month_is_owed_where_some_licence_was_good_through_each_of_its_days(
    drawn: list[tuple[int, list[tuple[int, bool]]]],
) -> None:
    start = day(1390, 1, 1)
    licences = [
        (start + timedelta(issued), sorted((start + timedelta(issued + 1 + after), good) for after, good in said))
        for issued, said in drawn
    ]
    pauses = pauses_of(licences)

    def is_good(on: date) -> bool:
        def state(issued: date, said: list[tuple[date, bool]]) -> bool:
            return on >= issued and ([True] + [good for since, good in said if since <= on])[-1]

        return any(state(*licence) for licence in licences)

    for month in months_between(Month.of(min(issued for issued, _ in licences)).plus(1), Month(1394, 1)):
        days = (month.first + timedelta(number) for number in range((month.last - month.first).days + 1))
        assert any(pause.covers(month) for pause in pauses) != all(map(is_good, days)), month
