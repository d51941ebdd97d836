"""dev.py makes the environment when it must, leaves it alone when it may, and says what is missing."""

import importlib.util
import json
import subprocess
import sys

import pytest

import dev
from tools import postgresql
from tools.missing import Missing


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone with a lock and an environment that only notes what would be done to it."""
    done: list[str] = []
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "hamahang.json")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(dev, "importable", lambda module: True)
    monkeypatch.setattr(dev, "install", lambda lock: done.append(f"install {lock}"))
    monkeypatch.setattr(dev, "link_package", lambda: done.append("link"))
    monkeypatch.setattr(dev, "make_environment", lambda: make(tmp_path, done))
    for name in (dev.RUN_LOCK, dev.DEV_LOCK):
        (tmp_path / name).write_text("django==5.2.19 \\\n    --hash=sha256:00\n")
    return done


def make(folder, done):
    """Stand in for the making of an environment: its python is the one that runs the tests."""
    (folder / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    if not (folder / ".venv" / "bin" / "python").exists():
        (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    done.append("make")


def test_a_fresh_clone_gets_its_environment(clone):
    dev.prepare(dev.RUN_LOCK)

    assert clone == ["make", f"install {dev.RUN_LOCK}", "link"]


def test_an_environment_that_agrees_with_the_lock_is_left_alone(clone):
    dev.prepare(dev.DEV_LOCK)
    clone.clear()

    dev.prepare(dev.DEV_LOCK)
    dev.prepare(dev.RUN_LOCK)

    assert clone == []


def test_a_changed_lock_is_installed_again_with_the_development_tools_kept(clone):
    dev.prepare(dev.DEV_LOCK)
    clone.clear()
    (dev.ROOT / dev.DEV_LOCK).write_text("django==5.2.20 \\\n    --hash=sha256:01\n")

    dev.prepare(dev.RUN_LOCK)

    assert clone == [f"install {dev.DEV_LOCK}", "link"]


def test_an_environment_made_elsewhere_is_made_anew(clone):
    dev.prepare(dev.RUN_LOCK)
    clone.clear()
    dev.STAMP.write_text(json.dumps(json.loads(dev.STAMP.read_text()) | {"at": "/elsewhere/.venv"}))

    dev.prepare(dev.RUN_LOCK)

    assert clone[0] == "make"


def test_an_installation_that_was_cut_short_is_not_taken_for_whole(clone, monkeypatch):
    dev.prepare(dev.RUN_LOCK)
    (dev.ROOT / dev.RUN_LOCK).write_text("django==5.2.20 \\\n    --hash=sha256:01\n")
    monkeypatch.setattr(dev, "install", lambda lock: sys.exit(1))
    with pytest.raises(SystemExit):
        dev.prepare(dev.RUN_LOCK)

    assert dev.read_stamp() == {}


def test_the_example_does_not_wait_for_the_machine_code_of_plans(clone, monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **options: started.append(words[-1]))
    monkeypatch.setattr(dev, "hand_over", lambda *words: started.append(words[-1]))

    dev.demo([])
    assert started[0].endswith("begin()")
    assert started[1] == "demo"


def test_a_python_without_venv_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Missing, match="apt install python3-venv"):
        dev.demand_venv()


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(postgresql, "PLACES", ())
    monkeypatch.setattr("shutil.which", lambda name: None)

    with pytest.raises(Missing, match="apt install postgresql"):
        postgresql.programs()


def test_an_older_python_is_told_which_it_needs(tmp_path):
    text = (dev.ROOT / "dev.py").read_text(encoding="utf-8").replace("sys.version_info < (3, 11)", "True", 1)
    (tmp_path / "dev.py").write_text(text, encoding="utf-8")

    told = subprocess.run([sys.executable, str(tmp_path / "dev.py")], capture_output=True, text=True, check=False)

    assert told.returncode == 1
    assert "Hamahang needs Python 3.11 or newer" in told.stderr


def test_the_names_in_a_lock_are_read_in_their_plain_form(clone):
    (dev.ROOT / dev.RUN_LOCK).write_text(
        "Jinja2==3 \\\n    --hash=sha256:0\npsycopg[binary]==3 \\\nprop_x.y==1 ; a == 'b'\n"
    )

    assert dev.locked_names(dev.RUN_LOCK) == {"jinja2", "psycopg", "prop-x-y"}


def test_an_unknown_verb_is_wrong_use(capsys):
    assert dev.main(["tset"]) == 2
    assert "the verbs are: demo, test" in capsys.readouterr().out


def test_tests_and_checks_are_kept_from_the_office_database(monkeypatch):
    monkeypatch.setenv("HAMAHANG_DATABASE_URL", "postgresql://office/register")

    environment = dev.apart("/tmp/x")

    assert "HAMAHANG_DATABASE_URL" not in environment
    assert environment["HAMAHANG_HOME"] == "/tmp/x"
