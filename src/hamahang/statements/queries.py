"""Reading texts: what each claim is about, what our records say of it, what was promised, what does not go together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from django.core.cache import cache
from django.db import models

from hamahang.accounts.queries import Reach
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.speaking import sentence
from hamahang.domain.statements.between import Clash, Told, clashes
from hamahang.domain.statements.binding import Binding, Window, bind, scope_of, window_of
from hamahang.domain.statements.judging import NOTHING_KEPT, Judgement, Ours, Verdict, agrees, judge
from hamahang.domain.statements.priors import Doubt, doubts
from hamahang.domain.statements.said import COUNT, MONEY, PERCENT, Said
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.indicators.catalogue import indicator
from hamahang.indicators.catalogue import indicators as catalogue
from hamahang.ledger import queries as ledger
from hamahang.statements import promised
from hamahang.statements.keeping import from_values
from hamahang.statements.models import ClaimBinding, PromiseBinding, StatedClaim, Statement
from hamahang.statements.titles import titled
from hamahang.territory import queries as territory
from hamahang.territory.places import name_of_scope

OFF = (Verdict.OVERSTATED, Verdict.UNDERSTATED, Verdict.CONTRADICTED)
MOST = 500  # texts that are held against each other
UNBOUND = Text(
    fa="روشن نیست دربارهٔ کدام رقم ماست؛ یکی را برگزینید.",
    en="It is not clear which of our figures this is about; choose one.",
)
ELSEWHERE = Text(fa="از جای دیگری است که ثبتی از آن نداریم.", en="It is of another place, of which we keep no records.")
BEYOND = Text(fa="رقم ما از دایرهٔ دید شما بزرگ‌تر است.", en="Our figure is of more than you may list.")
CHANGE = Text(fa="تغییر یا سهم است، نه خود رقم.", en="It is a change or a share, not the figure itself.")
KNOWN_THEN = Text(
    fa="با آنچه تا همان روز ثبت شده بود می‌خواند: رقم ما {value} بود.",
    en="By what was recorded on that day it held: our figure was {value}.",
)
PROMISED = Text(fa="وعده است: در فهرست وعده‌ها می‌آید.", en="It is a promise: it stands in the list of promises.")


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with what it is about and what came of it.

    window, scope: what was asked of our records; value: ours; sentence: the one we could stand behind
    bond: the commitment that a promise is; None for what is no promise
    then: our figure by what was recorded when the text was said, where the text is off now and was not then
    """

    said: Said
    binding: Binding
    judgement: Judgement
    scope: Scope | None = None
    window: Window | None = None
    value: int | Decimal | None = None
    sentence: Text | None = None
    bond: promised.Bond | None = None
    then: int | Decimal | None = None

    @property
    def code(self) -> str:
        """The figure that was compared, empty where none was."""
        return self.judgement.code or (self.binding.candidate.indicator if self.binding.candidate else "")


# --- texts ---


def statements() -> models.QuerySet[Statement]:
    """Return the texts that stand, the latest day first."""
    return Statement.objects.filter(voided_entry=None).order_by("-day", "-pk")


def statement_by_id(pk: int) -> Statement | None:
    """Return a text that stands."""
    return statements().select_related("entry").filter(pk=pk).first()


def statement_of_hash(sha256: str, day: date) -> Statement | None:
    """Return the text of a hash and day."""
    return statements().filter(sha256=sha256, day=day).first()


def claims_of(statement: Statement) -> tuple[Said, ...]:
    """Return the claims of a text in their order."""
    return tuple(from_values(claim.said) for claim in _standing().filter(statement=statement).order_by("start", "pk"))


def counts(ids: Iterable[int]) -> dict[int, int]:
    """Return how many claims were read in each of some texts."""
    rows = _standing().filter(statement__in=list(ids)).order_by().values("statement").annotate(n=models.Count("pk"))
    return {row["statement"]: row["n"] for row in rows}


def _standing() -> models.QuerySet[StatedClaim]:
    return StatedClaim.objects.filter(voided_entry=None)


def remembered() -> dict[str, str]:
    """Return what people decided that claims are about, by meaning."""
    return dict(ClaimBinding.objects.filter(voided_entry=None).values_list("meaning", "indicator"))


