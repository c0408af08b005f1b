"""The demo as a stranger meets it: a process, a port, and pages in a browser."""

import re
import signal
import socket
import sqlite3
import time
import urllib.error
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.command import answer
from tests.demo.conftest import Browser, lit_demo

PHONE, TABLET, DESK = (390, 844), (768, 1024), (1440, 900)
WINDOWS = [
    *(("/", size) for size in (PHONE, TABLET, DESK)),
    *(("/case/1", size) for size in (PHONE, TABLET, DESK)),
    *((path, PHONE) for path in ("/?show=stories", "/?show=live", "/managers", "/case/x")),
]


def play_the_quarrel(page):
    """Let the flame war run to its end at full speed; the link to the case it made."""
    page.get_by_role("button", name="20×").click()
    page.get_by_role("button", name="Play “A quarrel over the build”").click()
    link = page.locator(".hk-case-line").filter(has_text="Quarrel in #general")
    expect(link).to_have_count(1)
    expect(page.get_by_role("button", name="Play “A quarrel over the build”")).to_be_visible()
    return link


def say(page, text):
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def acting_as(page, name):
    page.get_by_role("group", name="Acting as").get_by_role("button", name=name).click()


def the_card_names_both_sides_the_hits_and_the_reasons(card):
    expect(card.locator(".title").first).to_have_text("Quarrel in #general")
    expect(card.locator(".person.side_a")).to_contain_text("Matt")
    expect(card.locator(".person.side_b")).to_contain_text("Hana")
    expect(card.locator(".line.hit", has_text="complete moron")).to_contain_text("Personal attack")
    expect(card.locator(".line", has_text="works here")).not_to_contain_text("Personal attack")
    expect(card.locator(".hk-why")).to_contain_text(re.compile(r"insult\s*0\.\d\d"))


@pytest.mark.browser
def test_a_quarrel_is_seen_cooled_and_decided_once(browser):
    page = browser.fresh()
    link = play_the_quarrel(page)
    expect(page.get_by_text("only Matt sees this").first).to_be_visible()
    expect(page.get_by_text("Slow mode: 20 s between messages")).to_be_visible()
    expect(page.locator(".hk-line", has_text="stupid cow")).to_contain_text("Personal attack")
    expect(page.locator(".hk-standing", has_text="Hana")).to_contain_text("points")
    link.click()
    page.wait_for_url(re.compile(r"/case/\d+$"))
    the_card_names_both_sides_the_hits_and_the_reasons(page.locator(".hk-case"))
    other = browser.visit(page.url.removeprefix(browser.home), scheme="dark")
    acting_as(other, "Tomasz")
    expect(other.get_by_role("button", name="Claim")).to_be_visible()

    acting_as(page, "Ines")
    page.get_by_role("button", name="Claim").click()
    expect(page.locator(".hk-case-actions")).to_contain_text("It is yours until")
    expect(other.locator(".hk-case-actions")).to_contain_text("Ines has it until")
    expect(other.get_by_role("button", name=re.compile("Claim|Uphold|Dismiss"))).to_have_count(0)

    page.get_by_role("button", name="Uphold").click()
    expect(page.locator(".hk-case-actions")).to_contain_text("Upheld by Ines")
    expect(other.locator(".hk-case-actions")).to_contain_text("Upheld by Ines")
    expect(other.get_by_role("button", name=re.compile("Claim|Uphold|Dismiss"))).to_have_count(0)

    other.get_by_role("button", name="Undo everything").click()
    expect(page.locator(".hk-case-actions")).to_contain_text("Undone by Tomasz")
    expect(page.locator(".hk-done")).to_contain_text("back to 0 s")
    expect(page.locator(".hk-people")).not_to_contain_text("points")


@pytest.mark.browser
def test_friendly_banter_makes_no_case(browser):
    page = browser.fresh()
    page.get_by_role("button", name="20×").click()
    page.get_by_role("button", name="Play “Friendly banter”").click()
    expect(page.locator(".hk-lines")).to_contain_text("a beautiful own goal")
    expect(page.locator(".hk-cases")).to_contain_text("No cases")


