"""What templates can say, and how: both languages, isolated values, addresses."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import UndefinedError

from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_number
from hamahang.domain.text import Text
from hamahang.web import environment
from hamahang.web.commitments.telling import chance

DAY = date(2011, 7, 1)


def write(source: str, language: str = "fa", **context: object) -> str:
    """Return what a template writes in a language."""
    with translation.override(language):
        return engines["jinja2"].from_string(source).render(context)


def test_words_stand_in_the_language_of_the_page():
    assert write('{{ t("واحد", "unit") }}') == "واحد"
    assert write('{{ t("واحد", "unit") }}', "en") == "unit"


def test_a_text_is_said_in_the_language_of_the_page_and_nothing_as_a_dash():
    text = Text(fa="فعال", en="active")

    assert write("{{ x|text }}", "en", x=text) == "active"
    assert write("{{ x|text }}", x={"fa": "فعال", "en": "active"}) == "فعال"
    assert write("{{ x|text }}", x=None) == "—"


def test_values_in_a_sentence_take_its_digits_and_keep_their_own_direction():
    source = '{{ t("{n} سطر از {file} در {day}", "{n} rows of {file} on {day}", n=1200, file="a.xlsx", day=day) }}'

    assert write(source, day=DAY) == "۱٬۲۰۰ سطر از \u2068a.xlsx\u2069 در ۱۰ تیر ۱۳۹۰"
    assert write(source, "en", day=DAY) == "1,200 rows of \u2068a.xlsx\u2069 on 1 July 2011"


def test_a_value_that_was_sent_from_outside_is_escaped_everywhere():
    wrong = "<b onclick=x>"

    for source in ("{{ x }}", "{{ x|bdi }}", "{{ bdi(x) }}", "{{ x|file_name }}", '{{ t("{x}", "{x}", x=x) }}'):
        assert "<b " not in write(source, x=wrong)


def test_a_name_that_the_page_was_not_given_is_an_error():
    with pytest.raises(UndefinedError):
        write("{{ missing }}")


def test_numbers_of_two_decimal_places_are_written_without_empty_ones():
    assert write("{{ x|number }}", x=Decimal("60000000.00")) == "۶۰٬۰۰۰٬۰۰۰"
    assert write("{{ x|number }}", "en", x=Decimal("15.70")) == "15.7"
    assert write("{{ x|number }}", x=None) == "—"


def test_the_number_of_an_amount_stands_apart_from_its_words():
    with translation.override("fa"):
        assert environment.amount_and_unit(Text(fa="۲٬۲۰۶ میلیارد ریال", en="…")) == ("۲٬۲۰۶", "میلیارد ریال")
        assert environment.amount_and_unit(None) == ("—", "")
        assert environment.amount_and_unit(Text(fa="گفتنی نیست", en="cannot be said")) == ("گفتنی نیست", "")


def test_a_moment_is_said_in_the_time_of_the_office():
    with translation.override("en"):
        assert environment.say_moment(datetime(2011, 7, 1, 8, 0, tzinfo=UTC)) == "1 July 2011 at 12:30"


@pytest.mark.parametrize(("size", "said"), [(0, "1 KB"), (183_400, "179 KB"), (20 * 1024 * 1024, "20 MB")])
def test_the_size_of_a_file_is_said_in_round_words(size, said):
    with translation.override("en"):
        assert environment.say_size(size) == said


def test_an_address_is_changed_part_by_part():
    path = "/figures/x/?day=1390-04-10&scope=county%3A1601&at=abc"

    assert environment.address_with(path, day="1389-12-29", at="") == "/figures/x/?scope=county%3A1601&day=1389-12-29"
    assert environment.address_with("/units/", day="") == "/units/"


def test_empty_parts_are_left_out_of_a_query():
    assert environment.query(day="1390-04-10", scope="", at=None) == "?day=1390-04-10"
    assert environment.query(scope=None) == ""


def test_a_code_without_a_word_is_shown_as_it_is():
    with translation.override("en"):
        assert environment.say_word("IDLE", "status") == "idle"
        assert environment.say_word("UNHEARD", "status") == "UNHEARD"


def test_a_link_of_a_page_of_the_past_keeps_its_day():
    asof = AsOf(day=DAY, known_at=datetime(2011, 7, 2, tzinfo=UTC))
    source = '{{ as_asked("/units/", county="1601") }}'
    past = {"is_past": True, "asof": asof, "day_parameter": "1390-04-10"}

    kept = write(source, **past)

    assert kept == "/units/?day=1390-04-10&amp;known_at=2011-07-02T00%3A00%3A00%2B00%3A00&amp;county=1601"
    assert write(source, **past | {"is_past": False}) == "/units/?county=1601"
    assert write(source) == "/units/?county=1601"


def test_a_constant_is_said_in_the_language_of_the_page_whoever_opened_it_first():
    page = engines["jinja2"].from_string("{{ 0|number }}")

    with translation.override("en"):
        assert page.render({}) == "0"
    with translation.override("fa"):
        assert page.render({}) == "۰"


def test_english_counts_one_in_the_form_of_one():
    source = '{{ t("{n} سطر", "{n} rows are missing of {of} units", n=n, of=21) }}'

    assert write(source, "en", n=1) == "1 row is missing of 21 units"
    assert write(source, "en", n=2) == "2 rows are missing of 21 units"
    assert write(source, n=1) == "۱ سطر"
    assert write('{{ x|unit_after("1") }} {{ x|unit_after("11") }}', "en", x="facilities") == "facility facilities"


def test_a_sum_of_decimals_says_no_more_places_than_it_has():
    assert say_number(Decimal("6.9000000000000"), "en") == "6.9"
    assert say_number(Decimal("6E+7"), "fa") == "۶۰٬۰۰۰٬۰۰۰"
    assert chance(Decimal("0.9791")) == Text(fa="۹۷٫۹ درصد", en="97.9 %")
    assert chance(Decimal("0.0002")).fa == "۰٫۱ درصد یا کمتر"
