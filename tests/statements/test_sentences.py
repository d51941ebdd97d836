"""Each sentence, written for one kind of trap, is read exactly as the files in `sentences/` say."""

import pytest

from tests.statements.writing import FOLDER, Example, examples, said

EVERY = [example for path in sorted(FOLDER.glob("*.txt")) for example in examples(path)]


@pytest.mark.parametrize("example", EVERY, ids=lambda example: f"{example.kind}: {example.text[:40]}")
def test_a_sentence_is_read_as_it_was_written(example: Example):
    assert said(example.text, example.day) == example.lines


def test_there_are_enough_sentences_of_enough_kinds():
    assert len({example.text for example in EVERY}) >= 500
    assert len({example.kind for example in EVERY}) >= 30
