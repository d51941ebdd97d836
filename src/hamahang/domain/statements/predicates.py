"""Words that say what is by themselves, and end a clause as verbs do: «مشغولند», «فعالند», «راکدند»."""

from collections.abc import Sequence
from heapq import merge

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.tokens import Token
from hamahang.domain.statements.verbs import BEING, Verb

ARE = "ند"
SHORTEST = 5  # letters


def with_predicates(tokens: Sequence[Token], hits: Hits, verbs: Sequence[Verb]) -> list[Verb]:
    """Return the verbs with the adjectives between them to which «‌اند» is joined."""
    taken = {at for verb in verbs for at in range(verb.first, verb.last)}
    made = [
        Verb(at, at + 1, BEING, is_negative=False)
        for at, token in enumerate(tokens)
        if token.text.endswith(ARE) and len(token.text) >= SHORTEST and at not in taken and _is_adjective(hits, at)
    ]
    return list(merge(verbs, made, key=lambda verb: verb.first)) if made else list(verbs)


def _is_adjective(hits: Hits, at: int) -> bool:
    """Return whether a word says a state or of what sort persons are."""
    if at in hits["states"]:
        return True
    hit = hits["counted"].get(at)
    return hit is not None and hit.last == at + 1 and lexicon.rows("counted")[hit.row]["dimension"] == "person"
