"""What may stand in somebody's way on a page that is open."""

from axe_playwright_python.sync_playwright import Axe

#: Of a mail the program that shows it makes the landmarks.
IN_A_MAIL = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def check(page):
    """No barrier that axe knows and no sideways scrolling, on a phone by day and on a screen by night."""
    _look(page, 360, "light")
    _look(page, 1440, "dark")


def check_mail(page):
    """By day only: a mail leaves its background to the program, and axe takes that for white."""
    for width in [360, 1440]:
        _look(page, width, "light", IN_A_MAIL)


def _look(page, width, scheme, options=None):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, results.generate_report()
