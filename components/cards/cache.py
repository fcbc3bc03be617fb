"""Bounded caches that threads share and that drop the least recently used result first."""

from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(Generic[K, V]):
    """Keep at most ``max_results`` results and drop the least recently used first.

    Half of the space is for results that were used more than once, so that a flood of new results
    displaces only other new results.
    """

    def __init__(self, max_results: int) -> None:
        self._new: LRUCache[K, V] = LRUCache(max_results - max_results // 2)
        self._used_again: LRUCache[K, V] = LRUCache(max_results // 2)
        self._lock = Lock()

    def find(self, key: K) -> V | None:
        """Return the result of a key, or None."""
        with self._lock:
            if key in self._new:
                self._used_again[key] = self._new.pop(key)
            return self._used_again.get(key)

    def add(self, key: K, result: V) -> None:
        """Add a result."""
        with self._lock:
            self._new[key] = result

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the result of a key, or add what ``make`` returns; two threads may make the same at once."""
        result = self.find(key)
        if result is None:
            result = make()
            self.add(key, result)
        return result


class ViewCache(Generic[V]):
    """Views by subject (such as page and language) and query; a query has only keys that the subject reads.

    A view that is not cached is made within ``turn(key)``, which waits for other threads that make one.
    """

    def __init__(self, max_results: int, turn: Callable[[Hashable], AbstractContextManager[None]]) -> None:
        self._cache: Cache[Hashable, V] = Cache(max_results)
        self._turn = turn

    def get(self, subject: Hashable, query: Mapping[str, str], make: Callable[[Mapping[str, str]], V]) -> V:
        """Return the view of a subject for a query, or add what ``make`` returns."""
        key = subject, frozenset(query.items())
        view = self._cache.find(key)
        if view is not None:
            return view
        with self._turn((id(self), key)):  # the thread before us may have made the same view
            return self._cache.get(key, lambda: make(query))
