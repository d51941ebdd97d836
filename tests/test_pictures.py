"""The pictures of the documentation are taken by one command, which says beforehand what it lacks."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image

import dev
from tools import pictures
from tools.missing import Missing


def test_the_command_takes_them_of_an_example_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[tuple[Any, ...]] = []
    homes: list[str] = []
    monkeypatch.setenv("HAMAHANG_HOME", str(tmp_path))
    monkeypatch.setattr(dev, "prepare", lambda lock: None)

    def run(*words: Any, env: Any) -> int:
        homes.append(env["HAMAHANG_HOME"])
        ran.append(words)
        return 0

    monkeypatch.setattr(dev, "run", run)

    assert dev.main(["pictures", "--out", "there"]) == 0

    assert ran == [(dev.PYTHON, "-m", "tools.pictures", "--out", "there")]
    assert homes != [str(tmp_path)]
    assert not Path(homes[0]).exists()


@pytest.mark.parametrize("lacking", ["chromium", "pdftoppm"])
def test_what_lacks_is_said_before_an_example_is_made(monkeypatch: Any, capsys: Any, lacking: str) -> None:
    monkeypatch.setattr(sys, "argv", ["pictures"])
    monkeypatch.setattr("shutil.which", lambda name: None if lacking in name else f"/bin/{name}")
    monkeypatch.setattr(pictures, "example", lambda: pytest.fail("an example was made"))
    if lacking == "chromium":
        monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "pdftoppm" else None)

    assert pictures.main() == 1

    assert "apt install" in capsys.readouterr().err


def test_an_address_alone_is_not_enough(monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(sys, "argv", ["pictures", "http://127.0.0.1:8134"])

    with pytest.raises(SystemExit) as ended:
        pictures.main()

    assert ended.value.code == 2
    assert "user name" in capsys.readouterr().err


def test_a_served_demo_is_not_made_again(monkeypatch: Any, tmp_path: Path) -> None:
    asked: list[pictures.Site] = []
    words = ["http://127.0.0.1:8134/", "dabir", "secret"]
    monkeypatch.setattr(sys, "argv", ["pictures", *words, "--out", str(tmp_path)])
    monkeypatch.setattr(pictures, "check_tools", lambda: None)
    monkeypatch.setattr(pictures, "example", lambda: pytest.fail("an example was made"))
    monkeypatch.setattr(pictures, "take_all", asked.append)

    assert pictures.main() == 0

    [site] = asked
    assert (site.url, site.username, site.out) == ("http://127.0.0.1:8134", "dabir", tmp_path)


def test_a_server_that_ends_is_not_waited_for(monkeypatch: Any) -> None:
    class Ended:
        """A server that has ended."""

        def poll(self) -> int:
            return 1

    monkeypatch.setattr("urllib.request.urlopen", refusing)

    with pytest.raises(Missing, match="not served"):
        pictures.wait_for("http://127.0.0.1:1", cast("subprocess.Popen[bytes]", Ended()))


def refusing(*_: Any, **__: Any) -> Any:
    raise ConnectionRefusedError


def test_a_picture_gets_few_colours_and_keeps_its_size(tmp_path: Path) -> None:
    path, chance = tmp_path / "one.png", random.Random(7)
    picture = Image.new("RGB", (80, 60))
    picture.putdata([(chance.randrange(256), chance.randrange(256), chance.randrange(256)) for _ in range(80 * 60)])
    picture.save(path)
    before = path.stat().st_size

    pictures.shrink(path)

    with Image.open(path) as small:
        assert small.size == (80, 60)
        assert len(small.getcolors() or []) <= pictures.COLOURS
    assert path.stat().st_size < before
