"""The answer to an applicant of a plan, put together from what the plan says and the words."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hamahang.briefing.official.wording import Paper, Section, Words, words_of
from hamahang.domain.calendar import say_day
from hamahang.domain.money import say_rials
from hamahang.domain.text import Text

FILES = {"fa": "answer", "en": "answer_en"}
APART, END = "\u2068", "\u2069"


def apart(name: str) -> str:
    """Return a name that keeps its own direction inside words of the other language."""
    return f"{APART}{name}{END}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to an applicant. amount: rials, 0 where it is refused; chosen: how many of the candidates

    candidates: how many were weighed together; is_weighed: whether this one was; later: number of the plan that took
    the place of this one
    """

    number: str
    on: date
    applicant: str
    plan: str
    resolution: str
    is_chosen: bool
    amount: int
    reason: Text
    chosen: int
    candidates: int
    aim: Text
    has_floors: bool
    is_weighed: bool = True
    later: str = ""


def lines(answer: Answer, *, language: str, folder: Path | None = None) -> dict[str, Any]:
    """Return the letter as lines in a language.

    :raises WrongWords: if the office's file of words cannot be used
    """
    words = words_of(FILES[language], folder=folder)
    office = words.say("office")
    outcome = (
        words.say("chosen", amount=say_rials(answer.amount, language)) if answer.is_chosen else words.say("refused")
    )
    how = "opening_apart" if not answer.is_weighed else "opening_floors" if answer.has_floors else "opening"
    weighed = {"candidates": answer.candidates, "chosen": answer.chosen, "aim": answer.aim[language]}
    said = (
        words.say("greeting"),
        words.say(how, **weighed),
        _adopted(answer, words),
        outcome,
        words.say("reason", reason=answer.reason[language]),
        words.say("check" if answer.is_weighed else "check_apart"),
        words.say("closing"),
    )
    return {
        "title": words.say("title"),
        "invocation": words.say("invocation"),
        "office": office,
        "about": [
            (words.say("number"), answer.number),
            (words.say("day"), say_day(answer.on, language, short=True)),
        ],
        "to": words.say("to", applicant=apart(answer.applicant)),
        "subject": words.say("subject", plan=apart(answer.plan)),
        "paragraphs": [line for line in said if line],
        "signers": list(words.all("signers")),
        "footer": words.say("footer", office=office, number=answer.number),
    }


def _adopted(answer: Answer, words: Words) -> str:
    """Say by which resolution the plan was adopted, that none did yet, or which plan took its place."""
    if answer.later:
        return words.say("superseded", later=apart(answer.later))
    return words.say("resolution", resolution=apart(answer.resolution)) if answer.resolution else words.say("draft")


def paper(answer: Answer, *, folder: Path | None = None) -> dict[str, Any]:
    """Return the letter in Persian as it is typeset.

    :raises WrongWords: if the office's file of words cannot be used
    """
    said = lines(answer, language="fa", folder=folder)
    return Paper(
        title=said["title"],
        invocation=said["invocation"],
        office=said["office"],
        about=tuple(said["about"]),
        to=said["to"],
        subject=said["subject"],
        sections=(Section("", tuple(said["paragraphs"])),),
        signers=tuple(said["signers"]),
        footer=said["footer"],
        day=(answer.on.year, answer.on.month, answer.on.day),
    ).as_data()