@pytest.mark.browser
def test_words_stay_words(browser):
    page = browser.fresh()
    attack = "<img src=x onerror=document.title='hacked'><b>bold</b> **strong** {{1+1}} &amp;"
    page.get_by_role("textbox", name="Message").fill(attack)
    page.keyboard.press("Enter")
    expect(page.locator(".hk-lines .bubble").last).to_have_text(attack)
    expect(page.locator(".hk-verdicts .said .text").first).to_have_text(attack)
    assert page.locator(".hk-lines img, .hk-lines b, .hk-lines strong").count() == 0
    assert page.title() == "Hearthkeeper"


@pytest.mark.browser
def test_a_rude_line_to_try_is_answered_in_its_authors_language(browser):
    page = browser.fresh()
    page.get_by_role("button", name="Jesteś skończonym idiotą.").click()
    expect(page.get_by_role("button", name="Write as")).to_contain_text("Bartek")
    page.get_by_role("button", name="Send").click()
    notice = page.locator(".hk-notice", has_text="only Bartek sees this")
    expect(notice).to_contain_text("Twoj", ignore_case=True)


@pytest.mark.browser
def test_a_reply_shows_what_it_answers(browser):
    page = browser.fresh()
    expect(page.locator(".hk-ruling")).to_have_count(5)
    page.locator(".hk-line", has_text="tea is on the left").hover()
    page.get_by_role("button", name="Reply to Hana").last.click()
    expect(page.locator(".hk-composer")).to_contain_text("Replying to Hana")
    say(page, "lovely, thank you")
    line = page.locator(".hk-line", has_text="lovely, thank you")
    expect(line.locator(".answers")).to_contain_text("of course, welcome!")


@pytest.mark.browser
def test_a_choice_of_theme_holds_on_the_next_page(browser):
    page = browser.visit(scheme="light")
    body = page.locator("body")
    expect(body).not_to_have_class(re.compile("body--dark"))
    page.get_by_role("button", name="Theme: as the system").click()
    expect(body).to_have_class(re.compile("body--dark"))
    page.get_by_role("link", name="Managers").click()
    page.wait_for_url("**/managers")
    expect(body).to_have_class(re.compile("body--dark"))


