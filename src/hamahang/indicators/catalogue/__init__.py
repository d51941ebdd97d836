"""The catalogue of figures: one file each, found by walking this folder."""

import importlib
import pkgutil
from functools import cache

from hamahang.domain.indicators import Indicator


class WrongCatalogueFile(Exception):
    """A file here must define INDICATOR with a code equal to the file's name."""


class UnknownIndicator(LookupError):
    """No figure of that code is in the catalogue."""


@cache
def indicators() -> dict[str, Indicator]:
    """Return all figures by code.

    :raises WrongCatalogueFile: if a file does not keep the contract
    """
    found = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        indicator = getattr(importlib.import_module(f"{__name__}.{module.name}"), "INDICATOR", None)
        if not isinstance(indicator, Indicator) or indicator.code != module.name:
            raise WrongCatalogueFile(module.name)
        found[indicator.code] = indicator
    return found


def indicator(code: str) -> Indicator:
    """Return one figure's definition.

    :raises UnknownIndicator: if there is none
    """
    try:
        return indicators()[code]
    except KeyError:
        raise UnknownIndicator(code) from None
