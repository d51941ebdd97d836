"""Reading for which months units owe no return: while all their operating licences are suspended, or once cancelled."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from hamahang.domain.ledger import AsOf
from hamahang.domain.licences import OPERATING
from hamahang.domain.owing import Pause, pauses_of
from hamahang.register.models import Licence, LicenceStep

ENDED = ("SUSPENDED", "CANCELLED")
CHUNK = 2_000


def units_with_pauses(asof: AsOf) -> set[int]:
    """Return the units of which an operating licence was ever suspended or cancelled, as known."""
    steps = LicenceStep.objects.known(asof).filter(kind__in=OPERATING, stage__in=ENDED)
    return set(steps.values_list("unit_id", flat=True))


def pauses(units: Iterable[int], asof: AsOf) -> dict[int, tuple[Pause, ...]]:
    """Return by unit the months for which it owes no return though it had a licence; units without any are left out."""
    wanted = list(units)
    stepped: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        steps = LicenceStep.objects.known(asof).filter(unit__in=wanted[start : start + CHUNK])
        stepped.update(steps.filter(kind__in=OPERATING, stage__in=ENDED).values_list("unit_id", flat=True))
    if not stepped:
        return {}
    issued: dict[int, dict[tuple[str, str], date]] = defaultdict(dict)
    licences = Licence.objects.known(asof).filter(unit__in=stepped, kind__in=OPERATING).order_by("-since_on", "-pk")
    for unit, kind, number, on in licences.values_list("unit_id", "kind", "number", "since_on"):
        issued[unit][kind, number] = on
    said: dict[tuple[int, str, str], list[tuple[date, bool]]] = defaultdict(list)
    told = LicenceStep.objects.known(asof).filter(unit__in=stepped, kind__in=OPERATING)
    for unit, kind, number, stage, on in told.order_by("since_on", "proof", "pk").values_list(
        "unit_id", "kind", "number", "stage", "since_on"
    ):
        said[unit, kind, number].append((on, stage not in (*ENDED, "REPLACED")))
    found = {}
    for unit, of_unit in issued.items():
        own = pauses_of((on, said[unit, kind, number]) for (kind, number), on in of_unit.items())
        if own:
            found[unit] = own
    return found
