"""What the pages of received lists say."""

from hamahang.domain.text import Text

STATES = {
    "UNREADABLE": Text(fa="خوانده نشد", en="not readable"),
    "CHECKED": Text(fa="بررسی‌شده، در انتظار اعمال", en="checked, not yet applied"),
    "APPLYING": Text(fa="در حال اعمال", en="being applied"),
    "APPLIED": Text(fa="اعمال‌شده", en="applied"),
    "UNDONE": Text(fa="برگردانده", en="taken back"),
    "REJECTED": Text(fa="ردشده", en="rejected"),
}
TO_MEND = Text(fa="بررسی‌شده، باید درست شود", en="checked, to be mended")
TOO_LARGE = Text(fa="فایل بزرگ‌تر از {limit} مگابایت است.", en="The file is larger than {limit} megabytes.")
APPLIED = Text(fa="فهرست اعمال شد.", en="The list is applied.")
UNDONE = Text(
    fa="فهرست برگردانده شد: {gone} سند کنار رفت و {restored} سند به پیش از فهرست برگشت.",
    en="The list is taken back: {gone} records are gone and {restored} are as before it.",
)
WHY = {
    "CORRECTED_SINCE": Text(fa="پس از این فهرست کسی آن را اصلاح کرده است", en="somebody corrected it after this list"),
    "USED_SINCE": Text(fa="سندهای دیگری بر آن نوشته شده است", en="other records were written about it"),
    "REPLACED_SINCE": Text(
        fa="پس از این فهرست چیز دیگری به جای آن ثبت شده است", en="something else was recorded since"
    ),
    "VOIDED_BY_IT": Text(fa="این فهرست آن را باطل کرده بود", en="this list had voided it"),
}
MONEY = {
    "RIAL": Text(fa="ریال", en="rials"),
    "THOUSAND_RIAL": Text(fa="هزار ریال", en="thousand rials"),
    "MILLION_RIAL": Text(fa="میلیون ریال", en="million rials"),
    "BILLION_RIAL": Text(fa="میلیارد ریال", en="billion rials"),
    "TOMAN": Text(fa="تومان", en="tomans"),
    "THOUSAND_TOMAN": Text(fa="هزار تومان", en="thousand tomans"),
    "MILLION_TOMAN": Text(fa="میلیون تومان", en="million tomans"),
    "BILLION_TOMAN": Text(fa="میلیارد تومان", en="billion tomans"),
}
STAGES = {
    "starting": Text(fa="آغاز می‌شود", en="starting"),
    "reading": Text(fa="خواندن فایل", en="reading the file"),
    "linking": Text(fa="یافتن واحدها", en="finding the units"),
    "writing": Text(fa="نوشتن در دفتر", en="writing to the register"),
    "sealing": Text(fa="مُهر زدن ثبت", en="sealing the entry"),
}
HAS_ERRORS = Text(
    fa="این فهرست سطرهای نادرست دارد؛ آنها را درست کنید، یا بگویید که بدون آنها اعمال شود.",
    en="This list has wrong rows; mend them, or say that it be applied without them.",
)
NO_PERIOD = Text(
    fa="این دوره خوانده نشد؛ مانند «۱۳۹۰»، «خرداد ۱۳۹۰»، «سه‌ماههٔ دوم ۱۳۹۰» یا «۱۳۹۰/۰۱/۰۱ تا ۱۳۹۰/۰۳/۳۱» بنویسید.",
    en="This period was not understood; write it as “1390”, “Khordad 1390”, or “1390/01/01 to 1390/03/31”.",
)
SENDER = Text(fa="فرستنده (اداره، بانک، شرکت)", en="Sender (office, bank, company)")
