"""What no single room can see: the order of keys, names, sizes, both languages, and what must never be committed."""

import ast
import csv
import os
import re
import tomllib
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import models

from hamahang.indicators import catalogue
from tests.repository import PACKAGE, ROOT, committed, said, sources

BANNED_NAMES = {"utils.py", "helpers.py", "services.py", "managers.py", "signals.py", "constants.py"}
LONGEST_FILE = 400
LINK = re.compile(r"\]\(([^)\s]+)\)")
PERSIAN = re.compile(r"[\u0600-\u06ff]")
# drawings of our own are declared safe, for every text is escaped where it is drawn; nothing else is
DECLARED_SAFE = r"\|\s*safe\b|\bmark_safe\b|\bMarkup\((?!charts\.)"


def rooms() -> list[str]:
    """Return the rooms of the import contract, lowest first."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    return [name.strip(" ()") for layer in reversed(contract["layers"]) for name in layer.split("|")]


def our_models() -> list[type[models.Model]]:
    """Return the models of all rooms."""
    configs = [config for config in apps.get_app_configs() if config.name.startswith("hamahang.")]
    return [model for config in configs for model in config.get_models()]


def keys() -> Iterator[models.ForeignKey]:
    """Yield the foreign keys that our models declare."""
    for model in our_models():
        for field in model._meta.get_fields(include_parents=False):
            if isinstance(field, models.ForeignKey):
                yield field


def crossing_fault(source: str, target: str, related_name: str | None, order: list[str]) -> str:
    """Return what is wrong with a key from a model of one room to a model of another, empty if nothing is."""
    if order.index(source) < order.index(target):
        return "points up"
    return "" if related_name == "+" else 'lacks related_name="+"'


def test_each_key_to_another_room_points_down_and_cannot_be_read_upwards():
    order, faults = rooms(), []
    for key in keys():
        source, target = key.model._meta.app_label, key.related_model._meta.app_label
        if source != target and target in order:
            fault = crossing_fault(source, target, key.remote_field.related_name, order)
            faults += [f"{key} {fault}"] if fault else []

    assert faults == []


@pytest.mark.parametrize(
    ("source", "target", "related_name", "fault"),
    [
        ("register", "support", "+", "points up"),
        ("support", "register", None, 'lacks related_name="+"'),
        ("support", "register", "facilities", 'lacks related_name="+"'),
        ("support", "register", "+", ""),
    ],
)
def test_a_wrong_key_would_be_noticed(source, target, related_name, fault):
    assert crossing_fault(source, target, related_name, rooms()) == fault


def test_each_room_with_models_has_its_place_in_the_order():
    assert {model._meta.app_label for model in our_models()} <= set(rooms())


def test_no_key_deletes_what_points_to_it():
    loose = [str(key) for key in keys() if key.remote_field.on_delete is not models.PROTECT]

    assert loose == []


def test_no_model_sorts_by_itself():
    assert [model.__name__ for model in our_models() if model._meta.ordering] == []


def test_no_file_is_longer_than_one_can_read():
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in sources(".py", ".html", ".css", ".js")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]

    assert long == []


def test_no_file_has_a_name_that_says_nothing():
    assert [str(path.relative_to(ROOT)) for path in sources(".py") if path.name in BANNED_NAMES] == []


# --- documents ---


def test_each_link_of_a_document_leads_to_a_file():
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in committed()
        if path.suffix == ".md"
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not urlsplit(target).scheme and not (path.parent / target.partition("#")[0]).exists()
    ]

    assert broken == []


def test_each_recipe_is_listed():
    listed = LINK.findall((ROOT / "docs/recipes/README.md").read_text(encoding="utf-8"))

    assert sorted(listed) == sorted(path.name for path in (ROOT / "docs/recipes").glob("[a-z]*.md"))


# --- words ---


def glossary() -> dict[str, dict[str, str]]:
    """Return the rows of the glossary by code."""
    with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_code = {row["code"]: row for row in rows}
    assert len(by_code) == len(rows), "a code stands twice in docs/glossary.csv"
    return by_code


def test_each_word_of_the_glossary_is_explained_in_both_languages():
    faults = []
    for code, row in glossary().items():
        persian = all(PERSIAN.search(row[column]) for column in ("fa", "definition_fa"))
        english = all(row[column].strip() and not PERSIAN.search(row[column]) for column in ("en", "definition_en"))
        if not (persian and english and row["source"]):
            faults.append(code)

    assert faults == []


def test_each_model_is_a_word_of_the_glossary():
    assert sorted({model.__name__ for model in our_models()} - set(glossary())) == []


def test_each_figure_and_its_unit_are_words_of_the_glossary():
    figures = catalogue.indicators()

    words = {code for figure in figures.values() for code in (figure.code, figure.unit)}

    assert len(figures) >= 30
    assert sorted(words - set(glossary())) == []


def texts(tree: ast.AST) -> Iterator[tuple[ast.Call, dict[str, ast.expr]]]:
    """Yield each `Text(fa=…, en=…)` of a Python file with its two sides."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            yield node, dict(zip(("fa", "en"), node.args, strict=False)) | named


