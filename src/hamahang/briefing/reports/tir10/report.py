"""The report of Industry and Mining Day (10 Tir): what the headquarters tells the province's leadership in figures."""

from collections.abc import Sequence

from hamahang.briefing import charts
from hamahang.briefing.figures import Desk
from hamahang.briefing.reports import Report
from hamahang.briefing.reports.tir10 import jobs
from hamahang.domain.briefing import (
    NOTHING,
    Block,
    Cell,
    ChartBlock,
    Column,
    Document,
    FigureRow,
    Heading,
    Kind,
    MapBlock,
    Paragraph,
    Run,
    TableBlock,
)
from hamahang.domain.indicators import Scope
from hamahang.domain.text import Text
from hamahang.indicators import of_promise, tables
from hamahang.territory import queries as territory

TITLE = Text(fa="گزارش روز صنعت و معدن", en="Report of Industry and Mining Day")
HEADQUARTERS = Text(fa="ستاد هماهنگی صنعت و معدن", en="Industry and mining headquarters")
BY_COUNTY = (
    ("units_active", Text(fa="فعال", en="Active")),
    ("units_underused", Text(fa="نیمه‌فعال", en="Under-used")),
    ("units_idle", Text(fa="راکد", en="Idle")),
    ("units_under_construction", Text(fa="در حال ساخت", en="Being built")),
    ("jobs_committed", Text(fa="شغل متعهدشده", en="Jobs promised")),
    ("jobs_verified", Text(fa="شغل تأییدشده", en="Jobs verified")),
)
PAID = "targeted_subsidies_facilities_paid"
PROMISED = [code for code, _ in BY_COUNTY].index(jobs.PROMISED)
UNSPLIT = Text(fa="بی تفکیک شهرستان", en="Of no county")


def lay_out(desk: Desk) -> Document:
    """Lay the report out from the figures of a day."""
    blocks: list[Block] = [
        FigureRow((*(desk.item(code, scope) for code, scope in _headline()), *jobs.headline(desk))),
        *_estates(desk),
        *_affected(desk),
        *_idle(desk),
        *_projects(desk),
        *jobs.of_jobs(desk),
        *jobs.others(desk),
        *_counties(desk),
    ]
    return Document(
        title=TITLE,
        subtitle=HEADQUARTERS,
        place=desk.place,
        day=desk.asof.day,
        blocks=tuple(blocks),
        notes=_notes(),
    )


def _idle_scope() -> Scope:
    """Return the estate the headquarters speaks of when it counts idle units; the whole where it is not known."""
    return Scope("estate", "ilam") if territory.estate_ids("ilam") else Scope()


def _headline() -> Sequence[tuple[str, Scope]]:
    whole = Scope()
    return (
        ("active_estates", whole),
        ("zones_under_construction", whole),
        ("affected_units_referred", whole),
        (PAID, whole),
        ("spatial_plan_projects_approved", whole),
        ("idle_units_identified", _idle_scope()),
    )


def _say(desk: Desk, *parts: Text | str | tuple[str, Scope]) -> Paragraph:
    """Return a sentence: words of both languages, and figures by code."""
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, Text):
            runs.append(part)
        elif isinstance(part, str):
            runs.append(desk.run(part))
        else:
            runs.append(desk.run(*part))
    return Paragraph(tuple(runs))


def _estates(desk: Desk) -> list[Block]:
    return [
        Heading(Text(fa="شهرک‌ها و نواحی صنعتی", en="Industrial estates and zones")),
        _say(
            desk,
            Text(fa="در استان ", en="The province has "),
            "active_estates",
            Text(fa=" صنعتی فعال و ", en=" in operation and "),
            "zones_under_construction",
            Text(fa=" صنعتی در دست اجراست؛ ", en=" under construction; "),
            "counties_covered",
            Text(fa=" از این زیرساخت برخوردار است.", en=" are covered by them."),
        ),
        _map(desk),
    ]


def _map(desk: Desk) -> MapBlock:
    title = Text(fa="شهرستان‌ها، شهرک‌ها و نواحی", en="Counties, estates and zones")
    svg = {language: charts.map_of_units(desk.asof, desk.reach, language) for language in ("fa", "en")}
    return MapBlock(title=title, svg=svg, alt=title)


def _affected(desk: Desk) -> list[Block]:
    return [
        Heading(Text(fa="قانون هدفمندسازی یارانه‌ها", en="The targeted-subsidies law")),
        _say(
            desk,
            Text(fa="تا این روز ", en="By this day "),
            "affected_units_referred",
            Text(
                fa=" تأثیرپذیر شناسایی و به ستاد معرفی شده است. از محل این قانون ",
                en=" affected by the law were identified and referred to the headquarters. Under this law ",
            ),
            PAID,
            Text(
                fa=" تسهیلات به واحدهای تولیدی پرداخت شده است: ",
                en=" of facilities were paid to production units: ",
            ),
            "targeted_subsidies_fuel_paid",
            Text(fa=" برای سوخت، ", en=" for fuel, "),
            "targeted_subsidies_electricity_paid",
            Text(fa=" برای برق و ", en=" for electricity and "),
            "targeted_subsidies_other_paid",
            Text(fa=" برای سایر.", en=" for other purposes."),
        ),
        _say(
            desk,
            Text(fa="تغییر ساختار در ", en="Restructuring is under way in "),
            "units_under_restructuring",
            Text(fa=" و جداگانه در ", en=" and, apart from these, in "),
            "brick_makers_under_restructuring",
            Text(fa=" آجرپزی در جریان است.", en=" that make bricks."),
        ),
        _balance(desk),
    ]


