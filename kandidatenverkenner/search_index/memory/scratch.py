"""Buffers that each thread uses again for every query, so that a query allocates nothing large.

The system takes a large allocation back as soon as it is freed, and maps it anew, page by page, at
the next one. Two threads or processes that do so wait for each other in the kernel.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray


Bits = NDArray[np.uint64]
BLOCK_WORDS = 65_280  # words of all bitmaps that are counted together: they fit in the CPU cache
SLICE_WORDS = 8_160  # words of one bitmap in such a block; see `_count_slab`
PARALLEL_FROM = 1_000_000  # words: from here on a second thread is worth its cost
ROWS_AT_ONCE = 512


class WordRanges:
    """A part of the words of every bitmap: ranges from low to high, each a multiple of eight."""

    def __init__(self, slices: Iterable[slice]) -> None:
        self.slices: list[tuple[slice, slice]] = []  # the words, and their place in a result
        self.length = 0
        for words in sorted(slices, key=lambda words: int(words.start)):
            count = words.stop - words.start
            if count > 0:
                self.slices.append((words, slice(self.length, self.length + count)))
                self.length += count

    def take(self, bits: Bits, scratch: "ScratchSpace") -> Bits:
        """These words of a bitmap, to read only: a single range is a view, not a copy."""
        if len(self.slices) == 1:
            return bits[self.slices[0][0]]
        out = scratch.bits(self.length)
        for words, here in self.slices:
            out[here] = bits[words]
        return out

    def positions(self, bits: Bits) -> NDArray[np.intp]:
        """The positions whose bits are set in these words, from low to high."""
        # Only words with a bit set are unpacked: after a search there are few of them.
        nonzero = np.flatnonzero(bits)
        unpacked = np.unpackbits(bits[nonzero].view(np.uint8), bitorder="little").view(np.bool_)
        for words, here in reversed(self.slices):
            if words.start != here.start:
                low, high = np.searchsorted(nonzero, (here.start, here.stop))
                nonzero[low:high] += words.start - here.start
        found = np.flatnonzero(unpacked)
        out: NDArray[np.intp] = (nonzero[found >> 6] << 6) + (found & 63)
        return out


class ScratchSpace:
    """Buffers for bitmaps of `words` words, and for rows of `width` attributes."""

    def __init__(self, words: int, width: int) -> None:
        self._words = words
        self._bits: list[Bits] = []
        self._handed_out = 0
        self._and = np.empty(BLOCK_WORDS, np.uint64)
        self._counts = np.empty(BLOCK_WORDS, np.uint8)
        self._rows = np.empty((ROWS_AT_ONCE, width), np.uint16)

    def reset(self) -> None:
        """Begin a new query: all bitmaps that were handed out are free again."""
        self._handed_out = 0

    def bits(self, words: int) -> Bits:
        """A bitmap to write in. It still holds what an earlier query left there."""
        if self._handed_out == len(self._bits):
            self._bits.append(np.empty(self._words, np.uint64))
        self._handed_out += 1
        return self._bits[self._handed_out - 1][:words]

    def count_bitmaps(
        self, bitmaps: NDArray[np.uint64], other: Bits, ranges: WordRanges
    ) -> NDArray[np.int64]:
        """For each bitmap the number of bits that it shares with `other`.

        `other` holds the words of `ranges` only.
        """
        out = np.zeros(len(bitmaps), np.int64)
        for words, here in ranges.slices:
            out += self._count_part(bitmaps[:, words], other[here])
        return out

    def _count_part(self, bitmaps: NDArray[np.uint64], other: Bits) -> NDArray[np.int64]:
        """The same for bitmaps that are as long as `other`: a multiple of 8 words."""
        out = np.zeros(len(bitmaps), np.int64)
        rows_per_slab = BLOCK_WORDS // max(min(len(other), SLICE_WORDS), 1)
        # The iterator hands out each slab once, even when two threads ask.
        slabs = iter(range(0, len(bitmaps), rows_per_slab))

        def count(scratch: ScratchSpace) -> None:
            for start in slabs:
                out[start : start + rows_per_slab] = scratch._count_slab(
                    bitmaps[start : start + rows_per_slab], other
                )

        if len(bitmaps) * len(other) < PARALLEL_FROM:
            count(self)
        else:
            HELPER.share(count, self)
        return out

    def _count_slab(self, bitmaps: NDArray[np.uint64], other: Bits) -> NDArray[np.int64]:
        """The same for as many bitmaps as fit in the buffers."""
        out = np.zeros(len(bitmaps), np.int64)
        for start in range(0, len(other), SLICE_WORDS):
            here, rows = other[start : start + SLICE_WORDS], bitmaps[:, start : start + SLICE_WORDS]
            masked = self._and[: rows.size].reshape(rows.shape)
            counts = self._counts[: rows.size].reshape(rows.shape)
            np.bitwise_and(rows, here, out=masked)
            np.bitwise_count(masked, out=counts)
            # A word has at most 64 bits, so the sum over 1,020 words fits in 16 bits.
            groups = 1 if len(here) <= SLICE_WORDS // 8 else 8
            per_group = counts.reshape(len(rows) * groups, -1).sum(axis=1, dtype=np.uint16)
            out += per_group.reshape(-1, groups).sum(axis=1, dtype=np.int64)
        return out

    def count_rows(
        self, matrix: NDArray[np.uint16], positions: NDArray[np.intp], limit: int
    ) -> NDArray[np.int64]:
        """How often each number below `limit` occurs in these rows; all their numbers are lower."""
        out = np.zeros(limit, np.int64)
        for start in range(0, len(positions), ROWS_AT_ONCE):
            here = positions[start : start + ROWS_AT_ONCE]
            rows = self._rows[: len(here)]
            # All positions are valid: with `clip` numpy makes no copy to be able to raise an error.
            np.take(matrix, here, axis=0, out=rows, mode="clip")
            out += np.bincount(rows.ravel(), minlength=limit)
        return out

    def count_columns(
        self, matrix: NDArray[np.uint16], positions: NDArray[np.intp], limit: int
    ) -> NDArray[np.int64]:
        """The same for a few columns: `matrix` is a vertical slice of the whole."""
        out = np.zeros(limit, np.int64)
        step = max(1, ROWS_AT_ONCE * self._rows.shape[1] // max(matrix.shape[1], 1))
        for start in range(0, len(positions), step):
            out += np.bincount(matrix[positions[start : start + step]].ravel(), minlength=limit)
        return out


class HelperThread:
    """A second thread for a long count, when another core is idle.

    Nobody waits for it: while it helps somebody else, or when it starts too late, the caller counts
    alone.
    """

    def __init__(self) -> None:
        self._free = threading.Lock()
        self._executor = ThreadPoolExecutor(1, "zoekhulp")
        self._scratch: ScratchSpace | None = None

    def share(self, count: Callable[[ScratchSpace], None], own: ScratchSpace) -> None:
        """Run `count` in both threads at once; they take their slabs from one iterator."""
        if not self._free.acquire(blocking=False):
            count(own)
            return
        try:
            if self._scratch is None:
                self._scratch = ScratchSpace(0, 0)
            helping = self._executor.submit(count, self._scratch)
            count(own)
            if not helping.cancel():
                helping.result()
        finally:
            self._free.release()


HELPER = HelperThread()


def popcount(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.uint32))
