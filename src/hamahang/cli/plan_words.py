"""What `hamahang plan` says to people, in both languages: digits of each, heads, and what is told of an aim."""

import re
from typing import Any

from hamahang.cli import options
from hamahang.domain.planning import STATUSES
from hamahang.domain.text import Text, to_persian_digits

NAMED = re.compile(r"(«[^»]*»|\S*[A-Za-z]\S*)")  # names, places and codes stay as they are written
MARKS = dict.fromkeys(map(ord, "\u2068\u2069"))
DECIMAL = re.compile(r"(?<=[۰-۹])\.(?=[۰-۹])")
OF_AIMS = {
    "expected": Text(fa="{value} شغل مورد انتظار، حداکثر {bound}", en="{value} expected jobs, at most {bound}"),
    "cost": Text(fa="{value} میلیون ریال، حداقل {bound}", en="{value} million rials, at least {bound}"),
    "cvar": Text(
        fa="{value} شغل در بدترین یک‌دهم، حداکثر {bound}", en="{value} jobs in the worst tenth, at most {bound}"
    ),
    "leximin": Text(
        fa="کم‌بهره‌ترین شهرستان {value} از خواسته، حداکثر {bound}",
        en="the worst-served county {value} of what is asked, at most {bound}",
    ),
    "per_rial": Text(
        fa="{value} شغل مورد انتظار در هر میلیارد ریال، حداکثر {bound}",
        en="{value} expected jobs per milliard of rials, at most {bound}",
    ),
    "probability": Text(fa="احتمال رسیدن به هدف {value}", en="chance to reach the target {value}"),
    "promise": Text(fa="قول {value} شغل با ۹۰٪", en="a promise of {value} jobs with 90 %"),
}
ANY = Text(fa="{value}، کران {bound}", en="{value}, bound {bound}")
NONE_FOUND = Text(fa="سبدی یافت نشد", en="no plan was found")
LIMITS = Text(fa="حد، مصرف‌شده از چند، بهای یکی بیشتر", en="limit, used of how much, price of one more")
EXACT, ROUGH = 3, 1  # digits after the point: of shares, of jobs and money


def persian(text: str) -> str:
    """Return a Persian line with Persian digits; names, places and codes keep theirs, so that they can be found."""
    parts = NAMED.split(text)
    return "".join(part if at % 2 else DECIMAL.sub("٫", to_persian_digits(part)) for at, part in enumerate(parts))


def plain(text: str) -> str:
    """Return words for a terminal, without the marks that keep names apart on a page."""
    return text.translate(MARKS)


def refuse(fa: str, en: str) -> int:
    """Say in both languages why nothing was done; return the exit status for a refusal."""
    return options.refuse(persian(fa), en)


def heads(said: dict[str, Any]) -> list[str]:
    """Return what a plan reaches by its aim, in both languages."""
    words, status = OF_AIMS.get(said["aim"], ANY), STATUSES.get(said["status"], NONE_FOUND)
    value, bound = (_number(said[name], said["aim"]) for name in ("value", "bound"))
    fa, en = (of.format(value=value, bound=bound) for of in (words.fa, words.en))
    lines = [persian(f"{fa} ({status.fa})"), f"{en} ({status.en})"]
    if said["aim"] != "expected" and said["jobs"] is not None:
        lines += [persian(f"با {said['jobs']:.1f} شغل مورد انتظار"), f"with {said['jobs']:.1f} expected jobs"]
    return lines


def _number(number: float | None, aim: str) -> str:
    if aim == "per_rial" and number is not None:
        number *= 1_000  # million rials in a milliard
    digits = EXACT if aim in ("probability", "leximin", "per_rial") else ROUGH
    return "—" if number is None else f"{number:,.{digits}f}"
