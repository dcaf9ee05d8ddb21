"""Going through pages with nothing but keys."""


def tab_to(page, element):
    for _ in range(120):
        if element.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {element}.")


def type_into(page, label, text):
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def press(page, element):
    """Enter on a link or a button that leads to another page."""
    tab_to(page, element)
    with page.expect_navigation():
        page.keyboard.press("Enter")