def chosen_commitments() -> dict[str, int | None]:
    """Return the commitments that people decided promises are, by what a promise is remembered by."""
    return dict(PromiseBinding.objects.filter(voided_entry=None).values_list("meaning", "commitment"))


def decisions() -> list[ClaimBinding]:
    """Return all decisions about claims that stand, the newest first."""
    return list(ClaimBinding.objects.filter(voided_entry=None).select_related("entry").order_by("-pk"))


def promise_decisions() -> list[PromiseBinding]:
    """Return all decisions about which commitment a promise is, the newest first."""
    found = PromiseBinding.objects.filter(voided_entry=None).select_related("entry", "commitment")
    return list(found.order_by("-pk"))


# --- claims against records ---


def check(said: Iterable[Said], *, day: date, reach: Reach, zone: tzinfo) -> list[Checked]:
    """Hold claims against the records as of the day they were said. zone: by whose clock that day ended"""
    ended = datetime.combine(day + timedelta(days=1), time.min, zone)
    return [replace(each, then=_known_then(each, ended, reach)) for each in held_against(said, AsOf(day), reach)]


def held_against(said: Iterable[Said], asof: AsOf, reach: Reach) -> list[Checked]:
    """Hold claims against the records of a day, as known."""
    chosen, home, said = remembered(), territory.home_province(), list(said)
    checked = [_checked(each, binding_of(each, chosen), asof, home, reach) for each in said]
    if not promised.any_promise(said):
        return checked
    held, decided = promised.held_on(asof), chosen_commitments()
    return [replace(each, bond=_bond(each, chosen, home, held, decided, reach)) for each in checked]


def binding_of(said: Said, chosen: dict[str, str]) -> Binding:
    """Return the figure that a claim is about: the one a person chose, whose title it says, or that the table gives."""
    code = titled(said)
    return bind(said, chosen, titled=code if code and is_comparable(said.meaning, code) else "")


def _bond(
    checked: Checked,
    chosen: dict[str, str],
    home: str,
    held: list[promised.Held],
    decided: dict[str, int | None],
    reach: Reach,
) -> promised.Bond | None:
    """Return the commitment that a promise is: it counts what the figure counts that the promise is to reach."""
    scope = scope_of(checked.said, home=home)
    if not promised.is_promise(checked.said) or scope is None or not reach.covers(scope):
        return None
    figure = binding_of(replace(checked.said, modality="done"), chosen).candidate
    return promised.bond(checked.said, figure, scope, held, decided)


def _checked(said: Said, binding: Binding, asof: AsOf, home: str, reach: Reach) -> Checked:
    scope, candidate = scope_of(said, home=home), binding.candidate
    if scope is None:
        return Checked(said, binding, Judgement(Verdict.NOT_IN_RECORDS, why=ELSEWHERE))
    if candidate is None:
        return Checked(said, binding, _unbound(said, binding), scope)
    if not reach.covers(scope):
        return Checked(said, binding, Judgement(Verdict.NOT_CHECKABLE, why=BEYOND), scope)
    window = window_of(said, candidate, day=asof.day)
    if not indicator(candidate.indicator).is_of_events:
        window = replace(window, first=None)
    ours = our_figure(candidate.indicator, scope, window, reach, asof)
    others = tuple(our_figure(code, scope, window, reach, asof) for code in candidate.others)
    judgement = judge(said, ours, others)
    if judgement.verdict is Verdict.NOT_IN_RECORDS:
        return Checked(said, binding, judgement, scope, window)
    value = next((other.value for other in others if other.code == judgement.code), ours.value)
    sentence = _sentence(judgement.code, value, scope, window)
    return Checked(said, binding, judgement, scope, window, value, sentence)


def _known_then(checked: Checked, ended: datetime, reach: Reach) -> int | Decimal | None:
    """Return our figure by what was recorded until the day of a text ended, if a text that is off agreed with that."""
    said, found, scope, window = checked.said, checked.binding.candidate, checked.scope, checked.window
    is_off = checked.judgement.verdict in OFF and said.modality == "done"
    if not is_off or found is None or scope is None or window is None:
        return None
    asof = ledger.as_of(day=window.last, known_at=ended)
    value = our_figure(found.indicator, scope, window, reach, asof).value if asof.entry else None
    return value if value is not None and agrees(said, value) else None


