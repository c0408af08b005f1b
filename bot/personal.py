"""Personal data in a text: what should not stand in public, found by its shape and check digits.

A number that could be anything counts only behind a word that says what it is, such as `call me`
or `СНИЛС`; one that is called an order or an invoice does not. Hotlines and addresses such as
`info@` belong to nobody.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

_DIGITS = re.compile(r"(?:\d[^\d\n]{0,2}){6}")
_DASHES = str.maketrans(dict.fromkeys("‐‒–—−", "-"))
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_MOMENT = re.compile(
    rf"(?<![\d.+-])(?:{_DAY}([./-]){_MONTH}\1|{_MONTH}([./-]){_DAY}\2)(?:\d\d)?\d\d(?!\d)"
    rf"|(?<![\d.+-])(?:19|20)\d\d([./-]){_MONTH}\3{_DAY}(?!\d)|(?<!\d)\d?\d:\d\d(?::\d\d)?(?!\d)"
)
"""Dates and times, which are no numbers of anybody."""
_MOST = 40
"""Numbers of one shape that are looked at in one text."""


class Found(NamedTuple):
    """One find: where it stands, and what it is in its plainest form."""

    start: int
    end: int
    value: str


def find(text: str) -> dict[str, int]:
    """How many different ones of each kind a text shows; kinds that it does not show left out."""
    if not _may_hold(text):
        return {}
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    text = _MOMENT.sub(lambda moment: "\n" * len(moment.group()), text)
    counts: dict[str, int] = {}
    if not _may_hold(text):
        return counts
    for kind, search in _KINDS.items():
        found = list(search(text))
        for one in found:
            text = text[: one.start] + "\n" * (one.end - one.start) + text[one.end :]
        if found:
            counts[kind] = len({one.value for one in found})
    return counts


def _may_hold(text: str) -> bool:
    return "@" in text or _DIGITS.search(text) is not None


_EMAIL = re.compile(
    r"(?<![\w.+@/-])([\w.+-]{1,64})@((?:[\w-]{1,63}\.){1,8}([^\W\d_]{2,24}))(?![\w@]|[.:][\w~/])"
)
_OFFICE = re.compile(
    r"abuse|admin|ayuda|billing|biuro|careers|contact|contacto|feedback|git|hello|help|hola|info"
    r"|jobs|kontakt|legal|mail|marketing|media|news|no-?reply|office|orders|pomoc|postmaster"
    r"|prensa|press|privacy|root|sales|security|service|soporte|support|team|webmaster"
)
"""Addresses of a function, not of a person."""
_NOWHERE = frozenset({"internal", "lan", "local"})
_VERSION = re.compile(r"v?\d+\.\d+")


def _emails(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        name, domain, end = (part.casefold() for part in match.groups())
        if not (_OFFICE.fullmatch(name) or end in _NOWHERE or _VERSION.match(domain)):
            yield Found(*match.span(), f"{name}@{domain}")


_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}(?!\w)", re.IGNORECASE)
_POLISH = re.compile(r"(?<![\w-])\d{2}(?:[ -]?\d{4}){6}(?![\w-])")
"""A Polish account, mostly written without the `PL`."""


def _ibans(text: str) -> Iterator[Found]:
    for match in _some(_IBAN, text):
        yield from _first(match, lambda part: _checked("iban", part))
    for match in _some(_POLISH, text):
        yield from _first(match, lambda part: _checked("iban", "PL" + part))


_CARD = re.compile(
    r"""(?<![\w.,/-]) (?:
        (?: 4\d{3} | 2[2-7]\d\d | 35\d\d | 5\d{3} | 6\d{3} ) (?P<gap>[ -]?) \d{4} (?P=gap) \d{4}
        (?P=gap) \d{4} (?: [ -] \d{3} )?
      | 3[47]\d\d (?P<gap2>[ -]?) \d{6} (?P=gap2) \d{5}
    ) (?! \w | [.,-]\d )""",
    re.VERBOSE,
)


def _cards(text: str) -> Iterator[Found]:
    for match in _some(_CARD, text):
        if _called(text, match, "card") is not False:
            yield from _first(match, lambda part: _checked("luhn", part))


class _Id(NamedTuple):
    """A kind of national id, or of passport."""

    shape: str
    check: str = ""
    """The validator's name under `stdnum`; empty where the shape is all there is."""
    cue: str = ""
    """Which of the `_CUES` must stand before it; empty where its check digits say enough."""


