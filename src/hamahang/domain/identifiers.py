"""National ids with their check digits. Source: the published algorithms of the civil and company registries."""

from operator import mul

from hamahang.domain.text import to_latin_digits

LEGAL_WEIGHTS = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)


def is_legal_id(text: str) -> bool:
    """Return whether a text is a firm's national id (شناسهٔ ملی): 11 digits, the last one a check digit."""
    digits = _digits(text, 11)
    if digits is None or len(set(digits)) == 1:
        return False
    tens = digits[9] + 2
    total = sum(map(mul, digits, LEGAL_WEIGHTS)) + tens * sum(LEGAL_WEIGHTS)
    return bool(total % 11 % 10 == digits[10])


def is_personal_id(text: str) -> bool:
    """Return whether a text is a person's national code (کد ملی): 10 digits, the last one a check digit."""
    digits = _digits(text, 10)
    if digits is None or len(set(digits)) == 1:
        return False
    rest = sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return digits[9] == (rest if rest < 2 else 11 - rest)


def _digits(text: str, length: int) -> list[int] | None:
    latin = to_latin_digits(text)
    if len(latin) != length or not (latin.isascii() and latin.isdigit()):
        return None
    return list(map(int, latin))
