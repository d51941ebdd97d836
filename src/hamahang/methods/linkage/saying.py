"""A reason in words: which evidence, and how alike."""

from collections.abc import Mapping

from hamahang.domain.text import Text
from hamahang.methods.linkage.comparing import LEVELS
from hamahang.methods.linkage.records import EVIDENCE

NAMES: Mapping[str, Text] = {
    "name": Text(fa="نام", en="name"),
    "national_id": Text(fa="شناسهٔ ملی", en="national id"),
    "licence": Text(fa="پروانه", en="licence"),
    "phone": Text(fa="تلفن", en="telephone"),
    "email": Text(fa="رایانامه", en="email"),
    "address": Text(fa="نشانی", en="address"),
    "place": Text(fa="جا", en="place"),
    "postcode": Text(fa="کد پستی", en="postcode"),
    "product": Text(fa="محصول", en="product"),
    "owner": Text(fa="مالک", en="owner"),
    "birth_date": Text(fa="روز تولد", en="birth date"),
    "given_name": Text(fa="نام", en="given name"),
    "surname": Text(fa="نام خانوادگی", en="surname"),
    "common_cause": Text(
        fa="شاید واحد دیگری از همان مالک یا همان جا", en="maybe another unit of the same owner or place"
    ),
}
KINDS = {item.code: item.kind for item in EVIDENCE}


def say(evidence: str, level: int) -> Text:
    """Return a reason in words: "same licence", "alike name". level: as in `Reason`, 0 where it has none."""
    name = NAMES[evidence]
    if not level:
        return name
    label = LEVELS[KINDS[evidence]][level - 1]
    return Text(fa=f"{name.fa} {label.fa}", en=f"{label.en} {name.en}")
