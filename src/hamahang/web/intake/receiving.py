"""Receiving a list: the file, what kind it is, who sent it and of when it speaks."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hamahang.accounts.permissions import Permission
from hamahang.domain.lists.intake import Source
from hamahang.domain.lists.periods import parse_period
from hamahang.domain.text import Text
from hamahang.intake import queries
from hamahang.intake.actions import check_batch, receive_file
from hamahang.intake.recognising import kind_of_upload
from hamahang.intake.sources import source_named, sources
from hamahang.web.access import PersonRequest, page
from hamahang.web.intake.words import NO_PERIOD, TOO_LARGE


class UploadForm(forms.Form):
    """A file, and what kind of list it is."""

    source = forms.ChoiceField(required=False)
    file = forms.FileField(allow_empty_file=True)
    sender = forms.CharField(max_length=120, required=False)
    period = forms.CharField(max_length=60, required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        source = self.fields["source"]
        find = Text(fa="از روی سرستون‌ها پیدا شود", en="Find it by its headings")[language]
        source.choices = [("", find), *((code, found.title[language]) for code, found in sources().items())]  # type: ignore[attr-defined]
        source.label = Text(fa="نوع فهرست", en="Kind of list")[language]
        self.fields["file"].label = Text(fa="فایل", en="File")[language]
        self.fields["sender"].label = Text(fa="فرستنده (اداره، بانک، شرکت)", en="Sender (office, bank, company)")[
            language
        ]
        self.fields["sender"].widget.attrs["list"] = "senders"
        self.fields["period"].label = Text(fa="دورهٔ فهرست", en="Period of the list")[language]

    def clean_file(self) -> Any:
        """Refuse a file above the limit."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            limit = settings.UPLOAD_LIMIT // 1024 // 1024
            raise forms.ValidationError(TOO_LARGE.format(limit=limit)[self.language])
        return file

    def clean_period(self) -> Any:
        """Read the period; an empty one says nothing."""
        text = self.cleaned_data["period"].strip()
        period = parse_period(text) if text else None
        if text and period is None:
            raise forms.ValidationError(NO_PERIOD[self.language])
        return period


@page(Permission.INTAKE_UPLOAD)
def upload(request: PersonRequest) -> HttpResponse:
    """Receive a file and check it; what is wrong is shown, nothing is written to the register yet."""
    form = UploadForm(request.POST or None, request.FILES or None, language=request.LANGUAGE_CODE)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        by, at = request.user.username, timezone.localtime()
        code = form.cleaned_data["source"]
        source = source_named(code) if code else _recognised(file, form.cleaned_data["sender"])
        stored = receive_file(
            chunks=file.chunks(),
            name=file.name,
            store=settings.MEDIA_ROOT,
            limit=settings.UPLOAD_LIMIT,
            source=source,
            key=settings.PERSON_KEY,
            by=by,
            at=at,
        )
        made = check_batch(
            file=stored,
            source=source,
            store=settings.MEDIA_ROOT,
            sender=form.cleaned_data["sender"],
            period=form.cleaned_data["period"],
            by=by,
            at=at,
        )
        return redirect("batch", made.pk)
    context = {"form": form, "senders": queries.senders()}
    return render(request, "intake/upload.html", context, status=400 if form.is_bound else 200)


def _recognised(file: Any, sender: str) -> Source:
    """Return what kind of list a file is; one that is none, or cannot be read, is shown as the commonest kind."""
    return kind_of_upload(file.chunks(), sender=sender) or source_named("units")
