"""The list of units taken in by django-import-export: as its own options tune it, and rewritten where it is slow.

Both read the workbook by its own XLSX format, each cell by a widget that does what the floor does, counties and estates
by widgets that look all of them up once, and write in one transaction.

- `Units` has every option on that saves time: standing instances read at once (CachedInstanceLoader), bulk statements
  of 2,000 rows, unchanged rows skipped, no HTML made of differences, skipped rows not reported.
- `Rewritten` puts other methods in the place of those that a profile shows: no instance is looked for in an empty
  table; what stood in an instance is kept in a tuple and compared, where the library copies it deeply; the fields of a
  row are listed once, not for each row; changed rows are upserted, where the library lets Django's bulk_update write a
  CASE for every cell.
"""

import csv
from pathlib import Path
from typing import Any

from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX
from import_export.instance_loaders import CachedInstanceLoader

from benchmarks._plain_cells import READERS, text
from benchmarks.peer.models import FlatCounty, FlatEstate, FlatUnit

KEYS = {"county": "county_id", "estate": "estate_id"}
NAMES = [KEYS.get(name, name) for name in READERS]


class PlainWidget(widgets.Widget):  # type: ignore[misc]
    """A cell as the floor reads it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.read = READERS[name]

    def clean(self, value: str | None, row: Any = None, **kwargs: Any) -> object:
        return self.read(value or "")


class KnownWidget(widgets.Widget):  # type: ignore[misc]
    """The key of what a cell names."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model, self.known = model, dict[str, int]()

    def clean(self, value: str | None, row: Any = None, **kwargs: Any) -> int | None:
        if not self.known:
            self.known.update(self.model.objects.values_list("name", "pk"))
        return self.known[text(value)] if value else None


def _widget(name: str) -> Any:
    models = {"county": FlatCounty, "estate": FlatEstate}
    return KnownWidget(models[name]) if name in models else PlainWidget(name)


class Units(resources.ModelResource):  # type: ignore[misc]
    """By its options."""

    class Meta:
        model = FlatUnit
        fields = NAMES
        import_id_fields = ("licence_no",)
        instance_loader_class = CachedInstanceLoader
        use_bulk, batch_size, use_transactions = True, 2_000, True
        skip_unchanged, skip_html_diff, report_skipped = True, True, False

    def __init__(self) -> None:
        super().__init__()
        self.fields = {
            name: fields.Field(attribute=KEYS.get(name, name), column_name=name, widget=_widget(name))
            for name in READERS
        }


class Rewritten(Units):
    """With the slow methods replaced."""

    class Meta(Units.Meta):
        skip_diff = True  # no deep copies; skipping then needs the method below

    def __init__(self) -> None:
        super().__init__()
        self._meta.force_init_instance = not FlatUnit.objects.exists()
        self.listed = list(self.fields.values())
        self.before: tuple[object, ...] | None = None

    def get_import_fields(self) -> list[Any]:
        return self.listed

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:  # noqa: FBT001
        self.before = None if new else _said(instance)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return self.before is not None and self.before == _said(instance)

    def bulk_update(self, *args: Any, **kwargs: Any) -> None:
        changed = [name for name in READERS if name != "licence_no"]
        FlatUnit.objects.bulk_create(
            self.update_instances, update_conflicts=True, unique_fields=("licence_no",), update_fields=changed
        )
        self.update_instances.clear()


def _said(instance: Any) -> tuple[object, ...]:
    values = vars(instance)
    return tuple([values[name] for name in NAMES])


def take_in(path: Path, units: Units) -> None:
    """Import a workbook."""
    data = XLSX().create_dataset(path.read_bytes())
    data.headers = list(READERS)
    result = units.import_data(data, raise_errors=True)
    if result.has_errors() or result.has_validation_errors():
        raise SystemExit("the peer refused rows")


def make_tables(lists: Path) -> None:
    """Make the tables, with the counties and estates of a list."""
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in (FlatCounty, FlatEstate, FlatUnit):
            editor.create_model(model)
    with (lists / "estates.csv").open(encoding="utf-8-sig", newline="") as file:
        estates = list(csv.DictReader(file))
    name, county = (next(heading for heading in estates[0] if heading.startswith(of)) for of in ("نام", "شهرستان"))
    FlatEstate.objects.bulk_create(FlatEstate(name=text(row[name])) for row in estates)
    FlatCounty.objects.bulk_create(FlatCounty(name=one) for one in sorted({text(row[county]) for row in estates}))
