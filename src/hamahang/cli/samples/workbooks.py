"""The story as eight files, each in its office's own way, with the mistakes that offices make."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from hamahang.cli.samples.mess import PERSIAN, any_digits, arabic_letters, grouped, in_digits
from hamahang.cli.samples.names import EXAMPLE
from hamahang.cli.samples.office import Book, Cells, ExampleFile, Line, Office, Written
from hamahang.cli.samples.story import Row, Story, tell
from hamahang.cli.samples.truth import truth
from hamahang.domain.lists.intake import Table
from hamahang.intake.sources import source_named

Writer = Callable[[Path, Story, int], list[Written]]


def write_example(*, out: Path, seed: int = 1390) -> list[ExampleFile]:
    """Write the eight lists and TRUTH.json; the same seed writes the same bytes. Return the files in loading order."""
    out.mkdir(parents=True, exist_ok=True)
    story = tell(seed)
    # a list is received after the last day it tells of
    writers: tuple[tuple[str, str, str, str, Writer], ...] = (
        ("estates", "01-shahrak-ha.xlsx", "1390/03/20", "شهرک‌ها و نواحی", _estates),
        ("units", "02-vahed-ha.xlsx", "1390/04/02", "واحدهای تولیدی", _units),
        ("affected", "03-tasir-pazir.csv", "1390/05/03", "واحدهای تأثیرپذیر", _affected),
        ("payments", "04-pardakht-bank-ha.xlsx", "1390/06/05", "پرداخت‌های بانک‌ها", _payments),
        ("projects", "05-tarh-haye-amayesh.xlsx", "1390/06/02", "طرح‌های آمایش", _projects),
        ("idle", "06-vahed-haye-raked.xlsx", "1390/07/02", "واحدهای راکد شهرک ایلام", _idle),
        ("jobs", "07-eshteghal.xlsx", "1390/07/05", "تعهد و شواهد اشتغال", _jobs),
        ("resolutions", "08-mosavabat.xlsx", "1390/04/09", "مصوبات ستاد", _resolutions),
    )
    files = {}
    for source, name, received, title, writer in writers:
        file = ExampleFile(out / name, source, received, title)
        files[name] = (file, writer(file.path, story, seed))
    text = json.dumps(truth(seed=seed, story=story, files=files), ensure_ascii=False, indent=1)
    (out / "TRUTH.json").write_text(text + "\n", encoding="utf-8")
    return [file for file, _ in files.values()]


def _table(source: str, index: int = 0) -> Table:
    return source_named(source).tables[index]


TITLE_OF_ESTATES = "فهرست شهرک‌ها و نواحی صنعتی استان ایلام"
NOTE_ON_ZONES = "شرکت شهرک‌های صنعتی - این‌که در ۱۳۹۰ کدام چهار ناحیه در دست اجرا بود منتشر نشده و فرض نمونه است"


def _estates(path: Path, story: Story, seed: int) -> list[Written]:
    office = Office(_table("estates"), seed)
    names = ["name", "kind", "county", "ownership", "status", "status_on", "area_total", "area_assignable"]
    book = Book(path)
    sheet = book.sheet("شهرک‌ها", TITLE_OF_ESTATES, NOTE_ON_ZONES, 12)
    # a header of two lines: the four utilities stand under one merged heading
    for index, name in enumerate(names):
        sheet.merge_range(3, index, 4, index, office.heading(name, 1), book.head)
    sheet.merge_range(3, 8, 3, 11, "زیربناها", book.head)
    for index, name in enumerate(("power", "water", "gas", "phone"), start=8):
        sheet.write_string(4, index, office.heading(name), book.head)
    at = 5
    for row in story.estates:
        has = ["دارد" if row[name] else "ندارد" for name in ("power", "water", "gas", "phone")]
        cells: Cells = [
            arabic_letters(row["name"]), office.word("kind", row["kind"]), row["county"], "دولتی",
            office.word("status", row["status"]), office.day(row["status_on"]), row["area_total"],
            row["area_assignable"], *has,
        ]  # fmt: skip
        book.line(sheet, at, Line(cells))
        at += 1
    total = [sum(row[name] for row in story.estates) for name in ("area_total", "area_assignable")]
    book.row(sheet, at, ["جمع", "", "", "", "", "", *total])
    book.book.close()
    return book.written


def _units(path: Path, story: Story, seed: int) -> list[Written]:
    office = Office(_table("units"), seed)
    names = [
        "licence_no", "name", "company", "national_id", "county", "estate", "plot", "isic", "product", "capacity",
        "capacity_unit", "licence_kind", "licence_on", "permit_no", "permit_on", "status", "capacity_use", "status_on",
        "status_basis", "employees", "nominal_jobs",
    ]  # fmt: skip
    book = Book(path)
    sheet = book.sheet("واحدها", "آمار واحدهای تولیدی استان ایلام", "سازمان صنایع و معادن - بهار ۱۳۹۰", len(names))
    told = [*story.units, *story.earlier]
    lines = [Line(_unit_cells(unit, names, office), unit["licence_no"]) for unit in told]
    lines += _wrong_units(story, names, office)
    at = book.rows(sheet, 3, [office.heading(name, office.random.randrange(2)) for name in names], lines)
    total: Cells = ["" for _ in names]
    total[0] = "جمع کل"
    total[names.index("nominal_jobs")] = sum(line.cells[names.index("nominal_jobs")] or 0 for line in lines)
    book.row(sheet, at, total)
    book.book.close()
    return book.written


def _unit_cells(unit: Row, names: Sequence[str], office: Office) -> Cells:
    cells: Cells = []
    for name in names:
        value = unit[name]
        if name in ("licence_on", "permit_on", "status_on"):
            value = office.day(value)
        elif name in ("status", "status_basis", "licence_kind"):
            value = office.word(name, value)
        elif name in ("name", "county", "estate", "product") and office.random.random() < 0.4:
            value = arabic_letters(value)
        elif name in ("capacity_use", "employees", "capacity") and value is not None and office.random.random() < 0.4:
            value = any_digits(str(value), office.random)
        elif name == "national_id" and value and office.random.random() < 0.3:
            value = in_digits(value, PERSIAN)
        cells.append(value)
    return cells


def _wrong_units(story: Story, names: Sequence[str], office: Office) -> list[Line]:
    """Return the rows that cannot stand: wrong id, impossible day, no county, and a row that is there twice."""
    spare = {**story.units[0], "licence_no": "118/9001", "name": "آجر نما ناصواب", "national_id": "10380284791"}
    no_day = {**spare, "licence_no": "118/9002", "name": "گچ ناروا", "national_id": "", "status_on": ""}
    no_place = {**spare, "licence_no": "118/9003", "name": "سنگ بی‌جا", "national_id": "", "county": ""}
    rows = [_unit_cells(unit, names, office) for unit in (spare, no_day, no_place, story.units[0])]
    rows[1][names.index("status_on")] = "1390/12/30"
    rows[3][names.index("status_on")] = story.units[0]["status_on"]
    wrong = (("bad_legal_id", "national_id"), ("impossible_day", "status_on"), ("required", "county"))
    lines = [Line(row, "", code, names.index(field)) for row, (code, field) in zip(rows, wrong, strict=False)]
    return [*lines, Line(rows[3], story.units[0]["licence_no"], "duplicate")]


def _affected(path: Path, story: Story, seed: int) -> list[Written]:
    office = Office(_table("affected"), seed)
    names = [
        "licence_no",
        "name",
        "county",
        "product",
        "effect",
        "identified_on",
        "referred_on",
        "letter_no",
        "measure",
        "measure_on",
    ]
    above: list[Cells] = [["واحدهاي تاثيرپذير از قانون هدفمندسازي يارانه ها"], [EXAMPLE], []]
    above.append([office.heading(name) for name in names])
    lines = []
    for row in story.affected:
        unit = row["unit"]
        licence = unit["licence_no"] if office.random.random() < 0.7 else ""
        cells: Cells = [
            licence, office.name(unit, licence), office.place(unit["county"]), unit["product"],
            office.word("effect", row["effect"]), row["identified_on"], row["referred_on"], row["letter_no"],
            office.word("measure", row["measure"]), row["measure_on"],
        ]  # fmt: skip
        lines.append(Line(cells, unit["licence_no"]))
    stranger = ["", "آجر ماشینی گمنام", "ایلام", "آجر", "تعطیلی", "1390/02/11", "1390/03/01", "", "", ""]
    lines.append(Line(stranger, wrong="unknown_unit", at=1))
    out = io.StringIO(newline="")
    csv.writer(out).writerows([*above, *(line.cells for line in lines)])
    # the old Windows code page has neither the Persian ye nor Persian digits
    text = arabic_letters(out.getvalue()).replace("ٔ", "")
    path.write_bytes(text.encode("cp1256"))
    return [Written.of("", len(above) + index, line) for index, line in enumerate(lines)]


def _payments(path: Path, story: Story, seed: int) -> list[Written]:
    office = Office(_table("payments"), seed)
    names = [
        "document_no",
        "bank",
        "branch",
        "facility_no",
        "licence_no",
        "name",
        "county",
        "programme",
        "line",
        "approved",
        "approved_on",
        "amount",
        "paid_on",
    ]
    book = Book(path)
    banks = sorted({payment["bank"] for payment in story.payments})
    for number, bank in enumerate(banks):
        title = f"پرداخت‌های {bank} به واحدهای تولیدی (مبالغ به میلیون ریال)"
        sheet = book.sheet(bank[:31], title, "تا پایان مرداد ۱۳۹۰", len(names))
        paid = [payment for payment in story.payments if payment["bank"] == bank]
        lines = [Line(_payment_cells(payment, office), payment["unit"]["licence_no"]) for payment in paid]
        if number == 0:
            lines += _odd_payments(paid[0], office)
        at = book.rows(sheet, 3, [office.heading(name) for name in names], lines)
        total: Cells = ["جمع", *([""] * (len(names) - 1))]
        # one bank's total was typed wrong
        total[names.index("amount")] = sum(payment["amount"] for payment in paid) + (1_000 if number == 1 else 0)
        if number:
            book.row(sheet, at, total)
    book.book.close()
    return book.written


def _payment_cells(payment: Row, office: Office) -> Cells:
    unit = payment["unit"]
    licence = unit["licence_no"] if office.random.random() < 0.8 else ""
    return [
        payment["document_no"], payment["bank"], payment["branch"], payment["facility_no"], licence,
        office.name(unit, licence), office.place(unit["county"]), office.word("programme", payment["programme"]), office.word("line", payment["line"]),
        payment["approved"], office.day(payment["approved_on"]), grouped(payment["amount"], office.random),
        office.day(payment["paid_on"]),
    ]  # fmt: skip


def _odd_payments(payment: Row, office: Office) -> list[Line]:
    """Return a payment whose amount names its own unit against the sheet's title, and one whose amount is no number."""
    other = {**payment, "document_no": "199998", "facility_no": "13899998", "programme": "BANK", "line": "OTHER"}
    tomans, nothing = _payment_cells(other, office), _payment_cells(payment, office)
    tomans[9], tomans[11] = "150,000 هزار تومان", "۱۲۰٬۰۰۰ هزار تومان"
    nothing[0], nothing[11] = "199999", "نامعلوم"
    licence = payment["unit"]["licence_no"]
    return [Line(tomans, licence), Line(nothing, licence, "not_a_number", 11)]


