"""The banks of the country by the names they use abroad, for pages in English."""

from hamahang.domain.text import Text, fold

# Source: the English names on the banks' own sites and in the central bank's list of licensed banks
NAMES = {
    "بانک مرکزی": "Central Bank of Iran",
    "بانک ملی ایران": "Bank Melli Iran",
    "بانک سپه": "Bank Sepah",
    "بانک صنعت و معدن": "Bank of Industry and Mine",
    "بانک کشاورزی": "Bank Keshavarzi",
    "بانک مسکن": "Bank Maskan",
    "بانک توسعه صادرات ایران": "Export Development Bank of Iran",
    "بانک توسعه تعاون": "Tosee Taavon Bank",
    "پست بانک ایران": "Post Bank Iran",
    "بانک صادرات ایران": "Bank Saderat Iran",
    "بانک ملت": "Bank Mellat",
    "بانک تجارت": "Tejarat Bank",
    "بانک رفاه کارگران": "Bank Refah Kargaran",
    "بانک پارسیان": "Parsian Bank",
    "بانک پاسارگاد": "Bank Pasargad",
    "بانک اقتصاد نوین": "EN Bank",
    "بانک کارآفرین": "Karafarin Bank",
    "بانک سامان": "Saman Bank",
    "بانک سینا": "Sina Bank",
    "بانک سرمایه": "Sarmayeh Bank",
    "بانک شهر": "Bank Shahr",
    "بانک دی": "Bank Day",
    "بانک انصار": "Ansar Bank",
    "بانک قوامین": "Ghavamin Bank",
    "بانک مهر اقتصاد": "Mehr Eqtesad Bank",
    "بانک قرض‌الحسنه مهر ایران": "Gharzolhasaneh Mehr Iran Bank",
}
ENGLISH = {fold(name): english for name, english in NAMES.items()}
SHORT = " ایران"


def bank_name(name: str) -> Text:
    """Return a bank's name in both languages; one that is not known by another name keeps its own."""
    key = fold(name)
    english = ENGLISH.get(key) or ENGLISH.get(key + SHORT) or ENGLISH.get(key.removesuffix(SHORT))
    return Text(fa=name, en=english or name)
