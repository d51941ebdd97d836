"""Why a file cannot be read, and what to do about each."""

from hamahang.domain.text import Text

REASONS = {
    "empty": Text(fa="فایل خالی است؛ فایل درست را بفرستید.", en="The file is empty; send the right one."),
    "unknown": Text(
        fa="فایل نه اکسل (xlsx، xls، xlsb) است، نه ods، نه csv و نه صفحهٔ جدول‌دار؛ به یکی از اینها ذخیره کنید.",
        en="The file is neither Excel (xlsx, xls, xlsb), ods, csv nor a page with a table; save it as one of them.",
    ),
    "broken": Text(
        fa="فایل خراب است و خوانده نشد؛ آن را باز و دوباره ذخیره کنید.",
        en="The file is damaged and could not be read; open it and save it again.",
    ),
    "bomb": Text(
        fa="فایل پس از باز شدن بسیار بزرگ می‌شود و پذیرفته نیست.", en="The file unpacks to far too much and is refused."
    ),
    "duplicate_parts": Text(fa="بخش تکراری در فایل هست؛ پذیرفته نیست.", en="The file holds a part twice; refused."),
    "path_trick": Text(fa="نام بخش‌های فایل درست نیست؛ پذیرفته نیست.", en="The file's parts have wrong names; refused."),
    "encrypted": Text(
        fa="فایل رمز دارد؛ بدون رمز ذخیره کنید.", en="The file is encrypted; save it without a password."
    ),
    "forbidden_xml": Text(
        fa="فایل تعریف‌های ناروا دارد؛ پذیرفته نیست.", en="The file holds forbidden definitions; refused."
    ),
    "too_far": Text(
        fa="فایل خانه‌ای بسیار دور یا بسیار بزرگ دارد؛ سطرها و ستون‌های اضافه را پاک کنید.",
        en="A cell lies far outside any list, or is far too long; delete the surplus rows and columns.",
    ),
    "encoding": Text(
        fa="حروف فایل خوانده نشد؛ آن را با کدگذاری UTF-8 ذخیره کنید.",
        en="The letters of the file could not be read; save it as UTF-8.",
    ),
    "zero_byte": Text(fa="فایل متن نیست؛ بایت صفر دارد.", en="The file is not text; it holds zero bytes."),
    "too_slow": Text(
        fa="خواندن فایل بیش از حد طول کشید؛ فقط جدول را در فایل تازه‌ای بگذارید.",
        en="Reading the file took too long; put the table alone into a new file.",
    ),
    "unclosed_quote": Text(
        fa="نقل‌قولی باز شده و بسته نشده است؛ آن را ببندید یا فایل را دوباره ذخیره کنید.",
        en="A quotation is opened and never closed; close it, or save the file again.",
    ),
    "cell_too_long": Text(
        fa="خانه‌ای بیش از ۳۲٬۷۶۷ حرف دارد؛ آن را کوتاه کنید.",
        en="A cell holds more than 32,767 letters; shorten it.",
    ),
    "too_deep": Text(
        fa="بخش‌های فایل بی‌اندازه تودرتو است؛ پذیرفته نیست.", en="The file's parts are nested without end; refused."
    ),
    "locked": Text(
        fa="فایل xls خوانده نشد: یا رمز دارد یا خراب است؛ بی‌رمز و به صورت xlsx ذخیره کنید.",
        en="The .xls could not be read: it is locked with a password, or damaged; save it as .xlsx without one.",
    ),
    "page_without_table": Text(
        fa="این فایل صفحهٔ وب است نه کارپوشه، و جدولی در آن نیست؛ فهرست را به صورت xlsx یا csv ذخیره کنید.",
        en="This file is a web page, not a workbook, and holds no table; save the list as .xlsx or .csv.",
    ),
    "text_too_long": Text(
        fa="متن بیش از اندازه بلند است؛ بخش لازم را جدا بفرستید.",
        en="The text is far too long; send the part that is needed.",
    ),
    "no_text": Text(
        fa="در این PDF حرفی نیست، فقط تصویر است؛ متن آن را بچسبانید.",
        en="This PDF holds pictures and no letters; paste its text.",
    ),
    "no_text_kind": Text(
        fa="فایل نه متن ساده است، نه docx، نه pdf و نه صفحهٔ وب؛ به یکی از اینها ذخیره کنید.",
        en="The file is neither plain text, .docx, .pdf nor a web page; save it as one of them.",
    ),
    "old_word": Text(
        fa="فایل doc قدیمی است یا رمز دارد؛ بی‌رمز و به صورت docx ذخیره کنید.",
        en="The file is an old .doc, or has a password; save it as .docx without one.",
    ),
    "no_list_inside": Text(
        fa="در این فایل فشرده هیچ کارپوشه‌ای نیست؛ فهرست را در آن بگذارید یا جدا بفرستید.",
        en="There is no workbook in this archive; put the list into it, or send it by itself.",
    ),
    "nested_archive": Text(
        fa="در این فایل فشرده فایل فشردهٔ دیگری است؛ کارپوشه‌ها را یک بار فشرده کنید.",
        en="This archive holds another archive; pack the workbooks once only.",
    ),
    "too_many_members": Text(
        fa="این فایل فشرده بیش از ۵۰ فایل دارد؛ آن را چند بخش کنید.",
        en="This archive holds more than 50 files; split it.",
    ),
    "reader_died": Text(
        fa="خواندن فایل ناتمام ماند؛ آن را باز و دوباره ذخیره کنید، یا فقط جدول را در فایل تازه‌ای بگذارید.",
        en="Reading the file broke off; open it and save it again, or put the table alone into a new file.",
    ),
    "not_concealed": Text(
        fa="نام و کد اشخاص این فایل پوشانده نشده است؛ آن را دوباره بفرستید.",
        en="The persons of this file were not concealed when it was kept; send it again.",
    ),
    "no_person_key": Text(
        fa="کلید پوشاندن اشخاص (person-key) نیست یا ناقص است و بی آن ماه‌ها به هم نمی‌خورد؛ از پشتیبان برگردانید.",
        en="The key that conceals persons (person-key) is missing or cut short, and months match by it; restore it.",
    ),
}
ROW = Text(fa=" (سطر {row})", en=" (row {row})")


def reason(code: str, row: int = 0) -> Text:
    """Return why a file cannot be read and what to do, with the row where that is known."""
    said = REASONS[code]
    if not row:
        return said
    where = ROW.format(row=row)
    return Text(fa=said.fa + where.fa, en=said.en + where.en)
