"""Personal data. Every number here is made up, or the example of those who give them out."""

import re
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.personal import find
from bot.signals import personal_data

EMAIL, IBAN, CARD = "e-mail addresses", "IBANs", "payment cards"
ID, PHONE = "national ids", "phone numbers"
SHOWN = {
    PHONE: [
        "call me on +44 7911 123456",
        "my number is 07911 123 456",
        "07911123456",
        "text me: (212) 555-0187",
        "212-555-0187",
        "llámame al 612 345 678",
        "mi móvil 612345678, gracias",
        "+34 612 34 56 78",
        "tel. 912 34 56 78",
        "zadzwoń do mnie 512 345 678 po 18:00",
        "mój numer to 512345678",
        "512-345-678",
        "позвони мне 8 912 345-67-89",
        "89123456789",
        "8 (912) 345-67-89",
        "мой номер 9123456789",
        "πάρε με στο 6912345678",
        "τηλ. 210 1234567",
        "0030 691 234 5678",
        "подзвони 067 123 45 67 сьогодні",
        "0671234567",
        "+380 67 123 45 67",
        "about order 55, call me: 07911 123456",
    ],
    EMAIL: [
        "write to jane.doe@example.org.",
        "JANE+news@mail.example.co.uk",
        "escríbeme a pepe_garcia@example.es",
        "почта ivan.petrov@example.ru, жду",
        "моя пошта:olena@example.com.ua",
    ],
    CARD: [
        "card 4111 1111 1111 1111 exp 12/27",
        "4111111111111111",
        "5555-5555-5555-4444",
        "amex 3782 822463 10005",
        "карта 2200 0000 0000 0004",
    ],
    IBAN: [
        "GB29 NWBK 6016 1331 9268 19",
        "es91 2100 0418 4502 0005 1332 gracias",
        "PL61 1090 1014 0000 0712 1981 2874",
        "przelej na 61 1090 1014 0000 0712 1981 2874 dzięki",
        "GR16 0110 1250 0000 0001 2300 695",
        "UA213223130000026007233566001",
        "GB29\u00a0NWBK\u00a06016\u00a01331\u00a09268\u00a019",
    ],
    ID: [
        "mi DNI es 12345678Z",
        "12.345.678-Z",
        "X1234567L",
        "PESEL 44051401359",
        "nr dowodu: dowód ABA 300000",
        "СНИЛС 112-233-445 95",
        "паспорт 4509 123456",
        "мой ИНН 500100732259",
        "ΑΜΚΑ 01013099997",
        "το ΑΦΜ μου είναι 094259216",
        "мій ІПН 1759013776",
        "SSN 536-90-4399",
        "my national insurance number is AB 12 34 56 C",
        "NHS number 943 476 5919",
    ],
}
HARMLESS = [
    # dates, times, scores, prices, amounts
    "22.11.2026 18:30",
    "2026-11-22 18:30:05",
    "2026-11-22T18:30:05.123Z",
    "05.06.2026-12.06.2026, 10:30-11:45",
    "call me on 22/11/2026 at 18:30",
    "the 2024-2025 season, 21-19 18-21 21-17, then 3-2 4-1 10-9",
    "612 345 678 zł",
    "612.345.678 €",
    "precio 1.234.567,89 €",
    "a budget of $1,234,567.89",
    "population 600 123 456",
    "lat 52.229676, 21.012229",
    "3.1415926535897932",
    # numbers of orders, tickets and parcels
    "order 600123456",
    "order #4111111111111111 arrived",
    "mi pedido 612345678 no ha llegado",
    "zamówienie nr 512345678",
    "заказ 89123456789",
    "παραγγελία 6912345678",
    "замовлення 0671234567",
    "номер заявки 1234567890",
    "tracking 1Z999AA10123456784",
    "ISBN 978-0-306-40615-7",
    # machines
    "192.168.100.200 and 10.0.0.1:8080",
    "version 10.12.345678, v3.11.12, Windows 10.0.22631.4460",
    "react@18.2.0-beta.rc",
    "git@github.com:me/repo.git",
    "scp x me@host.example.org:~/x",
    "root@box.local",
    "550e8400-e29b-41d4-a716-446655440000",
    "id 987654321098765432",
    "1100123456789012345",
    "1732298400123",
    "https://example.org/orders/600123456?from=ann@example.org",
    "[89431.510429] INFO: 7928  7422   506    76",
    # nobody's, or nobody at all
    "8-800-555-35-35",
    "call 0800 1111 or 112",
    "write to info@example.org or support@example.com",
    "@ann and @bob.smith, look",
    "0123456789",
    "123456789",
    "999-999-999",
    "12345678",
    "I have 20000000 y",
    "",
]


def found(facts, text):
    """What the signal tells: its value, and how many of each kind."""
    signal = personal_data.measure(facts(text))
    assert re.fullmatch(r"none|[a-zA-Z -]+: \d+(, [a-zA-Z -]+: \d+)*", signal.evidence)
    return signal.value, signal.evidence


@pytest.mark.parametrize(("kind", "text"), [(kind, t) for kind, ts in SHOWN.items() for t in ts])
def test_each_kind_is_found_in_the_six_languages(facts, kind, text):
    assert found(facts, text) == (1, f"{kind}: 1")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_and_addresses_do_not_count(facts, text):
    assert found(facts, text) == (0, "none")


def test_several_are_counted_by_kind_and_the_same_one_twice_is_one(facts):
    text = "ann@example.org, Ann@Example.org or bob@example.org; 0671234567 = +380 67 123 45 67"
    assert found(facts, text) == (3, f"{EMAIL}: 2, {PHONE}: 1")


def test_what_stands_in_quotes_or_code_is_as_public(facts):
    assert found(facts, "> jane.doe@example.org wrote\nwho is that?") == (1, f"{EMAIL}: 1")
    assert found(facts, "see `card 4111 1111 1111 1111`") == (1, f"{CARD}: 1")


def test_a_wrong_check_digit_is_no_find(facts):
    for text in (
        "card 4111 1111 1111 1112",
        "GB29 NWBK 6016 1331 9268 18",
        "DNI 12345678A",
        "PESEL 44051401358",
    ):
        assert found(facts, text) == (0, "none")


@pytest.mark.parametrize("dash", "‐‒–—−")
def test_any_dash_is_a_dash(facts, dash):
    assert found(facts, "212-555-0187".replace("-", dash)) == (1, f"{PHONE}: 1")


SCRAPS = [t for ts in SHOWN.values() for t in ts] + HARMLESS


@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.text("0123456789 .-+@aé()")), max_size=6))
def test_of_any_text_only_kinds_and_counts_are_told(scraps):
    text = " \n".join(scraps)
    counts = find(text)
    assert set(counts) <= {EMAIL, IBAN, CARD, ID, PHONE}
    assert all(0 < count <= len(text) for count in counts.values())


def test_ordinary_messages_load_no_library():
    code = (
        "import sys\nfrom bot.personal import find\n"
        "assert find('see you on 22.11.2026 at 18:30, it is 4:2 and 1299.99 zł') == {}\n"
        "assert not {'phonenumbers', 'stdnum'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "part",
    ["1 2 3 4 5 6 7 8 9 0 ", "0671234560 ", "call me 0671234560, ", "a@", "aa00", "1", "a.b-c+@"],
)
def test_a_long_text_takes_no_long_time(part):
    text = (part * 4000)[:4000]
    find(text)
    start = time.process_time()
    find(text)
    assert time.process_time() - start < 1