def _balance(desk: Desk) -> ChartBlock:
    title = Text(
        fa="توازن شهرستان‌ها: سهم تسهیلات ÷ سهم جمعیت",
        en="Balance among counties: share of facilities ÷ share of inhabitants",
    )
    lines = tables.balance(asof=desk.asof, reach=desk.reach)
    svg = {language: charts.balance(lines, language) for language in ("fa", "en")}
    note = Text(fa="جمعیت: نزدیک‌ترین سرشماری", en="Inhabitants: the nearest census")
    return ChartBlock(title=title, svg=svg, alt=title, note=note)


def _idle(desk: Desk) -> list[Block]:
    scope = _idle_scope()
    title = Text(fa="علت اصلی رکود واحدهای شناسایی‌شده", en="Main cause of idleness of the units identified")
    counted = tables.idle_causes(asof=desk.asof, reach=desk.reach)
    svg = {language: charts.causes(counted, language) for language in ("fa", "en")}
    return [
        Heading(Text(fa="احیای واحدهای راکد", en="Revival of idle units")),
        _say(
            desk,
            Text(fa="در شهرک صنعتی ایلام ", en="In the Ilam industrial estate "),
            ("idle_units_identified", scope),
            Text(fa=" غیرفعال شناسایی شد؛ برای ", en=" were found idle; for "),
            ("idle_units_in_diagnosis", scope),
            Text(fa=" کمیتهٔ عارضه‌یابی تشکیل شده و ", en=" a diagnosis committee was formed, and "),
            ("idle_units_restarted", scope),
            Text(fa=" به تولید بازگشته است.", en=" are back in production."),
        ),
        ChartBlock(title=title, svg=svg, alt=title),
    ]


def _projects(desk: Desk) -> list[Block]:
    taken = desk.take("spatial_plan_investment")
    columns = (
        Column(Text(fa="طرح", en="Project")),
        Column(Text(fa="روز تصویب", en="Approved on"), Kind.DAY),
        Column(Text(fa="سرمایه‌گذاری", en="Investment"), Kind.RIALS),
    )
    listed = tables.rows_of("spatial_plan_investment", asof=desk.asof, reach=desk.reach)
    rows = tuple((row.label, row.on, int(row.amount or 0)) for row in listed)
    return [
        Heading(Text(fa="طرح‌های آمایش صنعتی و معدنی", en="Projects of the spatial plan")),
        _say(
            desk,
            Text(fa="تاکنون ", en="So far "),
            "spatial_plan_projects_approved",
            Text(fa=" مصوب شده است: ", en=" were approved: "),
            "spatial_plan_projects_approved_above_threshold",
            Text(fa=" بالای ۱۰۰ میلیارد ریال و ", en=" of 100 billion rials and above and "),
            "spatial_plan_projects_approved_below_threshold",
            Text(fa=" زیر آن.", en=" below."),
        ),
        TableBlock(
            title=Text(fa="طرح‌های مصوب آمایش", en="Approved projects of the spatial plan"),
            columns=columns,
            rows=rows,
            totals=(Text(fa="جمع", en="Total"), None, sum(row[2] for row in rows)),
            code=taken.code,
        ),
    ]


def _counties(desk: Desk) -> list[Block]:
    """Tell the figures by county; jobs of the promise that is drawn, for those of two are not added up."""
    codes = (*(code for code, _ in BY_COUNTY), PAID)
    spoken = of_promise.spoken_of(desk.asof)
    promise = spoken[0] if spoken else None
    lines = tables.by_county(codes, asof=desk.asof, reach=desk.reach, promise=promise)
    columns = (
        Column(Text(fa="شهرستان", en="County")),
        *(Column(title, Kind.NUMBER) for _, title in BY_COUNTY),
        Column(Text(fa="تسهیلات", en="Facilities"), Kind.RIALS),
    )
    rows: list[tuple[Cell, ...]] = [(charts.name_of(line.county), *line.values) for line in lines]
    sums = [sum(line.values[index] for line in lines) for index in range(len(codes))]
    rest = int(desk.take_of(promise, jobs.PROMISED).figure.value or 0) - int(sums[PROMISED]) if promise else 0
    if rest:
        rows.append((UNSPLIT, *(rest if at == PROMISED else None for at in range(len(codes)))))
        sums[PROMISED] += rest
    return [
        Heading(Text(fa="شهرستان‌ها", en="Counties")),
        TableBlock(
            title=Text(fa="واحدها، اشتغال و تسهیلات به تفکیک شهرستان", en="Units, jobs and facilities by county"),
            columns=columns,
            rows=tuple(rows),
            totals=(Text(fa="استان", en="Province"), *sums),
            note=_of_which(promise.title) if promise and len(spoken) > 1 else NOTHING,
        ),
    ]


def _of_which(promise: str) -> Text:
    title = jobs.isolated(promise)
    return Text(fa=f"شغل‌ها از تعهد «{title}» است", en=f"Jobs are those of the promise “{title}”")


def _notes() -> tuple[Text, ...]:
    return (
        Text(
            fa="هر رقم این گزارش از پرونده‌های ثبت‌شده شمرده شده و کد کوتاه کنار آن فهرست همان پرونده‌ها را باز می‌کند.",
            en="Each figure was counted from records; the short code beside it opens the list of those very records.",
        ),
        Text(
            fa="اشتغال تأییدشده یعنی دست‌کم با تماس تأیید شده است؛ شغل تثبیت‌شده جدا شمرده می‌شود.",
            en="Verified jobs are confirmed at least by phone; safeguarded jobs are counted apart.",
        ),
    )


REPORT = Report(code="tir10", title=TITLE, lay_out=lay_out)