def _unbound(said: Said, binding: Binding) -> Judgement:
    if said.is_target:
        return Judgement(Verdict.NOT_CHECKABLE, why=PROMISED)
    if binding.how in ("remembered", "none"):
        return Judgement(Verdict.NOT_IN_RECORDS, why=NOTHING_KEPT)
    return Judgement(Verdict.NOT_CHECKABLE, why=CHANGE if said.measure != "level" else UNBOUND)


def our_figure(code: str, scope: Scope, window: Window, reach: Reach, asof: AsOf) -> Ours:
    """Return what we count for a window: of its last day, as known."""
    asof = replace(asof, day=window.last)
    figure = indicators.compute(code, asof=asof, scope=scope, reach=reach)
    has_rows = bool(figure.rows) or _is_kept(code, reach, scope, asof)
    if first := counted_from(code, window):
        figure, _ = indicators.counted(code, first=first, asof=asof, scope=scope, reach=reach)
    return Ours(code, figure.value, has_rows)


def counted_from(code: str, window: Window) -> date | None:
    """Return the first day of the events that our figure is counted from in a window; None where all rows are.

    What a claim says of a period is held against all that stands at its end where the figure is a state.
    """
    return window.first if indicator(code).is_of_events else None


def _is_kept(code: str, reach: Reach, scope: Scope, asof: AsOf) -> bool:
    """Return whether the register keeps such records elsewhere, so that none here says something."""
    return scope != ALL and bool(indicators.compute(code, asof=asof, scope=ALL, reach=reach).rows)


def _sentence(code: str, value: int | Decimal | None, scope: Scope, window: Window) -> Text | None:
    if value is None or not code:
        return None
    place = name_of_scope(scope, day=window.last)
    known = indicator(code)
    first = counted_from(code, window)
    return sentence(title=known.title, value=value, unit=known.unit, day=window.last, first=first, place=place)


def doubted(said: Iterable[Said], *, day: date) -> tuple[Doubt, ...]:
    """Return the claims that take an implausible share of a national total."""
    return doubts(said, day=day, home=territory.home_province())


# --- over several texts ---


def told(*, is_promises: bool = False) -> list[Told]:
    """Return the latest texts with their claims, or with what they promise only, two queries for all."""
    found = list(statements().defer("text")[:MOST])
    by_statement: dict[int, list[Said]] = {}
    claims = _standing().filter(statement__in=[each.pk for each in found])
    if is_promises:
        claims = claims.filter(modality__in=promised.PROMISED)
    for claim in claims.order_by("start", "pk"):
        by_statement.setdefault(claim.statement_id, []).append(from_values(claim.said))
    return [Told(each.pk, each.title, each.day, tuple(by_statement.get(each.pk, ()))) for each in found]


def all_clashes() -> tuple[Clash, ...]:
    """Return what does not go together between the texts. Kept until the ledger moves."""
    number, seal = ledger.head()
    key = f"clashes:{number}:{seal[:16]}"
    found: tuple[Clash, ...] | None = cache.get(key)
    if found is None:
        found = clashes(told())
        cache.set(key, found, 3600)
    return found


def clashes_of(statement_id: int) -> list[Clash]:
    """Return what does not go together between one text and the others."""
    return [clash for clash in all_clashes() if statement_id in (clash.one[0], clash.other[0])]


def choices(said: Said) -> list[tuple[str, Text]]:
    """Return the figures that a claim may be bound to, by title."""
    fitting = ((code, found.title) for code, found in catalogue().items() if is_comparable(said.meaning, code))
    return sorted(fitting, key=lambda pair: pair[1].fa)


def is_comparable(meaning: str, code: str) -> bool:
    """Return whether claims of a meaning and a figure are both of money, both percent, or both counted or measured."""
    unit = indicator(code).unit
    return meaning.split("|")[1] == (unit if unit in (MONEY, PERCENT) else COUNT)


def is_proposed(checked: Checked) -> bool:
    """Return whether a person is asked what a claim is about."""
    return checked.binding.how == "proposed" and not checked.said.is_target
