"""The scale of proof: how well a claimed job, status or payment is known (0 announced … 8 durable)."""

from enum import IntEnum

from hamahang.domain.text import Text


class Proof(IntEnum):
    """Levels of proof, weakest first. Source: the field's verification practice for registered jobs."""

    ANNOUNCED = 0
    PERMIT = 1
    LICENCE = 2
    DECLARED = 3
    LISTED = 4
    CONFIRMED = 5
    SEEN = 6
    INSURED = 7
    DURABLE = 8

    @property
    def title(self) -> Text:
        """Name of the level in both languages."""
        return TITLES[self]


TITLES = {
    Proof.ANNOUNCED: Text(fa="اعلام‌شده", en="announced"),
    Proof.PERMIT: Text(fa="اسمی در جواز تأسیس", en="nominal, in the permit"),
    Proof.LICENCE: Text(fa="اسمی در پروانهٔ بهره‌برداری", en="nominal, in the licence"),
    Proof.DECLARED: Text(fa="اظهارشده", en="declared"),
    Proof.LISTED: Text(fa="در فهرست رسمی", en="in an official list"),
    Proof.CONFIRMED: Text(fa="تأییدشده با تماس", en="confirmed by phone"),
    Proof.SEEN: Text(fa="دیده‌شده در بازدید", en="seen on a visit"),
    Proof.INSURED: Text(fa="در لیست بیمه", en="in the insurance list"),
    Proof.DURABLE: Text(fa="پایدار (۱۲ ماه)", en="durable (12 months)"),
}

VERIFIED_FROM = Proof.CONFIRMED
