"""A briefing of invented content with everything that a briefing may hold, for the tests of drawing and rendering."""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module

from hamahang.briefing.drawing.balance import Ratio, draw_balance
from hamahang.briefing.drawing.bars import Bar, draw_bars
from hamahang.briefing.drawing.lines import Expected, Line, Reached, Role, draw_lines
from hamahang.briefing.drawing.monthly import Column as MonthColumn
from hamahang.briefing.drawing.monthly import draw_monthly
from hamahang.briefing.drawing.rows_of_ranks import draw_rows
from hamahang.briefing.drawing.schematic_map import County, Form, Site, draw_map
from hamahang.briefing.drawing.slope import Column as Side
from hamahang.briefing.drawing.slope import Course, draw_slope
from hamahang.briefing.drawing.sparkline import draw_sparkline
from hamahang.domain.briefing import (
    ChartBlock,
    Column,
    Document,
    FigureItem,
    FigureRow,
    FigureRun,
    Heading,
    Kind,
    MapBlock,
    Paragraph,
    TableBlock,
    short_code,
)
from hamahang.domain.calendar import from_jalali, year_bounds
from hamahang.domain.months import Month
from hamahang.domain.text import Text

DAY = date(2011, 7, 1)
BASE_URL = "http://briefing.example"
BILLION = 10**9
TITLE = Text(fa="گزارش روز صنعت و معدن", en="Report of Industry and Mining Day")
HOSTILE = '#panic("x") *bold* _it_ $x$ <b>&amp;</b> "quoted" \\ @ref {=1+1}'
EQUALS = "=HYPERLINK(1)"

PLACES = (
    ("ایلام", "Ilam", 46.42, 33.637, 970, "1.72"),
    ("شیروان و چرداول", "Shirvan and Chardavol", 46.565, 33.767, 215, "0.92"),
    ("دهلران", "Dehloran", 47.267, 32.69, 440, "1.08"),
    ("دره‌شهر", "Darreh Shahr", 47.375, 33.138, 120, "0.55"),
    ("ایوان", "Eyvan", 46.31, 33.828, 180, "0.97"),
    ("آبدانان", "Abdanan", 47.42, 32.99, 62, "0.31"),
    ("مهران", "Mehran", 46.165, 33.122, 155, "0.96"),
    ("ملکشاهی", "Malekshahi", 46.597, 33.385, 64, "1.31"),
)
COUNTIES = tuple(County(en, Text(fa, en), x, y, value) for fa, en, x, y, value, _ in PLACES)
SITES = (
    *(Site(Text(fa, en), x + 0.02, y - 0.01, Form.ESTATE, is_active=True) for fa, en, x, y, _, _ in PLACES),
    Site(Text("شباب", "Shabab"), 46.638, 33.749, Form.ZONE, is_active=False),
    Site(Text("بدره", "Badreh"), 47.02, 33.31, Form.ZONE, is_active=False),
    Site(Text("صالح‌آباد", "Saleh Abad"), 46.189, 33.469, Form.ZONE, is_active=False),
)
CAUSES = (
    (Text("کمبود سرمایه در گردش", "Lack of working capital"), 17),
    (Text("بدهی و وثیقهٔ بانکی", "Bank debt and collateral"), 10),
    (Text("بازار و فروش", "Market and sales"), 7),
    (Text("اختلاف شرکا دربارهٔ مالکیت سوله و ماشین‌آلات خط دوم تولید", "Dispute of partners over the second line"), 4),
)


def lines(language: str) -> str:
    """Draw a commitment of 2,000 jobs."""
    return draw_lines(
        title=Text("اشتغال در برابر تعهد", "Jobs against the commitment"),
        description=Text("۴۱۷ از ۲٬۰۰۰", "417 of 2,000"),
        lines=(
            Line(
                Text("تعهد", "committed"),
                Role.PROMISED,
                (Reached(from_jalali(1390, 1, 1), 0), Reached(from_jalali(1390, 12, 29), 2000)),
            ),
            Line(
                Text("اظهارشده", "declared"),
                Role.DECLARED,
                (Reached(from_jalali(1390, 1, 25), 80), Reached(from_jalali(1390, 4, 5), 600)),
            ),
            Line(
                Text("تأییدشده", "verified"),
                Role.VERIFIED,
                (
                    Reached(from_jalali(1390, 2, 1), 60),
                    Reached(from_jalali(1390, 4, 8), 417),
                    Reached(from_jalali(1390, 8, 1), 999),
                ),
            ),
        ),
        period=year_bounds(1390),
        day=DAY,
        language=language,
        band=(Expected(DAY, 417, 417), Expected(from_jalali(1390, 12, 29), 900, 1700)),
    )


def bars(language: str) -> str:
    """Draw why units are idle."""
    return draw_bars(
        title=Text("علت رکود", "Causes"),
        description=Text("علت اصلی", "Main cause"),
        bars=[Bar(label, value) for label, value in CAUSES],
        unit=Text("واحد", "units"),
        language=language,
    )


def balance(language: str) -> str:
    """Draw the balance among counties."""
    return draw_balance(
        title=Text("توازن", "Balance"),
        description=Text("سهم تسهیلات ÷ سهم بیکاران", "Share of credit ÷ share of unemployed"),
        ratios=[
            *(Ratio(Text(fa, en), Decimal(ratio)) for fa, en, _, _, _, ratio in PLACES),
            Ratio(Text("بدره", "Badreh"), None),
        ],
        language=language,
    )


