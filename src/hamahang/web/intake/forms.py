"""The forms of senders: what an office's headings mean; looked at, shared as a file, taken away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.text import Text
from hamahang.intake import queries
from hamahang.intake.answers import meanings_from
from hamahang.intake.forms import LARGEST, BadForm, export_form, forget, import_form
from hamahang.intake.sources import sources
from hamahang.web.access import PersonRequest, page
from hamahang.web.intake.words import MONEY

TAKEN_IN = Text(fa="فرم «{sender}» افزوده شد.", en="The form of “{sender}” was taken in.")
BAD = Text(
    fa="این فایل فرم یک فرستنده نیست ({why})؛ آن را از همین صفحه در سامانهٔ دیگر بگیرید.",
    en="This file is no sender's form ({why}); export it from this page of another installation.",
)
NO_FILE = Text(fa="فایلی برگزیده نشد.", en="No file was chosen.")
TAKEN_AWAY = Text(fa="فرم «{sender}» کنار گذاشته شد.", en="The form of “{sender}” was taken away.")


@page(Permission.INTAKE_UPLOAD)
@require_http_methods(["GET", "POST"])
def forms(request: PersonRequest) -> HttpResponse:
    """List the forms of senders, and take one in that another office shared."""
    if request.method == "POST":
        said = _take_in(request)
        messages.info(request, said[request.LANGUAGE_CODE])
        return redirect("sender-forms")
    return render(request, "intake/forms.html", {"rows": [_line(form) for form in queries.forms()]})


def _take_in(request: PersonRequest) -> Text:
    file = request.FILES.get("file")
    if file is None:
        return NO_FILE
    try:
        form = import_form(file.read(LARGEST + 1), by=request.user.username, at=timezone.localtime())
    except BadForm as error:
        return BAD.format(why=str(error))
    return TAKEN_IN.format(sender=form.sender)


def _line(form: Any) -> dict[str, Any]:
    source, meanings = sources()[form.source], meanings_from(form.meanings)
    written = meanings.written
    titles = {
        column.name: Text(fa=column.titles[0], en=column.name.replace("_", " "))
        for table in source.tables
        for column in table.columns
    }
    return {
        "id": form.pk,
        "sender": form.sender,
        "source": source.title,
        "money": MONEY.get(form.money),
        "headings": [(written[key], titles.get(field)) for key, field in meanings.fields.items()],
        "pieces": [
            (titles.get(field), " + ".join(written[key] for key in piece.headings))
            for field, piece in meanings.pieces.items()
        ],
        "by": form.by,
        "at": form.at,
    }


def _find(form_id: int) -> Any:
    form = queries.form_by_id(form_id)
    if form is None or form.source not in sources():
        raise Http404
    return form


@page(Permission.INTAKE_UPLOAD)
def export(request: PersonRequest, form_id: int) -> HttpResponse:
    """Send a form as a file to share."""
    response = HttpResponse(export_form(_find(form_id)), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="sender-form-{form_id}.json"'
    return response


@page(Permission.INTAKE_UPLOAD)
@require_POST
def take_away(request: PersonRequest, form_id: int) -> HttpResponse:
    """Take a form away; the next list of this sender is asked about anew."""
    form = _find(form_id)
    sender = form.sender
    forget(form=form)
    messages.info(request, TAKEN_AWAY.format(sender=sender)[request.LANGUAGE_CODE])
    return redirect("sender-forms")
