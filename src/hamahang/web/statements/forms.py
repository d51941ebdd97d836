"""Texts as they are given in: one pasted, or files, each with its day."""

from pathlib import Path
from typing import Any

from django import forms

from hamahang.domain.money import say_number
from hamahang.domain.text import Text
from hamahang.intake.textfile import read_text
from hamahang.intake.workbook import UnreadableFile
from hamahang.statements.actions import LONGEST, TextDraft
from hamahang.statements.naming import day_of_name
from hamahang.web.days import DayField

MOST_FILES = 40
IN_FUTURE = Text(fa="این روز هنوز نیامده است", en="This day has not come yet")
TOO_MANY = Text(
    fa=f"بیش از {say_number(MOST_FILES, 'fa')} فایل است؛ در چند بار بفرستید",
    en=f"More than {say_number(MOST_FILES, 'en')} files; send them in several goes",
)


class Files(forms.ClearableFileInput):
    """A field for files that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files, each as Django checks one; an empty list for none."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in given]


class TextForm(forms.Form):
    """Texts to be held against the records: pasted, or files."""

    title = forms.CharField(max_length=200, required=False)
    source = forms.CharField(max_length=200, required=False)
    day = DayField()
    text = forms.CharField(max_length=LONGEST, required=False, strip=False, widget=forms.Textarea({"rows": 10}))
    file = FilesField(required=False)

    def __init__(self, *args: Any, language: str, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language, self.today = language, today
        self.read: list[tuple[str, str]] = []
        for name, label in (
            ("title", Text(fa="عنوان (اگر خالی باشد، سطر نخست)", en="Title (if empty, the first line)")),
            ("source", Text(fa="کجا گفته یا چاپ شده است", en="Where it was said or printed")),
            ("day", Text(fa="روزی که گفته شده است", en="The day it was said")),
            ("text", Text(fa="متن", en="Text")),
            ("file", Text(fa="یا فایل‌ها (txt، docx، pdf، html)", en="Or files (txt, docx, pdf, html)")),
        ):
            self.fields[name].label = label[language]

    def clean(self) -> dict[str, Any]:
        """Read the files; a day that has not come is no day of a text."""
        given = super().clean() or {}
        files = given.get("file") or []
        if len(files) > MOST_FILES:
            self.add_error("file", TOO_MANY[self.language])
            return given
        named = [day_of_name(file.name) for file in files] if len(files) > 1 else []
        if any(day > self.today for day in (given.get("day"), *named) if day):
            self.add_error("day", IN_FUTURE[self.language])
        for file in files:
            try:
                self.read.append((file.name, read_text(Path(file.temporary_file_path()))))
            except UnreadableFile as error:
                why = error.message[self.language]
                self.add_error("file", why if len(files) == 1 else f"{file.name}: {why}")
        return given

    def drafts(self) -> list[TextDraft]:
        """Return what is to be kept: of several files each under its name, with the day that the name begins with.

        Of one file the day that was typed holds, whatever it is named.
        """
        given = self.cleaned_data
        title, source, day = given["title"], given["source"], given["day"]
        if len(self.read) <= 1:
            text = self.read[0][1] if self.read else given["text"]
            return [TextDraft(text, title, source, day)]
        return [
            TextDraft(text, Path(name).stem, source, day_of_name(name) or day, name=name) for name, text in self.read
        ]
