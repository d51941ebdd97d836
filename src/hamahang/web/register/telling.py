"""What pages say of two units and of a merge: plain values for templates."""

from collections.abc import Sequence
from typing import Any

from hamahang.domain.register import STATUSES
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.ledger.undoing import Kept
from hamahang.register.merging import Merge
from hamahang.register.relations import Thing
from hamahang.register.unmerging import Unmerge
from hamahang.web import finding

NAMES_SHOWN = 6
KEPT_SHOWN = 200
FIELDS = {
    "name": Text(fa="نام", en="name"),
    "licence_no": Text(fa="شمارهٔ پروانه", en="licence number"),
    "company_id": Text(fa="شرکت", en="company"),
    "county_id": Text(fa="شهرستان", en="county"),
    "estate_id": Text(fa="شهرک یا ناحیه", en="estate or zone"),
    "plot": Text(fa="قطعه", en="plot"),
    "is_needed": Text(fa="باید منتظر آن بماند", en="must wait for it"),
    "isic": Text(fa="رشته", en="sector"),
    "capacity": Text(fa="ظرفیت", en="capacity"),
    "capacity_unit": Text(fa="واحد ظرفیت", en="unit of capacity"),
    "capacity_use": Text(fa="استفاده از ظرفیت", en="use of capacity"),
    "status": Text(fa="وضعیت", en="status"),
    "persons": Text(fa="شمار نفر", en="persons"),
    "kind": Text(fa="نوع", en="kind"),
    "number": Text(fa="شماره", en="number"),
    "days": Text(fa="روزهای کارکرد", en="days worked"),
    "sex": Text(fa="جنسیت", en="sex"),
    "since_on": Text(fa="روز", en="day"),
    "proof": Text(fa="سطح اثبات", en="level of proof"),
    "evidence_id": Text(fa="مدرک", en="document"),
    "decided_by": Text(fa="گوینده", en="who said it"),
    "reason": Text(fa="دلیل", en="reason"),
    "grade": Text(fa="نوع جواز", en="type of permit"),
    "share": Text(fa="سهم ظرفیت", en="share of the capacity"),
    "land": Text(fa="زمین", en="land"),
    "built": Text(fa="زیربنا", en="built area"),
    "power": Text(fa="برق", en="power"),
    "gas": Text(fa="گاز", en="gas"),
    "water": Text(fa="آب", en="water"),
    "machinery": Text(fa="ماشین‌آلات ریالی", en="machinery in rials"),
    "machinery_foreign": Text(fa="ماشین‌آلات ارزی", en="machinery in foreign currency"),
    "currency": Text(fa="نوع ارز", en="currency"),
    "fixed_capital": Text(fa="سرمایهٔ ثابت", en="fixed capital"),
    "shifts": Text(fa="شیفت", en="shifts"),
    "hours": Text(fa="ساعت هر شیفت", en="hours of a shift"),
    "efficiency": Text(fa="بازده", en="efficiency"),
    "machines": Text(fa="ماشین‌ها", en="machines"),
    "by": Text(fa="ثبت‌کننده", en="recorded by"),
    "amount": Text(fa="مقدار", en="amount"),
    "project_id": Text(fa="طرح", en="project"),
    "channel": Text(fa="راه رسیدن", en="how it came"),
    "sent_on": Text(fa="روز ارسال", en="day sent"),
    "first_sent_on": Text(fa="روز نخستین ارسال", en="day first sent"),
    "men": Text(fa="مردان", en="men"),
    "women": Text(fa="زنان", en="women"),
    "stop_days": Text(fa="روزهای توقف", en="days stopped"),
    "stop_cause": Text(fa="علت توقف", en="cause of the stop"),
    "quantity": Text(fa="مقدار تولید", en="quantity made"),
    "measure": Text(fa="یکای مقدار", en="unit of measure"),
    "decision": Text(fa="نظر کارشناس", en="the expert's word"),
    "decided_on": Text(fa="روز نظر", en="day of the word"),
    "paper_no": Text(fa="شمارهٔ سند", en="number of the paper"),
    "capital": Text(fa="سرمایه", en="capital"),
    "equity": Text(fa="حقوق صاحبان سهام", en="equity"),
    "retained": Text(fa="سود انباشته", en="retained earnings"),
    "current_assets": Text(fa="دارایی جاری", en="current assets"),
    "inventory": Text(fa="موجودی کالا", en="inventory"),
    "total_assets": Text(fa="جمع دارایی‌ها", en="total assets"),
    "current_liabilities": Text(fa="بدهی جاری", en="current liabilities"),
    "total_liabilities": Text(fa="جمع بدهی‌ها", en="total liabilities"),
    "sales": Text(fa="فروش", en="sales"),
    "operating_profit": Text(fa="سود عملیاتی", en="operating profit"),
}
WHY = {
    "CORRECTED_SINCE": Text(fa="پس از یکی شدن اصلاح شده است", en="corrected since the merge"),
    "REPLACED_SINCE": Text(fa="پس از یکی شدن باطل یا جانشین شده است", en="voided or replaced since the merge"),
}


def told_unit(unit: Any, products: Sequence[str]) -> dict[str, Any]:
    """Return what tells a unit apart: its place, company and products."""
    return {
        "id": unit.pk,
        "name": unit.name,
        "licence_no": unit.licence_no,
        "county": finding.name_of(unit.county),
        "estate": Text(fa=unit.estate.name, en=unit.estate.name_en) if unit.estate else None,
        "plot": unit.plot,
        "isic": unit.isic,
        "company": unit.company.name if unit.company else "",
        "national_id": (unit.company.national_id or "") if unit.company else "",
        "products": list(products),
    }


def before_merging(seen: Merge) -> dict[str, Any]:
    """Return what the look before a merge says: groups of what moves and of what is dropped."""
    return {
        "moved": groups(seen.moved),
        "dropped": groups(seen.dropped),
        "differing": [
            (thing.title, name_of(thing), thing.since_on, [FIELDS[name] for name in thing.differs])
            for thing in seen.dropped
            if thing.differs
        ],
        "taken": {difference.field for difference in seen.differences if difference.is_taken},
        "number": len(seen.moved),
    }


def before_parting(seen: Unmerge) -> dict[str, Any]:
    """Return what the look before a merge is taken back says."""
    return {"moved": groups(seen.moved), "restored": groups(seen.restored), "kept": told_kept(seen.kept)}


def groups(things: Sequence[Thing]) -> list[dict[str, Any]]:
    """Return things by their kind: how many, and the names of the first."""
    found: dict[Text, list[Thing]] = {}
    for thing in things:
        found.setdefault(thing.title, []).append(thing)
    return [
        {
            "title": title,
            "number": len(listed),
            "names": [(name_of(thing), thing.since_on) for thing in listed[:NAMES_SHOWN]],
            "more": max(len(listed) - NAMES_SHOWN, 0),
        }
        for title, listed in found.items()
    ]


def name_of(thing: Thing) -> Text:
    """Return what a thing is called in both languages: a status by its word, the rest as it was written."""
    known = STATUSES.get(thing.name) if thing.record.startswith("register.UnitStatus:") else None
    return known or Text(fa=thing.name, en=thing.name)


def told_kept(items: Sequence[Kept]) -> list[dict[str, Any]]:
    """Return what is not taken back, each thing by its name."""
    names = ledger.names_of(item.record for item in items)
    return [
        {"name": names.get(item.record, item.record), "why": WHY[item.why], "entry": item.entry}
        for item in items[:KEPT_SHOWN]
    ]
