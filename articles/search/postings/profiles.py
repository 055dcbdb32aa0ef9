"""Documents that are alike in all that is counted: desk, year, people and places.

Where there are few different profiles, matches are counted by profile, and what each profile has
is multiplied by that: one pass for all facets. Where nearly every article has its own people and
places, a profile is only a desk and a year, and people and places are counted by `counting`.

    profile             the profile of each document
    profile.group       the group (desk and year) of each profile
    profile.people.*    `starts` and `ranks` of the people of each profile, as in `values`; the
    profile.places.*    same for places; missing where profiles are only groups
"""

from collections.abc import Mapping

import numpy as np

from articles.search.postings.arrays import Array
from articles.search.postings.tokens import Ints

FIELDS = ("people", "places")
WORTH_IT = 8
"""Documents for each different profile, on average, from which on profiles are used."""


def profiles(group: Ints, groups: int, held: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays for documents of these groups, who have the values in `held` (see `values`)."""
    _, first, numbers = np.unique(_marks(group, groups, held), True, True)
    if len(first) * WORTH_IT <= len(group):
        found = {"profile": numbers.astype("<u4"), "profile.group": group[first].astype("<u4")}
        for name in FIELDS:
            starts, ranks = _of(held, name, first)
            found |= {f"profile.{name}.starts": starts, f"profile.{name}.ranks": ranks}
        if _exact(found, group, held):
            return found
    plain = {"profile": group.astype("<u4"), "profile.group": np.arange(groups, dtype="<u4")}
    return plain


def _marks(group: Ints, groups: int, held: Mapping[str, Array]) -> Array:
    """A number for each document that those alike share, and others by bad luck only."""
    chance = np.random.default_rng(1987)
    marks = chance.integers(1, 1 << 63, groups + 1, "u8")[group]
    for name in FIELDS:
        starts, ranks = held[f"{name}.starts"], held[f"{name}.ranks"]
        of_rank = chance.integers(1, 1 << 63, len(held[f"{name}.values"]) + 1, "u8")
        owners = np.repeat(np.arange(len(group)), starts[1:] - starts[:-1])
        np.add.at(marks, owners, of_rank[ranks])
    return marks


def _of(held: Mapping[str, Array], name: str, docs: Ints) -> tuple[Array, Array]:
    """The starts and ranks of these documents alone."""
    starts = held[f"{name}.starts"].astype(np.int64)
    sizes = starts[docs + 1] - starts[docs]
    ends = np.cumsum(sizes)
    taken = np.arange(int(sizes.sum())) + np.repeat(starts[docs] - (ends - sizes), sizes)
    edges = np.concatenate(([0], ends)).astype("<u4")
    return edges, held[f"{name}.ranks"][taken]


def _exact(found: Mapping[str, Array], group: Ints, held: Mapping[str, Array]) -> bool:
    """Whether the profiles give every document back as it was."""
    numbers = found["profile"].astype(np.int64)
    if not np.array_equal(found["profile.group"][numbers], group):
        return False
    for name in FIELDS:
        own = {f"{name}.{part}": found[f"profile.{name}.{part}"] for part in ("starts", "ranks")}
        starts, ranks = _of(own, name, numbers)
        if not np.array_equal(starts, held[f"{name}.starts"]):
            return False
        if not np.array_equal(ranks, held[f"{name}.ranks"]):
            return False
    return True
