"""The kinds of list that can be received: one file each, found by walking this folder."""

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from types import ModuleType

from hamahang.domain.lists.intake import Source


class WrongSourceFile(Exception):
    """A file here must define SOURCE, with a code equal to the file's name, and `apply`."""


class UnknownSource(LookupError):
    """No kind of list has that code."""


@cache
def modules() -> dict[str, ModuleType]:
    """Return the file of each source by its code.

    :raises WrongSourceFile: if a file does not keep the contract
    """
    found = {}
    for entry in pkgutil.iter_modules(__path__):
        if entry.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{entry.name}")
        source = getattr(module, "SOURCE", None)
        if not isinstance(source, Source) or source.code != entry.name or not callable(getattr(module, "apply", None)):
            raise WrongSourceFile(entry.name)
        found[entry.name] = module
    return found


def sources() -> dict[str, Source]:
    """Return all sources by code, in the order they are best loaded."""
    found = {code: module.SOURCE for code, module in modules().items()}
    order = (
        *("estates", "infrastructure", "units", "licences", "returns", "affected", "referrals", "requests"),
        *("allocations", "payments", "repayments", "bills", "bank_payments", "projects", "permits", "inspections"),
        *("idle", "diagnosis", "obstacles", "jobs", "insured", "mines", "resolutions", "observations", "surroundings"),
    )
    return {code: found[code] for code in (*(c for c in order if c in found), *(c for c in found if c not in order))}


def informed(source: Source) -> Source:
    """Return a kind of list with the choices that the register has now, where its file takes them from there."""
    asked = getattr(modules()[source.code], "offered", None)
    if asked is None:
        return source
    choices = asked()
    tables = tuple(
        replace(
            table,
            columns=tuple(
                replace(column, choices=choices[column.name]) if column.name in choices else column
                for column in table.columns
            ),
        )
        for table in source.tables
    )
    return replace(source, tables=tables)


def source_named(code: str) -> Source:
    """Return a source.

    :raises UnknownSource: if there is none
    """
    try:
        return sources()[code]
    except KeyError:
        raise UnknownSource(code) from None