def _projects(path: Path, story: Story, seed: int) -> list[Written]:
    office = Office(_table("projects"), seed)
    names = [
        "county",
        "project_no",
        "title",
        "owner",
        "product",
        "programme",
        "investment",
        "approved_on",
        "approval_no",
        "expected_jobs",
        "stage",
        "progress",
        "progress_on",
    ]
    book = Book(path)
    sheet = book.sheet(
        "طرح‌ها",
        "طرح‌های آمایش صنعتی و معدنی استان",
        "معاونت طرح و برنامه - مبالغ به ریال است مگر آنکه در خانه نوشته باشد",
        len(names),
    )
    headings = [office.heading(name) for name in names]
    projects = sorted(story.projects, key=lambda row: (row["county"], row["project_no"]))
    start = 4
    book.rows(sheet, 3, headings, [Line(_project_cells(row, office)) for row in projects])
    # the county is written once for all its projects
    for county in dict.fromkeys(row["county"] for row in projects):
        size = sum(row["county"] == county for row in projects)
        if size > 1:
            sheet.merge_range(start, 0, start + size - 1, 0, county, book.plain)
        start += size
    book.book.close()
    return book.written


def _project_cells(row: Row, office: Office) -> Cells:
    amount = row["investment"]
    said = grouped(amount, office.random) if office.random.random() < 0.8 else f"{amount // 10**9} میلیارد ریال"
    return [
        row["county"], row["project_no"], row["title"], row["owner"], row["product"], office.word("programme", row["programme"]),
        said, office.day(row["approved_on"]), row["approval_no"], row["expected_jobs"], office.word("stage", row["stage"]),
        row["progress"], office.day(row["progress_on"]),
    ]  # fmt: skip