@pytest.mark.browser
@pytest.mark.parametrize(("path", "size"), WINDOWS)
def test_no_page_is_larger_than_its_window(browser, path, size):
    width, height = size
    page = browser.visit(path, width=width, height=height)
    expect(page.locator(".hk-brand")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("document.documentElement.scrollHeight") == height


@pytest.mark.browser
def test_whoever_uses_the_keyboard_sees_where_they_are(browser):
    page = browser.visit()
    expect(page.locator(".hk-brand")).to_be_visible()
    rings = "(() => { const s = getComputedStyle(document.activeElement);"
    rings += " return [s.outlineStyle !== 'none', s.boxShadow.includes('0px 0px 0px 4px')] })()"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert any(page.evaluate(rings)), page.evaluate("document.activeElement.outerHTML")


@pytest.mark.browser
def test_a_phone_shows_one_column_at_a_time(browser):
    page = browser.visit(width=390, height=844)
    chat, stories, live = ".hk-lines", ".hk-stories", ".hk-heat"
    for tab, shown in (("Live", live), ("Stories", stories), ("Chat", chat)):
        page.locator(".hk-tab", has_text=tab).tap()
        expect(page.locator(shown)).to_be_visible()
        for other in {chat, stories, live} - {shown}:
            expect(page.locator(other)).to_be_hidden()


def test_health_and_metrics_are_plain_text(demo):
    assert demo.get("/healthz") == (200, "ok")
    told = 'hearthkeeper_messages_total{platform="sandbox"}'
    for _ in range(100):  # it is told once the first message of the opening is judged
        status, metrics = demo.get("/metrics")
        assert status == 200
        if told in metrics:
            break
        time.sleep(0.1)
    assert told in metrics


@pytest.mark.parametrize(
    ("host", "bound"), [("127.2", "127.0.0.2"), ("0", "0.0.0.0"), ("0.0.0.0", "0.0.0.0")]
)
def test_it_answers_at_the_address_it_prints_and_under_the_name_it_was_given(tmp_path, host, bound):
    with lit_demo(tmp_path, CONSOLE_HOST=host) as demo:
        assert demo.url.startswith(f"http://{bound}:")
        assert demo.get("/healthz") == (200, "ok")
        assert demo.get("/healthz", Host=host) == (200, "ok")
        refused_by_name(demo, "evil.example")


def refused_by_name(demo, name):
    with pytest.raises(urllib.error.HTTPError) as refused:
        demo.get("/", Host=name)
    with refused.value as answer:
        assert answer.code == 400
        assert answer.read().decode() == (
            f"`{name}` is no name of this demo: open it by its IP address, or set CONSOLE_HOST"
        )


NAMES = [
    "localhost",
    "LOCALHOST:1",
    "127.0.0.1:8080",
    "192.0.2.1",
    "[::1]:8080",
    socket.gethostname(),
]


@pytest.mark.parametrize("name", NAMES)
def test_an_address_or_a_name_of_this_machine_is_let_in(demo, name):
    assert demo.get("/healthz", Host=name) == (200, "ok")


@pytest.mark.parametrize(
    "name", ["evil.example", "127.0.0.1.evil.example:8080", "evil.example/@localhost", "[::1", ""]
)
def test_a_foreign_name_is_refused_with_what_to_set(demo, name):
    refused_by_name(demo, name)


@pytest.mark.parametrize(("name", "status"), [("localhost", 101), ("evil.example", 400)])
def test_a_foreign_name_does_not_reach_the_live_page_either(demo, name, status):
    port = int(demo.url.rpartition(":")[2])
    asked = (
        "GET /_nicegui_ws/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        f"Host: {name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(asked.encode())
        assert line.recv(100).split()[1] == str(status).encode()


def test_an_unknown_address_is_not_found(demo):
    with pytest.raises(urllib.error.HTTPError) as refused:
        demo.get("/nowhere")
    assert refused.value.code == 404
    refused.value.close()


def test_a_port_in_use_is_one_clear_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = answer("demo", "--port", port, cwd=tmp_path)
    said = f"error: port {port} on 127.0.0.1 is in use; choose another with --port\n"
    assert done == (2, "", said)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_goes_cleanly_and_leaves_nothing_behind(tmp_path, number):
    with lit_demo(tmp_path) as demo:
        assert demo.get("/")[0] == 200
        assert list(tmp_path.glob("hearthkeeper-*"))
        assert demo.stop(number) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_named_is_kept(tmp_path):
    with lit_demo(tmp_path, DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/kept.db") as demo:
        assert demo.get("/")[0] == 200
        assert demo.stop()[0] == 0
    assert (tmp_path / "kept.db").stat().st_size > 0


@pytest.mark.browser
def test_while_the_store_is_away_the_page_says_so_and_the_chat_goes_on(chromium, tmp_path):
    kept = tmp_path / "kept.db"
    with lit_demo(tmp_path, DATABASE_URL=f"sqlite+aiosqlite:///{kept}?timeout=0.5") as demo:
        browser = Browser(chromium, demo.url)
        page = browser.visit()
        banner = page.get_by_role("status")
        expect(banner).to_be_hidden()
        with closing(sqlite3.connect(kept, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            say(page, "is anybody there?")
            expect(banner).to_contain_text("nothing is acted on")
            expect(page.locator(".hk-lines")).to_contain_text("is anybody there?")
            other.execute("ROLLBACK")
        say(page, "and now?")
        expect(banner).to_be_hidden()
        assert browser.complaints == []
