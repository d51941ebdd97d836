"""Made-up units of a country and lists of them as careless offices write them, with the truth beside."""

import csv
from collections.abc import Callable
from pathlib import Path
from random import Random

from hamahang.cli.samples.mess import any_digits, arabic_letters, legal_id, other_place, other_spelling
from hamahang.cli.samples.names import BRANDS, PRODUCTS, SURNAMES

Row = dict[str, str]
COUNTIES = Path(__file__).resolve().parents[1] / "src" / "hamahang" / "territory" / "data" / "counties.csv"
GIVEN = (
    "علی", "محمد", "حسین", "رضا", "مهدی", "احمد", "حسن", "کریم", "سعید", "مجید", "فاطمه", "زهرا", "مریم", "لیلا",
    "نرگس", "بهرام", "داریوش", "کاوه", "جهانگیر", "عبداله", "غلامرضا", "محمدرضا", "علیرضا", "امیر", "بهمن", "پرویز",
)  # fmt: skip
SYLLABLES = (
    "پار", "سان", "آر", "کیا", "نو", "مهر", "آذر", "بان", "دشت", "کوه", "رو", "شا", "تا", "رام", "گل", "زر", "نا", "وا",
)  # fmt: skip
STREETS = ("امام خمینی", "شهید مطهری", "آزادی", "انقلاب", "ولیعصر", "بهشتی", "طالقانی", "سعدی", "حافظ", "فردوسی")
NUMBERS = {"1": "یک", "2": "دو", "3": "سه", "4": "چهار", "5": "پنج"}
KEYBOARD = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
LOST = {
    "licence": 0.35, "national_id": 0.5, "phone": 0.45, "address": 0.4, "place": 0.1, "postcode": 0.6, "product": 0.25,
    "owner": 0.45,
}  # fmt: skip


def counties() -> list[str]:
    with COUNTIES.open(encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file)]


def brand(random: Random) -> str:
    if random.random() < 0.5:
        return random.choice(BRANDS)
    return "".join(random.choice(SYLLABLES) for _ in range(random.choice((2, 2, 3))))


def unit(random: Random, number: int, places: list[str]) -> Row:
    """Return a unit of the register."""
    place, product = random.choice(places), random.choice(PRODUCTS)[0]
    return {
        "id": f"u{number}",
        "name": name(random, product, place),
        "licence": f"{random.randint(100, 399)}/{random.randint(1000, 99999)}",
        "national_id": legal_id(random) if random.random() < 0.6 else "",
        "phone": f"0{random.randint(11, 88)}{random.randint(2, 4)}{random.randrange(10**7):07d}",
        "address": f"{road(random, place)} پلاک {random.randint(1, 400)}",
        "place": place,
        "postcode": f"{random.randrange(10**9, 10**10)}",
        "product": product,
        "owner": f"{random.choice(GIVEN)} {random.choice(SURNAMES)}{random.choice(('', '', ' نژاد', ' پور', ' فر'))}",
    }


def name(random: Random, product: str, place: str) -> str:
    parts = [product, brand(random)]
    if random.random() < 0.35:
        parts.append(brand(random))
    if random.random() < 0.3:
        parts.append(place)
    if random.random() < 0.15:
        parts.append(f"شماره {random.randint(1, 5)}")
    if random.random() < 0.5:
        parts.insert(0, random.choice(("شرکت", "شرکت تولیدی", "کارخانه", "تعاونی", "صنایع")))
    return " ".join(parts)


def road(random: Random, place: str) -> str:
    return (
        f"شهرک صنعتی {place}",
        f"جاده {place} کیلومتر {random.randint(1, 30)}",
        f"خیابان {random.choice(STREETS)}",
    )[random.randrange(3)]


def sibling(random: Random, number: int, of: Row) -> Row:
    """Return another unit of the same owner: the same firm, telephone and often the same site."""
    product = random.choice([name for name, *_ in PRODUCTS if name != of["product"]])
    parts = [product, *of["name"].split()[-1:], *(["شماره 2"] if random.random() < 0.3 else [])]
    other = of | {"id": f"u{number}", "product": product, "name": " ".join(parts)}
    other["licence"] = f"{random.randint(100, 399)}/{random.randint(1000, 99999)}"
    if random.random() < 0.4:
        other["address"] = of["address"].rsplit(" ", 1)[0] + f" {random.randint(1, 400)}"
        other["postcode"] = f"{random.randrange(10**9, 10**10)}"
    return other


