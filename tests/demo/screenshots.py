"""Take pictures of the demo while a quarrel runs: `python -m tests.demo.screenshots FOLDER`.

The README's picture is `chat_dark.png`.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.demo.conftest import CHROMIUM, QUIET, Browser, lit_demo

DESK, PHONE = (1440, 900), (390, 844)
CALM = (("start", "/", DESK, "light"), ("empty_queue", "/managers", DESK, "dark"))
HEATED = (
    ("phone_chat", "/", PHONE),
    ("phone_live", "/?show=live", PHONE),
    ("phone_stories", "/?show=stories", PHONE),
    ("chat", "/", DESK),
    ("case", "/case/1", DESK),
    ("phone_case", "/case/1", PHONE),
    ("queue", "/managers", DESK),
    ("phone_queue", "/managers", PHONE),
)
FLARED = 14
"""Lines of the quarrel after which the pictures are taken."""
SETTLED_MS = 1500


def main(folder: Path) -> None:
    """Play the quarrel once, and look at it from every side."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with lit_demo(home) as demo:
            browser = Browser(chromium, demo.url)
            for name, path, size, scheme in CALM:
                picture(browser, folder / f"{name}_{scheme}.png", path, size, scheme)
            heat_up(browser, folder)
            for name, path, size in HEATED:
                for scheme in ("light", "dark"):
                    picture(browser, folder / f"{name}_{scheme}.png", path, size, scheme)
            if browser.complaints:
                sys.exit("\n".join(browser.complaints))


def heat_up(browser: Browser, folder: Path) -> None:
    """Let the quarrel run; time slows down once it has flared."""
    page = browser.visit(scheme="dark")
    page.get_by_role("button", name="20×").click()
    page.get_by_role("button", name="Play “A quarrel over the build”").click()
    page.mouse.move(720, 20)
    page.get_by_text(f"{FLARED} of ").wait_for(timeout=60_000)
    page.get_by_role("button", name="1×", exact=True).click()
    page.get_by_role("button", name="Write as").click()
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=folder / "write_as_dark.png")


def picture(browser: Browser, file: Path, path: str, size: tuple[int, int], scheme: str) -> None:
    """One page in a window of that size."""
    width, height = size
    page = browser.visit(path, width=width, height=height, scheme=scheme)
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=file)
    page.context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
