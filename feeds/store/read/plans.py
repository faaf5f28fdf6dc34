"""How a selection is found: which facets are walked, which are probed on the way, and what bounds both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.words.terms import Sought


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet that some entry had at some time."""

    number: int
    label: str
    entries: int
    closed: int = 0
    """The last place of its newest closed archive page."""
    moved: int = 0
    """The newest place at which an entry left it, or joined it after it was first published."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facets of which an entry has at least one."""

    facets: tuple[int, ...]
    entries: int
    """That they have together, an entry that has two of them counted twice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is walked, the first group, and what is probed on the way, the others."""

    groups: tuple[Group, ...]
    excluded: tuple[int, ...] = ()
    low: int | None = None
    """Places, inclusive, outside of which nothing of the selection stands."""
    high: int | None = None
    since: int | None = None
    """Seconds of publication, inclusive."""
    until: int | None = None
    """Exclusive."""
    pages: Facet | None = None
    """Whose archive pages are those of the selection: every entry of it is one of the facet."""
    redated: int = 0
    """The second of the last commit that moved any date: by date, what is gone counts as well."""
    entries: int = 0
    """Of everything."""
    is_private: bool = False
    """Whether its entries are shown nowhere else."""
    is_collapsed: bool = False
    """Whether only the first entry of each story is one of it: see `once`."""
    retold: int = 0
    """The second of the last commit by which any entry may have ceased to be that."""
    moved: int = (1 << 63) - 1
    """The newest place at which an entry ever left or joined one of its facets after it was first published."""
    sought: Sought | None = None
    """What an entry has to say."""
    reworded: int = 0
    """The second of the last commit that may have changed what is found so: what is gone counts as well."""
    is_upwards: bool = False
    """Whether its oldest entries are wanted, those first."""

    @property
    def is_single(self) -> bool:
        """Tell whether it is one facet and nothing else."""
        return len(self.groups) == len(self.groups[0].facets) == 1 and not (
            self.excluded or self.is_dated or self.is_collapsed or self.sought
        )

    @property
    def is_dated(self) -> bool:
        """Tell whether the date of publication counts."""
        return self.since is not None or self.until is not None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing can be in it."""
        return not self.groups or any(not group.entries for group in self.groups)

    @property
    def was_never_filled(self) -> bool:
        """Tell whether nothing can ever have been in it."""
        return not self.groups or not all(group.facets for group in self.groups)


NOTHING = Plan(())
