"""Rules of the territory: codes of estates, and what became of a county."""

from hamahang.domain.text import Text, fold

LATIN = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "z",
    "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh",
    "ف": "f", "ق": "gh", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "و": "v", "ه": "h", "ی": "i", " ": "-",
}  # fmt: skip


def latin_name(name: str) -> str:
    """Return a rough Latin spelling of a Persian name, for addresses: lower case, words joined by hyphens."""
    letters = "".join(
        LATIN.get(letter, letter if letter.isascii() and letter.isalnum() else "") for letter in fold(name)
    )
    return "-".join(part for part in letters.split("-") if part) or "estate"


def estate_code(name: str, *, wanted: str, taken: set[str]) -> str:
    """Return an unused code for an estate: the known one, or its name in Latin letters, numbered when taken."""
    base = (wanted or latin_name(name))[:50]
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


ESTATE_KINDS = {
    "ESTATE": Text(fa="شهرک صنعتی", en="industrial estate"),
    "ZONE": Text(fa="ناحیهٔ صنعتی", en="industrial zone"),
}
ESTATE_STATUSES = {
    "ACTIVE": Text(fa="فعال", en="active"),
    "UNDER_CONSTRUCTION": Text(fa="در دست اجرا", en="under construction"),
    "APPROVED": Text(fa="مصوب", en="approved"),
}
UTILITIES = {
    "POWER": Text(fa="برق", en="power"),
    "WATER": Text(fa="آب", en="water"),
    "GAS": Text(fa="گاز", en="gas"),
    "PHONE": Text(fa="تلفن", en="phone"),
}
