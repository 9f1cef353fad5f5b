"""`make bench`: how fast the live figures are on this machine, and how fast the same demo is done the usual way. Prints; judges nothing."""

import os
import platform
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import BROWSER_ARGUMENTS, browser_path

from . import page, patients, solver, usual


def main() -> None:
    site = Path(os.environ["CYTOSTORM_SITE"]).resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        print(f"Chromium {browser.version}, Python {platform.python_version()}, {os.cpu_count()} processors\n")
        for title, rows in [
            ("Live figures, on the built site", page.rows(browser, site)),
            ("One run of the linear loop, 28 days", solver.rows()),
            ("One patient, 28 days, output every 0.01 d (the default), at a true error below 1e-6", patients.single(0.01)),
            ("The same, output every 0.1 d", patients.single(0.1)),
            ("One patient of a ward of random ones, on one core, output the same", patients.ward()),
            ("A large ward on two processes", patients.large()),
            ("The same demo the usual way: ipywidgets.interact and matplotlib in JupyterLab on this machine", usual.rows(browser)),
        ]:
            print(title)
            for name, value in rows:
                print(f"  {name:<58} {value}")
            print()
        browser.close()


main()
