"""The names of the sites that the author links to: `example.com` stands for `www.example.com` too.

Each name also counts as every wider one that it belongs to; what follows the name of a site in a
link is left out. Links in quotes and code do not count.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.model import Facts, Signal

KIND = "name"
_SCHEME = re.compile(r"\A[a-z][a-z0-9+.-]*://[/\\]*", re.IGNORECASE)
_BEHIND = re.compile(r"[/\\?#]")


def measure(facts: Facts) -> Signal:
    sites = tuple(dict.fromkeys(filter(None, map(_site, facts.reading.links))))
    names = dict.fromkeys(name for site in sites for name in _names(site))
    return Signal("domains", ", ".join(sites), f"sites: {len(sites)}", tuple(names))


def _site(link: str) -> str:
    bare = _SCHEME.sub("", unicodedata.normalize("NFKC", link), count=1)
    site = _BEHIND.split(bare, maxsplit=1)[0].rpartition("@")[2]
    return site.partition(":")[0].strip(".").lower()


def _names(site: str) -> Iterator[str]:
    """Such as `a.example.com` and `example.com`."""
    yield site
    parts = site.split(".")
    if not parts[-1].isdigit():
        yield from (".".join(parts[at:]) for at in range(1, len(parts) - 1))
