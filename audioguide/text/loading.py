"""Dictionaries and models that can be loaded again: a long run of speech gives their memory back meanwhile.

In a build with the embedded voice they are 150 of 417 MB (measured, Chinese), and nothing needs them once every
sentence has its phonemes. Loading them again takes a second.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Protocol, TypeVar

M_ARENA_MAX = -8
MAX_HEAPS = 2


class Loader(Protocol):
    """A function that remembers what it loaded, as ``functools.lru_cache`` makes one."""

    def cache_clear(self) -> None:
        """Forget what was loaded."""


AnyLoader = TypeVar("AnyLoader", bound=Loader)

_loaders: list[Loader] = []


def register_loader(loader: AnyLoader) -> AnyLoader:
    """Return a loader as it is, after noting that what it holds is large and can be loaded again."""
    _loaders.append(loader)
    return loader


def unload_dictionaries() -> None:
    """Forget what every registered loader holds; whoever uses it just now keeps it, and the next call loads it."""
    for loader in _loaders:
        loader.cache_clear()
    gc.collect()
    trim_heap()


def trim_heap() -> None:
    """Give freed memory back to the system, where the C library does so only when asked (glibc)."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def share_heaps() -> None:
    """Let all threads take their memory from two heaps (glibc): a heap for each held 50 MB of holes (measured).

    Source of the number: ``M_ARENA_MAX`` in ``malloc.h``.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, MAX_HEAPS)
