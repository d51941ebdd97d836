"""Words of mines: documents, statuses, and what cannot be said of them."""

from hamahang.domain.text import Text

DOCUMENTS = {
    "REQUEST": Text(fa="درخواست محدوده", en="request of an area"),
    "EXPLORATION": Text(fa="پروانهٔ اکتشاف", en="exploration licence"),
    "DISCOVERY": Text(fa="گواهی کشف", en="discovery certificate"),
    "EXPLOITATION": Text(fa="پروانهٔ بهره‌برداری", en="exploitation licence"),
}
STATUSES = {
    "ACTIVE": Text(fa="فعال", en="active"),
    "INACTIVE": Text(fa="غیرفعال", en="idle"),
    "BEING_EQUIPPED": Text(fa="در حال تجهیز", en="being equipped"),
}
# which document a stage of the way gives a mine
DOCUMENT_OF = {
    "EXPLORATION": "EXPLORATION",
    "DISCOVERY": "DISCOVERY",
    "EXPLOITATION": "EXPLOITATION",
}
# where a mine stands that only a list has told of, by its document
STAGE_OF = {"REQUEST": "REQUESTED", **DOCUMENT_OF}


class MineRefused(ValueError):
    """What was said of a mine cannot be recorded; `why` tells the repair in both languages."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why
