"""Work killed at random points, over and over: each act is written whole or not at all, and a second try ends it.

`python -m tests.kills --kills 2000 --seed 7` kills an import as often as wanted, `--scene money` payments and
repayments of a facility, `--scene contract` a request that becomes one; the tests run some. Each kill is a process of
its own on a copy of the database, ended with SIGKILL: half of them before a chosen statement, half after a chosen time.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

LOOKED_AT, ROWS, VALUES = 10, 40, 120  # values in a statement


class Scene(ABC):
    """A database in which something is about to be done. acts: what is done, each whole or not at all."""

    filled: tuple[str, ...] = ()

    def __init__(self, home: Path) -> None:
        os.environ |= {"HAMAHANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "hamahang.site.settings"}
        os.environ.pop("HAMAHANG_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        self.home, self.store = home, home / "files"
        self.database, self.before = home / "hamahang.sqlite3", home / "before.sqlite3"
        call_command("migrate", verbosity=0)
        self.set_up()
        disconnect()
        shutil.copy(self.database, self.before)
        # once in this process, so that those forked from it need not learn everything anew
        self.done()
        disconnect()
        self.afresh()
        self.states = [self.asked(self.standing)]
        began = time.perf_counter()
        self.statements = 0
        for number in range(len(self.acts())):
            self.statements += self.asked(partial(self.done, only=number))
            self.states.append(self.asked(self.standing))
        self.seconds = time.perf_counter() - began
        if len(set(self.states)) < len(self.states) or self.asked(fault):
            raise SystemExit("not all was done: there is nothing to kill")

    @abstractmethod
    def set_up(self) -> None:
        """Record what must be there before."""

    @abstractmethod
    def acts(self) -> list[Callable[[], Any]]:
        """Return what is done, in its order; done again it changes nothing."""

    @property
    def whole(self) -> Any:
        """How the database stands when all is done."""
        return self.states[-1]

    def standing(self) -> tuple[Any, ...]:
        """Return how it stands: its rows, and the head of the ledger, which seals all that was ever written."""
        from django.db import connection

        from hamahang.ledger import queries as ledger

        with connection.cursor() as cursor:
            counts = []
            for table in self.filled:
                cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 – names of our own
                counts.append(cursor.fetchone()[0])
        return (*counts, *ledger.head())

    def done(self, kill_at: int | None = None, only: int | None = None) -> int:
        """Do everything, or one act; return how many statements that took. kill_at: one that is never reached."""
        from django.db import connection

        done = 0

        def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal done
            done += 1
            if done == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            for number, act in enumerate(self.acts()):
                if only in (None, number):
                    act()
        return done

    def asked(self, question: Callable[[], Any]) -> Any:
        """Return what a process of its own answers; None when it was killed."""
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            status = 1
            try:
                os.write(writing, repr(question()).encode())
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            said = answer.read()
        _, status = os.waitpid(process, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise SystemExit("a process failed by itself")
        return eval(said, {}) if said else None  # noqa: S307 – written by ourselves, above

    def afresh(self) -> None:
        """Put the database back to where nothing is done yet."""
        for leftover in self.home.glob("hamahang.sqlite3*"):
            leftover.unlink()
        shutil.copy(self.before, self.database)

    def kill_at_statement(self, number: int) -> None:
        """Do everything and be killed before a statement."""
        self.asked(lambda: self.done(kill_at=number))

    def kill_after(self, seconds: float) -> None:
        """Do everything and be killed from outside, wherever it is."""
        process = os.fork()
        if process == 0:
            try:
                self.done()
            finally:
                os._exit(0)
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


class Office(Scene):
    """An office with its estates loaded, and the list of units it is about to take in."""

    filled = ("register_unit", "register_unitstatus", "register_headcount", "register_licence", "register_product")

    def set_up(self) -> None:
        """Load the estates, and read the list."""
        from hamahang.cli.prepare import load_tables
        from hamahang.cli.samples.workbooks import write_example
        from hamahang.intake import concealing, examining
        from hamahang.intake.workbook import read_sheets
        from hamahang.ledger import inserting
        from tests.province import NOW, take_in

        load_tables(by="tests", at=NOW)
        lists = {file.source: file.path for file in write_example(out=self.home / "lists")}
        take_in(lists["estates"], "estates", store=self.store)
        self.units = lists["units"]
        # read once, here, and not all of it: it is the writing that is killed, as often as there is time for
        sheets = [replace(sheet, rows=sheet.rows[:ROWS]) for sheet in read_sheets(self.units)]
        for module in (concealing, examining):
            setattr(module, "read_sheets", lambda path: sheets)  # noqa: B010 – it is not theirs to give
        # the short list is written behind, in many statements, as a long one is
        inserting.MOST_VALUES = VALUES

    def acts(self) -> list[Callable[[], Any]]:
        """Return the taking in of the list."""
        from tests.province import take_in

        return [lambda: take_in(self.units, "units", store=self.store)]


class Money(Scene):
    """A facility under contract that is about to be paid, repaid, reversed, and settled."""

    filled = ("support_disbursement", "support_repayment", "support_instalment", "support_posting")

    def set_up(self) -> None:
        """Sign the contract."""
        from tests.rooms.support.crediting import contracted, terms

        self.facility = contracted(terms(instalments=6))

    def acts(self) -> list[Callable[[], Any]]:
        """Return the acts of three people, each with its key."""
        from hamahang.domain.credit.terms import AlreadyDecided, KeyIsTaken
        from hamahang.support import paying, repaying, restructuring
        from hamahang.support.models import PaymentOrder, Repayment
        from tests.factories import AT
        from tests.rooms.support.crediting import START, day

        who: dict[str, Any] = {"by": "karshenas", "at": AT}

        def enter() -> None:
            paying.enter_payment(
                facility=self.facility, amount=1_200_000, on=START, document_no="s/1", key="pay", **who
            )

        def approve() -> None:
            with suppress(AlreadyDecided):
                paying.approve_payment(payment=PaymentOrder.objects.get(key="pay"), on=START, by="rais", at=AT)

        def repay(key: str, amount: int, month: int) -> None:
            with suppress(KeyIsTaken):  # it came, and was reversed
                repaying.record_repayment(
                    facility=self.facility, amount=amount, on=day(1390, month, 15), key=key, **who
                )

        def reverse() -> None:
            wrong = Repayment.objects.get(key="wrong")
            if wrong.voided_entry_id is None:
                repaying.reverse_repayment(repayment=wrong, reason="چک برگشت خورد", by="rais", at=AT)

        def settle() -> None:
            restructuring.settle(facility=self.facility, on=day(1390, 4, 20), key="settle", **who)

        return [
            enter, approve, lambda: repay("first", 212_000, 2), lambda: repay("wrong", 50_000, 3), reverse,
            lambda: repay("second", 100_000, 4), settle,
        ]  # fmt: skip


class Contract(Scene):
    """A request at its bank, about to be approved, contracted beyond the approval, and paid for the first time."""

    filled = (
        "support_requeststage", "support_requestpaper", "support_creditfacility", "support_facilityexception",
        "support_facilitycontract", "support_disbursement", "support_instalment", "support_posting",
    )  # fmt: skip

    def set_up(self) -> None:
        """Bring the request to the bank."""
        from tests.rooms.support.asking import come_to

        self.made = come_to("REFERRED")

    def acts(self) -> list[Callable[[], Any]]:
        """Return the two steps of the bank, each with its own paper, and a payment."""
        from hamahang.domain.flows.workflow import StepNotAllowed
        from hamahang.support import actions
        from hamahang.support.models import CreditFacility, Disbursement
        from tests.factories import AT
        from tests.rooms.support.asking import take

        def step(code: str, amount: int) -> None:
            with suppress(StepNotAllowed):  # it was taken
                take(self.made, code, by="bank", whole=False, said={"paper_no": code, "amount": amount})

        def pay() -> None:
            if not Disbursement.objects.exists():
                facility = CreditFacility.objects.get()
                actions.record_disbursement(
                    facility=facility, amount=850, paid_on=self.made.on, document_no="1", by="bank", at=AT
                )

        return [lambda: step("bank_approve", 800), lambda: step("contract", 850), pay]


SCENES: dict[str, Callable[[Path], Scene]] = {"units": Office, "money": Money, "contract": Contract}


def fault() -> str:
    """Return the first fault of the file, the chain or the records; empty where there is none."""
    from django.db import connection

    from hamahang.ledger import queries as ledger
    from hamahang.ledger.verification import verify_records
    from hamahang.support.checking import check_all

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()[0]
    found = ledger.verify_chain().fault or verify_records() or check_all().fault
    return "" if whole == "ok" and found is None else f"{whole} {found}"


def disconnect() -> None:
    """Leave no connection open that a forked process would share."""
    from django.db import connections

    connections.close_all()


def run(*, kills: int, seed: int, scene: str = "units") -> list[str]:
    """Kill the work of a scene at random points; return what was left half done, in words."""
    chance, faults, ended = random.Random(seed), [], Counter[int]()
    with tempfile.TemporaryDirectory() as home:
        office = SCENES[scene](Path(home))
        for turn in range(kills):
            office.afresh()
            if turn % 2:
                where: float = chance.uniform(0, office.seconds * 1.1)
                office.kill_after(where)
            else:
                where = chance.randint(1, office.statements)
                office.kill_at_statement(int(where))
            left = office.asked(office.standing)
            if left not in office.states:
                faults.append(f"kill {turn} at {where}: {left}")
            else:
                ended[office.states.index(left)] += 1
            # the head seals the rest; that it does so is looked at now and then
            if turn % LOOKED_AT == 0 and (wrong := office.asked(fault)):
                faults.append(f"kill {turn} at {where}: {wrong}")
            office.asked(office.done)
            if (again := office.asked(office.standing)) != office.whole:
                faults.append(f"kill {turn} at {where}, done again: {again}")
        told = ", ".join(f"{number} after {acts} acts" for acts, number in sorted(ended.items()))
        sys.stdout.write(f"{kills} kills over {office.statements} statements: {told}; {len(faults)} faults\n")
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1390)
    parser.add_argument("--scene", choices=SCENES, default="units")
    asked = parser.parse_args()
    found = run(kills=asked.kills, seed=asked.seed, scene=asked.scene)
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.exit(1 if found else 0)
