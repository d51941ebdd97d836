"""Words of the register: status of a unit, kinds of licence."""

from hamahang.domain.text import Text

STATUSES = {
    "ACTIVE": Text(fa="فعال", en="active"),
    "UNDERUSED": Text(fa="نیمه‌فعال", en="under-used"),
    "IDLE": Text(fa="راکد", en="idle"),
    "UNDER_CONSTRUCTION": Text(fa="در حال ساخت", en="being built"),
}
LICENCES = {
    "PERMIT": Text(fa="جواز تأسیس", en="establishment permit"),
    "NEW": Text(fa="پروانهٔ بهره‌برداری (ایجادی)", en="operating licence (new)"),
    "EXPANSION": Text(fa="پروانهٔ بهره‌برداری (توسعه‌ای)", en="operating licence (expansion)"),
}
JOB_KINDS = {
    "NEW": Text(fa="جدید", en="new"),
    "SAFEGUARDED": Text(fa="تثبیت‌شده", en="safeguarded"),
    "RETURNED": Text(fa="بازگشته", en="returned"),
}
