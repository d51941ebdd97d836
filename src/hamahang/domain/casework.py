"""Words of casework: kinds of case, stages, causes of idleness, effects of energy prices, measures."""

from itertools import pairwise

from hamahang.domain.text import Text

KINDS = {
    "REVIVAL": Text(fa="احیای واحد راکد", en="revival of an idle unit"),
    "AFFECTED": Text(fa="واحد تأثیرپذیر از قیمت انرژی", en="unit affected by energy prices"),
    "OBSTACLE": Text(fa="رفع مانع تولید", en="removal of an obstacle"),
}
STAGES = {
    "IDENTIFIED": Text(fa="شناسایی", en="identified"),
    "REFERRED": Text(fa="معرفی به ستاد", en="referred to the headquarters"),
    "DIAGNOSIS": Text(fa="عارضه‌یابی", en="diagnosis"),
    "RESTARTED": Text(fa="بازگشت به تولید", en="back in production"),
    "CLOSED": Text(fa="مختومه", en="closed"),
}
# The order a case of each kind goes through; a list may report only some of the stages.
WORKFLOWS = {
    "REVIVAL": ("IDENTIFIED", "DIAGNOSIS", "RESTARTED", "CLOSED"),
    "AFFECTED": ("IDENTIFIED", "REFERRED", "CLOSED"),
    "OBSTACLE": ("IDENTIFIED", "REFERRED", "CLOSED"),
}
CAUSES = {
    "WORKING_CAPITAL": Text(fa="کمبود سرمایه در گردش", en="lack of working capital"),
    "BANK_DEBT": Text(fa="بدهی و وثیقهٔ بانکی", en="bank debt and collateral"),
    "MARKET": Text(fa="بازار و فروش", en="market and sales"),
    "RAW_MATERIAL": Text(fa="مواد اولیه", en="raw material"),
    "MACHINERY": Text(fa="فرسودگی ماشین‌آلات", en="worn-out machinery"),
    "ENERGY": Text(fa="انرژی و زیرساخت", en="energy and infrastructure"),
    "PARTNERS": Text(fa="اختلاف شرکا", en="dispute among partners"),
    "LEGAL": Text(fa="حقوقی و مجوز", en="legal matters and permits"),
    "OTHER": Text(fa="سایر", en="other"),
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


def check_stages(kind: str, days: dict[str, object]) -> list[tuple[str, str]]:
    """Return the pairs (earlier stage, later stage) whose days stand in the wrong order.

    days: stage → date; stages not reached are absent
    """
    order = [stage for stage in WORKFLOWS[kind] if stage in days]
    return [(a, b) for a, b in pairwise(order) if days[a] > days[b]]  # type: ignore[operator]
