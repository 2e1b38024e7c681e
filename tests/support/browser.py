"""Chromium through Playwright: pages as wide as a desk and as narrow as a phone."""

import contextlib
import shutil

from playwright.sync_api import sync_playwright

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
_SECONDS = 30


class Browser:
    def __init__(self, chromium):
        self._chromium = chromium
        self._contexts = []

    def page(self, size=WIDE, locale="en-US", **options):
        """A page of a visitor without history."""
        context = self._chromium.new_context(viewport=size, locale=locale, has_touch=size == PHONE, **options)
        context.set_default_timeout(_SECONDS * 1000)
        self._contexts.append(context)
        return context.new_page()

    def close_pages(self):
        while self._contexts:
            self._contexts.pop().close()


@contextlib.contextmanager
def opened():
    """A browser for the duration of the block."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--disable-dev-shm-usage"]
        )
        try:
            yield Browser(chromium)
        finally:
            chromium.close()


def login(page, url, user="admin", password=None):
    """Sign in to Odoo's web client, and wait until it stands (it never becomes idle on the network)."""
    page.goto(f"{url}/web/login")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", password or user)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_web_client .o_main_navbar")
