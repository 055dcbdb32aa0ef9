"""Profiles: combinations of category, year, people and places that documents share.

If there are few different profiles, matches are counted by profile, and each value gets the sum of
the counts of the profiles that have it: one pass over the matches serves all facets. If nearly
every article has different people and places, this does not pay. Then a profile is only a group (a
category and a year), and the module `counting` counts people and places.

    profile                     the profile of each document
    profile.group               the group of each profile, as an index into `about.groups`
    profile.people.rank_starts  the people of each profile, laid out as in the module `values`
    profile.people.ranks        (missing if profiles are only groups)
    profile.places.rank_starts  the places of each profile, laid out as in the module `values`
    profile.places.ranks        (missing if profiles are only groups)
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.ints import Ints, Starts, concatenate_ranges
from articles.search.embedded.disk.merge_input import Release, spans

FIELDS = ("people", "places")
WORTH_IT = 8
"""Profiles include people and places only if at least this many documents share one, on average."""


def build_profiles(
    group: Array, groups: int, held: Mapping[str, Array], release: Release = lambda: None
) -> dict[str, Array]:
    """Return a dict that maps the names of the profiles' arrays in the file to the arrays.

    `group` contains the group of each document, `groups` is the number of groups, and `held`
    contains the arrays described in the module `values`, by their names in the file."""
    only_groups = {"profile": group.astype("<u4"), "profile.group": np.arange(groups, dtype="<u4")}
    hash_documents = _make_hash(groups, held)
    distinct = np.zeros(0, "u8")
    for low, high in spans(len(group)):
        distinct = np.union1d(distinct, hash_documents(group[low:high], low, high))
        release()
        if len(distinct) * WORTH_IT > len(group):
            return only_groups
    numbers = np.empty(len(group), "<u4")
    first = np.full(len(distinct), -1)  # The first document of each profile.
    for low, high in spans(len(group)):
        numbers[low:high] = distinct.searchsorted(hash_documents(group[low:high], low, high))
        met, at = np.unique(numbers[low:high], return_index=True)
        new = first[met] < 0
        first[met[new]] = at[new] + low
        release()
    # Numbered by their first documents, so that the same documents always give the same file.
    order = first.argsort()
    renumbered = np.empty(len(order), "<u4")
    renumbered[order] = np.arange(len(order))
    for low, high in spans(len(group)):
        numbers[low:high] = renumbered[numbers[low:high]]
    first = first[order]
    profiles = {"profile": numbers, "profile.group": group[first].astype("<u4")}
    for name in FIELDS:
        starts, ranks = _take_rows(held[f"{name}.rank_starts"], held[f"{name}.ranks"], first)
        profiles[f"profile.{name}.rank_starts"] = starts.astype("<u4")
        profiles[f"profile.{name}.ranks"] = ranks
    exact = all(_are_exact(profiles, group, held, *span) for span in spans(len(group)))
    return profiles if exact else only_groups


def _make_hash(
    groups: int, held: Mapping[str, Array]
) -> Callable[[Array, int, int], npt.NDArray[np.uint64]]:
    """Return a function that hashes documents: documents with equal profiles get equal hashes.

    The function takes three arguments: the groups of the documents from `low` up to but not
    including `high`, then `low`, and `high`. Different profiles may get the same hash by chance;
    `_are_exact` detects that."""
    random = np.random.default_rng(1987)
    of_group = random.integers(1, 1 << 63, groups + 1, "u8")
    of_rank = {
        name: random.integers(1, 1 << 63, len(held[f"{name}.values"]) + 1, "u8") for name in FIELDS
    }

    def hash_documents(group: Array, low: int, high: int) -> npt.NDArray[np.uint64]:
        hashes: npt.NDArray[np.uint64] = of_group.take(group)
        for name in FIELDS:
            starts = held[f"{name}.rank_starts"][low : high + 1]
            owners = np.repeat(np.arange(high - low), np.diff(starts))
            ranks = held[f"{name}.ranks"][starts[0] : starts[-1]]
            np.add.at(hashes, owners, of_rank[name].take(ranks))
        return hashes

    return hash_documents


def _take_rows(starts: Array, items: Array, rows: Ints) -> tuple[Starts, Array]:
    """Return the starts and the items of the rows whose numbers are in `rows`, in that order."""
    begins = starts.take(rows).astype(np.int64)
    sizes = starts.take(rows + 1) - begins
    taken = items[concatenate_ranges(begins, sizes)]
    return np.concatenate(([0], np.cumsum(sizes))), taken


def _are_exact(
    profiles: Mapping[str, Array], group: Array, held: Mapping[str, Array], low: int, high: int
) -> bool:
    """Return whether each document's profile agrees with its group and its values.

    `group` contains the groups, and `held` the values. Only the documents from `low` up to but not
    including `high` are compared."""
    numbers = profiles["profile"][low:high].astype(np.int64)
    if not np.array_equal(profiles["profile.group"][numbers], group[low:high]):
        return False
    for name in FIELDS:
        by_profile, by_document = (
            _take_rows(arrays[f"{prefix}{name}.rank_starts"], arrays[f"{prefix}{name}.ranks"], rows)
            for arrays, prefix, rows in (
                (profiles, "profile.", numbers),
                (held, "", np.arange(low, high)),
            )
        )
        if not all(map(np.array_equal, by_profile, by_document)):
            return False
    return True
