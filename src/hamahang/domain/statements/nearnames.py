"""The words around the name of a place: the figure before or after it, the line it begins, the saying before it."""

from collections.abc import Sequence

from hamahang.domain.statements.numberwords import NUMBER_WORDS
from hamahang.domain.statements.tokens import NEW_LINE, NUMERAL, Token


def says(tokens: Sequence[Token], at: int) -> bool:
    """Return whether what somebody says begins at a token: «خاطرنشان کرد: البرز در ۱۵ رشته …»."""
    return at > 0 and tokens[at - 1].text in ("کرد", "گفت", "افزود", "داشت", "شد")


def is_dateline(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Return whether a name begins a report that may be of anywhere: «تهران- ایرنا-»."""
    is_first = at == 0 or tokens[at].gap == NEW_LINE or tokens[at - 1].text in (":", "|")
    return is_first and last < len(tokens) and tokens[last].text in ("-", "،", ",", "(", "/")


def counts(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a figure stands right before «در» and a place, its noun between them."""
    return any(token.kind == NUMERAL or token.text in NUMBER_WORDS for token in tokens[max(at - 4, 0) : at - 1])


def has_figure(first: int, tokens: Sequence[Token]) -> bool:
    """Return whether a figure before a place is of it: «۳۷ مورد در سنندج، سقز ۱۵ مورد»."""
    near = tokens[max(first - 4, 0) : first]
    return bool(near) and near[-1].text == "در" and any(token.kind == NUMERAL for token in near)


def begins_line(tokens: Sequence[Token], first: int) -> bool:
    """Return whether a token is the first of its line."""
    return first == 0 or tokens[first].gap == NEW_LINE


def begins_figure(at: int, tokens: Sequence[Token]) -> bool:
    """Return whether a number stands at a token."""
    return at < len(tokens) and (tokens[at].kind == NUMERAL or tokens[at].text in NUMBER_WORDS)


def is_ranked(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a figure of its own follows a name: «فارس با صدور ۸۹ پروانه», «مرکزی (۱۲ درصد)»."""
    if at >= len(tokens) or tokens[at].gap == NEW_LINE or tokens[at].text not in ("با", "("):
        return False
    return any(token.kind == NUMERAL for token in tokens[at + 1 : at + 5])
