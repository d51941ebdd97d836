"""Which nouns of a text stand for what is counted, and which only for a place, a sector or part of a name."""

from collections.abc import Sequence

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.lexicon import Hit, Hits
from hamahang.domain.statements.periodwords import Period
from hamahang.domain.statements.places import Place
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.tokens import NUMERAL, Token
from hamahang.domain.statements.verbs import Verb
from hamahang.domain.statements.windows import Windows

RESPECTS = frozenset({"نظر", "لحاظ", "حیث", "جهت"})  # «۱۲ درصد از نظر وزنی»
HAD = frozenset(
    {"wage", "debt", "licence", "permit", "authorisation", "guild_licence", "mining_licence", "certificate"}
)
PAPERS = frozenset(
    {
        "permit", "licence", "mining_licence", "exploration_licence", "discovery_certificate", "guild_licence",
        "authorisation", "certificate", "visa", "guarantee",
    }
)  # fmt: skip
WHAT_FOR = frozenset({"برای", "جهت", "منظور", "بابت", "محل", "روش", "شیوه", "نظام"})
LIST_OF_RESPECTS = 7  # words
LIST_OF_BANKS = 48  # words
AGENTS = frozenset({"bank", "agency"})  # they do what is counted more often than they are
LONG = 2  # words
# bodies and registers, and what they are named after
BODIES = frozenset(
    {
        "شورای",
        "ستاد",
        "کارگروه",
        "سامانه",
        "رصد",
        "معاونت",
        "معاون",
        "دفتر",
        "قرارگاه",
        "کمیته",
        "کمیسیون",
        "صندوق",
        "اداره",
    }
)
NAMED_AFTER = frozenset({"job", "export", "investment", "production", "facility", "credit", "unemployed"})
WHERE = frozenset({"country_count", "province_count", "county_count", "city", "village", "industry"})


