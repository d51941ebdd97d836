"""A PostgreSQL for as long as the tests run: empty, on loopback, with a password of its own, removed afterwards."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.missing import Missing

PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
# the cluster lives as long as the tests, so it need not survive a power cut
SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "60"}
SETTINGS |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")


def programs() -> Path:
    """Return the folder of initdb and postgres: the one on PATH, or the newest of the usual places.

    :raises Missing: if there is none
    """
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for place in PLACES:
        folders += sorted(Path("/").glob(place), key=version, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Missing("PostgreSQL's programs (initdb, postgres) were not found.\n  Debian, Ubuntu:  apt install postgresql")


def version(folder: Path) -> int:
    """Return the version in a folder's name, 0 if it has none."""
    return int("".join(letter for letter in folder.parent.name + folder.name if letter.isdigit()) or 0)


def other_person() -> dict[str, Any]:
    """Return whom PostgreSQL runs as: itself refuses root, so root hands it to `postgres` or `nobody`.

    :raises Missing: if there is neither
    """
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            person = pwd.getpwnam(name)
            return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise Missing("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.")


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def started() -> Iterator[str]:
    """Start it, yield the address of its empty database, stop it and remove its folder.

    :raises Missing: if PostgreSQL is not installed or does not start
    """
    folder_of_programs, person, port, password = programs(), other_person(), free_port(), secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="hamahang-postgresql-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "password").write_text(password)
        for path in (folder, folder / "password") if person else ():
            os.chown(path, person["user"], person["group"])
        make_cluster(folder_of_programs, folder, person)
        server = start_server(folder_of_programs, folder, port, person)
        try:
            await_server(server, folder)
            create = [str(folder_of_programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "hamahang"]
            subprocess.run([*create, "hamahang"], check=True, env={**os.environ, "PGPASSWORD": password})
            yield f"postgresql://hamahang:{password}@127.0.0.1:{port}/hamahang"
        finally:
            stop_server(server)


def make_cluster(where: Path, folder: Path, person: dict[str, Any]) -> None:
    """Make an empty cluster whose one user needs the password."""
    command = [str(where / "initdb"), "-D", str(folder / "data"), "-U", "hamahang", "-A", "scram-sha-256"]
    command += ["-E", "UTF8", "--no-locale", "--no-sync", "--pwfile", str(folder / "password")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, **person)
    if done.returncode:
        raise Missing(f"initdb could not make a cluster:\n{done.stderr}")


def start_server(where: Path, folder: Path, port: int, person: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Start the server, in a session of its own: Ctrl-C ends the tests first, then they end the server."""
    command = [str(where / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for key, value in SETTINGS.items():
        command += ["-c", f"{key}={value}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True, **person)


def await_server(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Wait until the server says it is ready, half a minute at most.

    :raises Missing: if it ends or stays silent; with the last lines of its log
    """
    log = folder / "log"
    for _ in range(300):
        if b"ready to accept connections" in log.read_bytes():
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    end = log.read_text(errors="replace").splitlines()[-15:]
    raise Missing("PostgreSQL did not start; the end of its log:\n  " + "\n  ".join(end))


def stop_server(server: "subprocess.Popen[bytes]") -> None:
    """End the server and its sessions, and wait for it."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)  # fast shutdown: sessions are ended, not awaited
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
