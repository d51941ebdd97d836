"""What `hamahang plan` says to people, in both languages: digits of each, heads, and what is told of an aim."""

import re
from typing import Any

from hamahang.cli import options
from hamahang.domain.aims import say_bounded, say_figure
from hamahang.domain.planning import STATUSES
from hamahang.domain.text import Text, to_persian_digits

NAMED = re.compile(r"(«[^»]*»|\S*[A-Za-z]\S*)")  # names, places and codes stay as they are written
MARKS = dict.fromkeys(map(ord, "\u2068\u2069"))
DECIMAL = re.compile(r"(?<=[۰-۹])\.(?=[۰-۹])")
NONE_FOUND = Text(fa="سبدی یافت نشد", en="no plan was found")
LIMITS = Text(fa="حد، مصرف‌شده از چند، بهای یکی بیشتر", en="limit, used of how much, price of one more")


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
    aim, value, bound = said["aim"], said["value"], said["bound"]
    status = STATUSES.get(said["status"], NONE_FOUND)
    lines = [persian(status.fa), status.en]
    if value is not None:
        figure = say_figure(aim, value, target=said["target"])
        words = figure if bound is None else say_bounded(aim, figure, bound)
        lines = [persian(f"{words.fa} ({status.fa})"), f"{words.en} ({status.en})"]
    if aim != "expected" and said["jobs"] is not None:
        lines += [persian(f"با {said['jobs']:.1f} شغل مورد انتظار"), f"with {said['jobs']:.1f} expected jobs"]
    return lines