def _idle(path: Path, story: Story, seed: int) -> list[Written]:
    office = Office(_table("idle"), seed)
    names = [
        "case_no",
        "licence_no",
        "name",
        "estate",
        "county",
        "product",
        "idle_since",
        "nominal_jobs",
        "identified_on",
        "main_cause",
        "diagnosis_on",
        "restarted_on",
    ]
    book = Book(path)
    halves = (("فاز ۱", story.idle[:25]), ("فاز ۲", story.idle[25:]))
    for phase, rows in halves:
        sheet = book.sheet(phase, f"واحدهای راکد شهرک صنعتی ایلام - {phase}", "کمیته عارضه‌یابی", len(names))
        lines = [Line(_idle_cells(row, office), row["unit"]["licence_no"]) for row in rows]
        if phase == "فاز ۲":
            stranger = _idle_cells(rows[0], office)
            stranger[0], stranger[1], stranger[2] = "1390-099", "", "ریسندگی ناآشنا"
            lines.append(Line(stranger, wrong="unknown_unit", at=2))
        book.rows(sheet, 3, [office.heading(name) for name in names], lines)
    book.book.close()
    return book.written


def _idle_cells(row: Row, office: Office) -> Cells:
    unit = row["unit"]
    licence = unit["licence_no"] if office.random.random() < 0.6 else ""
    return [
        row["case_no"], licence, office.name(unit, licence), arabic_letters(unit["estate"]), unit["county"], unit["product"],
        office.day(row["idle_since"]), unit["nominal_jobs"], office.day(row["identified_on"]),
        office.word("main_cause", row["main_cause"]), office.day(row["diagnosis_on"]), office.day(row["restarted_on"]),
    ]  # fmt: skip


