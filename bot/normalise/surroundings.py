"""Take out of a text what is not its author's own words: quotes, code, links, mentions."""

import re
from typing import TypedDict

from bot.normalise.traced import Edit, Traced


class Around(TypedDict):
    """What was taken out of a text, each kind in order of appearance."""

    quotes: tuple[str, ...]
    code: tuple[str, ...]
    links: tuple[str, ...]
    mentions: tuple[str, ...]


Cut = tuple[int, int, bool]
"""From an index up to another; true when it leaves a gap, false when its sides belong together."""

_ENDS = r"(?:com|net|org|biz|xyz|io|gg|tv|ru|ua|pl|gr|eu)"
_ENDS_BEFORE_A_PATH = (
    r"(?:com|net|org|biz|xyz|info|io|gg|tv|ru|su|by|kz|ua|pl|es|mx|ar|cl|gr|eu|uk|us|de|fr|it|me|co"
    r"|cc|ly|to|be|am|app|dev|link|shop|store|site|online|top|club|live|pro|fun|click|vip|tech)"
)
_LINK = rf"""
    (?: https?:// | (?<!\w)[a-z][a-z0-9+.-]{{1,14}}:// | (?<![\w@./-])www\. )
    [^\s<>]*[^\s<>.,;:!?'"»”)\]}}*_~|`]
  | (?<![\w@./-])(?:[a-z0-9-]+\.)+{_ENDS_BEFORE_A_PATH}/(?:[^\s<>]*[^\s<>.,;:!?'"»”)\]}}*_~|`])?
  | (?<![\w@./-])(?:[a-z0-9-]+\.)+{_ENDS}(?![\w@]|[.-]\w)
"""
_TAKEN = re.compile(
    rf"""
    ```(?P<fence>[\s\S]*?)``` | ``(?P<code2>[^\n]+?)`` | `(?P<code>[^`\n]+)`
  | ^>>>\ (?P<rest>[\s\S]*)
  | ^>\ (?P<quote>[^\n]*(?:\n>\ [^\n]*)*)
  | \[(?P<label>[^\[\]\n]+)\]
    \(<?(?P<target>[a-z][a-z0-9+.-]{{1,14}}://[^\s()<>]+)>?(?:\ "[^"\n]*")?\)
  | <(?P<bare>https?://[^\s<>]+)>
  | (?P<mention><(?:@[!&]?|\#)\d{{1,20}}>)
  | <(?:a?:\w{{1,32}}:|t:-?)\d{{1,20}}(?::[a-z])?>
  | (?P<link>{_LINK})
  | (?<![\w@/.])(?P<nick>@(?!ss(?:es|h[ao]\w*|clown\w*|wipe\w*)?\b)\w+(?:\.\w+)?)(?:['’]s\b)?
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_MAY_HOLD = re.compile(r"[`<@\[]|^>|://|(?<=[a-z0-9-])\.[a-z]", re.MULTILINE | re.IGNORECASE)
_FIELDS = {
    "fence": "code",
    "code2": "code",
    "code": "code",
    "rest": "quotes",
    "quote": "quotes",
    "target": "links",
    "bare": "links",
    "link": "links",
    "mention": "mentions",
    "nick": "mentions",
}


def take_out(text: str) -> tuple[Traced, Around]:
    """The author's own words, without blanks at the ends, and what stood around them.

    A quote is a line that starts with `> `, or all that follows `>>> ` at the start of a line;
    lines that follow each other are one quote. The label of a link stays among the own words.
    """
    found: dict[str, list[str]] = {"quotes": [], "code": [], "links": [], "mentions": []}
    own = Traced(text, range(len(text)))
    if _MAY_HOLD.search(text):
        own = own.edited(_edits(text, _cuts(text, 0, len(text), found)))
    start = len(own.text) - len(own.text.lstrip())
    words = own.text.strip()
    around = Around(
        quotes=tuple(found["quotes"]),
        code=tuple(found["code"]),
        links=tuple(found["links"]),
        mentions=tuple(found["mentions"]),
    )
    return Traced(words, own.at[start : start + len(words)]), around


def _cuts(text: str, start: int, end: int, found: dict[str, list[str]]) -> list[Cut]:
    """What to take out between two indexes; what it was is added to `found`."""
    cuts: list[Cut] = []
    for match in _TAKEN.finditer(text, start, end):
        if match["label"]:
            label_start, label_end = match.span("label")
            cuts.append((match.start(), label_start, False))
            cuts += _cuts(text, label_start, label_end, found)
            cuts.append((label_end, match.end(), False))
        else:
            cuts.append((*match.span(), True))
        if kind := match.lastgroup:
            words = match[kind]
            found[_FIELDS[kind]].append(words.replace("\n> ", "\n") if kind == "quote" else words)
    return cuts


def _edits(text: str, cuts: list[Cut]) -> list[Edit]:
    """Close the cuts: those that leave a gap take the blanks around them, and meet in one seam."""
    closed: list[Cut] = []
    for cut in cuts:
        start, end, gap = _widened(text, *cut)
        if closed and start <= closed[-1][1]:
            start, _, gap_before = closed.pop()
            gap = gap or gap_before
        closed.append((start, end, gap))
    return [(start, end, _seam(text, start, end) if gap else "") for start, end, gap in closed]


def _widened(text: str, start: int, end: int, gap: bool) -> Cut:
    """A cut that leaves a gap with its blanks; at the start of a text also a comma or colon."""
    if gap:
        while start and text[start - 1].isspace():
            start -= 1
        blanks = "" if start else ",:"
        while end < len(text) and (text[end].isspace() or text[end] in blanks):
            end += 1
    return start, end, gap


def _seam(text: str, start: int, end: int) -> str:
    """What keeps the words on both sides of a cut apart."""
    if not start or end == len(text) or text[end].isspace() or text[end] in ",.;:!?)":
        return ""
    cut = text[start:end]
    core = cut.strip()
    return "\n" if "\n" in cut.replace(core, "", 1) else " "
