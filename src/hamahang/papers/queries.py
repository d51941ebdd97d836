"""Reading what was attached."""

from collections.abc import Collection
from pathlib import Path

from hamahang.papers.models import Attachment


def attachments(ids: Collection[int]) -> dict[int, Attachment]:
    """Return attachments by id."""
    return Attachment.objects.in_bulk(ids)


def content(attachment: Attachment, *, store: Path) -> bytes:
    """Return the bytes of an attachment.

    :raises FileNotFoundError: if the store does not hold them
    """
    return (store / attachment.sha256).read_bytes()