_IDS = (
    _Id(r"\d{1,2}\.?\d{3}\.?\d{3}-?[a-z]", "es.dni"),
    _Id(r"[xyz]-?\d{7}-?[a-z]", "es.nie"),
    _Id(r"\d{11}", "pl.pesel"),
    _Id(r"\d{11}", "gr.amka"),
    _Id(r"\d{9}", "gr.vat", "ΑΦΜ"),
    _Id(r"\d{12}", "ru.inn", "ИНН"),
    _Id(r"\d{3}-?\d{3}-?\d{3}[ -]?\d{2}", "", "СНИЛС"),
    _Id(r"\d{10}", "ua.rntrc", "ІПН"),
    _Id(r"\d{3}-\d{2}-\d{4}", "us.ssn"),
    _Id(r"[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]", "", "NINO"),
    _Id(r"\d{3} ?\d{3} ?\d{4}", "gb.nhs", "NHS"),
    _Id(r"[^\W\d_]{2,3} ?\d{6}|\d{2} ?\d{2} ?(?:no\.? ?)?\d{5,6}", "", "passport"),
)


def _ids(text: str) -> Iterator[Found]:
    for kind in _IDS:
        for match in _some(_id_shape(kind.shape), text):
            called = _called(text, match, kind.cue or "id")
            fits = called if kind.cue else called is not False
            value = _bare(match.group())
            if fits and (not kind.check or _checked(kind.check, value)):
                yield Found(*match.span(), value)


@cache
def _id_shape(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/+-])(?:{shape})(?![\w/]|[.,-]\d)", re.IGNORECASE)


_PHONE = re.compile(
    r"(?<![\w.,:/#=$€£+-])(?P<abroad>(?:\+|00)[ (]?)?\(?\d"
    r"(?:(?:[ ./-]|\)[ .-]?|[ .-]?\()?\d){6,14}(?![\w%$€£₽₴°])"
)
_REGIONS = ("ES", "PL", "RU", "GR", "UA", "GB", "US")
_MOBILE = re.compile(r"(?:0|[78]9)[\d -]+")
"""How bare numbers look that are hardly anything but mobile phones."""
_SIGNED = re.compile(r"\(\d+\)|\d-\d+-\d")
"""How people write phone numbers, and seldom anything else."""
_VARIED = 3
"""Different digits that a number has at least which somebody did not make up."""


def _phones(text: str) -> Iterator[Found]:
    for match in _some(_PHONE, text):
        written, called = match.group(), _called(text, match, "phone")
        if match["abroad"]:
            yield from _first(match, _abroad)
        elif called or (called is None and _SIGNED.search(written)):
            yield from _first(match, _inland)
        elif called is None and _MOBILE.fullmatch(written):
            yield from _first(match, lambda part: _inland(part, only_mobile=True))


def _abroad(part: str) -> str | None:
    return _dialled("+" + part.lstrip("+").removeprefix("00"), None)


def _inland(part: str, only_mobile: bool = False) -> str | None:
    """As one country or another writes it; a hotline in one may be somebody's in another."""
    dialled = [_dialled(part, region, only_mobile) for region in _REGIONS]
    return max((number for number in dialled if number is not None), default=None)


def _dialled(part: str, region: str | None, only_mobile: bool = False) -> str | None:
    """The number in full; None for what is no number, empty for a hotline, which is nobody's."""
    lib = _library("phonenumbers")
    try:
        number = lib.parse(part, region)
    except lib.NumberParseException:
        return None
    if not lib.is_valid_number(number) or len(set(_bare(part))) < _VARIED:
        return None
    kinds, kind = lib.PhoneNumberType, lib.number_type(number)
    if kind in (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE, kinds.PERSONAL_NUMBER) or (
        kind in (kinds.FIXED_LINE, kinds.VOIP) and not only_mobile
    ):
        return str(lib.format_number(number, lib.PhoneNumberFormat.E164))
    return ""


