"""How offices write the same thing in different ways."""

from random import Random

PERSIAN, ARABIC = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"


def arabic_letters(text: str) -> str:
    """Return the text with the Arabic ye and kaf that old keyboards write."""
    return text.replace("ی", "ي").replace("ک", "ك")


def in_digits(text: str, digits: str) -> str:
    """Return the text in another set of digits."""
    return text.translate(str.maketrans("0123456789", digits))


def any_digits(text: str, random: Random) -> str:
    """Return the text in one of the three sets of digits."""
    return in_digits(text, random.choice(("0123456789", PERSIAN, ARABIC)))


def other_spelling(name: str, random: Random) -> str:
    """Return a unit's name as another office writes it: firm words in front, other order, other letters."""
    words = name.split(" ")
    way = random.randrange(5)
    if way == 0:
        name = f"شرکت {name}"
    elif way == 1 and len(words) > 1:
        name = " ".join((words[-1], *words[:-1]))
    elif way == 2:
        name = f"شرکت تولیدی {name} (سهامی خاص)"
    elif way == 3:
        name = f"کارخانه {name}"
    return arabic_letters(name) if random.random() < 0.5 else name


OTHER_PLACES = {
    "ایوان": "ایوان غرب", "دره شهر": "دره‌شهر", "شیروان و چرداول": "شیروان وچرداول", "ملکشاهی": "ارکواز ملکشاهی",
}  # fmt: skip


def other_place(county: str, random: Random) -> str:
    """Return a county's name as another office writes it: its popular name, other joiners, other letters."""
    if random.random() < 0.3:
        county = OTHER_PLACES.get(county, county)
    return arabic_letters(county) if random.random() < 0.3 else county


def without_joiners(name: str, random: Random) -> str:
    """Return a name with spaces, or with nothing, where its joiners stood."""
    return name.replace("\u200c", random.choice((" ", "")))


def say_day(text: str, random: Random) -> str:
    """Return a day such as 1390/04/10 in one of the ways of lists: any digits and separators, zeros or none."""
    if random.random() < 0.3:
        text = "/".join(str(int(part)) for part in text.split("/"))
    if random.random() < 0.2:
        text = text.replace("/", "-")
    return any_digits(text, random)


def grouped(number: int, random: Random) -> str | int:
    """Return a number as a number, or as text with one of the signs for thousands."""
    way = random.randrange(4)
    if way < 2:
        return number
    text = f"{number:,}"
    return text if way == 2 else in_digits(text.replace(",", "٬"), PERSIAN)


def legal_id(random: Random) -> str:
    """Return an invented national id of a firm with a right check digit."""
    digits = [1, 0, *(random.randrange(10) for _ in range(8))]
    tens = digits[9] + 2
    weights = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)
    check = sum((digit + tens) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return "".join(map(str, digits)) + str(check % 10)
