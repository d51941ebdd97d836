"""Making a plan in a process of its own: the page may be closed, it says how far it is, and can be told to stop.

How far it is stands in a file beside the received files, not in the database, as for lists that are applied. A process
that died, with the machine or without it, is told as broken off; nothing of its plan was kept, and it can begin anew.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from _thread import interrupt_main
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import PlanRefused, PlanTerms
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.ledger.queries import head
from hamahang.methods.portfolio.problem import Problem
from hamahang.planning import running, setting
from hamahang.planning.models import PlanRun
from hamahang.planning.solving import Watch

MANY = 150  # candidates from which a page does not wait for the plan
SILENT = 60  # seconds without a sign after which the process is taken for dead
BEAT = 0.5  # seconds between two signs
KEPT = 86_400  # seconds after which nobody asks any more what came of it
STOPPED_TOO_SOON = Text(
    fa="پیش از آنکه برنامه‌ای پیدا شود بازداشته شد؛ چیزی نگه داشته نشد.",
    en="It was stopped before any plan was found; nothing was kept.",
)


@dataclass(frozen=True, slots=True)
class Try:
    """A plan that is being made, or what came of it. state: SEARCHING, TELLING, DONE, REFUSED or BROKEN

    best, bound: expected jobs, None before there is a plan; gap: a share; seconds: since it began; number: of the plan
    aim: what it seeks; of jobs per rial the bound is of plans that spend as much
    """

    code: str
    title: str
    by: str
    state: str
    seconds: float
    best: float | None = None
    bound: float | None = None
    gap: float | None = None
    is_stopping: bool = False
    number: str = ""
    why: Text | None = None
    aim: str = "expected"

    @property
    def is_alive(self) -> bool:
        """Whether it is still being made."""
        return self.state in ("SEARCHING", "TELLING")


def is_long(terms: PlanTerms, problem: Problem) -> bool:
    """Return whether a page would wait too long: for many candidates, or an aim that takes more than one problem."""
    return terms.aim != "expected" or len(problem.candidates) > MANY


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked. before: number of the plan whose terms it began with, empty where there is none"""

    title: str
    terms: PlanTerms
    before: str


def ask(
    *,
    code: str,
    title: str,
    terms: PlanTerms,
    asof: AsOf,
    store: Path,
    now: float,
    before: str = "",
    reach: Reach = EVERYTHING,
    by: str,
) -> None:
    """Note what is to be made. code: a name nobody can guess; now: seconds, as by `time.time`

    before: see `Asked`; reach: whose candidates are named to the person
    :raises PlanRefused: if it has no name
    """
    if not title.strip():
        raise PlanRefused(Text(fa="نام برنامه را بنویسید", en="Write a name for the plan"))
    _sweep(store, now)
    asked = {
        "title": title,
        "terms": setting.as_data(terms),
        "day": asof.day.isoformat(),
        # what is known now, whatever is recorded until it is made
        "entry": asof.entry if asof.entry is not None else head()[0],
        "before": before,
        "places": None if reach.places is None else sorted(reach.places),
        "by": by,
    }
    _write(_file(store, code), {"asked": asked, "begun": now, "state": "SEARCHING", "pid": None})


