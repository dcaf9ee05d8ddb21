import datetime
import itertools
import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from practices.drawings import (
    ContinuumPositions,
    MappedPractice,
    card_mark,
    crosstab,
    field,
    map_dots,
    plate_marks,
    poster,
    timeline,
)
from practices.drawings.pies import PlacedPractices, pie_map
from practices.drawings.spots import spot_radius
from practices.models.querysets import Overview
from practices.templatetags.drawings import continuum_field

steps = st.none() | st.integers(min_value=1, max_value=5)
all_positions = st.builds(ContinuumPositions, steps, steps, steps)
known_step = st.integers(min_value=1, max_value=5)
known_positions = st.builds(ContinuumPositions, known_step, known_step, known_step)


def turn(path):
    """The y of the first control point of a path with one arc: negative is above the line."""
    return float(re.findall(r"-?[\d.]+", path)[3])


def kinds(mark):
    return [(disc.kind, disc.step) for disc in mark.discs]


class TestMark:
    def test_an_arc_towards_the_citizen_runs_above_the_line(self):
        (arc,) = card_mark(ContinuumPositions(2, 4, 4)).arcs
        assert turn(arc.path) < 0

    def test_an_arc_towards_the_government_runs_below_the_line(self):
        (arc,) = card_mark(ContinuumPositions(4, 2, 2)).arcs
        assert turn(arc.path) > 0

    def test_ring_small_disc_and_large_disc_stand_on_their_steps(self):
        mark = card_mark(ContinuumPositions(5, 4, 2))
        assert kinds(mark) == [("start", 5), ("mid", 4), ("now", 2)]
        assert [disc.x for disc in mark.discs] == ["300", "230", "90"]

    @pytest.mark.parametrize(
        ("positions", "rings"),
        [((3, 3, 3), 2), ((2, 4, 4), 1), ((2, 3, 2), 1), ((2, 3, 4), 0), ((None, 4, 4), 1), ((None, None, 4), 0)],
    )
    def test_a_ring_around_now_for_every_earlier_moment_on_that_step(self, positions, rings):
        assert [kind for kind, _ in kinds(card_mark(ContinuumPositions(*positions)))].count("halo") == rings

    def test_the_line_is_dotted_as_long_as_a_moment_is_unknown(self):
        assert card_mark(ContinuumPositions(1, 2, 3)).is_known
        unknown = card_mark(ContinuumPositions(1, None, 3))
        assert not unknown.is_known
        assert 'class="dotted"' in render_to_string("components/continuum/mark.html", {"mark": unknown})

    def test_a_move_over_an_unknown_moment_is_dotted(self):
        (arc,) = card_mark(ContinuumPositions(1, None, 3)).arcs
        assert not arc.is_certain
        mark = card_mark(ContinuumPositions(1, None, 3))
        assert 'stroke-dasharray="0 8"' in render_to_string("components/continuum/mark.html", {"mark": mark})

    def test_an_unknown_practice_shows_no_disc(self):
        assert card_mark(ContinuumPositions(None, None, None)).discs == ()

    @given(all_positions)
    def test_every_position_can_be_drawn_in_every_size(self, positions):
        for mark in [card_mark(positions), *plate_marks(positions)]:
            assert len(mark.arcs) == len(list(positions.moves))
            assert [disc.step for disc in mark.discs if disc.kind == "now"] == [positions.now] * bool(positions.now)
            drawn = {disc.step for disc in mark.discs}
            assert drawn == {positions.start, positions.during, positions.now} - {None}
            assert all(0 <= float(disc.x) <= mark.size.width for disc in mark.discs)
            assert all(float(disc.radius) <= min(mark.line_y, mark.height - mark.line_y) for disc in mark.discs)
            for arc, move in zip(mark.arcs, positions.moves, strict=True):
                assert (turn(arc.path) < 0) == (move.target > move.origin)
                assert abs(turn(arc.path)) * 0.75 <= max(mark.line_y, mark.height - mark.line_y)

    @given(all_positions)
    def test_markup_has_no_style_and_no_comma_in_a_number(self, positions):
        for mark in [card_mark(positions), *plate_marks(positions)]:
            markup = render_to_string("components/continuum/mark.html", {"mark": mark})
            assert "style=" not in markup
            assert "," not in markup


