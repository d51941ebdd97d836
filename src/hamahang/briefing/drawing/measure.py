"""How wide words are in Vazirmatn, near enough to give labels their room without opening the font."""

# Hundredths of an em, measured in Vazirmatn 33.0.3: a letter joined on both sides; other signs as they stand.
NARROW_LETTERS = dict.fromkeys("آأإٱا", 21) | dict.fromkeys("رزژ", 26) | dict.fromkeys("لنبپتثیئيى", 35)
BROAD_LETTERS = dict.fromkeys("ؤو", 40) | dict.fromkeys("دذفقهةۀکگك", 50) | dict.fromkeys("عغم", 57)
BROADEST_LETTERS = dict.fromkeys("طظجحخچ", 68) | dict.fromkeys("سشصض", 85)
SIGNS = (
    dict.fromkeys("٬·.:،؛,'|ijl!", 28)
    | dict.fromkeys(" \u00a0", 27)
    | dict.fromkeys("()tfrI۱/٫", 36)
    | dict.fromkeys("«»-–", 50)
    | dict.fromkeys("۳GOQHNmMWw%", 76)
)
ZERO = dict.fromkeys("\u200c\u200d\u2067\u2069\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654", 0)
WIDTHS = NARROW_LETTERS | BROAD_LETTERS | BROADEST_LETTERS | SIGNS | ZERO
DIGIT_OR_LATIN = 56
JOINING = frozenset("لنبپتثیئيىفقهةۀکگكعغمطظجحخچسشصض")
END_OF_JOINED = 46  # the tail that a joining letter gets at the end of its run
BOLD = 1.06


def text_width(words: str, *, size: float, bold: bool = False) -> float:
    """Return about how wide words run, in the unit of `size`."""
    hundredths = 0
    for letter, following in zip(words, words[1:] + " ", strict=True):
        hundredths += WIDTHS.get(letter, DIGIT_OR_LATIN)
        if letter in JOINING and not is_persian_letter(following):
            hundredths += END_OF_JOINED
    return hundredths / 100 * size * (BOLD if bold else 1)


def is_persian_letter(letter: str) -> bool:
    """Say whether a letter is one of the Arabic script that the letter before it may join."""
    return "\u0620" <= letter <= "\u064a" or "\u066e" <= letter <= "\u06d3"


def shorten(words: str, *, width: float, size: float, bold: bool = False) -> str:
    """Return words cut at the end, with an ellipsis, so that they fit a width."""
    if text_width(words, size=size, bold=bold) <= width:
        return words
    while words and text_width(words + "…", size=size, bold=bold) > width:
        words = words[:-1]
    return words.rstrip(" \u200c") + "…"


def wrap(words: str, *, width: float, size: float, lines: int = 2, bold: bool = False) -> list[str]:
    """Return words broken at spaces into at most `lines` lines that fit a width; the last line is cut if need be."""
    found: list[str] = []
    current = ""
    rest = words.split(" ")
    while rest and len(found) < lines - 1:
        longer = f"{current} {rest[0]}" if current else rest[0]
        if current and text_width(longer, size=size, bold=bold) > width:
            found.append(current)
            current = ""
            continue
        current = longer
        rest.pop(0)
    last = " ".join(part for part in (current, *rest) if part)
    return [shorten(line, width=width, size=size, bold=bold) for line in (*found, last) if line]