def constant(expression: ast.expr | None) -> str | None:
    """Return what an expression says, None if it is worked out when the program runs."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    if isinstance(expression, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in expression.values)  # type: ignore[misc]
    return None


def test_each_text_in_python_says_the_same_in_both_languages():
    faults = []
    for path in sources(".py"):
        for call, sides in texts(ast.parse(path.read_text(encoding="utf-8"))):
            fa, en = constant(sides.get("fa")), constant(sides.get("en"))
            missing = {"fa", "en"} - set(sides) and not any(keyword.arg is None for keyword in call.keywords)
            empty = bool(fa) != bool(en) if fa is not None and en is not None else False
            if missing or empty or (en and PERSIAN.search(en)):
                faults.append(f"{path.relative_to(ROOT)}:{call.lineno}")

    assert faults == []


CALL_OF_T = re.compile(
    r"""\bt\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*(?:,\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?"""
)
JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def template_faults(text: str) -> list[int]:
    """Return where a template speaks one language only."""
    faults = []
    for call in CALL_OF_T.finditer(text):
        fa, en = call.groups()
        if not en or not en[1:-1].strip() or not fa[1:-1].strip() or PERSIAN.search(en):
            faults.append(call.start())
    # what is left outside the marks of the template is the same for readers of both languages
    bare = JINJA.sub(lambda mark: " " * len(mark.group()), text)
    return faults + [found.start() for found in PERSIAN.finditer(bare)]


def test_each_template_speaks_both_languages():
    faults = []
    for path in sources(".html"):
        text = path.read_text(encoding="utf-8")
        faults += sorted({said(path, text, position) for position in template_faults(text)})

    assert faults == []


@pytest.mark.parametrize("text", ['{{ t("خانه") }}', '{{ t("خانه", "") }}', '{{ t("خانه", "خانه") }}', "<p>خانه</p>"])
def test_a_text_in_one_language_would_be_noticed(text):
    assert template_faults(text)


# --- what is never written ---


def places(pattern: str, *suffixes: str) -> list[str]:
    """Return where a pattern stands in our own source."""
    found = []
    for path in sources(*suffixes):
        text = path.read_text(encoding="utf-8")
        found += [said(path, text, match.start()) for match in re.finditer(pattern, text)]
    return found


def test_nothing_but_our_own_drawings_is_declared_safe():
    # a kept part of a page was written by a template, which escapes: the one place that may say so
    assert [place for place in places(DECLARED_SAFE, ".html", ".py") if "web/keeping.py" not in place] == []


def test_no_form_takes_all_fields():
    assert places(r"""fields\s*=\s*["']__all__["']""", ".py") == []


def test_there_are_no_signals():
    assert places(r"django\.dispatch|\.signals\b|@receiver|post_save|pre_save", ".py") == []


def registries() -> set[str]:
    """Return the hosts that packages come from: the public ones, and those this machine is set to."""
    public = {("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("debian", "org")}
    names = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "NPM_CONFIG_REGISTRY")
    addresses = [word for name in names for word in os.environ.get(name, "").split()]
    hosts = {urlsplit(address).hostname for address in addresses}
    return {".".join(parts) for parts in public} | {host for host in hosts if host}


def test_no_file_names_a_package_registry():
    pattern = re.compile("|".join(re.escape(host) for host in sorted(registries())).encode())

    naming = [str(path.relative_to(ROOT)) for path in committed() if pattern.search(path.read_bytes())]

    assert naming == []


def test_the_locks_pin_by_hash_and_name_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
        assert "://" not in text
        assert len(pins) == len(re.findall(r"^[\w.\[\]-]+==.*\\\n +--hash=sha256:", text, re.MULTILINE)) > 10


def test_no_file_names_a_folder_of_somebodys_machine():
    personal = "|".join(("work", "root", "home", "Users"))
    pattern = re.compile(rf"(?<![\w.*>}}/])/(?:{personal})/\w|{re.escape(str(ROOT))}\b|[A-Z]:\\Users".encode())
    skipped = {".png", ".woff2", ".ttf"}

    naming = [
        str(path.relative_to(ROOT))
        for path in committed()
        if path.suffix not in skipped and path != PACKAGE and pattern.search(path.read_bytes())
    ]

    assert naming == []
