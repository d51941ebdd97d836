"""A form field for a Jalali day, in any digits, with the picker where scripts run."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language

from hamahang.domain.calendar import parse_day, say_day
from hamahang.domain.text import Text

WRONG = Text(
    fa="«{value}» روزی در تقویم نیست؛ سال/ماه/روز بنویسید، مانند ۱۳۹۰/۰۴/۱۰.",
    en="“{value}” is not a day of the calendar; write year/month/day, such as 1390/04/10.",
)


class DayInput(forms.TextInput):
    """A text box that the date picker attaches to."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-day": "", "autocomplete": "off", "dir": "ltr", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Show a stored day in the reader's calendar and digits."""
        return say_day(value, "fa", short=True) if isinstance(value, date) else super().format_value(value)


class DayField(forms.Field):
    """A day; refused with the way to write it when it is not one."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """Read the text.

        :raises django.forms.ValidationError: if it is not a day, or could be several
        """
        if value in self.empty_values:
            return None
        reading = parse_day(str(value)[:40])
        if reading.value is None:
            language = "fa" if (get_language() or "fa").startswith("fa") else "en"
            raise forms.ValidationError(WRONG.format(value=str(value)[:40])[language])
        return reading.value
