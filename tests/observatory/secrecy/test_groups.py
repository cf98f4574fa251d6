"""Groups of head counts under agreement: safe, as fine as they may be, and the only thing that is ever told of them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.secrecy.groups import Group, Member, against, cell_of, grouped, spread, withheld
from essaim.observatory.secrecy.rules import binding

RULES = binding()
FAMILIES = ("association", "cooperative", "mutual", "foundation")
CODES = st.sampled_from(("A", "B"))


@st.composite
def members(draw: st.DrawFn) -> list[Member]:
    """Up to sixteen establishments of up to twelve legal units, in two places."""
    number = draw(st.integers(0, 16))
    return [
        Member(
            f"{draw(st.integers(1, 12)):09d}{at:05d}",
            draw(st.integers(0, 300)),
            draw(st.sampled_from((0.0, 1.4, 13.5, 29.4, 131.8))),
            (place := draw(CODES)),
            f"{place}{draw(CODES)}",
            draw(st.integers(1, 3)),
            draw(st.sampled_from(FAMILIES)),
            draw(CODES),
            draw(CODES),
            draw(CODES),
        )
        for at in range(number)
    ]


def cells(member: Member) -> list[tuple[str, ...]]:
    parts = ("_T", member.family, member.sector, member.size, member.subfamily, f"tier:{member.tier}")
    return [(place, part) for place in (member.place, member.commune) for part in parts]


def shifted(group: Group) -> Group:
    """The same group with a post moved from its largest member to its smallest."""
    ordered = sorted(group, key=lambda one: (one.posts, one.siret))
    moved = {ordered[0].siret: 1, ordered[-1].siret: -1}
    return tuple(replace(one, posts=one.posts + moved.get(one.siret, 0)) for one in group)


@given(members())
def test_groups_are_safe_apart_and_of_one_place_and_tier(listed: list[Member]) -> None:
    groups = grouped(listed, RULES)
    assert all(against(group, RULES) is None for group in groups)
    sirets = [member.siret for group in groups for member in group]
    assert len(sirets) == len(set(sirets))
    assert all(len({(one.place, one.tier) for one in group}) == 1 for group in groups)
    assert grouped(listed[::-1], RULES) == groups


@given(members())
def test_no_member_of_a_group_finds_another_within_a_tenth(listed: list[Member]) -> None:
    for group in grouped(listed, RULES):
        whole, by_unit = sum(one.posts for one in group), {one.unit for one in group}
        assert len(by_unit) >= 3
        posts = {unit: sum(one.posts for one in group if one.unit == unit) for unit in by_unit}
        for insider in by_unit:
            rest = whole - posts[insider]
            assert all(rest >= 1.1 * posts[other] for other in by_unit - {insider})


@given(members())
def test_what_is_shown_is_made_of_whole_groups_and_totals_always_are(listed: list[Member]) -> None:
    groups = grouped(listed, RULES)
    hidden = withheld(groups, cells, RULES)
    for group in groups:
        for member in group:
            for key in cells(member):
                if key not in hidden:
                    assert all(key in cells(other) for other in group)
        assert (group[0].place, "_T") not in hidden


@given(members())
def test_the_spread_adds_up_and_depends_on_the_total_only(listed: list[Member]) -> None:
    for group in grouped(listed, RULES):
        given_ = spread(group)
        assert sum(given_.values()) == sum(one.posts for one in group)
        assert min(given_.values()) >= 0
        assert spread(shifted(group)) == given_


def test_two_establishments_of_one_legal_unit_are_one_voice() -> None:
    one = Member("00000000100001", 50, 29.4, "A", "AA", 1, "association", "", "Q", "20-49")
    same = replace(one, siret="00000000100002")
    other = replace(one, siret="00000000200001")
    assert cell_of([one, same, other]).units == 2
    assert grouped([one, same, other], RULES) == ()
    assert against([one, other, replace(one, siret="00000000300001", posts=1)], RULES) == "dominance"
