"""Reasons of a plan in words, with the names that people know: for the page, and for the letter to an applicant."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hamahang.domain.money import MoneyUnit, say_number, say_rials
from hamahang.domain.planning import MILLION, PACKAGES, is_kept
from hamahang.domain.text import Text
from hamahang.methods.portfolio.conflicts import Conflict
from hamahang.methods.portfolio.costing import Costs
from hamahang.methods.portfolio.explaining import WhyIn, WhyNot
from hamahang.methods.portfolio.problem import Candidate
from hamahang.planning.naming import Names, apart, without_way

LOOSER = Text(fa="گشاده‌تر", en="looser")
TENTH = 100  # million rials: a tenth of a milliard
BRINGS = (Text(fa="می‌آورد", en="brings"), Text(fa="را نگه می‌دارد", en="keeps"))  # new jobs, jobs that are kept
TERMS = {
    "money": Text(fa="پول ردیف‌ها", en="money of the lines"),
    "kinds": Text(fa="گونه‌های نامزد", en="kinds of candidates"),
    "carried": Text(fa="انتقال مانده", en="what is carried over"),
    "target": Text(fa="هدف", en="target"),
    "alpha": Text(fa="کف شهرستان‌ها", en="floors of the counties"),
    "kappa": Text(fa="سقف کف‌ها", en="cap of the floors"),
    "gini": Text(fa="کران جینی شهرستان‌ها", en="bound on the Gini of the counties"),
    "large": Text(fa="سهم طرح‌های بزرگ", en="share of large projects"),
    "owner": Text(fa="سقف هر مالک", en="cap of an owner"),
    "bank": Text(fa="سقف هر بانک", en="cap of a bank"),
    "sector": Text(fa="سقف هر رشته", en="cap of a sector"),
    "rules": Text(fa="ضابطه‌های برنامه", en="rules of the programme"),
    "minutes": Text(fa="وقت کمیته", en="the committee's time"),
    "risk": Text(fa="شغل در خطر", en="jobs at risk"),
    "per_job": Text(fa="هزینهٔ هر شغل", en="cost of a job"),
    "loan": Text(fa="سهم تسهیلات", en="share of the loan"),
    "aim": Text(fa="هدف بهینه‌سازی", en="what is sought"),
    "scenarios": Text(fa="حالت‌ها", en="scenarios"),
    "least": Text(fa="کف شغل", en="least of jobs"),
    "spend": Text(fa="کف پول", en="least of money"),
    "pins": Text(fa="الزام‌ها و منع‌ها", en="musts and forbids"),
    "order": Text(fa="ترتیب سندها", en="order of the records"),
    "waits": Text(fa="پیش‌نیازها", en="prerequisites"),
    "lag": Text(fa="فاصلهٔ پیش‌نیاز", en="time between what waits"),
    "of_total": Text(fa="کف به‌نسبت کل", en="floors of the total"),
}


def _jobs(number: Any) -> Text:
    rounded = round(float(number), 1)
    whole = int(rounded) if rounded == int(rounded) else rounded
    return Text(fa=f"{whole:,}".replace(",", "٬").replace(".", "٫"), en=f"{whole:,}")


def _lost(number: Fraction) -> Text:
    """Say a loss; a small one is not nothing."""
    if 0 < number < Fraction(1, 20):
        return Text(fa="کمتر از ۰٫۱", en="less than 0.1")
    return _jobs(number)


def say_in(why: WhyIn, names: Names) -> Text:
    """Say why a candidate is in."""
    adds, loses, title = _jobs(why.adds), _lost(why.loses), apart(names.titles[why.candidate])
    package = package_of(why.package)
    brings = BRINGS[is_kept(why.candidate)]
    fa = f"«{title}» با {package.fa} پذیرفته است: {adds.fa} شغل ماندگار مورد انتظار {brings.fa}"
    en = f"“{title}” is chosen with the {package.en}: it {brings.en} {adds.en} expected lasting jobs"
    if why.loses < 0:  # of a plan that seeks something else than most expected jobs
        more = _jobs(-why.loses)
        fa += f"؛ بیشترین شغل مورد انتظار بی آن {more.fa} بیشتر است، ولی این برنامه هدف دیگری دارد"
        en += f"; the most expected jobs without it are {more.en} more, but this plan seeks something else"
    elif why.instead:
        other = names.some(why.instead)
        fa += f"؛ بهترین برنامه بی آن {loses.fa} شغل کمتر دارد و {other.fa} جای آن را می‌گیرد"
        en += f"; the best plan without it has {loses.en} fewer, and {other.en} would take its place"
    else:
        fa += f"؛ بهترین برنامه بی آن {loses.fa} شغل کمتر دارد"
        en += f"; the best plan without it has {loses.en} fewer"
    fa, en = _awaited(fa, en, why, names)
    return _ended(fa, en, is_proven=why.is_proven)


def _awaited(fa: str, en: str, why: WhyIn | WhyNot | Costs, names: Names) -> tuple[str, str]:
    """Add to a reason what its candidate waits for and who waits for it, and by what its chance was multiplied."""
    for said in (names.awaited(why.candidate), names.counted(why.given)):
        if said.fa:
            fa, en = f"{fa}؛ {said.fa}", f"{en}; {said.en}"
    return fa, en


def package_of(code: str) -> Text:
    """Return a package in words; those of other problems are called by their codes."""
    return PACKAGES.get(code, Text(fa=f"بستهٔ «{code}»", en=f"package “{code}”"))


def say_not(why: WhyNot, names: Names) -> Text:
    """Say why a candidate is out, and the nearest changes that would bring it in."""
    title = apart(names.titles[why.candidate])
    if why.loss is None and not why.is_proven:
        fa, en = f"برنامه‌ای با «{title}» یافت نشد", f"No plan with “{title}” was found"
    elif why.loss is None:
        fa = f"«{title}» با این شرط‌ها در هیچ برنامه‌ای نمی‌گنجد"
        en = f"No plan under these terms can hold “{title}”"
    elif why.loss < 0:  # of a plan that seeks something else than most expected jobs
        more = _jobs(-why.loss)
        fa = f"اگر «{title}» گرفته شود {more.fa} شغل مورد انتظار بیشتر است، ولی این برنامه هدف دیگری دارد"
        en = f"If “{title}” were taken, there would be {more.en} more expected jobs, but this plan seeks something else"
    else:
        loss, out = _lost(why.loss), names.some(why.out)
        fa = f"اگر «{title}» گرفته شود برنامه {loss.fa} شغل مورد انتظار از دست می‌دهد"
        en = f"If “{title}” were taken, the plan would lose {loss.en} expected jobs"
        if why.out:
            fa, en = f"{fa} و {out.fa} بیرون می‌ماند", f"{en}, and {out.en} would be left out"
    if why.along:
        along = names.some(why.along)
        fa, en = f"{fa}؛ {along.fa} هم باید گرفته شود", f"{en}; {along.en} would have to be taken too"
    fa, en = _awaited(fa, en, why, names)
    ways_fa, ways_en = _ways(why, names)
    if ways_fa:
        fa = f"{fa}. نزدیک‌ترین تغییری که آن را می‌آورد: " + " یا ".join(ways_fa)
        en = f"{en}. The nearest change that would bring it in: " + " or ".join(ways_en)
    return _ended(fa, en, is_proven=why.is_proven)


def say_cost_in(costs: Costs, names: Names, least: int) -> Text:
    """Say why a candidate is in a plan of least money: what the same jobs would cost without it."""
    title, own, jobs = names.title(costs.candidate), _rials(costs.own), _jobs(least)
    package = package_of(costs.package)
    fa = f"{title.fa} با {package.fa} و {own.fa} پذیرفته است"
    en = f"{title.en} is chosen with the {package.en} at {own.en}"
    more = _rials(abs(costs.more or 0))
    if costs.more is None and not costs.is_proven:
        fa, en = (
            f"{fa}؛ بی آن برنامه‌ای با {jobs.fa} شغل یافت نشد",
            f"{en}; without it no plan with {jobs.en} jobs was found",
        )
    elif costs.more is None:
        fa, en = f"{fa}؛ بی آن {jobs.fa} شغل به دست نمی‌آید", f"{en}; without it {jobs.en} jobs cannot be reached"
    elif costs.more < 0:  # what a county must be given at least follows what it can take
        fa = f"{fa}؛ بی آن کف شهرستانش پایین‌تر است و همان {jobs.fa} شغل {more.fa} ارزان‌تر است"
        en = f"{en}; without it its county has a lower floor, and the same {jobs.en} jobs cost {more.en} less"
    elif costs.more:
        fa = f"{fa}؛ بی آن همان {jobs.fa} شغل {more.fa} گران‌تر است"
        en = f"{en}; without it the same {jobs.en} jobs cost {more.en} more"
    else:
        fa = f"{fa}؛ بی آن هم همان {jobs.fa} شغل با همین پول به دست می‌آید"
        en = f"{en}; without it the same {jobs.en} jobs cost as much"
    if costs.others and (costs.more or 0) >= 0:
        other = names.some(costs.others)
        fa, en = f"{fa} و {other.fa} جای آن را می‌گیرد", f"{en}, and {other.en} would take its place"
    fa, en = _awaited(fa, en, costs, names)
    return _ended(fa, en, is_proven=costs.is_proven)


def say_cost_not(costs: Costs, names: Names, least: int) -> Text:
    """Say why a candidate is out of a plan of least money, and what would bring it in."""
    title, jobs, more = names.title(costs.candidate), _jobs(least), _rials(abs(costs.more or 0))
    if costs.more is None and not costs.is_proven:
        fa, en = (
            f"برنامه‌ای با {title.fa} و {jobs.fa} شغل یافت نشد",
            f"No plan with {title.en} and {jobs.en} jobs was found",
        )
    elif costs.more is None:
        fa = f"{title.fa} با این شرط‌ها و {jobs.fa} شغل در هیچ برنامه‌ای نمی‌گنجد"
        en = f"No plan under these terms with {jobs.en} jobs can hold {title.en}"
    elif costs.more > 0:
        fa = f"اگر {title.fa} گرفته شود همان {jobs.fa} شغل {more.fa} گران‌تر است"
        en = f"If {title.en} were taken, the same {jobs.en} jobs would cost {more.en} more"
    else:
        fa = f"اگر {title.fa} گرفته شود همان {jobs.fa} شغل گران‌تر نیست"
        en = f"If {title.en} were taken, the same {jobs.en} jobs would cost no more"
    if costs.others:
        out = names.some(costs.others)
        fa, en = f"{fa} و {out.fa} بیرون می‌ماند", f"{en}, and {out.en} would be left out"
    if 0 < (costs.more or 0) <= costs.own:
        fa = f"{fa}. نزدیک‌ترین تغییری که آن را می‌آورد: {more.fa} هزینهٔ کمتر از خود آن"
        en = f"{en}. The nearest change that would bring it in: {more.en} less cost of its own"
    fa, en = _awaited(fa, en, costs, names)
    return _ended(fa, en, is_proven=costs.is_proven)


def _ways(why: WhyNot, names: Names) -> tuple[list[str], list[str]]:
    ways_fa, ways_en = [], []
    if why.jobs:
        held_fa, held_en = (" نگه‌داشته", " kept") if is_kept(why.candidate) else ("", "")
        ways_fa.append(f"{say_number(why.jobs, 'fa')} شغل{held_fa} بیشتر با همین هزینه")
        ways_en.append(f"{why.jobs} more {'job' if why.jobs == 1 else 'jobs'}{held_en} at the same cost")
    if why.cost and not why.is_cost:
        less = [(names.line(line), _rials(amount)) for line, amount in sorted(why.cost.items())]
        ways_fa.append(" و ".join(f"{rials.fa} هزینهٔ کمتر در ردیف {name.fa}" for name, rials in less))
        ways_en.append(" and ".join(f"{rials.en} less cost on the line {name.en}" for name, rials in less))
    if why.money:
        more = [(names.line(line), _rials(amount)) for line, amount in sorted(why.money.items())]
        less_fa, less_en = ("، یا همین قدر هزینهٔ کمتر", ", or as much less cost") if why.is_cost else ("", "")
        more_fa = [f"{rials.fa} بیشتر در ردیف {name.fa}" for name, rials in more]
        more_en = [f"{rials.en} more on the line {name.en}" for name, rials in more]
        ways_fa.append(" و ".join(more_fa) + less_fa)
        ways_en.append(" and ".join(more_en) + less_en)
    return ways_fa, ways_en


def _rials(millions: int) -> Text:
    """Say what is the least that is enough: to the million where milliards would be rounded, for less is not enough."""
    if millions % TENTH == 0:
        return Text(fa=say_rials(millions * MILLION, "fa"), en=say_rials(millions * MILLION, "en"))
    unit = MoneyUnit.MILLION_RIAL.label
    return Text(fa=f"{say_number(millions, 'fa')} {unit['fa']}", en=f"{say_number(millions, 'en')} {unit['en']}")


def say_conflict(found: Conflict, names: Names) -> Text:
    """Say which terms cannot be kept together, and the least that would be enough."""
    limits = list(dict.fromkeys(names.limit(without_way(code)) for code in found.limits))
    musts = [names.title(code) for code in found.musts]
    fa = [limit.fa for limit in limits] + [f"الزام {title.fa}" for title in musts]
    en = [limit.en for limit in limits] + [f"the must {title.en}" for title in musts]
    said_fa = "این شرط‌ها با هم نمی‌شود: " + "، ".join(fa)
    said_en = "These cannot be kept together: " + ", ".join(en)
    relaxed = found.relaxed.items()
    ways = list(dict.fromkeys(_gives_way(code, more, names) for code, more in relaxed if names.may_tell(code)))
    if ways:
        said_fa += ". کم‌ترین گشایش: " + "، ".join(way.fa for way in ways)
        said_en += ". The least relaxation: " + ", ".join(way.en for way in ways)
    return Text(fa=said_fa + ".", en=said_en + ".")


def _gives_way(code: str, amount: Fraction, names: Names) -> Text:
    """Say by how much a limit would have to give way."""
    limit, number, kind = names.limit(without_way(code)), _jobs(amount), code.partition(":")[0]
    if kind in ("line", "cap", "class"):
        rials = _rials(math.ceil(amount))
        more = Text(fa=f"{rials.fa} بیشتر", en=f"{rials.en} more")
    elif kind == "floor":
        more = Text(fa=f"{number.fa} شغل کمتر", en=f"{number.en} jobs fewer")
    elif kind == "hours":
        more = Text(fa=f"{number.fa} دقیقه بیشتر", en=f"{number.en} minutes more")
    else:
        more = Text(fa="کنار گذاشته شود", en="let go") if kind in ("order", "either") else LOOSER
    return Text(fa=f"{limit.fa}: {more.fa}", en=f"{limit.en}: {more.en}")


def because(differing: Sequence[tuple[str, Any, Any]], names: Names) -> Text:
    """Say what a plan differs by from another: whom a decision or an order is about, and which other terms changed.

    differing: name of a term, its value before and after
    """
    fa, en = [], []
    for name, before, after in differing:
        about = Text(fa="", en="")
        if name in ("pins", "waits"):
            found = names.some(sorted(code for code in {*before, *after} if before.get(code) != after.get(code)))
            about = Text(fa=f": {found.fa}", en=f": {found.en}")
        fa.append(f"تغییر {TERMS[name].fa}{about.fa}")
        en.append(f"changed {TERMS[name].en}{about.en}")
    if not fa:
        return Text(fa="سندها در این میان تغییر کرده است", en="the records changed in the meantime")
    return Text(fa="به‌سبب " + "، ".join(fa), en="because of " + ", ".join(en))


def say_never(candidate: Candidate, names: Names) -> Text:
    """Say why a candidate is not even tried."""
    title = apart(names.titles[candidate.id])
    rule = names.barred.get(candidate.id)
    if candidate.never and rule is not None and candidate.never == rule.fa:
        return Text(
            fa=f"«{title}» با دیگران سنجیده نشد، چون ضابطه‌های برنامه آن را نمی‌پذیرد. {rule.fa}",
            en=f"“{title}” was not weighed with the others, because the rules of the programme exclude it. {rule.en}",
        )
    kept, lack = names.lacks.get(candidate.id), names.lack(candidate.id)
    if candidate.never and kept is not None and lack is not None and candidate.never == kept.fa:
        return Text(
            fa=f"«{title}» گرفته نمی‌شود: {lack.fa}.",
            en=f"“{title}” is not taken: {lack.en}.",
        )
    if candidate.never:
        return Text(
            fa=f"«{title}» به تصمیم کنار گذاشته شده است: {candidate.never}.",
            en=f"“{title}” was left out by decision: {candidate.never}.",
        )
    return Text(
        fa=f"هیچ بستهٔ «{title}» در دوره‌های پول جا نمی‌شود.",
        en=f"No package of “{title}” fits into the periods that have money.",
    )


def _ended(fa: str, en: str, *, is_proven: bool) -> Text:
    if is_proven:
        return Text(fa=f"{fa}.", en=f"{en}.")
    return Text(fa=f"{fa} (تا دقتی که در زمان داده‌شده یافته شد).", en=f"{en} (as far as was found in the time given).")


def say_again(code: str, kept: Mapping[str, Any], names: Names) -> Text:
    """Say a reason of a refused candidate from what was kept of it, see `data_not`; earlier plans kept less."""
    given = tuple((one, chance) for one, chance in kept.get("given", ()))
    if "own" in kept:
        more, others, is_proven = kept["more"], tuple(kept["others"]), kept["is_proven"]
        costs = Costs(code, "", kept["own"], more, others, is_proven=is_proven, given=given)
        return say_cost_not(costs, names, kept["least"])
    loss = kept.get("loss")
    why = WhyNot(
        code,
        "",
        None if loss is None else Fraction(loss),
        kept.get("jobs"),
        kept.get("money"),
        tuple(kept.get("out", ())),
        is_proven=kept.get("is_proven", False),
        along=tuple(kept.get("along", ())),
        cost=kept.get("cost"),
        given=given,
    )
    return say_not(why, names)


def data_in(why: WhyIn) -> dict[str, Any]:
    """Return a reason as it is kept."""
    return {
        "adds": str(why.adds), "loses": str(why.loses), "instead": list(why.instead), "leans_on": list(why.leans_on),
        "is_proven": why.is_proven, "given": list(why.given),
    }  # fmt: skip


def data_not(why: WhyNot) -> dict[str, Any]:
    """Return a reason as it is kept."""
    return {
        "loss": None if why.loss is None else str(why.loss), "jobs": why.jobs, "money": why.money,
        "cost": why.cost, "is_cost": why.is_cost, "out": list(why.out), "along": list(why.along),
        "is_proven": why.is_proven, "given": list(why.given),
    }  # fmt: skip


def data_cost(costs: Costs, least: int) -> dict[str, Any]:
    """Return a reason in money as it is kept. least: the jobs that were to be brought"""
    return {
        "own": costs.own, "more": costs.more, "others": list(costs.others), "least": least,
        "is_proven": costs.is_proven, "given": list(costs.given),
    }  # fmt: skip
