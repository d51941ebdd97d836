"""Text that is safe in a file which a spreadsheet program opens: nothing in it can become a formula."""

INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\xad\x00"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def safe_cell(text: str) -> str:
    """Return a text for a CSV cell, with an apostrophe in front where a spreadsheet could take it for a formula.

    Invisible marks, spaces and quotes in front are looked through, since some programs drop them before reading.
    Source: OWASP, CSV injection; the full-width signs are taken for their plain forms by some programs.
    """
    if text[:1] in ("\t", "\r", "\n"):
        return "'" + text
    seen = text.lstrip(INVISIBLE + " '\"")
    return "'" + text if seen.startswith(STARTS) else text
