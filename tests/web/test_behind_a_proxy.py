"""Behind a web server with a certificate: who asked and how is believed from that server only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import io
from hamahang.site.wsgi import application
import django.core.management as m
m.call_command("migrate", verbosity=0)
asked = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/health/", "SERVER_NAME": "setad.example.ir", "SERVER_PORT": "8000",
    "HTTP_HOST": "setad.example.ir", "REMOTE_ADDR": PEER, "wsgi.url_scheme": "http",
    "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "10.1.2.3", "wsgi.input": io.BytesIO(),
}
application(asked, lambda status, headers: print(status, dict(headers).get("Location", "")))
"""


@pytest.mark.parametrize(
    ("peer", "proxies", "status"),
    [("127.0.0.1", None, "200"), ("192.0.2.7", None, "301"), ("192.0.2.7", "192.0.2.0/24", "200")],
)
def test_only_the_server_in_front_is_believed(peer: str, proxies: str | None, status: str, tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "hamahang.site.settings",
        "HAMAHANG_HOME": str(tmp_path),
        "HAMAHANG_DATABASE_URL": "sqlite:///office.sqlite3",
        "HAMAHANG_HTTPS": "yes",
        "HAMAHANG_HOSTS": "setad.example.ir",
        **({"HAMAHANG_PROXIES": proxies} if proxies else {}),
    }

    done = subprocess.run(
        [sys.executable, "-c", ASK.replace("PEER", repr(peer))],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith(status)
    assert (tmp_path / "office.sqlite3").exists()
