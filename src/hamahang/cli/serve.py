"""`hamahang serve`: the site on this machine."""

import argparse
import sys
from typing import Any

from hamahang.cli import setup


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("serve", help="serve the site / راه‌اندازی سایت")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--address", default="127.0.0.1")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    setup.django()
    start(address=arguments.address, port=arguments.port)
    return 0


def start(*, address: str, port: int) -> None:
    """Serve the site: one process, several threads; on SQLite writers queue, readers do not wait."""
    from granian import Granian
    from granian.constants import Interfaces

    host = f"[{address}]" if ":" in address else address
    sys.stdout.write(f"هماهنگ: http://{host}:{port}/\n")
    sys.stdout.flush()
    Granian(
        "hamahang.site.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        workers_kill_timeout=10,
        log_enabled=True,
    ).serve()
