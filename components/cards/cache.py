"""Bounded caches of results, shared by threads: the least recently used give way, of views by their query."""

from collections.abc import Callable, Hashable, Mapping
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


class ViewCache(Generic[V]):
    """Results by place and query, of which only the keys are given that the place reads.

    ``turn``, of what is to be made, gives way to whoever makes one; what is known waits for nobody.
    """

    def __init__(self, most: int, turn: Callable[[Hashable], AbstractContextManager[None]]) -> None:
        self._cache: Cache[Hashable, V] = Cache(most)
        self._turn = turn

    def get(self, place: Hashable, query: Mapping[str, str], make: Callable[[Mapping[str, str]], V]) -> V:
        """Return the view of a place for a query, else what ``make`` gives."""
        key = place, frozenset(query.items())
        if (known := self._cache.find(key)) is not None:
            return known
        with self._turn((id(self), key)):  # whoever was before us may have made the same
            return self._cache.get(key, lambda: make(query))
