"""Why something cannot be recorded as it was said: one family of exceptions, so that pages catch them all alike."""

from hamahang.domain.text import Text


class Refused(ValueError):
    """What was said cannot be recorded as things stand; `why` tells the repair in both languages."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class ChangedMeanwhile(Refused):
    """Somebody else changed the record since the person looked at it: nothing was overwritten."""

    def __init__(self, *, by: str) -> None:
        self.by = by
        super().__init__(
            Text(
                fa=f"{by} در این میان آن را تغییر داده است؛ تازه‌ترین صورت را ببینید و دوباره ثبت کنید",
                en=f"{by} changed it in the meantime; look at it as it is now and record again",
            )
        )


def check_unchanged(seen: int | None, version: tuple[int, str]) -> None:
    """Refuse what was typed over somebody else's.

    seen: the number of the last entry when the person looked, None asks for no check; version: it is now, and whose
    :raises ChangedMeanwhile: if it is another one
    """
    last, by = version
    if seen is not None and seen != last:
        raise ChangedMeanwhile(by=by)
