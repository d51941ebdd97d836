"""Small made-up tables for the tests of linkage."""

from random import Random

from hamahang.methods.linkage import Linking, Model, Records, Register, Scored

Row = dict[str, str]
BRANDS = ("زاگرس", "مانشت", "کبیرکوه", "سیوان", "دالاهو", "میمه", "گلان", "آفتاب", "سپهر", "بلوط", "شقایق", "کاوه")
PRODUCTS = ("آجر ماشینی", "گچ ساختمانی", "شن و ماسه", "سازه فلزی", "خوراک دام", "آرد")
PLACES = ("ایلام", "مهران", "دهلران", "آبدانان", "ایوان", "دره شهر")
OWNERS = ("علی کریمی", "رضا احمدی", "مریم مرادی", "حسین حیدری", "زهرا نظری", "کریم صادقی", "مهدی عزیزی")


def units(size: int, seed: int = 1) -> list[Row]:
    """Return units with everything known of them."""
    random, made = Random(seed), []
    for number in range(size):
        product = random.choice(PRODUCTS)
        made.append(
            {
                "id": f"u{number}",
                "name": f"شرکت {product} {random.choice(BRANDS)} {random.choice(BRANDS)}",
                "licence": f"{random.randint(100, 399)}/{random.randint(1000, 99999)}",
                "phone": f"084{random.randrange(10**7, 10**8)}",
                "place": random.choice(PLACES),
                "product": product,
                "owner": random.choice(OWNERS),
            }
        )
    return made


def rewritten(row: Row, number: int, seed: int = 1) -> Row:
    """Return a unit as another office writes it: some fields missing, words in another order, other letters."""
    random = Random(f"{seed} {number}")
    other = {name: value for name, value in row.items() if name in ("name", "place") or random.random() < 0.7}
    words = row["name"].split()
    random.shuffle(words)
    other["name"] = " ".join(words).replace("ی", "ي").replace("ک", "ك")
    return other | {"id": f"r{number}"}


def lists(size: int, seed: int = 1) -> tuple[list[Row], list[Row]]:
    """Return a register, and a list whose row rK is the unit uK for the even K only."""
    known = units(size, seed)
    strangers = units(size, seed + 100)
    return known, [rewritten(known[k] if k % 2 == 0 else strangers[k], k, seed) for k in range(size)]


def scored(left: list[Row], right: list[Row] | None = None) -> tuple[Linking, Model, Scored]:
    """Return two tables compared and weighted."""
    linking = Linking(Register(Records.of(left)), None if right is None else Records.of(right))
    model = linking.train()
    return linking, model, linking.score(model)


def linked(left: list[Row], right: list[Row] | None = None) -> list[tuple[str, str]]:
    """Return the links of two tables, or the doubles of one."""
    linking, model, pairs = scored(left, right)
    return linking.links(pairs, model)
