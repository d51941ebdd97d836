"""A Word document is read as its reader sees it: a tab is one that was typed, and no stop of a ruler."""

from pathlib import Path

import docx
from docx.shared import Cm

from hamahang.intake.wordtext import word_text


def test_the_tab_stops_of_a_paragraph_are_no_tabs_in_its_words(tmp_path: Path):
    document = docx.Document()
    paragraph = document.add_paragraph("شهرک\tفعال")
    for place in (2, 5, 9):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(place))
    paragraph.runs[0].font.bold = True
    cell = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    cell.text = "۸ واحد"
    cell.paragraph_format.tab_stops.add_tab_stop(Cm(3))
    document.save(str(tmp_path / "stops.docx"))

    assert "".join(word_text(tmp_path / "stops.docx")) == "شهرک\tفعال\n۸ واحد\n"
