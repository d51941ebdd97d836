"""Credit facilities: the words of the field, the terms of a contract, and what may be paid when."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hamahang.domain.money import say_rials
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

CONTRACTS = {
    "INSTALMENT_SALE": Text(fa="فروش اقساطی", en="instalment sale"),
    "PARTNERSHIP": Text(fa="مشارکت مدنی", en="civil partnership"),
    "MURABAHA": Text(fa="مرابحه", en="murabaha"),
    "QARD": Text(fa="قرض‌الحسنه", en="qard al-hasan"),
    "LEASE": Text(fa="اجاره به شرط تملیک", en="hire purchase"),
    "JUALAH": Text(fa="جعاله", en="ju'alah"),
    "GRANT": Text(fa="کمک بلاعوض", en="grant"),
}
PURPOSES = {
    "FIXED": Text(fa="سرمایهٔ ثابت", en="fixed capital"),
    "WORKING": Text(fa="سرمایه در گردش", en="working capital"),
    "REBUILDING": Text(fa="بازسازی و نوسازی", en="rebuilding"),
    "ENERGY": Text(fa="خط اعتباری انرژی", en="energy credit line"),
    "RESTRUCTURING": Text(fa="تسویهٔ بدهی پیشین", en="restructuring of a debt"),
    "GRANT": Text(fa="کمک بلاعوض", en="grant"),
}
METHODS = {
    "ANNUITY": Text(fa="قسط برابر", en="equal instalments"),
    "EQUAL_PRINCIPAL": Text(fa="اصل برابر", en="equal principal"),
}
GRACE_PROFITS = {
    "CAPITALISED": Text(fa="در پایان تنفس به اصل افزوده می‌شود", en="added to the principal when the grace ends"),
    "PAID": Text(fa="در دورهٔ تنفس پرداخت می‌شود", en="paid during the grace"),
}
ORDERS = {
    "PROFIT_FIRST": Text(fa="نخست سود، سپس اصل", en="profit before principal"),
    "PRINCIPAL_FIRST": Text(fa="نخست اصل، سپس سود", en="principal before profit"),
}
GUARANTEES = {
    "PROPERTY": Text(fa="وثیقهٔ ملکی", en="mortgage"),
    "MACHINERY": Text(fa="رهن ماشین‌آلات", en="charge on machinery"),
    "CHEQUE": Text(fa="چک", en="cheque"),
    "NOTE": Text(fa="سفته", en="promissory note"),
    "BANK_GUARANTEE": Text(fa="ضمانت‌نامهٔ بانکی", en="bank guarantee"),
    "GUARANTOR": Text(fa="ضامن", en="guarantor"),
    "FUND": Text(fa="صندوق ضمانت", en="guarantee fund"),
}
# what may be beyond its limit if a person answers for it in writing
EXCEPTIONS = {
    "CONTRACT": Text(fa="قرارداد بیش از مصوبه", en="contract beyond the approval"),
    "PAYMENT": Text(fa="پرداخت بیش از قرارداد", en="payment beyond the contract"),
}
# how a schedule came about, and what ends one
SCHEDULES = {
    "CONTRACT": Text(fa="جدول قرارداد", en="table of the contract"),
    "POSTPONED": Text(fa="امهال", en="postponement"),
    "ARREARS": Text(fa="تقسیط معوقات", en="arrears in instalments"),
    "WHOLE": Text(fa="تقسیط کل بدهی", en="the whole debt in instalments"),
    "SETTLEMENT": Text(fa="تسویهٔ پیش از موعد", en="early settlement"),
    "WRITTEN_OFF": Text(fa="سوخت‌شده", en="written off"),
}
RESTRUCTURED = ("POSTPONED", "ARREARS", "WHOLE")
PAYERS = {"UNIT": Text(fa="واحد", en="unit"), "PROGRAMME": Text(fa="برنامه", en="programme")}
LONGEST_GRACE, LONGEST_SPACING, MOST_INSTALMENTS = 120, 24, 480


class CreditRefused(Refused):
    """What was asked of a facility cannot be recorded; `why` tells the repair in both languages."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says of money and time.

    principal: rials; rate: of a year as a share (0.14 for 14 %), and `subsidised` the part of it that the programme
    pays; grace: months before the first instalment counts; spacing: months from one instalment to the next
    grace_profit: see GRACE_PROFITS; order: what a repayment covers first within an instalment, see ORDERS
    """

    principal: int
    rate: Decimal = Decimal(0)
    subsidised: Decimal = Decimal(0)
    grace: int = 0
    instalments: int = 1
    spacing: int = 1
    method: str = "ANNUITY"
    grace_profit: str = "CAPITALISED"
    order: str = "PROFIT_FIRST"
    contract: str = "INSTALMENT_SALE"
    purpose: str = "WORKING"

    @property
    def is_grant(self) -> bool:
        """Whether nothing is to be paid back."""
        return self.contract == "GRANT"


def check_terms(terms: Terms) -> None:
    """Refuse terms that no table can be drawn from.

    :raises CreditRefused: with the repair
    """
    wrong = [why for is_wrong, why in _faults(terms) if is_wrong]
    wrong += [
        Text(fa=f"«{said}» شناخته نیست", en=f"“{said}” is not known")
        for said, known in _said(terms)
        if said not in known
    ]
    if wrong:
        raise CreditRefused(wrong[0])


def _faults(terms: Terms) -> list[tuple[bool, Text]]:
    return [
        (terms.principal <= 0, Text(fa="مبلغ قرارداد بیش از صفر است", en="The amount of a contract is above zero")),
        (
            not 0 <= terms.subsidised <= terms.rate < 1,
            Text(
                fa="نرخ میان صفر و صد درصد است و یارانهٔ آن بیش از خودش نیست",
                en="The rate lies between 0 and 100 percent, and its subsidised part is not above it",
            ),
        ),
        (
            not 0 <= terms.grace <= LONGEST_GRACE,
            Text(fa="تنفس میان صفر و ۱۲۰ ماه است", en="The grace is 0 to 120 months"),
        ),
        (
            not 1 <= terms.instalments <= MOST_INSTALMENTS,
            Text(fa="شمار قسط‌ها میان ۱ و ۴۸۰ است", en="There are 1 to 480 instalments"),
        ),
        (
            not 1 <= terms.spacing <= LONGEST_SPACING,
            Text(fa="فاصلهٔ قسط‌ها میان ۱ و ۲۴ ماه است", en="Instalments are 1 to 24 months apart"),
        ),
        (
            terms.rate > 0 and terms.contract in ("GRANT", "QARD"),
            Text(fa="کمک بلاعوض و قرض‌الحسنه سود ندارد", en="A grant and a qard al-hasan bear no profit"),
        ),
        (
            terms.is_grant != (terms.purpose == "GRANT"),
            Text(fa="قرارداد و هدف هر دو کمک بلاعوض باشند", en="Of a grant both contract and purpose say so"),
        ),
    ]


def _said(terms: Terms) -> list[tuple[str, Mapping[str, Text]]]:
    return [
        (terms.contract, CONTRACTS),
        (terms.purpose, PURPOSES),
        (terms.method, METHODS),
        (terms.grace_profit, GRACE_PROFITS),
        (terms.order, ORDERS),
    ]


class ContractExceedsApproval(CreditRefused):
    """A contract is larger than what was approved, and nobody answers for it."""

    def __init__(self, *, approved: int, contracted: int) -> None:
        self.approved, self.contracted = approved, contracted
        super().__init__(
            Text(
                fa=f"قرارداد {say_rials(contracted, 'fa')} است و مصوبه {say_rials(approved, 'fa')}؛ استثنا ثبت کنید",
                en=f"The contract is {say_rials(contracted, 'en')}, the approval {say_rials(approved, 'en')}; "
                "record an exception",
            )
        )


class SamePerson(CreditRefused):
    """Whoever entered a payment was to approve it."""

    def __init__(self, *, by: str) -> None:
        self.by = by
        super().__init__(
            Text(
                fa=f"{by} این پرداخت را ثبت کرده است و نمی‌تواند آن را تأیید کند",
                en=f"{by} entered this payment and cannot approve it",
            )
        )


class TrancheIsTaken(CreditRefused):
    """Somebody else entered or paid the tranche already."""

    def __init__(self, *, number: int, by: str) -> None:
        self.number, self.by = number, by
        super().__init__(
            Text(
                fa=f"مرحلهٔ {number} را {by} ثبت کرده است؛ پرداخت دوباره ثبت نشد",
                en=f"Tranche {number} was entered by {by}; it was not entered again",
            )
        )


class AlreadyDecided(CreditRefused):
    """Somebody else approved or refused the payment meanwhile."""

    def __init__(self, *, by: str, is_approved: bool) -> None:
        self.by, self.is_approved = by, is_approved
        fa, en = ("تأیید", "approved") if is_approved else ("رد", "refused")
        super().__init__(
            Text(fa=f"{by} این پرداخت را {fa} کرده است", en=f"{by} has {en} this payment already"),
        )


class KeyIsTaken(CreditRefused):
    """A key that was used already came again with other content. Repair: look at what was recorded under it."""

    def __init__(self, *, key: str, what: str) -> None:
        self.key, self.what = key, what
        super().__init__(
            Text(
                fa=f"کلید «{key}» پیش‌تر برای چیز دیگری به کار رفته است ({what})؛ فرم را از نو باز کنید",
                en=f"The key “{key}” was used for something else ({what}); open the form again",
            )
        )


class TrancheNotProven(CreditRefused):
    """A tranche was to be released without an inspection that saw the progress it waits for."""

    def __init__(self, *, number: int, needed: Decimal, seen: Decimal | None) -> None:
        self.number, self.needed, self.seen = number, needed, seen
        saw = Text(fa="در بازدید {seen} دیده شده است", en="the inspection saw {seen}").format(seen=seen)
        none = Text(fa="بازدیدی نیست", en="there is no inspection")
        super().__init__(
            Text(
                fa="مرحلهٔ {number} پس از {needed} درصد پیشرفت است و {told}؛ یا دلیل استثنا را بنویسید",
                en="Tranche {number} waits for {needed} percent and {told}; or give the reason of an exception",
            ).format(number=number, needed=needed, told=none if seen is None else saw)
        )


def check_release(*, number: int, needed: Decimal, seen: Decimal | None, reason: str) -> None:
    """Refuse to release a tranche that no inspection proves, unless a reason is given.

    needed, seen: percent 0–100; seen: None where no inspection is named
    :raises TrancheNotProven: if less was seen than is needed
    """
    if (seen is None or seen < needed) and not reason.strip():
        raise TrancheNotProven(number=number, needed=needed, seen=seen)


def check_contract(*, approved: int, contracted: int, excepted: int = 0) -> None:
    """Refuse a contract above what was approved, and what exceptions allow beyond it. All in whole rials.

    :raises ContractExceedsApproval: if it is above
    """
    if contracted > approved + excepted:
        raise ContractExceedsApproval(approved=approved, contracted=contracted)
