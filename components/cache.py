"""Caches of results by what they were made for: a bounded number of results, shared by threads."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(Generic[K, V]):
    """At most ``most`` results; the least recently used give way first.

    Half of the room is for what was used more than once: a flood of new results displaces only others.
    """

    def __init__(self, most: int) -> None:
        self._new: LRUCache[K, V] = LRUCache(most - most // 2)
        self._used_again: LRUCache[K, V] = LRUCache(most // 2)
        self._lock = Lock()

    def find(self, key: K) -> V | None:
        """Return the result of a key, None where there is none."""
        with self._lock:
            if key in self._new:
                self._used_again[key] = self._new.pop(key)
            return self._used_again.get(key)

    def put(self, key: K, result: V) -> None:
        """Add a result."""
        with self._lock:
            self._new[key] = result

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the result of a key, else what ``make`` gives; two threads may make the same at once."""
        if (found := self.find(key)) is None:
            self.put(key, found := make())
        return found


class QueryReader(Mapping[str, str]):
    """The values of a query, with a note of the keys that were looked for.

    It cannot be gone through: what is made of it then depends on nothing but the values of those keys.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.keys_read: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.keys_read.add(key)
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        raise TypeError("a query is read by its keys")

    def __len__(self) -> int:
        raise TypeError("a query is read by its keys")


class ViewCache(Generic[V]):
    """Results by place and query, found by those keys of a query that a place reads.

    Which ones is learned: whatever else stands in an address, in any order and spelling, leads to the same
    view. ``turn``, of what is to be made, gives way to whoever makes one; what is known waits for nobody.
    Places must be few.
    """

    def __init__(self, most: int, turn: Callable[[Hashable], AbstractContextManager[None]]) -> None:
        self._cache: Cache[Hashable, V] = Cache(most)
        self._reads: dict[Hashable, frozenset[str]] = {}
        self._turn = turn

    def get(self, place: Hashable, query: Mapping[str, str], make: Callable[[Mapping[str, str]], V]) -> V:
        """Return the view of a place for a query, else what ``make`` gives, which reads the query by key."""
        if (known := self._find(place, query)) is not None:
            return known
        with self._turn((id(self), _key(place, self._reads.get(place, frozenset()), query))):
            if (known := self._find(place, query)) is not None:  # whoever was before us made the same
                return known
            read = QueryReader(query)
            result = make(read)
            # A view is filed under all keys that it was made of, and found by all that the place reads by
            # now: where those are more, it is made once again.
            keys = self._reads.get(place, frozenset()) | read.keys_read
            self._reads[place] = keys
            self._cache.put(_key(place, keys, query), result)
            return result

    def _find(self, place: Hashable, query: Mapping[str, str]) -> V | None:
        return self._cache.find(_key(place, self._reads.get(place, frozenset()), query))


def _key(place: Hashable, keys: frozenset[str], query: Mapping[str, str]) -> Hashable:
    return place, tuple((key, query.get(key)) for key in sorted(keys))
