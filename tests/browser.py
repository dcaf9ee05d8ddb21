"""Finds a Chromium that starts; ``python -m tests.browser`` prints its path or fails."""

import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright


def find_chromium() -> str | None:
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    for name in ["chromium", "chromium-browser", "google-chrome", own]:
        path = shutil.which(name)
        # On Ubuntu the command may be a notice about another package.
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None


if __name__ == "__main__":
    path = find_chromium()
    print(path or "Chromium is missing.")
    sys.exit(path is None)
