"""A reader of iCalendar of its own, from the text of RFC 5545: what our library writes is not checked by itself."""

import re

LINE = re.compile(
    r'(?P<name>[A-Z-]+)(?P<parameters>(?:;[A-Z-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(?P<value>.*)', re.DOTALL
)
PARAMETER = re.compile(r';([A-Z-]+)=("[^"]*"|[^;]*)')
ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def read(text: str) -> tuple[dict, list[dict]]:
    """The calendar's own properties, and those of each event: name to ``(value, parameters)``."""
    assert text.endswith("\r\n")
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert len(line.encode()) <= 75, line
        assert "\n" not in line
        assert "\r" not in line
    calendar, events, here = {}, [], None
    for line in re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n"):
        match = LINE.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        if (name, value) == ("BEGIN", "VCALENDAR"):
            here = calendar
        elif (name, value) == ("BEGIN", "VEVENT"):
            here = {}
            events.append(here)
        elif (name, value) == ("END", "VEVENT"):
            here = calendar
        elif (name, value) == ("END", "VCALENDAR"):
            here = None
        else:
            assert name not in here, f"{name} twice"
            parameters = {key: value.strip('"') for key, value in PARAMETER.findall(match["parameters"])}
            here[name] = (re.sub(r"\\[nN,;\\]", lambda found: ESCAPED[found[0]], value), parameters)
    assert here is None
    return calendar, events


def values(text: str) -> dict:
    """Name to value of the only event."""
    [event] = read(text)[1]
    return {name: value for name, (value, _parameters) in event.items()}
