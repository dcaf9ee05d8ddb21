"""Cells as people fill them in."""

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from practices.exchange.reading.quantities import read_date, read_number, read_years
from practices.exchange.reading.scrubbing import fold, scrub
from tests.trials import tries


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  Leef\u00adstraten\u00a0 in  Gent ", "Leefstraten in Gent"),
        ("\x93stad\x94 \x96 \x85", "“stad” – …"),
        ("â€™s avonds geÃ¯nteresseerd", "’s avonds geïnteresseerd"),
        ("een_x000D_\ntwee\r\n\r\n\r\n\r\ndrie", "een\ntwee\n\ndrie"),
        ("\u200bna\ufeffam\u202f1", "naam 1"),
        ("cafe\u0301", "café"),
        ("a\x00b\x0bc\td", "abc d"),
        ("“gewoon” ’s morgens – ok", "“gewoon” ’s morgens – ok"),
    ],
)
def test_what_nobody_typed_is_taken_away(dirty, clean):
    assert scrub(dirty) == clean


@given(st.text())
@example("Ã©Ã")
def test_scrubbing_twice_is_scrubbing_once(text):
    assert scrub(scrub(text)) == scrub(text) or "Ã" in text or "â" in text or "_x" in text


@given(st.text())
def test_a_name_folds_to_letters_and_digits(text):
    assert all(sign.isalnum() for sign in fold(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1310000", 1_310_000),
        ("1.310.000 euro", 1_310_000),
        ("€ 1 310 000,00", 1_310_000),
        ("1.310.000,-", 1_310_000),
        ("EUR 1,310,000.00", 1_310_000),
        ("1,31 miljoen euro", 1_310_000),
        ("2 mio", 2_000_000),
        ("1.310", 1_310),
        ("12’500", 12_500),
        ("50 deelnemers", 50),
        ("0", 0),
    ],
)
def test_numbers_are_read_however_they_are_written(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["veel", "ca. 500", "5.000 tot 100.000 euro", "12,5", "-3", "1.31.0", "", "9" * 12, "½", "٣"]
)
def test_what_is_no_number_is_refused_with_the_text(text):
    with pytest.raises(ValueError, match=r"‘.*’"):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019", (2019, None)),
        ("2019 - 2021", (2019, 2021)),
        ("2019–2021", (2019, 2021)),
        ("van 2019 tot en met 2021", (2019, 2021)),
        ("sinds 2019", (2019, None)),
        ("2019 – heden", (2019, None)),
        ("2019-05-01", (2019, None)),
    ],
)
def test_years_are_read_however_they_are_written(text, years):
    assert read_years(text) == years


@pytest.mark.parametrize("text", ["vorig jaar", "19", "2019?", "2019, 2020, 2021", "3019", "rond 2000"])
def test_what_is_no_year_is_refused(text):
    with pytest.raises(ValueError, match="periode"):
        read_years(text)


DAY = datetime.date(2024, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-28",
        "28/02/2024",
        "28-2-2024",
        "28.02.2024",
        "28 februari 2024",
        "28 feb. 2024",
        "45350",
        "2024-02-28 00:00:00",
    ],
)
def test_dates_are_read_however_they_are_written(text):
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2024", "De dag 31/02/2024 bestaat niet"),
        ("02/28/2024", "bestaat niet"),
        ("morgen", "geen datum"),
        ("28/02/24", "geen datum"),
        ("28 brumaire 2024", "bestaat niet"),
        ("28/02/3024", "jaartal"),
    ],
)
def test_dates_that_do_not_exist_are_refused_with_the_text(text, words):
    with pytest.raises(ValueError, match=words):
        read_date(text)


@tries(300)
@given(st.text(alphabet="0123456789.,-/ €eurjanmilo’'", max_size=30))
def test_no_text_breaks_the_readers(text):
    for read in [read_number, read_years, read_date]:
        try:
            read(text)
        except ValueError as mistake:
            assert "%" not in str(mistake)
