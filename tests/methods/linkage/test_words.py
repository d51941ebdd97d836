from hypothesis import example, given
from hypothesis import strategies as st

from hamahang.methods.linkage.words import Vocabulary, sound, split

LETTERS = st.text(alphabet="ابپتکگیيكآأئةهۀو \u200c-۱٢3aB.ءها ", max_size=24)


@example("آ آي-3")
@given(LETTERS)
def test_the_quick_reading_of_words_is_the_plain_one(text):
    vocabulary = Vocabulary()

    read = tuple(vocabulary.words[number] for number in vocabulary.read(text))

    assert read == split(text)


def test_numbers_in_words_and_in_any_digits_are_the_same():
    assert split("آجر زاگرس شماره دو") == split("آجر زاگرس شماره ۲") == split("آجر زاگرس شماره ٢")


def test_letters_joiners_and_short_forms_do_not_make_other_words():
    assert split("كارخانجات سنگ‌بري") == split("کارخانه سنگبری")


def test_words_that_sound_alike_have_one_key():
    assert sound("صادقی") == sound("سادقی")
    assert sound("meyer") == sound("meier")
    assert sound("کریمی") != sound("مرادی")