def random_positions(number):
    """A fixed mixture in which every triple of steps comes by, unknown ones too."""
    triples = list(itertools.product([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, None], [1, 2, 3, 4, 5, None]))
    return [ContinuumPositions(*triples[place * 37 % len(triples)]) for place in range(number)]


def heaviest(number):
    """Practices that all moved twice: the most arcs there can be."""
    triples = list(itertools.permutations([1, 2, 3, 4, 5], 3))
    return [ContinuumPositions(*triples[place % len(triples)]) for place in range(number)]


def drawn(picture):
    return "".join(
        render_to_string("components/continuum/field_drawing.html", {"drawing": drawing, "unknown": 3})
        for drawing in (picture.wide, picture.narrow)
    )


class TestField:
    @pytest.mark.parametrize("make", [random_positions, heaviest])
    @pytest.mark.parametrize("number", [0, 1, 10, 60, 61, 500, 5000])
    def test_both_widths_together_stay_below_15_kb(self, number, make):
        markup = drawn(field(make(number)))
        assert len(markup.encode()) <= 15_000
        assert "style=" not in markup

    def test_up_to_sixty_practices_each_is_a_dot(self):
        picture = field(heaviest(60))
        assert not picture.is_bundled
        assert len(picture.wide.arcs[0].path.split("M")) - 1 == 120

    def test_more_practices_are_bundled_with_their_counts(self):
        picture = field([ContinuumPositions(2, 3, 4)] * 70 + [ContinuumPositions(5, 5, 1)] * 7)
        assert picture.is_bundled
        assert [(count.number, count.is_on_disc) for count in picture.wide.counts] == [
            (70, False),
            (7, False),
            (7, True),
            (70, True),
        ]
        towards_citizen, towards_government = picture.wide.arcs
        assert turn(towards_citizen.path) < 0 < turn(towards_government.path)
        assert float(towards_citizen.width) > float(towards_government.width)

    def test_unknown_practices_are_dotted_rings_and_not_on_the_line(self):
        picture = field([ContinuumPositions(None, None, None), ContinuumPositions(3, None, None)])
        assert len(picture.wide.unknown) == 2
        assert picture.wide.dots == ()
        assert field([ContinuumPositions(None, None, None)] * 400).table.unknown == 400

    def test_a_return_shows_both_ways(self):
        picture = field([ContinuumPositions(2, 4, 2)])
        assert picture.wide.arcs[0].path.count("M") == 2

    def test_a_ring_marks_a_practice_that_never_moved(self):
        picture = field([ContinuumPositions(3, 3, 3), ContinuumPositions(3, 4, 3)])
        assert [(disc.kind, disc.step) for disc in picture.wide.discs] == [("halo", 3)]

    @given(st.lists(all_positions, max_size=80))
    def test_dots_stay_within_the_drawing(self, positions):
        for drawing in (field(positions).wide, field(positions).narrow):
            for dots in drawing.dots:
                for row in dots.rows:
                    x, length = re.fullmatch(r"M(\S+) 0h(\S+)", row.path).groups()
                    assert 0 <= float(x) <= float(x) + float(length) <= drawing.size.width
            assert all(0 < float(x) < drawing.size.width for x in drawing.unknown)


class TestCrosstab:
    @given(st.lists(all_positions))
    def test_counts_every_practice_once(self, positions):
        table = crosstab(positions)
        assert sum(row.total for row in table.rows) == sum(table.totals) == table.total
        assert table.total + table.unknown == len(positions)

    def test_rows_are_starts_and_columns_are_now(self):
        table = crosstab([ContinuumPositions(2, 3, 4), ContinuumPositions(2, None, 4), ContinuumPositions(1, 1, None)])
        assert table.rows[1].counts == (0, 0, 0, 2, 0)
        assert table.unknown == 1

    def test_is_shown_with_headers_that_name_the_steps(self):
        markup = continuum_field(Overview(counts=(), is_provisional=False))
        assert markup.count('scope="row"') == 6
        assert "Gelijkwaardig partnerschap" in markup