class Things(Windows):
    """Tells the nouns of one text that may be counted."""

    def __init__(
        self, tokens: Sequence[Token], hits: Hits, quantities: Sequence[Quantity], verbs: Sequence[Verb],
        places: Sequence[Place], periods: Sequence[Period],
    ) -> None:  # fmt: skip
        super().__init__(tokens, hits, quantities, verbs, periods)
        self.counted = lexicon.rows("counted")
        self.places, self.place_starts = places, [place.first for place in places]
        # «اقدام» of «در دست اقدام» is counted by nobody
        self.in_state = {
            at for hit in hits["states"].values() for at in range(hit.first + 1, hit.last) if hit.last - hit.first > 1
        }
        agents = (hit for hit in hits["counted"].values() if hit.code in AGENTS)  # «بنگاه معاملات ملکی» sells nothing
        names = (*hits["programmes"].values(), *hits["agencies"].values(), *agents)
        self.in_names = {at for hit in names if hit.last - hit.first > 1 for at in range(hit.first, hit.last)}
        # «بیکاری» of «مقرری‌بگیران بیمه بیکاری» is no rate
        longer = (
            hit for hit in hits["counted"].values() if hit.last - hit.first > LONG and self.dimension(hit) == "person"
        )
        self.in_longer = {at for hit in longer for at in range(hit.first + 1, hit.last)}
        self.direct: dict[int, int] = {}  # first token of a noun that follows its quantity at once, and the quantity

    def dimension(self, hit: Hit) -> str:
        """Return the dimension of what a noun names."""
        return self.counted[hit.row]["dimension"]

    def _is_thing(self, hit: Hit) -> bool:
        """Return whether a noun stands for itself: not for a place, nor within a period or a state."""
        if self.text(hit.first - 1) == "این" and self.text(hit.first - 2) == "در":
            return False  # «مجموعه قراردادها در این شرکت ۷۵ هزار مورد است»
        if (
            self._is_other(hit)
            or self._is_replaced(hit)
            or hit.code in AGENTS
            or hit.first in self.in_names
            or self._is_sector(hit)
        ):
            return False
        if self.text(hit.first - 1) in ("اخذ", "دریافت") and self.text(hit.first - 2) in WHAT_FOR:
            return False  # «اخطارهای صادره جهت اخذ پروانه کسب ۱۳۰ مورد»
        is_had = self.text(hit.first - 1) in ("دارای", "فاقد", "واجد")
        if self.text(hit.last) in ("دهنده", "گیرنده") or (is_had and hit.code in HAD):
            return False  # «کارگران دارای حقوق معوق ۶۰ نفرند»
        if hit.code in ("value", "price") and self._is_respect(hit.first):
            return False  # «از نظر ارزش ۱۲ درصد رشد داشت»
        if self._is_done(hit):
            return False
        if self.text(hit.first) == "صادر" and self._is_issued(hit.first):
            return False  # «پروانه‌های صادر شده»
        is_within = hit.first in self.in_period or hit.first in self.in_longer
        return not is_within and hit.first not in self.in_state and hit.code not in WHERE

    def _is_done(self, hit: Hit) -> bool:
        """Return whether «هزینه», «فروش» only makes a verb: «اعتبار هزینه شده», «باید در منطقه هزینه شود»."""
        is_done = (
            self.text(hit.last) in ("شده", "شد", "کرد", "کرده", "شود", "میشود") and self.text(hit.first - 1) != "با"
        )
        is_deciding = hit.code == "resolution" and self.text(hit.last) == "گیری"  # «تصمیم‌گیری»
        return is_deciding or (hit.code in ("cost", "sales") and is_done)

    def _is_other(self, hit: Hit) -> bool:
        """Return whether the word before makes something else of a noun."""
        before = self.text(hit.first - 1)
        if before in BODIES and hit.code in NAMED_AFTER:
            return True  # «شورای اشتغال», «سامانه رصد اشتغال»
        if self.text(hit.first) == "زمینه" and before == "در":
            return True  # «۲۰ نفر در زمینه کار با دستگاه آموزش دیدند»
        if hit.code == "export" and self._is_bank(hit.first):
            return True  # «بانک‌های صادرات با ۴ هزار میلیارد ریال و ملی …»
        if hit.code == "sales" and before in ("گران", "کم", "خرده", "عمده", "پیش"):
            return True  # «گران‌فروشی»
        if hit.code == "value" and before == "این":
            return True  # «۳۰ درصد این مبلغ» is of what was said
        return self.is_only_for(hit)

    def is_only_for(self, hit: Hit) -> bool:
        """Return whether a noun only says what money is for: «۳۰۰ میلیارد تومان برای تأمین مالی طرح‌ها»."""
        return hit.code == "financing" and self.text(hit.first - 1) in WHAT_FOR

    def _is_replaced(self, hit: Hit) -> bool:
        """Return whether goods only stand for what was brought in: «کالاهای جایگزین واردات»."""
        return hit.code == "import" and self.text(hit.first - 1) == "جایگزین"

    def _is_respect(self, at: int) -> bool:
        """Return whether a word says in what respect: «از نظر ارزش», «از نظر وزنی ۵ درصد و ارزش ۴۸ درصد»."""
        if self.text(at - 1) in RESPECTS:
            return True
        if self.text(at - 1) == "در" and self.text(at - 2) in ("درصدی", "درصد"):
            return True  # «رشد ۲۰ درصدی در مبلغ»
        near = range(at - LIST_OF_RESPECTS, at)
        return self.text(at - 1) in ("و", "،") and any(self.text(n) in RESPECTS for n in near)

    def _is_bank(self, at: int) -> bool:
        """Return whether «صادرات» is the name of a bank: in a list of them, with rials after it."""
        near = {self.text(n) for n in range(max(at - LIST_OF_BANKS, 0), at)}
        is_named = self.text(at + 1) in ("با", "(", "،", "و") and self.text(at) == "صادرات"
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        is_next = self.text(at) == "صادرات" and self.text(at - 1) in ("،", "و")  # «، صادرات ۴۳۰ و سپه …»
        is_next = is_next and after is not None and after.kind == NUMERAL
        return (is_named or is_next) and any(word.startswith("بانک") for word in near)

    def _is_issued(self, at: int) -> bool:
        """Return whether what is «صادر» are licences and the like."""
        hits = (self.hits["counted"].get(near) for near in range(at - 6, at))
        return any(hit is not None and hit.code in PAPERS and hit.last >= at - 1 for hit in hits)

    def _is_sector(self, hit: Hit) -> bool:
        """Return whether «معدن» and the like only name a sector: «بخش صنعت و معدن»."""
        before, word = self.text(hit.first - 1), self.text(hit.first)
        if word == "کشاورزی" and before in ("بخش", "حوزه", "سازمان"):
            return True
        if word != "معدن":
            return False
        return before in ("بخش", "حوزه") or (before in ("و", "،") and self.text(hit.first - 2) in ("صنعت", "صنایع"))
