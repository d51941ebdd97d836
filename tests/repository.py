"""The files of the repository, for tests that read the source itself."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "hamahang"
TEMPLATES = (".html", ".xml", ".txt")


@cache
def committed() -> tuple[Path, ...]:
    """Return the files that are in git, or would be with the next commit."""
    # the clone may belong to somebody else than the one who runs the tests
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(path for path in sorted(ROOT / name for name in names if name) if path.is_file())


@cache
def sources(*suffixes: str) -> tuple[Path, ...]:
    """Return our own source files with one of the suffixes: no migrations, nothing vendored."""
    return tuple(
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in suffixes and not {"migrations", "vendor", "__pycache__"} & set(path.parts)
    )


def said(path: Path, text: str, position: int) -> str:
    """Return where in a file a position is, for a message: `web/home.html:12`."""
    return f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, position) + 1}"