def register(random: Random, size: int) -> list[Row]:
    places, units = counties(), []
    for number in range(size):
        if units and random.random() < 0.08:
            units.append(sibling(random, number, random.choice(units[-50:])))
        else:
            units.append(unit(random, number, places))
    return units


def slip(text: str, random: Random) -> str:
    """Return a text with one typing error."""
    if len(text) < 4:
        return text
    place, way = random.randrange(1, len(text) - 1), random.randrange(4)
    letter = random.choice("0123456789" if text[place].isdigit() else KEYBOARD)
    if way == 0:
        return text[:place] + text[place + 1 :]
    if way == 1:
        return text[:place] + letter + text[place:]
    if way == 2:
        return text[:place] + letter + text[place + 1 :]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def spoiled_name(name: str, random: Random) -> str:
    words = name.replace("شماره ", "").split() if random.random() < 0.3 else name.split()
    if len(words) > 2 and random.random() < 0.2:
        words.pop(random.randrange(len(words)))
    if random.random() < 0.3:
        words = [NUMBERS.get(word, word) for word in words]
    if random.random() < 0.2:
        random.shuffle(words)
    name = other_spelling(" ".join(words), random) if random.random() < 0.6 else " ".join(words)
    if random.random() < 0.1:
        name = name.replace(" ", "\u200c", 1)
    if random.random() < 0.1:
        name = name.replace(" ", "", 1)
    for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
        name = slip(name, random)
    return name


def spoiled_phone(text: str, random: Random) -> str:
    way = random.randrange(4)
    if way == 0:
        return text[3:]
    if way == 1:
        return f"+98 {text[1:3]} {text[3:]}"
    return f"{text[:3]}-{text[3:]}" if way == 2 else text


def spoiled_address(text: str, random: Random) -> str:
    text = text.replace("پلاک", random.choice(("پ", "پلاک", "")))
    text = text.replace("خیابان", random.choice(("خ", "خیابان", "خ.")))
    return slip(text, random) if random.random() < 0.3 else text


def spoiled_owner(text: str, random: Random) -> str:
    text = random.choice(("", "", "آقای ", "مهندس ", "حاج ")) + text
    words = text.split()
    return words[0][0] + ". " + " ".join(words[1:]) if random.random() < 0.1 else text


def spoiled_licence(text: str, random: Random) -> str:
    return random.choice((text, text, text.replace("/", "-"), text.replace("/", ""), text.split("/")[1]))


SPOILED: dict[str, Callable[[str, Random], str]] = {
    "name": spoiled_name,
    "phone": spoiled_phone,
    "address": spoiled_address,
    "owner": spoiled_owner,
    "place": other_place,
    "licence": spoiled_licence,
}


def received(random: Random, of: Row, number: int) -> Row:
    """Return a unit as a careless office writes it."""
    row = {name: value for name, value in of.items() if random.random() >= LOST.get(name, 0)}
    row = {name: SPOILED[name](value, random) if name in SPOILED else value for name, value in row.items()}
    for name in ("licence", "national_id", "phone", "postcode", "product", "owner", "place"):
        if row.get(name) and random.random() < 0.08:
            row[name] = slip(row[name], random)
    if random.random() < 0.04:
        row["name"] = f"{row.get('product') or 'تولیدی'} {brand(random)}"  # sold and renamed
    for name, value in row.items():
        value = arabic_letters(value) if random.random() < 0.5 else value
        row[name] = any_digits(value, random) if random.random() < 0.5 else value
    return row | {"id": f"r{number}"}


def incoming(random: Random, units: list[Row], size: int) -> tuple[list[Row], list[tuple[str, str]]]:
    """Return a list of rows, one in six of a unit not in the register, and the true pairs (unit, row)."""
    rows, pairs, places = [], [], counties()
    chosen = random.sample(range(len(units)), size)
    for number, place in enumerate(chosen):
        fate = random.random()
        if fate < 0.12:
            rows.append(received(random, unit(random, number, places), number))
        elif fate < 0.17:
            rows.append(received(random, sibling(random, number, units[place]), number))
        else:
            rows.append(received(random, units[place], number))
            pairs.append((units[place]["id"], f"r{number}"))
    return rows, pairs