def practice_in(place, step=3, title="Wijkbudget", latitude=51.05, longitude=3.72):
    return MappedPractice(place, latitude, longitude, title, step)


class TestMap:
    def test_a_dot_stands_on_its_municipality(self):
        (dot,) = map_dots([practice_in("Gent")])
        assert (dot.x, dot.y, dot.step, dot.title) == ("307.1", "200", 3, "Gent: Wijkbudget")

    def test_practices_of_one_municipality_are_stacked_by_step(self):
        dots = map_dots([practice_in("Gent", 4), practice_in("Gent", None), practice_in("Gent", 2)])
        assert [dot.step for dot in dots] == [0, 2, 4]
        assert len({dot.x for dot in dots}) == 1
        heights = [float(dot.y) for dot in dots]
        assert heights == sorted(heights, reverse=True)

    def test_more_than_a_handful_becomes_one_larger_dot_with_its_number(self):
        (dot,) = map_dots([practice_in("Gent")] * 6)
        (single,) = map_dots([practice_in("Gent")])
        assert (dot.count, dot.step, dot.title) == (6, None, "Gent")
        assert float(dot.radius) > float(single.radius)

    def test_a_southern_dot_stands_before_a_northern_one(self):
        south, north = practice_in("Kortrijk", latitude=50.83), practice_in("Antwerpen", latitude=51.22)
        assert [dot.title.split(":")[0] for dot in map_dots([south, north])] == ["Antwerpen", "Kortrijk"]

    def test_the_picture_names_every_dot_and_says_where_the_text_is(self):
        markup = render_to_string(
            "components/map.html",
            {"dots": map_dots([practice_in("Gent")] * 6), "provinces": [], "label": "De lijst zegt hetzelfde."},
        )
        assert 'aria-label="De lijst zegt hetzelfde."' in markup
        assert "<title>Gent</title>" in markup
        assert ">6</text>" in markup


def placed(name, *steps, latitude=51.05, longitude=3.72):
    """The practices of a municipality by their step now; 0 for unknown."""
    return PlacedPractices(name.lower(), name, latitude, longitude, tuple(steps.count(step) for step in range(6)))


counts = st.tuples(*[st.integers(min_value=0, max_value=300)] * 6)
flemish_places = st.builds(
    PlacedPractices,
    st.text("abc", min_size=1, max_size=6),
    st.just("Gent"),
    st.floats(50.7, 51.5),
    st.floats(2.55, 5.9),
    counts,
)


class TestPieMap:
    def test_one_step_is_a_whole_disc_and_several_are_slices_with_unknown_last(self):
        (pie,) = pie_map([placed("Gent", 4, 4)]).pies
        assert [(part.step, part.path) for part in pie.slices] == [(4, "")]
        (pie,) = pie_map([placed("Gent", 0, 5, 2, 2)]).pies
        assert [part.step for part in pie.slices] == [2, 5, 0]
        assert pie.slices[0].path == "M307.1 200L307.1 182A18 18 0 0 1 307.1 218Z"

    def test_a_small_disc_lies_on_a_large_one(self):
        drawing = pie_map([placed("Klein", 1), placed("Groot", *[3] * 20)])
        assert [pie.place.name for pie in drawing.pies] == ["Groot", "Klein"]

    def test_only_a_large_disc_holds_its_number(self):
        large, small = pie_map([placed("Groot", *[3] * 9), placed("Klein", 1)]).pies
        assert large.hole
        assert not small.hole

    @given(st.lists(flemish_places, max_size=20))
    def test_the_area_of_a_disc_says_its_number_and_slices_fill_it(self, places):
        drawing = pie_map(places)
        assert sum(pie.place.total for pie in drawing.pies) == sum(place.total for place in places)
        radii = [float(pie.radius) for pie in drawing.pies]
        assert radii == sorted(radii, reverse=True)
        for pie, radius in zip(drawing.pies, radii, strict=True):
            assert radius**2 / radii[0] ** 2 == pytest.approx(pie.place.total / drawing.pies[0].place.total, abs=0.15)
            assert [part.step for part in pie.slices] == [step for step, _number in pie.place.steps]
            assert sum(" 1 1 " in part.path for part in pie.slices) <= 1
            assert "," not in "".join(part.path for part in pie.slices)
        assert all(radius <= 34 for radius in radii)


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_spot_is_as_large_as_its_number_but_never_too_small_to_see(one, other):
    number, most = sorted([one, other])
    radius = float(spot_radius(number, most))
    assert 3 <= radius <= 19
    assert radius == pytest.approx(max(19 * (number / most) ** 0.5, 3), abs=0.06)
    assert spot_radius(0, most) == ""


