"""Keeping papers and pictures."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from hamahang.domain.papers import ZIP, NotAccepted, media_type, shown_name
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment

MOST_PARTS = 5_000  # of an office file; more is no letter


def attach(*, chunks: Iterable[bytes], name: str, store: Path, limit: int, by: str, at: datetime) -> Attachment:
    """Keep a file's bytes under their hash and return their attachment; the same under the same name is the same.

    :raises NotAccepted: if it is above `limit` bytes or of no accepted kind
    """
    content = _read(chunks, limit)
    kind = media_type(content, parts=_parts(content))
    sha256 = hashlib.sha256(content).hexdigest()
    _keep(content, store / sha256)
    called = shown_name(name, kind)
    known = Attachment.objects.filter(sha256=sha256, name=called, voided_entry=None).first()
    if known:
        return known
    attachment = Attachment(sha256=sha256, name=called, media_type=kind.code, size=len(content))
    with recording(action="papers.attached", by=by, at=at):
        attachment.save()
    return attachment


def _read(chunks: Iterable[bytes], limit: int) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > limit:
            megabytes = limit // (1024 * 1024)
            raise NotAccepted(
                Text(
                    fa=f"فایل از {megabytes} مگابایت بزرگ‌تر است؛ کوچک‌تر کنید و دوباره بفرستید",
                    en=f"The file is larger than {megabytes} MB; make it smaller and send it again",
                )
            )
    return bytes(content)


def _parts(content: bytes) -> frozenset[str]:
    """Return the names inside a zip; nothing is unpacked."""
    if not content.startswith(ZIP):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist()[:MOST_PARTS])
    except zipfile.BadZipFile:
        return frozenset()


def _keep(content: bytes, path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
