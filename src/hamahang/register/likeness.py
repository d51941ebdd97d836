"""The register of units as evidence for linking: what each unit is called, makes, and where it stands."""

from typing import TYPE_CHECKING

from hamahang.register import queries

if TYPE_CHECKING:
    from hamahang.methods.linkage import Records


def unit_records() -> "Records":
    """Return the standing units as a table for `hamahang.methods.linkage`; their ids are the units' keys as text.

    name, alias (what it was called when it was registered twice), national_id of its company, licence, place (its
    county), address (its estate and plot), product (its first), owner (its company's name where that differs)
    """
    from hamahang.methods.linkage import Records

    products, aliases = queries.first_products(), queries.aliases_by_unit()
    return Records.of(
        {
            "id": unit.pk,
            "name": unit.name,
            "alias": next((alias.name for alias in reversed(aliases.get(unit.pk, ())) if alias.name != unit.name), ""),
            "national_id": unit.company__national_id,
            "licence": unit.licence_no,
            "place": unit.county__name,
            "address": f"{unit.estate__name or ''} {unit.plot}".strip(),
            "product": products.get(unit.pk, ""),
            "owner": unit.company__name if unit.company__name != unit.name else "",
        }
        for unit in queries.units_as_evidence()
    )
