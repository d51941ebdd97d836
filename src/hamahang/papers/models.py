"""What was attached. The bytes lie in the store under their hash, once however often they are attached."""

from django.db import models

from hamahang.domain.papers import MEDIA_TYPES
from hamahang.ledger.models import Record, once_standing


def media_type_choices() -> list[tuple[str, str]]:
    return [(kind.code, kind.title.fa) for kind in MEDIA_TYPES]


class Attachment(Record):
    """A paper or a picture under a name."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80, choices=media_type_choices)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = (once_standing("sha256", "name", name="attachment_of_a_name_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Whether a browser may show it in the page."""
        return any(kind.code == self.media_type and kind.is_shown for kind in MEDIA_TYPES)
