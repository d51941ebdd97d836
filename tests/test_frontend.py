"""The site serves every file of its pages itself, and the files of others are exactly those of their packages."""

import re

import pytest

from tests.repository import PACKAGE, ROOT, said, sources
from tools import frontend

FOLDERS = (PACKAGE / "web" / "static" / "vendor", PACKAGE / "briefing" / "render" / "fonts")

LOADS_FROM_ANOTHER_HOST = re.compile(
    r"""
    <(?:script|link|img|iframe|source|video|audio|object|embed|use|image|form|button|input)\b[^>]*?
        \b(?:src|srcset|href|data|poster|action|formaction)\s*=\s*["']?\s*(?:https?:)?//
    | url\(\s*["']?\s*(?:https?:)?//
    | @import\s+["'](?:https?:)?//
    | \b(?:fetch|import|importScripts|Worker|WebSocket|EventSource)\(\s*["'`](?:https?:|wss?:)?//
    | \bfrom\s+["'](?:https?:)?//
    """,
    re.IGNORECASE | re.VERBOSE,
)
INLINE = re.compile(
    r"<style\b | <script\b(?![^>]*\bsrc\s*=) | <[a-z][^>]*\s(?:style|on[a-z]+)\s*=\s*[\"'] | javascript:",
    re.IGNORECASE | re.VERBOSE,
)
SIDED = re.compile(
    r"""
    (?<![\w-])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b
    | (?<![\w-])(?:left|right)\s*:
    | (?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b
    | (?<![\w-])border-(?:top|bottom)-(?:left|right)-radius\b
    """,
    re.VERBOSE,
)


def finds(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    """Return where a pattern stands in our own files."""
    places = []
    for path in sources(*suffixes):
        text = path.read_text(encoding="utf-8")
        places += [f"{said(path, text, found.start())} {found.group()!r}" for found in pattern.finditer(text)]
    return places


def test_each_vendored_file_is_the_one_of_its_pinned_package():
    assert frontend.faults() == []


def test_no_vendored_file_is_unlisted():
    listed = {row["file"] for row in frontend.listed()} | {frontend.LIST.relative_to(PACKAGE).as_posix()}

    found = {path.relative_to(PACKAGE).as_posix() for folder in FOLDERS for path in folder.rglob("*") if path.is_file()}

    assert found == listed


def test_each_vendored_package_comes_with_its_licence_text():
    packages = {row["package"] for row in frontend.listed()}

    licensed = {row["package"] for row in frontend.listed() if row["file"].endswith(".LICENSE.txt")}

    assert licensed == packages
    assert all(row["licence"] in {"MIT", "0BSD", "OFL-1.1", "BSD-3-Clause", "ISC"} for row in frontend.listed())


def test_no_file_of_ours_loads_anything_from_another_host():
    assert finds(LOADS_FROM_ANOTHER_HOST, ".html", ".css", ".js", ".py", ".svg") == []


def test_no_vendored_file_loads_anything_from_another_host():
    texts = [path for path in FOLDERS[0].iterdir() if path.suffix in {".js", ".css"}]

    loading = [path.name for path in texts if LOADS_FROM_ANOTHER_HOST.search(path.read_text(encoding="utf-8"))]

    assert texts
    assert loading == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/x.js">',
        "<link rel=stylesheet href=//fonts.example/x.css>",
        "src: url('https://fonts.example/x.woff2')",
        '@import "//example/x.css"',
        "await fetch('https://example/data')",
        'import x from "https://example/x.js"',
    ],
)
def test_a_load_from_another_host_would_be_noticed(text):
    assert LOADS_FROM_ANOTHER_HOST.search(text)


@pytest.mark.parametrize(
    "text", ['<a href="https://www.amar.org.ir/">', '<svg xmlns="http://www.w3.org/2000/svg">', "url(/static/x.woff2)"]
)
def test_a_link_or_a_namespace_is_not_a_load(text):
    assert not LOADS_FROM_ANOTHER_HOST.search(text)


def test_no_template_has_inline_script_style_or_handlers():
    assert finds(INLINE, ".html") == []


def test_style_sheets_know_start_and_end_not_left_and_right():
    assert finds(SIDED, ".css") == []


def test_the_list_of_vendored_files_is_inside_the_package():
    assert frontend.LIST.is_relative_to(ROOT / "src")