BASIS = {"NATIONAL": "ملی", "PROVINCIAL": "استانی"}


def _jobs(path: Path, story: Story, seed: int) -> list[Written]:
    book = Book(path)
    office = Office(_table("jobs"), seed)
    names = ["commitment_no", "title", "holder", "county", "amount", "announced_on", "from_on", "due_on", "issuer"]
    sheet = book.sheet("تعهد", "تعهد اشتغال شهرستان‌ها", "کارگروه اشتغال", len(names) + 1)
    rows = []
    for target in story.targets:
        cells: Cells = [office.day(target[n]) if n.endswith("_on") else target[n] for n in names]
        rows.append(Line([*cells, BASIS[target["basis"]]]))
    total = ["جمع", "", "", "", sum(target["amount"] for target in story.targets)]
    at = book.rows(sheet, 3, [*(office.heading(name) for name in names), "مبنای هدف"], rows)
    book.row(sheet, at, total)
    _evidence(book, story, Office(_table("jobs", 1), seed))
    book.book.close()
    return book.written


def _evidence(book: Book, story: Story, office: Office) -> None:
    names = ["reference_no", "name", "licence_no", "county", "persons", "kind", "level", "held_on", "document_no"]
    sheet = book.sheet("شواهد", "شواهد اشتغال واحدها", "دبیرخانه کارگروه اشتغال", len(names))
    lines = []
    for row in story.evidence:
        unit = row["unit"]
        persons = any_digits(str(row["persons"]), office.random)
        cells: Cells = [
            row["reference_no"], office.name(unit, unit["licence_no"]), unit["licence_no"], office.place(unit["county"]),
            f"{persons} نفر" if office.random.random() < 0.2 else row["persons"],
            office.word("kind", row["kind"]), office.word("level", row["level"]), office.day(row["held_on"]),
            row["document_no"],
        ]  # fmt: skip
        lines.append(Line(cells, unit["licence_no"]))
    book.rows(sheet, 3, [office.heading(name) for name in names], lines)


def _resolutions(path: Path, story: Story, seed: int) -> list[Written]:
    office = Office(_table("resolutions"), seed)
    names = [
        "resolution_no",
        "committee",
        "session_no",
        "passed_on",
        "text",
        "subject",
        "executor",
        "unit_name",
        "licence_no",
        "due_on",
        "state",
        "state_on",
    ]
    book = Book(path)
    sheet = book.sheet("مصوبات", "مصوبات ستاد هماهنگی صنعت و معدن", "دبیرخانه ستاد", len(names))
    lines = []
    for row in story.resolutions:
        licence = row["unit"]["licence_no"]
        values = {**row, "unit_name": office.name(row["unit"], licence), "licence_no": licence}
        cells: Cells = [office.day(values[n]) if n.endswith("_on") else values[n] for n in names]
        cells[names.index("state")] = office.word("state", row["state"])
        lines.append(Line(cells, licence))
    wrong, due = list(lines[-1].cells), names.index("due_on")
    wrong[0], wrong[due] = "11/1", "1390/07/31"
    lines.append(Line(wrong, lines[-1].unit, "impossible_day", due))
    book.rows(sheet, 3, [office.heading(name) for name in names], lines)
    book.book.close()
    return book.written
