"""Words of the register: status of a unit, kinds of licence, what tells units apart."""

from hamahang.domain.text import Text

STATUSES = {
    "ACTIVE": Text(fa="فعال", en="active"),
    "UNDERUSED": Text(fa="نیمه‌فعال", en="under-used"),
    "IDLE": Text(fa="راکد", en="idle"),
    "UNDER_CONSTRUCTION": Text(fa="در حال ساخت", en="being built"),
}
LICENCES = {
    "PERMIT": Text(fa="جواز تأسیس", en="establishment permit"),
    "PROVISIONAL": Text(fa="پروانهٔ بهره‌برداری (موقت)", en="operating licence (provisional)"),
    "NEW": Text(fa="پروانهٔ بهره‌برداری (ایجادی)", en="operating licence (new)"),
    "EXPANSION": Text(fa="پروانهٔ بهره‌برداری (توسعه‌ای)", en="operating licence (expansion)"),
}
JOB_KINDS = {
    "NEW": Text(fa="جدید", en="new"),
    "SAFEGUARDED": Text(fa="تثبیت‌شده", en="safeguarded"),
    "RETURNED": Text(fa="بازگشته", en="returned"),
}
EVIDENCE_NAMES = {
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
    "given_name": Text(fa="نام کوچک", en="given name"),
    "surname": Text(fa="نام خانوادگی", en="surname"),
    "common_cause": Text(
        fa="شاید واحد دیگری از همان مالک یا همان جا", en="maybe another unit of the same owner or place"
    ),
}
