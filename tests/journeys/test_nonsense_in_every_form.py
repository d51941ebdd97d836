"""Nonsense typed into every form of every page: it is refused in words, and no form falls over."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES
from tests.personas import persona
from tests.province import Province

pytestmark = pytest.mark.django_db
CSRF = "csrfmiddlewaretoken"
MOST = 1_000  # pages
FEW = 2  # of one kind: a record that is under way and one that ended show other forms
LEAVES = {"sign-out", "sign-in", "language"}
TYPED = {
    "letters": "سیزدهمِ ماه بعد؟؟",
    "nothing": "",
    "number": "9" * 5_000,  # longer than Python turns into a number
    "below zero": "-1",
    "not a number": "nan",
    "half": "۱٫۵",
    "control": "\0\u202e\u200f\ud7ff",
    "long": "آ" * 5_000,
    "markup": "<script>'\"%s{0}",
}
CHOSEN = ("select", "hidden", "radio", "checkbox")


@dataclass
class Form:
    """A form of a page: where it is sent, and its fields with how each is filled and the value it has."""

    action: str
    is_post: bool
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)


class Reader(HTMLParser):
    """Reads the links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        if tag == "form":
            self.forms.append(Form(said.get("action", ""), said.get("method", "get").lower() == "post"))
        if tag == "select":
            self.select = said.get("name", "")
        if not self.forms:
            return
        fields = self.forms[-1].fields
        if tag == "option" and self.select and (said.get("value") or "selected" in said):
            fields.setdefault(self.select, ("select", said.get("value", "")))
        if tag == "textarea" and said.get("name"):
            fields[said["name"]] = ("text", "")
        # a button says which way a form is sent
        if tag in ("input", "button") and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else "hidden"
            fields.setdefault(said["name"], (kind, said.get("value", "")))


def read(content: bytes) -> Reader:
    reader = Reader()
    reader.feed(content.decode())
    return reader


def name_of(address: str) -> str:
    """Return the name of an address; a query that pages and lists read makes no other kind of page."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def walked(client: Client) -> Iterator[tuple[str, Reader]]:
    """Go through the pages that links lead to, a few of each kind."""
    waiting, seen, count = ["/"], {"/"}, dict.fromkeys(LEAVES, FEW)
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = read(response.content)
        yield address, page
        for link in page.links:
            found = urljoin(address, link).split("#")[0]
            name = name_of(found) if found.startswith("/") else ""
            if name and found not in seen and count.get(name, 0) < FEW:
                seen.add(found)
                count[name] = count.get(name, 0) + 1
                waiting.append(found)


def nonsense(form: Form) -> list[dict[str, str]]:
    """Return what is typed: the choices as they stand and nonsense in the rest, then nonsense in all of it."""
    fields = {name: given for name, given in form.fields.items() if name != CSRF and given[0] != "file"}
    typed = [
        {name: value if kind in CHOSEN else word for name, (kind, value) in fields.items()} for word in TYPED.values()
    ]
    typed += [dict.fromkeys(fields, TYPED[title]) for title in ("letters", "number", "nothing")]
    return [given for place, given in enumerate(typed) if given not in typed[:place]]


@pytest.fixture
def everything(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a role that may do everything, so that each form is there and none is refused at the door."""
    monkeypatch.setitem(ROLES, "SECRETARY", replace(ROLES["SECRETARY"], permissions=frozenset(Permission)))
    return "SECRETARY"


def test_nonsense_is_refused_in_words(client: Client, played: Province, everything: str) -> None:
    person = persona(everything)
    client.force_login(person)
    client.raise_request_exception = False
    fallen = []
    sent: set[str] = set()

    pages = list(walked(client))
    for address, page in pages:
        for form in page.forms:
            action = urljoin(address, form.action or address)
            name = f"{name_of(action)} {sorted(form.fields)}"
            if not form.is_post or name in sent or name_of(action) in LEAVES:
                continue
            sent.add(name)
            for typed in nonsense(form):
                with transaction.atomic():
                    client.force_login(person)
                    response = client.post(action, typed)
                    if response.status_code >= 500:
                        fallen.append((name_of(action), typed))
                    transaction.set_rollback(True)

    assert fallen == []
    assert len(pages) > 100
    assert len(sent) > 100
