"""What is said of a cell that cannot stand or is doubtful: why, and what to do."""

from hamahang.domain.text import Text

MESSAGES: dict[str, Text] = {
    "required": Text(
        fa="ستون «{column}» خالی است؛ این ستون باید پر باشد.", en="“{column}” is empty; it must be filled in."
    ),
    "impossible_day": Text(
        fa="«{value}» در تقویم نیست؛ روز درست را بنویسید، مانند ۱۳۹۰/۰۴/۱۰.",
        en="“{value}” is not in the calendar; write the right day, such as 1390/04/10.",
    ),
    "not_a_day": Text(
        fa="«{value}» تاریخ نیست؛ سال/ماه/روز بنویسید، مانند ۱۳۹۰/۰۴/۱۰.",
        en="“{value}” is not a date; write year/month/day, such as 1390/04/10.",
    ),
    "two_digit_year": Text(
        fa="سالِ «{value}» دو رقمی است و می‌تواند {candidates} باشد؛ سال را چهار رقمی بنویسید.",
        en="The year of “{value}” has two digits and may be {candidates}; write it with four.",
    ),
    "ambiguous": Text(
        fa="«{value}» را می‌توان {candidates} خواند؛ آن را بی‌ابهام بنویسید.",
        en="“{value}” can be read as {candidates}; write it without doubt.",
    ),
    "no_unit": Text(
        fa="واحد مبلغ «{value}» معلوم نیست؛ ریال یا میلیون ریال را در سرستون یا خانه بنویسید.",
        en="The unit of the amount “{value}” is not stated; write rials or million rials in the heading or the cell.",
    ),
    "not_a_number": Text(
        fa="«{value}» عدد نیست؛ عدد را با رقم بنویسید.", en="“{value}” is not a number; write it in digits."
    ),
    "negative": Text(
        fa="«{value}» منفی است؛ مقدار این ستون منفی نمی‌شود.", en="“{value}” is negative; this column cannot be."
    ),
    "fraction": Text(
        fa="«{value}» عدد درست نیست؛ این ستون عدد بی‌اعشار می‌خواهد.", en="“{value}” is not whole; write a whole number."
    ),
    "too_large": Text(
        fa="«{value}» بزرگ‌تر از حد این ستون است؛ عدد و واحد آن را بازبینی کنید.",
        en="“{value}” is beyond what this column can hold; check the number and its unit.",
    ),
    "too_long": Text(
        fa="متن «{column}» بلندتر از {longest} حرف است؛ آن را کوتاه کنید.",
        en="The text in “{column}” is longer than {longest} letters; shorten it.",
    ),
    "bad_legal_id": Text(
        fa="رقم کنترل شناسهٔ ملی «{value}» درست نیست؛ یازده رقم را از روی سند بنویسید.",
        en="The check digit of the legal id “{value}” is wrong; copy its eleven digits from the document.",
    ),
    "bad_personal_id": Text(
        fa="کد ملی «{value}» درست نیست؛ ده رقم را از روی کارت ملی بنویسید.",
        en="The national code “{value}” is wrong; copy its ten digits from the card.",
    ),
    "same_person": Text(
        fa="همین شخص در همین ماه و همین واحد در سطر {first} هم آمده است؛ یکی را پاک کنید.",
        en="The same person stands in row {first} for the same month and unit too; remove one.",
    ),
    "two_units": Text(
        fa="این شخص در این ماه در فهرست «{unit}» و «{other}» (سطر {first}) است؛ در جمع یک بار شمرده می‌شود.",
        en="This person is in the lists of “{unit}” and “{other}” (row {first}) this month; a total counts one.",
    ),
    "two_units_known": Text(
        fa="این شخص در این ماه در فهرست «{unit}» و در فهرست پیشین «{other}» است؛ در جمع یک بار شمرده می‌شود.",
        en="This person is in this list of “{unit}” and an earlier one of “{other}”; a total counts one.",
    ),
    "not_a_month": Text(
        fa="«{value}» ماه نیست؛ سال و ماه را بنویسید، مانند ۱۳۹۰/۰۲ یا خرداد ۱۳۹۰.",
        en="“{value}” is not a month; write year and month, such as 1390/02.",
    ),
    "month_without_year": Text(
        fa="سالِ ماه «{value}» معلوم نیست؛ آن را مانند ۱۳۹۰/۰۲ بنویسید یا ستون سال را پر کنید.",
        en="The year of the month “{value}” is not stated; write it as 1390/02, or fill in the column of the year.",
    ),
    "other_year": Text(
        fa="سالِ «{value}» با ستون سال («{year}») نمی‌خواند؛ یکی را درست کنید.",
        en="The year of “{value}” does not fit the column of the year (“{year}”); mend one of them.",
    ),
    "above_most": Text(
        fa="«{value}» از {most} بیشتر است؛ مقدار «{column}» را بازبینی کنید.",
        en="“{value}” is more than {most}; check “{column}”.",
    ),
    "unknown_choice": Text(
        fa="«{value}» برای «{column}» شناخته نیست؛ یکی از اینها را بنویسید: {choices}.",
        en="“{value}” is not known for “{column}”; write one of: {choices}.",
    ),
    "not_in_register": Text(
        fa="«{value}» برای «{column}» در ثبت نیست؛ نام یا کد یکی از اینها را بنویسید، یا نخست آن را در «برنامه‌ها» "
        "بگشایید: {choices}.",
        en="“{value}” is no “{column}” of the register; write the name or code of one of these, or open it under "
        "“Programmes” first: {choices}.",
    ),
    "error_cell": Text(
        fa="این خانه خطای اکسل دارد ({value})؛ مقدار آن را بنویسید.",
        en="This cell holds a spreadsheet error ({value}); write its value.",
    ),
    "formula_without_value": Text(
        fa="این خانه فرمول بی‌مقدار دارد؛ فایل را در اکسل باز و ذخیره کنید، یا مقدار را بنویسید.",
        en="This cell holds a formula without a stored value; open and save the file, or write the value.",
    ),
    "duplicate": Text(
        fa="همین سطر («{value}») در سطر {first} هم آمده است؛ یکی را پاک کنید.",
        en="The same row (“{value}”) stands in row {first} too; remove one.",
    ),
    "filled_down": Text(fa="از خانهٔ ادغام‌شدهٔ بالا پر شد.", en="Filled from the merged cell above."),
    "day_first": Text(
        fa="«{value}» می‌تواند {candidates} باشد؛ سال/ماه/روز بنویسید، مانند ۱۳۹۰/۰۴/۱۰.",
        en="“{value}” may be {candidates}; write year/month/day, such as 1390/04/10.",
    ),
    "gregorian": Text(
        fa="«{value}» به تاریخ میلادی می‌ماند ({candidates})؛ این فهرست هجری خورشیدی است و روز باید به آن باشد.",
        en="“{value}” looks Gregorian ({candidates}) and this list is in the Jalali calendar; write the Jalali day.",
    ),
    "month_only": Text(
        fa="«{value}» فقط ماه است؛ روز آن را هم بنویسید، مانند ۱۳۹۰/۰۴/۱۰.",
        en="“{value}” is a month only; write its day too, such as 1390/04/10.",
    ),
    "future": Text(
        fa="«{value}» بیش از ۵۰ سال پس از امروز است؛ سال آن را بازبینی کنید.",
        en="“{value}” is more than 50 years ahead; check its year.",
    ),
    "words": Text(
        fa="«{value}» را می‌توان {candidates} ریال خواند؛ آن را با رقم و به واحد سرستون بنویسید.",
        en="“{value}” can be read as {candidates} rials; write it in digits and in the heading's unit.",
    ),
    "other_unit": Text(
        fa="واحد «{value}» جز واحد سرستون است ({candidates} ریال)؛ آن را به واحد سرستون بنویسید.",
        en="The unit of “{value}” is not the heading's ({candidates} rials); write it in the heading's unit.",
    ),
    "exponent": Text(
        fa="«{value}» به صورت نمایی نوشته شده است؛ همهٔ رقم‌های عدد را بنویسید.",
        en="“{value}” is written with an exponent; write the number in full.",
    ),
    "inexact": Text(
        fa="«{value}» رقم‌هایی بیش از آن دارد که اکسل نگه می‌دارد و آخرین رقم‌هایش از دست رفته است؛ آن را متن بنویسید.",
        en="“{value}” has more digits than a spreadsheet keeps, and its last ones are lost; write it as text.",
    ),
    "control_character": Text(
        fa="در «{value}» نویسهٔ نادیدنی ناروایی بود؛ متن این خانه را از نو بنویسید.",
        en="“{value}” held a control character; type the text of this cell again.",
    ),
    "bad_bytes": Text(
        fa="حروفی از «{value}» خوانده نشد؛ آن را از نو بنویسید یا فایل را با UTF-8 ذخیره کنید.",
        en="Letters of “{value}” could not be read; type it again, or save the file as UTF-8.",
    ),
    "too_many_cells": Text(
        fa="این سطر {found} خانه دارد و سرستون {wanted}؛ جداکننده‌ای زیادی است. سطر را درست کنید.",
        en="This row has {found} cells, the header {wanted}; a separator too many. Mend the row.",
    ),
    "too_few_cells": Text(
        fa="این سطر {found} خانه دارد و سرستون {wanted}؛ خانه‌ای کم است. سطر را درست کنید.",
        en="This row has {found} cells, the header {wanted}; a cell is missing. Mend the row.",
    ),
    "duplicate_differs": Text(
        fa="سطر {first} هم همین «{value}» را دارد ولی با {fields} دیگر؛ بگویید کدام درست است و دیگری را پاک کنید.",
        en="Row {first} has the same “{value}” with another {fields}; keep the right one and remove the other.",
    ),
    "placeholder": Text(fa="«{value}» به معنی خالی خوانده شد.", en="“{value}” was read as empty."),
    "bracket_note": Text(
        fa="سطر دوم خانه یادداشت خوانده شد و جزو مقدار نیست: «{value}».",
        en="The second line of the cell was read as a note beside the value: “{value}”.",
    ),
}
