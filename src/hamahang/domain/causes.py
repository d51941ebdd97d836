"""Why units idle: eleven groups of causes, each with its causes. Seen: named in what ministry and estates publish.

Sources: the ministry's and ISIPO's own list (lack of liquidity 53–57 %, no market, dispute of partners, raw material,
machinery); the rest as named in the press of the field, or known from practice (is_seen false).
"""

from dataclasses import dataclass

from hamahang.domain.text import Text

GROUPS = {
    "FINANCE": Text(fa="مالی", en="finance"),
    "MARKET_GROUP": Text(fa="بازار", en="market"),
    "INPUT": Text(fa="مواد اولیه", en="raw material"),
    "TECHNIQUE": Text(fa="فنی", en="technique"),
    "UTILITIES": Text(fa="انرژی و زیرساخت", en="energy and infrastructure"),
    "OWNERSHIP": Text(fa="مدیریت و مالکیت", en="management and ownership"),
    "LAW": Text(fa="حقوقی و مجوز", en="law and permits"),
    "STAFF": Text(fa="نیروی انسانی", en="staff"),
    "MOTIVE": Text(fa="انگیزهٔ غیرتولیدی", en="a motive other than production"),
    "FORCE_MAJEURE": Text(fa="قوهٔ قهریه", en="force majeure"),
    "CONCEPT": Text(fa="طرح فاقد توجیه اولیه", en="never feasible"),
    "OTHER_GROUP": Text(fa="سایر", en="other"),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause within its group."""

    code: str
    group: str
    title: Text
    is_seen: bool = True


def _cause(code: str, group: str, fa: str, en: str, *, is_seen: bool = True) -> Cause:
    return Cause(code, group, Text(fa=fa, en=en), is_seen)


TAXONOMY = (
    _cause("WORKING_CAPITAL", "FINANCE", "کمبود سرمایه در گردش", "lack of working capital"),
    _cause("BANK_DEBT", "FINANCE", "بدهی و وثیقهٔ بانکی", "bank debt and collateral"),
    _cause("SEIZED", "FINANCE", "تملک یا توقیف به دست بانک", "seized by the bank"),
    _cause("TAX_INSURANCE_DEBT", "FINANCE", "بدهی مالیاتی یا بیمه‌ای", "tax or insurance debt"),
    _cause("MARKET", "MARKET_GROUP", "بازار و فروش", "market and sales"),
    _cause("IMPORTS", "MARKET_GROUP", "واردات و قاچاق", "imports and smuggling", is_seen=False),
    _cause("EXPORT", "MARKET_GROUP", "بسته‌شدن صادرات یا مرز", "export or border closed", is_seen=False),
    _cause("RAW_MATERIAL", "INPUT", "مواد اولیه", "raw material"),
    _cause("FOREIGN_CURRENCY", "INPUT", "ارز برای مواد و قطعه", "foreign currency for material and parts"),
    _cause("MACHINERY", "TECHNIQUE", "فرسودگی ماشین‌آلات", "worn-out machinery"),
    _cause("QUALITY", "TECHNIQUE", "فناوری، کیفیت و استاندارد", "technology, quality, standard", is_seen=False),
    _cause("ENERGY", "UTILITIES", "انرژی و زیرساخت", "energy and infrastructure"),
    _cause("ENERGY_PRICE", "UTILITIES", "هزینهٔ سوخت و برق", "cost of fuel and electricity"),
    _cause("ROAD_WATER", "UTILITIES", "راه و آب", "road and water"),
    _cause("MANAGEMENT", "OWNERSHIP", "ضعف مدیریت", "weak management"),
    _cause("PARTNERS", "OWNERSHIP", "اختلاف شرکا", "dispute among partners"),
    _cause("OWNER_GONE", "OWNERSHIP", "فوت، ورشکستگی یا غیبت مالک", "owner dead, bankrupt or absent", is_seen=False),
    _cause("LEGAL", "LAW", "حقوقی و مجوز", "legal matters and permits"),
    _cause("ENVIRONMENT", "LAW", "محیط زیست", "environment"),
    _cause("LAND", "LAW", "مالکیت زمین", "title to the land"),
    _cause("SKILLS", "STAFF", "نیروی ماهر", "skilled staff", is_seen=False),
    _cause("HOLDING_LAND", "MOTIVE", "نگه‌داشتن زمین یا دریافت تسهیلات", "holding land or collecting loans"),
    _cause("DISASTER", "FORCE_MAJEURE", "سیل، زلزله، آتش‌سوزی", "flood, earthquake, fire", is_seen=False),
    _cause("UNFEASIBLE", "CONCEPT", "طرح فاقد توجیه", "project never feasible"),
    _cause("OTHER", "OTHER_GROUP", "سایر", "other"),
)
CAUSES = {cause.code: cause.title for cause in TAXONOMY}
GROUP_OF = {cause.code: cause.group for cause in TAXONOMY}
# liquidity is usually a symptom: it alone never leads to a loan of working capital
LIQUIDITY = "WORKING_CAPITAL"
