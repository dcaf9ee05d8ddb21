"""Nobody has to compare figures by eye."""

from tests.bench.goals import lasting, p95, queries, times
from tests.bench.measured import Broken, Measured
from tests.bench.tables import Line, print_table


def printed(capsys, *lines):
    print_table("Proef", "", lines)
    return capsys.readouterr().out.splitlines()


def broken():
    raise Broken("/agenda/ answers 500")


def test_a_line_says_whether_its_goals_are_held(capsys):
    quick = Measured([0.1] * 20, queries=15, times_as_long={"raw": 5.0})
    *_head, first, second, _blank, verdict = printed(
        capsys,
        Line("all of them", lambda: quick, (queries(15), p95(0.5), times(5, "raw"))),
        Line("no goal", lambda: quick, wish="streamed"),
    )
    assert first.endswith("held    ≤ 15 queries · p95 ≤ 500 ms · ≤ 5 × raw")
    assert "held" not in second and "MISSED" not in second
    assert verdict == "All goals are held."


def test_what_is_missed_is_named(capsys):
    slow = Measured([0.1] * 10 + [3.0] * 10, queries=16)
    *_head, first, second, third, fourth, _blank, verdict = printed(
        capsys,
        Line("slow", lambda: slow, (queries(16), p95(2))),
        Line("chatty", lambda: slow, (queries(0), p95(3))),
        Line("long", lambda: Measured([31]), (lasting(30),)),
        Line("broken", broken),
    )
    assert first.endswith("MISSED  ≤ 16 queries · p95 ≤ 2 s ✗")
    assert second.endswith("MISSED  0 queries ✗ · p95 ≤ 3 s")
    assert third.endswith("MISSED  ≤ 30 s ✗")
    assert fourth.endswith("MISSED  /agenda/ answers 500")
    assert verdict == "MISSED: slow, chatty, long, broken"
