"""Findings in words: why a site is out, and what would open it."""

import math
from decimal import ROUND_HALF_UP, Decimal

from hamahang.domain.money import say_number, say_rials
from hamahang.domain.text import Text
from hamahang.methods.siting.judging import Finding
from hamahang.methods.siting.needs import Reach
from hamahang.methods.siting.opening import Opening, Part

KM = Text(fa="کیلومتر", en="km")
STRAIGHT = Text(fa=" به خط مستقیم", en=" as the crow flies")


def say_amount(value: float, unit: Text, language: str) -> str:
    """Return an amount with its unit, to three digits after the point at most."""
    if math.isinf(value):
        return {"fa": "هیچ", "en": "none around"}[language]
    number = Decimal(repr(value)).quantize(Decimal("0.001"), ROUND_HALF_UP).normalize()
    return f"{say_number(number + 0, language)} {unit[language]}"


def say_finding(finding: Finding) -> Text:
    """Return what is there, what is asked, and by how much it is missed."""
    return Text(fa=_finding(finding, "fa"), en=_finding(finding, "en"))


def _finding(finding: Finding, language: str) -> str:
    limit, value = finding.limit, finding.measured.value
    asked = "، ".join(_asked(finding, language)) if language == "fa" else ", ".join(_asked(finding, language))
    title = limit.title[language]
    if value is None or finding.missing is None:
        return {"fa": f"{title}: معلوم نیست؛ {asked}", "en": f"{title}: not known; {asked}"}[language]
    said = f"{title}: {say_amount(value, limit.unit, language)}{_how(finding, language)}"
    if not finding.missing or math.isinf(finding.missing):
        return f"{said}؛ {asked}" if language == "fa" else f"{said}; {asked}"
    by = say_amount(finding.missing, limit.unit, language)
    is_short = limit.least is not None and value < limit.least
    words = {"fa": ("کم", "زیاد"), "en": ("short", "too much")}[language][0 if is_short else 1]
    return f"{said}؛ {asked}: {by} {words}" if language == "fa" else f"{said}; {asked}: {by} {words}"


def _how(finding: Finding, language: str) -> str:
    """Return within what distance something was counted, and whether distances are straight."""
    measure, said = finding.limit.measure, ""
    if isinstance(measure, Reach):
        said = {"fa": " تا ", "en": " within "}[language] + say_amount(measure.within, KM, language)
    return said + (STRAIGHT[language] if finding.measured.is_straight else "")


def _asked(finding: Finding, language: str) -> list[str]:
    limit = finding.limit
    said = []
    if limit.least is not None:
        said.append({"fa": "دست‌کم ", "en": "at least "}[language] + say_amount(limit.least, limit.unit, language))
    if limit.most is not None:
        said.append({"fa": "حداکثر ", "en": "at most "}[language] + say_amount(limit.most, limit.unit, language))
    return said


def say_opening(opening: Opening) -> Text:
    """Return what would open a site, part by part."""
    fa, en = (" + ".join(_part(part, language) for part in opening.parts) for language in ("fa", "en"))
    if opening.price is None:
        return Text(fa=fa, en=en)
    if len(opening.parts) > 1:
        fa += f" = {say_rials(opening.price, 'fa')}"
        en += f" = {say_rials(opening.price, 'en')}"
    return Text(fa=fa, en=en)


def _part(part: Part, language: str) -> str:
    limit = part.finding.limit
    title = limit.title[language]
    if part.steps is None or part.price is None:
        return {"fa": f"{title}: با پول جابه‌جا نمی‌شود", "en": f"{title}: money does not move it"}[language]
    more = say_amount(part.steps * limit.step, limit.unit, language)
    price = say_rials(part.price, language)
    return {"fa": f"{title}: {more} بیشتر، {price}", "en": f"{title}: {more} more, {price}"}[language]