def start(*, code: str, store: Path, now: float) -> None:
    """Make in a process that outlives this one what was asked, from the beginning."""
    said = _read(_file(store, code))
    _stop_file(store, code).unlink(missing_ok=True)
    _write(_file(store, code), {"asked": said["asked"], "begun": now, "state": "SEARCHING", "pid": None})
    process = subprocess.Popen(
        [sys.executable, "-m", "hamahang.cli", "plan", "resume", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # somebody has to take note of its end: a process nobody waited for would seem to live on
    threading.Thread(target=process.wait, daemon=True).start()


def carry_out(*, code: str, store: Path, clock: Callable[[], float], at: datetime) -> PlanRun | None:
    """Make the plan that was asked for, telling how far it is; None where it is refused, with why in its file.

    clock: `time.time`, to say how long it takes
    :raises KeyError: if nobody asked
    """
    said = _read(_file(store, code))
    asked, teller = said["asked"], _Teller(store, code, said, clock)
    asof, places = AsOf(date.fromisoformat(asked["day"]), entry=asked["entry"]), asked.get("places")
    try:
        with teller:
            run = running.run_plan(
                title=asked["title"],
                terms=setting.read(asked["terms"]),
                asof=asof,
                watch=Watch(teller, teller.is_stopped, teller.searched),
                reach=Reach(places=None if places is None else frozenset(places)),
                by=asked["by"],
                at=at,
            )
    except Refused as refused:
        teller.end("REFUSED", why={"fa": refused.why.fa, "en": refused.why.en})
        return None
    except KeyboardInterrupt:
        teller.end("REFUSED", why={"fa": STOPPED_TOO_SOON.fa, "en": STOPPED_TOO_SOON.en})
        return None
    teller.end("DONE", number=run.number)
    return run


def stop(*, code: str, store: Path) -> None:
    """Ask for the best that is found so far."""
    if _file(store, code).exists():
        _stop_file(store, code).touch()


def forget(*, code: str, store: Path) -> None:
    """Let go what was asked and what came of it."""
    for file in (_file(store, code), _stop_file(store, code)):
        file.unlink(missing_ok=True)


def found(*, code: str, store: Path, now: float) -> Try | None:
    """Return how far the making of a plan is; None when nobody asked. now: seconds, as by `time.time`."""
    try:
        said = _read(_file(store, code))
        age = now - _file(store, code).stat().st_mtime
    except (KeyError, OSError):
        return None
    state = said["state"]
    if state in ("SEARCHING", "TELLING") and (age > SILENT or (said["pid"] and not _lives(said["pid"]))):
        state = "BROKEN"
    why = said.get("why")
    return Try(
        code=code,
        title=said["asked"]["title"],
        by=said["asked"]["by"],
        state=state,
        seconds=max(now - said["begun"], 0.0),
        best=said.get("best"),
        bound=said.get("bound"),
        gap=said.get("gap"),
        is_stopping=_stop_file(store, code).exists(),
        number=said.get("number", ""),
        why=Text(fa=why["fa"], en=why["en"]) if why else None,
        aim=said["asked"]["terms"]["aim"],
    )


def asked_for(*, code: str, store: Path) -> Asked | None:
    """Return what was asked, so that other terms can be tried; None when nobody asked."""
    try:
        asked = _read(_file(store, code))["asked"]
    except KeyError:
        return None
    return Asked(asked["title"], setting.read(asked["terms"]), asked.get("before", ""))


def under_way(*, store: Path, now: float) -> list[Try]:
    """Return the plans that are being made or were broken off, the longest first."""
    codes = [file.stem.removeprefix(PREFIX) for file in store.glob(f"{PREFIX}*.json")]
    every = [one for code in codes if (one := found(code=code, store=store, now=now)) is not None]
    return sorted((one for one in every if one.is_alive or one.state == "BROKEN"), key=lambda one: -one.seconds)


@dataclass
class _Teller:
    """Writes how far a plan is, not oftener than somebody could read it, and hears whether it is to stop."""

    store: Path
    code: str
    said: dict[str, Any]
    clock: Callable[[], float]
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    was_stopped: bool = False
    before: Any = None  # what would be done otherwise when the process is interrupted

    def __post_init__(self) -> None:
        self.said |= {"pid": os.getpid()}
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __call__(self, worth: int, most: float, gap: float) -> None:
        """Take note of a better choice: millionths of a job."""
        with self.lock:
            self.said |= {"best": worth / 1_000_000, "bound": most / 1_000_000, "gap": gap}

    def __enter__(self) -> None:
        self.before = signal.signal(signal.SIGINT, self._interrupted)
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()
        signal.signal(signal.SIGINT, self.before)

    def _interrupted(self, *_: object) -> None:
        """Break off the search; what comes after it is short, and would be lost."""
        if self.said["state"] == "SEARCHING":
            raise KeyboardInterrupt

    def searched(self) -> None:
        """Take note that the plan is found, and only what is told of it is still to be worked out."""
        self.said["state"] = "TELLING"

    def is_stopped(self) -> bool:
        """Return whether what is found so far is enough."""
        return self.was_stopped

    def end(self, state: str, **more: Any) -> None:
        """Say what came of it."""
        _stop_file(self.store, self.code).unlink(missing_ok=True)
        _write(_file(self.store, self.code), self.said | {"state": state} | more)

    def _watch(self) -> None:
        while not self.over.wait(BEAT):
            if (
                not self.was_stopped
                and self.said["state"] == "SEARCHING"
                and _stop_file(self.store, self.code).exists()
            ):
                self.was_stopped = True
                interrupt_main()
            with self.lock:
                said = dict(self.said)
            _write(_file(self.store, self.code), said)


PREFIX = "planning-"


def _file(store: Path, code: str) -> Path:
    return store / f"{PREFIX}{code}.json"


def _stop_file(store: Path, code: str) -> Path:
    return store / f"{PREFIX}{code}.stop"


def _read(file: Path) -> dict[str, Any]:
    """Return what a file says.

    :raises KeyError: if there is none
    """
    try:
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KeyError(file.name) from error
    return said


def _write(file: Path, said: Mapping[str, Any]) -> None:
    fresh = file.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)


def _sweep(store: Path, now: float) -> None:
    """Take away what nobody asks for any more."""
    for file in store.glob(f"{PREFIX}*"):
        if now - file.stat().st_mtime > KEPT:
            file.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