def themap(language: str, *, width: float = 640) -> str:
    """Draw the map."""
    return draw_map(
        title=Text("نقشه", "Map"),
        description=Text("تسهیلات", "Credit"),
        counties=COUNTIES,
        sites=SITES,
        unit=Text("میلیارد ریال", "billion rials"),
        language=language,
        width=width,
    )


def map_of_phone(language: str) -> str:
    """Draw the map as narrow as a phone."""
    return themap(language, width=340)


def sparkline(language: str) -> str:
    """Draw a small line with a gap."""
    words = Text("روند", "trend")
    return draw_sparkline(title=words, description=words, values=[1, 3, None, 5, 8], language=language)


def monthly(language: str) -> str:
    """Draw what a unit made month by month: most confirmed, two only said, one that never came."""
    columns = [
        MonthColumn(Month(1390, 1).plus(n), None if n == 7 else Decimal(n * 3 % 17) / 2, n < 22) for n in range(24)
    ]
    title = Text("آجر، هزار قالب", "Bricks, thousand")
    return draw_monthly(title=title, description=title, columns=columns, language=language)


def slope(language: str, *, name: str = "ایلام", draw: Callable[..., str] = draw_slope) -> str:
    """Draw the sample ranks by three years."""
    columns = [Side(Text("نخست", "first")), Side(Text("دوم", "second")), Side(Text("سوم", "third"), is_break=True)]
    others = [Text("یزد", "Yazd"), Text("قم", "Qom"), Text("البرز", "Alborz")]
    courses = [Course(other, (n, 4 - n, None if n == 2 else n)) for n, other in enumerate(others, start=1)]
    own = Course(Text(name, name), (4, 4, 2), is_own=True)
    return draw(title=TITLE, description=TITLE, columns=columns, courses=[*courses, own], language=language)


def rows_of_ranks(language: str, *, name: str = "ایلام") -> str:
    """Draw the same ranks as narrow as a phone."""
    return slope(language, name=name, draw=draw_rows)


DRAWINGS = (lines, bars, balance, themap, map_of_phone, sparkline, monthly, slope, rows_of_ranks)


def document() -> Document:
    """Return the sample briefing."""
    figures = (
        FigureItem(
            Text("شهرک صنعتی فعال", "Active industrial estates"),
            Text("۸", "8"),
            Text("شهرک", "estates"),
            Text("دیده‌شده", "seen"),
            short_code("active_estates"),
            Text("شهرک‌های در حال بهره‌برداری", "Estates in operation"),
            8,
        ),
        FigureItem(
            Text("تسهیلات پرداخت‌شده", "Credit paid"),
            Text("۲٬۲۰۶", "2,206"),
            Text("میلیارد ریال", "billion rials"),
            Text("سند بانک", "bank document"),
            short_code("facilities_paid"),
            Text("مبلغ پرداخت‌ها", "Sum of payments"),
            2206 * BILLION,
        ),
    )
    table = TableBlock(
        Text("تسهیلات شهرستان‌ها: [۱]", "Credit by county: [1]"),
        (
            Column(Text("شهرستان", "County")),
            Column(Text("پرداخت", "Payments"), Kind.NUMBER),
            Column(Text("مبلغ", "Amount"), Kind.RIALS),
            Column(Text("بیکاری", "Unemployment"), Kind.PERCENT),
            Column(Text("آخرین پرداخت", "Last payment"), Kind.DAY),
        ),
        (
            *(
                (Text(fa, en), 7, value * BILLION, Decimal("12.4"), from_jalali(1390, 4, 1))
                for fa, en, _, _, value, _ in PLACES
            ),
            (EQUALS, None, 500_000_000, None, None),
        ),
        totals=(Text("جمع", "Total"), 56, 2206 * BILLION + 500_000_000, None, None),
        code=figures[1].code,
        note=Text("از اسناد بانک‌ها", "From documents of the banks"),
    )

    def chart(draw: Callable[[str], str]) -> dict[str, str]:
        return {language: draw(language) for language in ("fa", "en")}

    return Document(
        title=TITLE,
        subtitle=Text("ستاد هماهنگی صنعت و معدن", "Coordination Headquarters"),
        place=Text("استان ایلام", "Ilam province"),
        day=DAY,
        blocks=(
            FigureRow(figures),
            Heading(Text("شهرک‌ها", "Estates")),
            Paragraph(
                (
                    Text("در استان ", "In the province "),
                    FigureRun(Text("۸ شهرک صنعتی", "8 industrial estates"), figures[0].code),
                    Text(" فعال است (۱۲٫۵٪).", " are active (12.5%)."),
                )
            ),
            Paragraph((Text(HOSTILE, HOSTILE),)),
            table,
            Heading(Text("اشتغال", "Jobs"), 2),
            ChartBlock(Text("تعهد", "Commitment"), chart(lines), Text("۴۱۷ از ۲٬۰۰۰ شغل", "417 of 2,000 jobs")),
            ChartBlock(Text("علت رکود", "Causes"), chart(bars), Text("سرمایه در گردش ۱۷", "Working capital 17")),
            MapBlock(Text("نقشه", "Map"), chart(themap), Text("نقشهٔ تسهیلات", "Map of credit")),
        ),
        notes=(Text("نام‌ها ساختگی است.", "Names are invented."),),
    )


def main() -> None:
    """Write one rendering to standard output: a fresh process for the tests of sameness."""
    kind, language = sys.argv[1:]
    content = import_module(f"hamahang.briefing.render.{kind}").render(document(), language=language, base_url=BASE_URL)
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
