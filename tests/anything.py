"""What programs and slips of the hand put into the fields of forms."""

from hypothesis import strategies as st

ANYTHING = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["", "\x00", "\u202e", "a@b.be", "9" * 40, "-1", "on", "1", "a\r\nb", "é@ü.be", "x" * 11_000]),
    st.emails(),
)
