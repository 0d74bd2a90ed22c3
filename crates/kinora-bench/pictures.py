"""Compares sizes made by this program with those made by libvips. Run by pictures.sh."""

import math
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy
import pyvips

SIZES = {"w500": 500, "w185": 185}
TURNS = 5
ROUNDS = 20


def made_up():
    """A picture of 2000 by 3000 pixels: smooth grounds, edges and grain, as photographs have."""
    chance = numpy.random.default_rng(603)
    down, across = numpy.mgrid[0:3000, 0:2000].astype(numpy.float32)
    layers = []
    for shift in range(3):
        layer = 110 + 60 * numpy.sin(across / 310 + shift) + 50 * numpy.cos(down / 470 - shift)
        for _ in range(40):
            x, y, radius = chance.integers(0, 2000), chance.integers(0, 3000), chance.integers(20, 400)
            layer += chance.normal(0, 25) * (((across - x) ** 2 + (down - y) ** 2) < radius**2)
        layers.append(layer + chance.normal(0, 6, layer.shape))
    pixels = numpy.clip(numpy.stack(layers, -1), 0, 255).astype(numpy.uint8)
    return pyvips.Image.new_from_array(pixels).copy(interpretation="srgb").jpegsave_buffer(Q=92)


def by_libvips(original, width):
    return pyvips.Image.thumbnail_buffer(original, width, height=width * 10).jpegsave_buffer(
        Q=80, interlace=True, optimize_coding=True, strip=True
    )


def nearness(made, reference):
    """The peak signal-to-noise ratio in decibels."""
    made = pyvips.Image.new_from_buffer(made, "").numpy().astype(numpy.float64)
    if made.shape != reference.shape:
        return math.nan
    return 10 * math.log10(255**2 / numpy.mean((made - reference) ** 2))


def main():
    bench, work = sys.argv[1], Path(sys.argv[2])
    original = Path(sys.argv[3]).read_bytes() if len(sys.argv) > 3 else made_up()
    file, out = work / "original.jpg", work / "made.jpg"
    file.write_bytes(original)
    print("size  program   ms      bytes    PSNR")
    for name, width in SIZES.items():
        full = pyvips.Image.new_from_buffer(original, "")
        scale = width / full.width
        reference = full.resize(scale, kernel="lanczos3").numpy().astype(numpy.float64)
        ours, theirs = [], []
        for _ in range(TURNS):
            run = subprocess.run(
                [bench, "picture", file, out, "--size", name, "--rounds", str(ROUNDS)],
                check=True,
                capture_output=True,
                text=True,
            )
            ours.append(float(run.stdout))
            times = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                other = by_libvips(original, width)
                times.append((time.perf_counter() - start) * 1e3)
            theirs.append(statistics.median(times))
        for program, times, made in [("kinora", ours, out.read_bytes()), ("libvips", theirs, other)]:
            near = nearness(made, reference)
            print(f"{name:5} {program:8} {statistics.median(times):6.2f} {len(made):9} {near:7.2f}")
        print(f"{name:5} time of kinora by that of libvips: {statistics.median(ours) / statistics.median(theirs):.2f}")


main()
