#!/usr/bin/env python3
"""Set up, run, test and check Hamahang from a clone. Needs Python 3.11 or newer, nothing else.

    python3 dev.py VERB [arguments]

The environment is made in .venv from a lock with hashes, by uv where it is installed, by venv and pip
where not, and made again only when the lock has changed. Data lie under var/ (or HAMAHANG_HOME).
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - down to here the file is read by older Pythons too, to say this
    names = [f"python3.{minor}" for minor in range(19, 10, -1)]
    nothing = subprocess.DEVNULL
    # a name on PATH may be a version manager's empty shell
    known = [name for name in names if shutil.which(name)]
    found = [name for name in known if not subprocess.call([name, "-V"], stdout=nothing, stderr=nothing)]
    cure = f"Found {found[0]}. Run:  {found[0]} dev.py ..." if found else "Install one and run dev.py with it."
    sys.exit(f"Hamahang needs Python 3.11 or newer; this is {platform.python_version()} ({sys.executable}).\n{cure}")

import tomllib  # new in 3.11

from tools import frontend as vendored
from tools import postgresql
from tools.missing import Missing

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "hamahang.json"
RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
# tests that ask no database, the same of each, or one of their own
WITHOUT_DATABASE = (
    "domain", "methods", "statements", "browser", "briefing", "journeys/test_killed_import.py",
    "rooms/ledger/test_founding.py", "web/test_access.py",
)  # fmt: skip
CHECKS: dict[str, tuple[object, ...]] = {
    "style": (PYTHON, "-m", "ruff", "check", "."),
    "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
    "types": (PYTHON, "-m", "mypy"),
    "rooms": (BIN / "lint-imports",),
    "migrations": (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"),
}


# --- speaking and running -------------------------------------------------------------------------------------------


def say(text: str) -> None:
    print(f"dev.py: {text}", flush=True)


def run(*command: object, env: Mapping[str, str] | None = None, quiet: bool = False) -> int:
    """Run a command in the clone and return its exit status; Ctrl-C ends the command in its own way."""
    words = [str(word) for word in command]
    if not quiet:
        say(shlex.join(words))
    with subprocess.Popen(words, cwd=ROOT, env=env) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
            except BaseException:
                process.terminate()
                raise


def must(*command: object, env: Mapping[str, str] | None = None) -> None:
    """Run a command; end with its status if it fails."""
    status = run(*command, env=env)
    if status:
        say(f"stopped: {Path(str(command[0])).name} ended with status {status} (its own message is above)")
        raise SystemExit(status)


def hand_over(*command: object) -> int:
    """Become the command, so that a supervisor's signals reach it; Windows cannot, and waits for it."""
    words = [str(word) for word in command]
    say(shlex.join(words))
    if os.name == "nt":
        return run(*words, quiet=True)
    os.chdir(ROOT)
    os.execv(words[0], words)


# --- the environment ------------------------------------------------------------------------------------------------


def uv() -> str | None:
    """Return the path of uv, unless HAMAHANG_WITHOUT_UV asks for venv and pip."""
    return None if os.environ.get("HAMAHANG_WITHOUT_UV") else shutil.which("uv")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what was installed: each lock's name and sha256, and where; empty if nothing was finished."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def works(stamp: Mapping[str, str]) -> bool:
    """Tell whether .venv was made here, by a Python that is still there and new enough."""
    # its scripts name their interpreter by its full path: a moved or copied clone makes its environment anew
    if stamp.get("at", str(VENV)) != str(VENV):
        return False
    code = "import sys; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and subprocess.run([str(PYTHON), "-c", code], check=False).returncode == 0