_KINDS: Mapping[str, Callable[[str], Iterator[Found]]] = {
    "e-mail addresses": _emails,
    "IBANs": _ibans,
    "payment cards": _cards,
    "national ids": _ids,
    "phone numbers": _phones,
}
"""The surest first: at what one has found, the next do not look."""

_NEAR = 32
"""Characters before a number in which a word can say what it is."""
_CUES = {
    "phone": (
        r"phone|tel(?:\b|[ée]f|eph)|mobile|cell|(?:call|text|ring) (?:me|us|him|her)|whats?\W?app"
        r"|viber|my number|tfno|m[oó]vil|celular|ll[aá]ma|mi n[uú]mero|w[ah]?sap|kom(?:[oó]rk|\b)"
        r"|(?:za)?dzwo[nń]|m[oó]j numer|тел(?:\b|еф)|моб(?:\b|ил|іл)|(?:по|за)?звони|мой номер"
        r"|в[ао]тсап|вайбер|(?:по)?дзвони|зателефон|мій номер|τηλ|κινητ[οόά]|π[αά]ρε με|κ[αά]λεσ"
        r"|νο[υύ]μερ[οό] μου"
    ),
    "card": r"card|visa|mastercard|tarjeta|kart[aęy]|карт|κ[αά]ρτα",
    "id": r"DNI|NIE|PESEL|ΑΜΚΑ|SSN|social security",
    "ΑΦΜ": r"Α\.?Φ\.?Μ|AFM",
    "ИНН": r"ИНН",
    "СНИЛС": r"СНИЛС",
    "ІПН": r"ІПН|РНОКПП|ідентифікаційн|ИНН",
    "NINO": r"NINO|national insurance",
    "NHS": r"NHS",
    "passport": r"passport|pasaporte|paszport|dow[oó]d|паспорт|διαβατ[ηή]ρι|ταυτ[οό]τητ",
}
"""How the words begin that announce a number."""
_OTHERS = (
    r"#|\bn[oº°]\.?(?=\W*$)|\b(?:order|ticket|invoice|ref\b|reference|tracking|parcel|serial|isbn|id\b"
    r"|pedido|factura|seguimiento|zam[oó]wien|faktur|przesy[lł]k|zg[lł]oszen|заказ|накладн|сч[её]т"
    r"|трек|посылк|заявк|замовлен|рахун|посилк|παραγγελ|τιμολ[οό]γ|αποστολ)"
)
"""What announces a number of another kind, which is nobody's."""


def _called(text: str, match: re.Match[str], cue: str) -> bool | None:
    """Whether the nearest word that announces a number announces this; None without any."""
    before = text[max(match.start() - _NEAR, 0) : match.start()]
    found = [word["cue"] is not None for word in _announcing(cue).finditer(before)]
    return found[-1] if found else None


@cache
def _announcing(cue: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<cue>\b(?:{_CUES[cue]}))|{_OTHERS}", re.IGNORECASE)


def _some(shape: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for _, match in zip(range(_MOST), shape.finditer(text), strict=False):
        yield match


def _first(match: re.Match[str], read: Callable[[str], str | None]) -> Iterator[Found]:
    """The longest beginning of a find, up to a gap, that reads as something."""
    written, start = match.group(), match.start()
    for end in range(len(written), 0, -1):
        if written[end - 1].isalnum() and not written[end : end + 1].isalnum():
            value = read(written[:end])
            if value is not None:
                if value:
                    yield Found(start, start + end, value)
                return


def _checked(name: str, part: str) -> str | None:
    """The number in its plainest form, when its check digits are right."""
    value = _bare(part)
    return value if _library(f"stdnum.{name}").is_valid(value) else None


def _bare(part: str) -> str:
    return "".join(filter(str.isalnum, part)).upper()


@cache
def _library(name: str) -> Any:  # noqa: ANN401 - a module, loaded when it is first needed
    return import_module(name)
