"""The reports that can be compiled: one folder each, found by walking this one."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from hamahang.briefing.figures import Desk
from hamahang.domain.briefing import Document
from hamahang.domain.text import Text


class UnknownReport(LookupError):
    """No report of that code can be compiled."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its names, and the function that lays it out from the figures it takes at a desk."""

    code: str
    title: Text
    lay_out: Callable[[Desk], Document]


@cache
def reports() -> dict[str, Report]:
    """Return all reports by code.

    :raises TypeError: if a folder does not define REPORT with its own name as code
    """
    found = {}
    for module in pkgutil.iter_modules(__path__):
        report = getattr(importlib.import_module(f"{__name__}.{module.name}.report"), "REPORT", None)
        if not isinstance(report, Report) or report.code != module.name:
            raise TypeError(f"{module.name}/report.py must define REPORT with code {module.name!r}")
        found[report.code] = report
    return found


def report(code: str) -> Report:
    """Return a report by code.

    :raises UnknownReport: if there is none
    """
    try:
        return reports()[code]
    except KeyError:
        raise UnknownReport(code) from None
