"""Documents that are alike in all that is counted: category, year, people and places.

Where there are few different profiles, matches are counted by profile, and what each profile has
is multiplied by that: one pass for all facets. Where nearly every article has its own people and
places, a profile is only a category and a year, and people and places are counted by `counting`.

    profile             the profile of each document
    profile.group       the group (category and year) of each profile
    profile.people.*    `starts` and `ranks` of the people of each profile, as in `values`; the
    profile.places.*    same for places; missing where profiles are only groups
"""

from collections.abc import Callable, Mapping

import numpy as np

from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.merge_input import Release, spans
from articles.search.embedded.disk.tokens import Ints

FIELDS = ("people", "places")
WORTH_IT = 8
"""Documents for each different profile, on average, from which on profiles are used."""


def profiles(
    group: Array, groups: int, held: Mapping[str, Array], release: Release = lambda: None
) -> dict[str, Array]:
    """The arrays for documents of these groups, who have the values in `held` (see `values`)."""
    plain = {"profile": group.astype("<u4"), "profile.group": np.arange(groups, dtype="<u4")}
    mark = _marking(groups, held)
    distinct = np.zeros(0, "u8")
    for low, high in spans(len(group)):
        distinct = np.union1d(distinct, mark(group[low:high], low, high))
        release()
        if len(distinct) * WORTH_IT > len(group):
            return plain
    numbers = np.empty(len(group), "<u4")
    first = np.full(len(distinct), -1)
    for low, high in spans(len(group)):
        numbers[low:high] = distinct.searchsorted(mark(group[low:high], low, high))
        met, at = np.unique(numbers[low:high], return_index=True)
        new = first[met] < 0
        first[met[new]] = at[new] + low
        release()
    found = {"profile": numbers, "profile.group": group[first].astype("<u4")}
    for name in FIELDS:
        starts, ranks = _of(held, name, first)
        found |= {f"profile.{name}.starts": starts, f"profile.{name}.ranks": ranks}
    exact = all(_exact(found, group, held, low, high) for low, high in spans(len(group)))
    return found if exact else plain


def _marking(groups: int, held: Mapping[str, Array]) -> Callable[[Array, int, int], Array]:
    """What gives documents (their groups, from where to where they go) a number each that those
    alike share, and others by bad luck only."""
    chance = np.random.default_rng(1987)
    of_group = chance.integers(1, 1 << 63, groups + 1, "u8")
    of_rank = {
        name: chance.integers(1, 1 << 63, len(held[f"{name}.values"]) + 1, "u8") for name in FIELDS
    }

    def marks(group: Array, low: int, high: int) -> Array:
        made = of_group.take(group)
        for name in FIELDS:
            starts = held[f"{name}.starts"][low : high + 1]
            owners = np.repeat(np.arange(high - low), np.diff(starts))
            ranks = held[f"{name}.ranks"][starts[0] : starts[-1]]
            np.add.at(made, owners, of_rank[name].take(ranks))
        return made

    return marks


def _of(held: Mapping[str, Array], name: str, docs: Ints) -> tuple[Array, Array]:
    """The starts and ranks of these documents alone."""
    starts = held[f"{name}.starts"]
    begins = starts.take(docs).astype(np.int64)
    sizes = starts.take(docs + 1) - begins
    ends = np.cumsum(sizes)
    taken = np.arange(int(sizes.sum())) + np.repeat(begins - (ends - sizes), sizes)
    edges = np.concatenate(([0], ends)).astype("<u4")
    return edges, held[f"{name}.ranks"][taken]


def _exact(
    found: Mapping[str, Array], group: Array, held: Mapping[str, Array], low: int, high: int
) -> bool:
    """Whether the profiles give these documents back as they were."""
    numbers = found["profile"][low:high].astype(np.int64)
    if not np.array_equal(found["profile.group"][numbers], group[low:high]):
        return False
    for name in FIELDS:
        own = {f"{name}.{part}": found[f"profile.{name}.{part}"] for part in ("starts", "ranks")}
        given, taken = _of(own, name, numbers), _of(held, name, np.arange(low, high))
        if not all(map(np.array_equal, given, taken)):
            return False
    return True
