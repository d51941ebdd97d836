"""Why something cannot be recorded as it was said: one family of exceptions, so that pages catch them all alike."""

from hamahang.domain.text import Text


class Refused(ValueError):
    """What was said cannot be recorded as things stand; `why` tells the repair in both languages."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why
