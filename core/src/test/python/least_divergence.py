#!/usr/bin/python3
"""Prints the limits that HistogramTest expects, by numpy.

Migacz 2017, "8-bit inference with TensorRT": of the histograms that end at each bin, with all that
lies beyond in the last one, that is taken whose distribution is nearest, by the Kullback-Leibler
divergence, to what is left of it in so many levels. A level spreads its count over the bins of it
that hold anything; where the last bin holds nothing but what lies beyond, q is 1e-9 of a count.
There are 2048 bins, of the smallest width, a power of two, at which they reach beyond the largest.
"""
import numpy

BINS = 2048


def limit(values, levels):
    values = numpy.asarray(values, numpy.float32)
    width = 2.0**-30
    while values.max() >= BINS * width:
        width *= 2
    counts = numpy.bincount((values / width).astype(int)).astype(float)
    best = numpy.inf
    for bins in range(min(levels, len(counts)), len(counts) + 1):
        p = counts[:bins].copy()
        inside = p.sum()
        if not inside:
            continue
        p[-1] += counts[bins:].sum()
        q = numpy.zeros(bins)
        edges = [level * bins // levels for level in range(levels + 1)]
        for low, high in zip(edges, edges[1:]):
            part = counts[low:high]
            q[low:high][part > 0] = part.sum() / max(1, (part > 0).sum())
        p, q = p / p.sum(), q / inside
        q[(q == 0) & (p > 0)] = 1e-9 / len(values)
        divergence = (p[p > 0] * numpy.log(p[p > 0] / q[p > 0])).sum()
        if divergence < best:
            best, chosen = divergence, bins
    return min(float(values.max()), chosen * width)


def main():
    i = numpy.arange(20_000)
    exponential = -numpy.log(1 - (i + 0.5) / 20_000)
    heavy = (i + 1.0) ** -0.5 * 20
    sparse = numpy.repeat(numpy.arange(1, 61) ** 2, 60 - numpy.arange(60))
    for name, values in [("exponential", exponential), ("heavy", heavy), ("sparse", sparse)]:
        print(name, [limit(values, levels) for levels in (32, 64, 128, 256)])


if __name__ == "__main__":
    main()
