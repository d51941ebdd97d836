"""Texts: pasted or sent, marked figure by figure with what the records say, bound by a person where it is not clear."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone

from hamahang.accounts.permissions import Permission
from hamahang.domain.figures import say_value
from hamahang.domain.ledger import AsOf
from hamahang.domain.refusal import Refused
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.inside import contradictions
from hamahang.domain.statements.judging import Verdict
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import indicator, indicators
from hamahang.statements import queries
from hamahang.statements.actions import bind_meaning, bind_promise, keep_statements, take_out
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.said import WrongForm
from hamahang.web.statements.bonds import announcing, bond_words, chosen_commitment
from hamahang.web.statements.forms import TextForm
from hamahang.web.statements.marking import TONES, list_address, not_understood, other_readings, pieces, unsure

SHOWN = 200
OUT = Text(fa="متن کنار گذاشته شد", en="The text was taken out")
CHOOSE = Text(
    fa="رقمی برگزینید، یا بگویید که چنین رقمی نداریم", en="Choose a figure, or say that we keep no such figure"
)
NOT_KEPT = Text(fa="چنین رقمی نداریم", en="We keep no such figure")
OURS = Text(fa="رقم ما", en="ours")
NO_COMMITMENT = Text(fa="هیچ تعهدی نیست", en="No commitment")


@page(Permission.STATEMENTS_READ)
def texts(request: PersonRequest) -> HttpResponse:
    """List the texts; take one in."""
    may_work = request.user.may(Permission.STATEMENTS_WORK)
    given = (request.POST, request.FILES) if request.method == "POST" and may_work else ()
    form = TextForm(*given, language=request.LANGUAGE_CODE, today=request.today)
    if form.is_bound and form.is_valid():
        try:
            kept = keep_statements(drafts=form.drafts(), **who(request))
            return redirect("text", kept[0].pk) if len(kept) == 1 else redirect("texts")
        except Refused as refused:
            form.add_error("file" if form.read else "text", refused.why[request.LANGUAGE_CODE])
    found = list(queries.statements().defer("text")[:SHOWN])
    counts = queries.counts(each.pk for each in found)
    clashing = [key for clash in queries.all_clashes() for key in {clash.one[0], clash.other[0]}]
    rows = [_line(each) | {"claims": counts.get(each.pk, 0), "clashes": clashing.count(each.pk)} for each in found]
    context = {"rows": rows, "form": form, "may_work": may_work}
    return render(request, "statements/texts.html", context, status=400 if form.is_bound else 200)


def _line(found: Any) -> dict[str, Any]:
    return {"id": found.pk, "title": found.title, "source": found.source, "day": found.day}


def _find(text_id: int) -> Any:
    found = queries.statement_by_id(text_id)
    if found is None:
        raise Http404
    return found


@page(Permission.STATEMENTS_READ)
def text(request: PersonRequest, text_id: int) -> HttpResponse:
    """Show a text with each figure marked and its verdict beside it; take out one that should not be here."""
    found, problem = _find(text_id), None
    if request.method == "POST" and request.user.may(Permission.STATEMENTS_WORK):
        try:
            take_out(statement=found, reason=request.POST.get("reason", "")[:400].replace("\0", ""), **who(request))
            messages.info(request, OUT[request.LANGUAGE_CODE])
            return redirect("texts")
        except Refused as refused:
            problem = refused.why
    said = queries.claims_of(found)
    checked = queries.check(said, day=found.day, reach=request.reach, zone=get_current_timezone())
    reading = read_claims(found.text, day=found.day)
    read_at = {
        claim.start: {"unsure": unsure(claim.doubts), "others": other_readings(claim.alternatives)}
        for claim in reading.claims
    }
    context = {
        "statement": _line(found) | {"sha256": found.sha256, "by": found.entry.by, "at": found.entry.at},
        "pieces": pieces(found.text, checked, reading.unread),
        "claims": [
            _claim(number, each)
            | read_at.get(each.said.start, {"unsure": None, "others": None})
            | {"announce": announcing(each.said, each.bond, title=found.source or found.title, said_on=found.day)}
            for number, each in enumerate(checked, start=1)
        ],
        "not_read": not_understood(reading.unread),
        "inside": [each.message for each in contradictions(reading)],
        "doubts": [each.message for each in queries.doubted(said, day=found.day)],
        "clashes": [_clash(each, text_id) for each in queries.clashes_of(text_id)],
        "may_work": request.user.may(Permission.STATEMENTS_WORK),
        "may_announce": request.user.may(Permission.COMMITMENTS_ANNOUNCE),
        "problem": problem,
    }
    return render(request, "statements/text.html", context, status=400 if problem else 200)


def _claim(number: int, checked: queries.Checked) -> dict[str, Any]:
    judgement, code = checked.judgement, checked.code
    known = indicator(code) if code and checked.value is not None else None
    return {
        "number": number,
        "about": checked.said.about,
        "speaker": checked.said.speaker,
        "verdict": judgement.verdict.words,
        "tone": TONES[judgement.verdict],
        "why": judgement.why,
        "figure": indicator(code).title if code else None,
        "ours": _said(checked.value, known.unit) if known else None,
        "difference": _difference(checked, known.unit) if known and judgement.difference else None,
        "href": _address(checked) if known else "",
        "then": _then(checked, known.unit) if known and checked.then is not None else None,
        "sentence": checked.sentence,
        "is_remembered": checked.binding.how == "remembered",
        "is_proposed": queries.is_proposed(checked),
        "is_promise": checked.said.modality in ("target", "promise"),
        "bond": bond_words(checked.bond),
    }


def _then(checked: queries.Checked, unit: str) -> Text:
    return queries.KNOWN_THEN.format(value=_said(checked.then, unit))


def _said(value: int | Decimal | None, unit: str) -> Text:
    return say_value(value, unit)


def _difference(checked: queries.Checked, unit: str) -> Text:
    """Return how far the text is above or below ours; where another figure agrees, of the one it is measured by."""
    value = checked.judgement.difference or Decimal(0)
    size = abs(value)
    plain = int(size) if size == size.to_integral_value() else size
    shown, ours, main = say_value(plain, unit), OURS, checked.binding.candidate
    if checked.judgement.verdict is Verdict.OTHER_LEVEL and main is not None:
        ours = indicator(main.indicator).title
    if value > 0:
        return Text(fa=f"{shown.fa} بیش از {ours.fa}", en=f"{shown.en} above {ours.en}")
    return Text(fa=f"{shown.fa} کمتر از {ours.fa}", en=f"{shown.en} below {ours.en}")


def _address(checked: queries.Checked) -> str:
    assert checked.scope is not None  # noqa: S101 - a claim with a value was counted somewhere
    assert checked.window is not None  # noqa: S101
    since = queries.counted_from(checked.code, checked.window)
    return list_address(checked.code, checked.scope, AsOf(checked.window.last), since=since)


def _clash(clash: Any, text_id: int) -> dict[str, Any]:
    other = clash.other[0] if clash.one[0] == text_id else clash.one[0]
    return {"message": clash.message, "other": other}


@page(Permission.STATEMENTS_READ)
def claim(request: PersonRequest, text_id: int, number: int) -> HttpResponse:
    """Show one claim with the figures it may be about; remember what a person chooses."""
    found = _find(text_id)
    said = queries.claims_of(found)
    if not 1 <= number <= len(said):
        raise Http404
    may_work = request.user.may(Permission.STATEMENTS_WORK)
    problem = None
    (checked,) = queries.check(
        said[number - 1 : number], day=found.day, reach=request.reach, zone=get_current_timezone()
    )
    if request.method == "POST" and may_work:
        try:
            _decide(request, checked)
            return redirect("text", text_id)
        except Refused as refused:
            problem = refused.why
    promised_by = checked.bond.figure if checked.bond else ""
    context = {
        "statement": _line(found),
        "claim": _claim(number, checked),
        "sentence": _sentence(found, said[number - 1]),
        "proposals": [(each.indicator, indicator(each.indicator).title) for each in checked.binding.proposals],
        "choices": queries.choices(said[number - 1]),
        "not_kept": NOT_KEPT,
        "chosen": checked.code or promised_by,
        "promised_figure": indicator(promised_by).title if promised_by else None,
        "problem": problem,
        "may_work": may_work,
    }
    return render(request, "statements/claim.html", context, status=400 if problem else 200)


def _decide(request: PersonRequest, checked: queries.Checked) -> None:
    """Remember what a person chose for a claim: its figure, or the commitment that it is.

    :raises Refused: if nothing was chosen, or what was chosen cannot be
    """
    reason = request.POST.get("reason", "")[:400].replace("\0", "")
    told: dict[str, Any] = {"reason": reason, **who(request)}
    if "commitment" in request.POST and checked.bond:
        bind_promise(key=checked.bond.key, commitment=chosen_commitment(request.POST["commitment"]), **told)
    elif "indicator" not in request.POST:
        raise WrongForm(CHOOSE)
    else:
        bind_meaning(meaning=checked.said.meaning, indicator=request.POST.get("indicator", "")[:80], **told)


def _sentence(found: Any, said: Any) -> str:
    """Return the sentence a claim was read in."""
    sentences = read_claims(found.text, day=found.day).sentences
    start, end = next((span for span in sentences if span[0] <= said.start < span[1]), (said.start, said.end))
    return str(found.text[start:end]).strip()


@page(Permission.STATEMENTS_READ)
def decisions(request: PersonRequest) -> HttpResponse:
    """List what people decided that claims are about, and which commitments promises are."""
    rows: list[dict[str, Any]] = [
        {
            "meaning": each.meaning.replace("|", " · "),
            "commitment": None,
            "figure": indicators()[each.indicator].title if each.indicator in indicators() else NOT_KEPT,
            "by": each.entry.by,
            "at": each.entry.at,
            "reason": each.entry.reason,
        }
        for each in queries.decisions()
    ]
    rows += [
        {
            "meaning": each.meaning.replace("|", " · "),
            "commitment": each.commitment,
            "figure": NO_COMMITMENT,
            "by": each.entry.by,
            "at": each.entry.at,
            "reason": each.entry.reason,
        }
        for each in queries.promise_decisions()
    ]
    rows.sort(key=lambda row: row["at"], reverse=True)
    return render(request, "statements/decisions.html", {"rows": rows})