def milestone(date, is_key=False):
    return SimpleNamespace(date=date, is_key=is_key, when="ooit", title="Iets", text="")


class TestTimeline:
    def test_is_true_to_time(self):
        dates = [datetime.date(2020, 1, 1), datetime.date(2021, 1, 1), datetime.date(2023, 1, 1)]
        drawing = timeline([milestone(date) for date in dates], until=datetime.date(2024, 1, 1))
        first, second, third = (float(point.x) for point in drawing.points)
        assert first == 0
        assert third == pytest.approx(second * 3, abs=0.3)
        assert [year.label for year in drawing.years] == ["2020", "2021", "2022", "2023", "2024"]

    def test_milestones_come_in_order_of_time_and_undated_ones_last(self):
        early, late, someday = (
            milestone(datetime.date(2020, 2, 1)),
            milestone(datetime.date(2022, 2, 1)),
            milestone(None),
        )
        drawing = timeline([someday, late, early], until=datetime.date(2023, 1, 1))
        assert [entry.milestone for entry in drawing.entries] == [early, late, someday]
        assert float(drawing.points[2].x) > float(drawing.until)

    def test_what_is_still_to_come_is_dotted(self):
        past, key, future = (
            milestone(datetime.date(2020, 2, 1)),
            milestone(datetime.date(2021, 2, 1), is_key=True),
            milestone(datetime.date(2025, 2, 1), is_key=True),
        )
        drawing = timeline([past, key, future, milestone(None)], until=datetime.date(2023, 1, 1))
        assert [point.kind for point in drawing.points] == ["", "key", "next", "next"]
        assert float(drawing.points[1].x) < float(drawing.until) < float(drawing.points[2].x)

    def test_a_leader_ends_in_its_own_column(self):
        drawing = timeline([milestone(datetime.date(2020, 2, 1)), milestone(None)], until=datetime.date(2021, 1, 1))
        assert drawing.points[1].leader.endswith("673 46 673 116")

    @pytest.mark.parametrize("number", [0, 1, 8])
    def test_the_list_stands_alone_with_too_few_or_too_many_milestones(self, number):
        drawing = timeline([milestone(datetime.date(2020, 2, 1))] * number, until=datetime.date(2021, 1, 1))
        assert not drawing.points
        markup = render_to_string("components/timeline.html", {"timeline": drawing})
        assert "<svg" not in markup
        assert markup.count("<li>") == number

    @given(
        st.lists(
            st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)), min_size=2, max_size=7
        ).filter(any),
        st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)),
    )
    def test_every_milestone_stays_on_the_line(self, dates, until):
        drawing = timeline([milestone(date) for date in dates], until=until)
        xs = [float(point.x) for point in drawing.points]
        assert xs == sorted(xs)
        assert 0 <= xs[0] <= xs[-1] <= drawing.width
        assert 0 <= float(drawing.until) <= drawing.width
        assert len(drawing.months) < 6_000


class TestPoster:
    def test_shows_a_move_per_arc_above_and_below(self):
        drawing = poster([ContinuumPositions(1, 5, 2), ContinuumPositions(3, 3, 3)])
        out, back = drawing.arcs
        assert turn(out.path) < 0 < turn(back.path)

    def test_every_variant_looks_different_and_stays_the_same(self):
        moves = [ContinuumPositions(1, 5, 2)]
        assert poster(moves, variant=1) == poster(moves, variant=1) != poster(moves, variant=2)

    def test_hundreds_of_practices_weigh_no_more_than_forty_arcs(self):
        assert len(poster([ContinuumPositions(1, 5, 2)] * 500).arcs) == 40
