"""The real demo in a process of its own, and a real browser to look at it."""

import os
import re
import shutil
import signal
import subprocess
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.command import COMMAND

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 30_000
"""A busy machine takes its time; what never comes fails all the same."""
READY = re.compile(r"Hearthkeeper demo: (http://\S+:\d+)  \(Ctrl\+C stops it\)\n")


@dataclass
class Demo:
    """A demo that is up."""

    url: str
    process: subprocess.Popen

    def get(self, path, **headers):
        request = urllib.request.Request(self.url + path, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()

    def stop(self, number=signal.SIGTERM):
        """Tell it to stop; its exit status and all it had to say after it was up."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err


@contextmanager
def lit_demo(folder, **env):
    command = [*COMMAND, "demo", "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), str(folder))
    with subprocess.Popen(command, cwd=folder, env={**kept, **places, **env}, **pipes) as process:
        try:
            line = process.stdout.readline()
            ready = READY.fullmatch(line)
            assert ready, f"the demo said {line!r} and {process.stderr.read()!r}"
            yield Demo(ready[1], process)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with lit_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@dataclass
class Browser:
    """Chromium; everything a page complains about or asks others for is kept."""

    chromium: object
    home: str
    complaints: list[str] = field(default_factory=list)

    def visit(self, path="/", *, width=1440, height=900, scheme="light"):
        phone = width < 600
        context = self.chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            is_mobile=phone,
            has_touch=phone,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.goto(self.home + path)
        return page

    def fresh(self):
        """The community's page, in a community that has only just begun."""
        page = self.visit()
        first = page.locator(".hk-line").first
        before = first.get_attribute("data-id")
        page.get_by_role("button", name="Start over").click()
        expect(first).not_to_have_attribute("data-id", before)
        return page

    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.complaints.append(f"asks a stranger: {request.url}")

    def _response(self, response):
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="module")
def chromium():
    if shutil.which(CHROMIUM) is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have a browser, and there is none at {CHROMIUM}")
        pytest.skip(f"there is no browser at {CHROMIUM}; set CHROMIUM to one, or install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium, demo):
    opened = Browser(chromium, demo.url)
    yield opened
    for context in chromium.contexts:
        context.close()
    assert opened.complaints == []
