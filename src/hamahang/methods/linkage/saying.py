"""A reason in words: which evidence, and how alike."""

from hamahang.domain.register import EVIDENCE_NAMES
from hamahang.domain.text import Text
from hamahang.methods.linkage.comparing import LEVELS
from hamahang.methods.linkage.records import EVIDENCE

KINDS = {item.code: item.kind for item in EVIDENCE}


def say(evidence: str, level: int) -> Text:
    """Return a reason in words: "same licence", "alike name". level: as in `Reason`, 0 where it has none."""
    name = EVIDENCE_NAMES[evidence]
    if not level:
        return name
    label = LEVELS[KINDS[evidence]][level - 1]
    return Text(fa=f"{name.fa} {label.fa}", en=f"{label.en} {name.en}")
