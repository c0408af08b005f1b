"""Take pictures of the demo while a quarrel runs: `python -m tests.demo.screenshots FOLDER`.

The README's picture is `chat_dark.png`.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.demo.conftest import CHROMIUM, QUIET, Browser, lit_demo

DESK, PHONE = (1440, 900), (390, 844)
HEATED = 14
"""Lines of the quarrel after which the pictures are taken."""


def main(folder: Path) -> None:
    """Play the quarrel once, and look at it from every side."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with lit_demo(home) as demo:
            browser = Browser(chromium, demo.url)
            _take(browser, folder)
        chromium.close()
        print(*browser.complaints, sep="\n", file=sys.stderr)


def _take(browser: Browser, folder: Path) -> None:
    def picture(name: str, path: str, size: tuple[int, int], scheme: str) -> None:
        width, height = size
        page = browser.visit(path, width=width, height=height, scheme=scheme)
        _settled(page)
        page.screenshot(path=folder / f"{name}_{scheme}.png")
        page.context.close()

    picture("start", "/", DESK, "light")
    picture("empty_queue", "/managers", DESK, "dark")
    page = browser.visit(scheme="dark")
    page.get_by_role("button", name="20×").click()
    page.get_by_role("button", name="Play “A quarrel over the build”").click()
    page.mouse.move(720, 20)
    page.get_by_text(f"{HEATED} of ").wait_for(timeout=60_000)
    _settled(page)
    page.screenshot(path=folder / "chat_dark.png")
    picture("chat", "/", DESK, "light")
    page.get_by_role("button", name="1×", exact=True).click()
    page.get_by_role("button", name="Write as").click()
    _settled(page)
    page.screenshot(path=folder / "write_as_dark.png")
    for scheme in ("light", "dark"):
        picture("phone_chat", "/", PHONE, scheme)
        picture("phone_live", "/?show=live", PHONE, scheme)
        picture("phone_stories", "/?show=stories", PHONE, scheme)
        picture("case", "/case/1", DESK, scheme)
        picture("phone_case", "/case/1", PHONE, scheme)
        picture("queue", "/managers", DESK, scheme)
        picture("phone_queue", "/managers", PHONE, scheme)


def _settled(page: Page) -> None:
    page.wait_for_timeout(1500)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
