"""`hamahang digest`: one message a day to whoever wants it: what is late, due within a week, and new."""

import argparse
import sys
from datetime import date, timedelta
from typing import Any

from hamahang.cli import options, setup

WEEK = timedelta(days=7)


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("digest", help="send the daily digest by e-mail / فرستادن خلاصهٔ روزانه")
    parser.add_argument("--base-url", default="", help="address of the site, put at the end of each message")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Send the day's digests; nobody gets two on one day, and one refused address does not stop the others."""
    setup.django()
    from django.conf import settings
    from django.core.mail import send_mail
    from django.utils import timezone

    from hamahang.desk import actions, queries

    if not settings.EMAIL_HOST:
        return options.refuse(
            "کارساز رایانامه معرفی نشده است؛ HAMAHANG_MAIL را تنظیم کنید.",
            "No mail server is set up; set HAMAHANG_MAIL.",
        )
    day, failed = timezone.localdate(), 0
    for wish in queries.to_be_told(day):
        message = digest_of(wish, day, base_url=arguments.base_url)
        if message is None:
            continue
        subject, body = message
        try:
            send_mail(subject, body, None, [wish.email])
        except OSError as error:  # the library's own errors are OSErrors too
            failed += 1
            sys.stderr.write(f"{wish.person}: {error}\n")
            continue
        actions.digest_sent(wish=wish, day=day)
        sys.stdout.write(f"{wish.person}\n")
    return 1 if failed else 0


def digest_of(wish: Any, day: date, *, base_url: str = "") -> tuple[str, str] | None:
    """Return subject and words of a person's digest; None where there is nothing to say."""
    from hamahang.accounts.queries import person_named
    from hamahang.desk import queries
    from hamahang.domain.calendar import say_day
    from hamahang.domain.desk import NOTICES
    from hamahang.domain.ledger import AsOf
    from hamahang.domain.text import Text

    if person_named(wish.person) is None:
        return None
    language = wish.language
    dues = queries.dues(wish.person, AsOf(day))
    notices = [notice for notice in queries.notices(wish.person) if notice.read_at is None]
    parts = (
        (Text(fa="دیر شده", en="Late"), [due for due in dues if due.due_on < day]),
        (Text(fa="تا یک هفتهٔ دیگر", en="Due within a week"), [due for due in dues if day <= due.due_on <= day + WEEK]),
    )
    lines = []
    for title, found in parts:
        if found:
            lines.append(f"{title[language]}:")
            lines += [f"  - {due.title[language]} ({say_day(due.due_on, language)})" for due in found]
    if notices:
        lines.append(Text(fa="تازه:", en="New:")[language])
        lines += [f"  - {NOTICES[notice.kind][language]}: {notice.said} ({notice.by})" for notice in notices]
    if not lines:
        return None
    subject = Text(fa=f"هماهنگ: میز شما در {say_day(day, 'fa')}", en=f"Hamahang: your desk on {say_day(day, 'en')}")
    return subject[language], "\n".join([*lines, "", base_url]).rstrip() + "\n"
