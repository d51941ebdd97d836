"""Words of casework: kinds of case, causes of idleness, effects of energy prices, measures, outcomes."""

from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

KINDS = {
    "REVIVAL": Text(fa="احیای واحد راکد", en="revival of an idle unit"),
    "AFFECTED": Text(fa="واحد تأثیرپذیر از قیمت انرژی", en="unit affected by energy prices"),
    "OBSTACLE": Text(fa="رفع مانع تولید", en="removal of an obstacle"),
    "PROJECT": Text(fa="رفع توقف طرح", en="unblocking of a project"),
    "TAKEOVER": Text(fa="واگذاری به سرمایه‌گذار تازه", en="takeover by a new investor"),
}
# How a case ended, as the field publishes it
OUTCOMES = {
    "REVIVED": Text(fa="احیا", en="revived"),
    "CAPACITY": Text(fa="افزایش ظرفیت", en="capacity raised"),
    "STABILISED": Text(fa="تثبیت تولید و اشتغال", en="stabilised"),
    "UNBLOCKED": Text(fa="رفع مشکل طرح", en="project unblocked"),
}
SIDES = {
    "AGENCY": Text(fa="دستگاه", en="agency"),
    "UNIT": Text(fa="واحد", en="unit"),
}
ITEM_STATES = {
    "OPEN": Text(fa="باز", en="open"),
    "CLAIMED": Text(fa="انجام‌شده (اظهار)", en="done (claimed)"),
    "VERIFIED": Text(fa="انجام‌شده (تأیید)", en="done (verified)"),
    "DROPPED": Text(fa="کنارگذاشته", en="dropped"),
}
EFFECTS = {
    "CLOSED": Text(fa="تعطیلی", en="closed"),
    "OUTPUT_CUT": Text(fa="کاهش تولید", en="cut output"),
    "STAFF_CUT": Text(fa="کاهش پرسنل", en="cut staff"),
}
MEASURES = {
    "ENERGY_CREDIT": Text(fa="خط اعتباری انرژی", en="energy credit line"),
    "RESTRUCTURING": Text(fa="تغییر ساختار", en="restructuring"),
    "REBUILDING": Text(fa="بازسازی و نوسازی", en="refurbishment"),
}

# ISIC Rev. 4 class 2392, and 2693 of Rev. 3 as older licences carry it: clay building materials
BRICK_CLASSES = ("2392", "2693")


class CaseRefused(Refused):
    """What was said of a case cannot be recorded; `why` tells the repair in both languages."""


class ChangedMeanwhile(CaseRefused):
    """Somebody else changed the case since the person looked at it: nothing was overwritten."""

    def __init__(self, *, by: str) -> None:
        super().__init__(
            Text(
                fa=f"{by} در این میان پرونده را تغییر داده است؛ تازه‌ترین صورت آن را ببینید و دوباره ثبت کنید",
                en=f"{by} changed the case in the meantime; look at it as it is now and record again",
            )
        )
        self.by = by
