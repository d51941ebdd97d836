"""Names of what is counted that end in a verb, in every form of it: «بیکار شدند», «بیکار شده‌اند», «بیکار می‌شوند»."""

from collections.abc import Iterator

# the last word of such a name as the tables write it, and its other forms
FORMS = {
    "شدند": (("شده", "اند"), ("شدهاند",), ("شده", "است"), ("می", "شوند"), ("میشوند",), ("خواهند", "شد"), ("شوند",)),
    "بازگشتند": (
        ("بازگشته", "اند"), ("بازگشتهاند",), ("باز", "گشتند"), ("باز", "گشته", "اند"), ("برگشتند",), ("برگشته", "اند"),
        ("برگشتهاند",), ("برمی", "گردند"), ("برمیگردند",), ("باز", "می", "گردند"), ("بازمی", "گردند"), ("بازگردند",),
        ("برگردند",), ("باز", "خواهند", "گشت"),
    ),
    "کردند": (("کرده", "اند"), ("کردهاند",), ("می", "کنند"), ("میکنند",)),
}  # fmt: skip


def inflected(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a spelling and its other forms, where it ends in a verb."""
    yield words
    if len(words) > 1:
        for form in FORMS.get(words[-1], ()):
            yield (*words[:-1], *form)