def entry_point() -> tuple[str, str]:
    """Return the module and the function of the `hamahang` command, as pyproject.toml names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, function = project["scripts"]["hamahang"].split(":")
    return module, function


def prepare(lock: str) -> None:
    """Make .venv hold what a lock names; do nothing if it does. The development lock holds the other one too."""
    stamp = read_stamp()
    if DEV_LOCK in stamp:
        lock = DEV_LOCK
    if works(stamp) and stamp.get(lock) == digest(ROOT / lock):
        return
    if not works(stamp) or not (uv() or importable("pip")):
        make_environment()
    STAMP.unlink(missing_ok=True)
    install(lock)
    link_package()
    STAMP.write_text(json.dumps({name: digest(ROOT / name) for name in {RUN_LOCK, lock}} | {"at": str(VENV)}, indent=1))
    say(f"the environment is ready: {BIN / 'hamahang'}")


def importable(module: str) -> bool:
    """Tell whether .venv has a module (uv makes environments without pip)."""
    code = f"import importlib.util, sys; sys.exit(not importlib.util.find_spec({module!r}))"
    return subprocess.run([str(PYTHON), "-c", code], check=False).returncode == 0


def make_environment() -> None:
    """Make .venv anew."""
    # the interpreter itself, even when dev.py is run by an environment's python
    base = getattr(sys, "_base_executable", None) or sys.executable
    if not uv():
        demand_venv()
    if VENV.exists():
        say(f"removing {VENV}: it does not work here (made elsewhere, unfinished, or its Python is gone)")
        shutil.rmtree(VENV)
    if uv():
        must(uv(), "venv", "--quiet", "--python", base, VENV)
    else:
        must(base, "-m", "venv", VENV)


def demand_venv() -> None:
    """Refuse with the cure if this Python cannot make environments.

    :raises Missing: on Debian and its relatives without python3-venv
    """
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    raise Missing(
        f"this Python ({sys.executable}) cannot make environments: its venv module is missing.\n"
        "  Debian, Ubuntu:  apt install python3-venv\n"
        "  elsewhere:       install uv, or a Python from its own installer\n"
        "then run the same command again."
    )


def install(lock: str) -> None:
    """Install exactly what a lock names, each file checked against its hash, and remove what it no longer names."""
    say(f"installing from {lock}, each file checked by its hash (a minute or two the first time)")
    if uv():
        must(uv(), "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock)
        return
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")
    must(*pip, "install", "--require-hashes", "--no-deps", "-r", lock)
    surplus = sorted(installed_names() - locked_names(lock))
    if surplus:
        must(*pip, "uninstall", "--yes", *surplus)


def plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def locked_names(lock: str) -> set[str]:
    """Return the package names of a lock."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {plain(line.split("==")[0].split("[")[0]) for line in lines if "==" in line and line[0].isalnum()}


def installed_names() -> set[str]:
    """Return the names of the packages in .venv that a lock could have brought."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "list", "--format=json"]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return {plain(row["name"]) for row in listed} - {"pip", "setuptools", "wheel", "hamahang"}


def link_package() -> None:
    """Put src/ on the environment's path and write its `hamahang` command; nothing is downloaded to build it."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([str(PYTHON), "-c", code], capture_output=True, check=True, text=True).stdout
    packages = Path(answer.strip())
    # relative, so it is plain ASCII whatever the folder's name is
    (packages / "hamahang.pth").write_text(os.path.relpath(ROOT / "src", packages.resolve()) + "\n", encoding="ascii")
    module, function = entry_point()
    body = f"import sys\n\nfrom {module} import {function}\n\nsys.exit({function}())\n"
    if os.name == "nt":
        (BIN / "hamahang.py").write_text(body, encoding="utf-8")
        (BIN / "hamahang.cmd").write_text('@"%~dp0python.exe" "%~dp0hamahang.py" %*\r\n', encoding="ascii")
        return
    quoted = "".join("\\" + letter if letter in '"$`\\' else letter for letter in str(PYTHON))
    # sh starts the interpreter, since a #! line holds neither spaces nor long paths; to Python the exec is a string
    head = f"#!/bin/sh\n'''exec' \"{quoted}\" \"$0\" \"$@\"\n' '''\n"
    script = BIN / "hamahang"
    script.write_text(head + body, encoding="utf-8")
    script.chmod(0o755)


def hamahang() -> tuple[str, ...]:
    """Return the words that start the program's own command."""
    return (str(PYTHON), str(BIN / ("hamahang.py" if os.name == "nt" else "hamahang")))


def make_kernels() -> None:
    """Have the portfolio's machine code made where it is not kept yet: what is measured should not wait for it."""
    code = (
        "from hamahang.methods.portfolio.making import is_made, make\n"
        "if not is_made():\n"
        "    print('dev.py: making the machine code of the search for plans (a minute, once)', flush=True)\n"
        "    make()"
    )
    if status := run(PYTHON, "-c", code, quiet=True):
        raise SystemExit(status)


def begin_kernels() -> None:
    """Have it made beside what is done next, behind everything else: the first plan should find it."""
    code = "import os; getattr(os, 'nice', int)(10); from hamahang.methods.portfolio.making import begin; begin()"
    nowhere = subprocess.DEVNULL
    subprocess.Popen([PYTHON, "-c", code], cwd=ROOT, stdin=nowhere, stdout=nowhere, stderr=nowhere)


# --- verbs ----------------------------------------------------------------------------------------------------------


def setup(words: list[str]) -> int:
    """Make the environment with all development tools."""
    stamp = read_stamp()
    prepare(DEV_LOCK)
    if stamp.get(DEV_LOCK) == digest(ROOT / DEV_LOCK):
        say("nothing to do: the environment agrees with the lock")
    make_kernels()
    return 0


def demo(words: list[str]) -> int:
    """Prepare the example and serve it: [--no-serve] [--port N]."""
    prepare(RUN_LOCK)
    begin_kernels()
    return hand_over(*hamahang(), "demo", *words)


def serve(words: list[str]) -> int:
    """Serve the site: [--port N]."""
    prepare(RUN_LOCK)
    begin_kernels()
    return hand_over(*hamahang(), "serve", *words)


def apart(home: str) -> dict[str, str]:
    """Return an environment that keeps tests and checks away from the office's own data and database."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HAMAHANG_")}
    return environment | {"HAMAHANG_HOME": home, "HAMAHANG_SECRET_KEY": secrets.token_urlsafe(48)}


def test(words: list[str]) -> int:
    """Run the tests: [--postgresql] [arguments of pytest]; on PostgreSQL those that ask a database."""
    prepare(DEV_LOCK)
    make_kernels()
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        say(
            "Chromium was not found, and the tests in tests/browser fail without it.\n"
            "  Debian, Ubuntu:  apt install chromium\n"
            "  elsewhere:       .venv/bin/playwright install chromium"
        )
    arguments = [word for word in words if word != "--postgresql"]
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="hamahang-test-"))
        environment = apart(home)
        if "--postgresql" in words:
            arguments += [f"--ignore=tests/{room}" for room in WITHOUT_DATABASE]
            say("starting PostgreSQL on loopback, in a folder that is removed afterwards")
            environment["HAMAHANG_DATABASE_URL"] = stack.enter_context(postgresql.started())
        # a module stays with one worker where that can be, for what it begins with is made once for it
        return run(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments, env=environment)


def check(words: list[str]) -> int:
    """Check style, types, the order of the rooms, migrations and vendored files."""
    prepare(DEV_LOCK)
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="hamahang-check-") as home:
        environment = apart(home)
        failed += [name for name, command in CHECKS.items() if run(*command, env=environment)]
    for fault in vendored.faults():
        say(f"{fault}; repair: python3 dev.py frontend")
        failed.append("vendored files")
    say(f"not in order: {', '.join(dict.fromkeys(failed))}" if failed else "everything is in order")
    return 1 if failed else 0


def fix(words: list[str]) -> int:
    """Repair style and format where that can be done mechanically."""
    prepare(DEV_LOCK)
    status = run(PYTHON, "-m", "ruff", "check", "--fix", ".")
    return run(PYTHON, "-m", "ruff", "format", ".") or status


def bench(words: list[str]) -> int:
    """Run a benchmark: NAME [its arguments]; without a name, list them."""
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem[0] != "_")
    if not words or words[0] not in names:
        say(f"benchmarks: {', '.join(names) or 'none yet'}")
        return 2 if words else 0
    prepare(DEV_LOCK)
    make_kernels()
    return run(PYTHON, ROOT / "benchmarks" / f"{words[0]}.py", *words[1:])


def lock(words: list[str]) -> int:
    """Make both locks again from pyproject.toml: [--upgrade] [--upgrade-package NAME]. Needs uv."""
    program = uv()
    if not program:
        raise Missing("locks for all platforms are made by uv.\n  pip install uv   (or your system's package)")
    for name, group in ((RUN_LOCK, ()), (DEV_LOCK, ("--group", "dev"))):
        options = ("--all-extras", "--universal", "--generate-hashes", "--no-header", "--quiet", "-o", name)
        must(program, "pip", "compile", "pyproject.toml", *group, *options, *words)
        if "://" in (ROOT / name).read_text(encoding="utf-8"):
            raise Missing(f"{name} names an address; take it out of pyproject.toml or uv's settings, and lock again")
    return 0


def frontend(words: list[str]) -> int:
    """Re-create the vendored front-end files from their npm packages and compare them byte for byte. Needs npm."""
    count = vendored.recreate()
    say(f"{count} files are as recorded in {vendored.LIST.relative_to(ROOT)}")
    return 0


def pictures(words: list[str]) -> int:
    """Take the pictures of the documentation of an example made for it: [--out FOLDER]. Needs Chromium and pdftoppm."""
    prepare(DEV_LOCK)
    with tempfile.TemporaryDirectory(prefix="hamahang-pictures-") as home:
        return run(PYTHON, "-m", "tools.pictures", *words, env=apart(home))


VERBS: dict[str, Callable[[list[str]], int]] = {
    verb.__name__: verb for verb in (demo, test, setup, serve, check, fix, bench, lock, frontend, pictures)
}


def main(words: list[str]) -> int:
    """Carry out one verb. Status 0 done, 1 refused or failed, 2 wrong use."""
    if not words or words[0] in {"-h", "--help", "help"}:
        print(__doc__)
        for name, verb in VERBS.items():
            print(f"  {name:9} {verb.__doc__}")
        return 0 if words else 2
    if words[0] not in VERBS:
        say(f"there is no verb {words[0]!r}; the verbs are: {', '.join(VERBS)}")
        return 2
    # a terminated dev.py still ends what it started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return VERBS[words[0]](words[1:])
    except Missing as missing:
        say(str(missing))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
