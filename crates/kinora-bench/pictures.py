"""Compares sizes made by this program with those made by libvips. Run by pictures.sh."""

import math
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy
import pyvips

SIZES = {"w500": 500, "w185": 185, "w780": 780}
TURNS = 5
ROUNDS = 10


def made_up(grain, quality):
    """A picture of 2000 by 3000 pixels: smooth grounds and edges, with grain as photographs have it."""
    chance = numpy.random.default_rng(603)
    down, across = numpy.mgrid[0:3000, 0:2000].astype(numpy.float32)
    layers = []
    for shift in range(3):
        layer = 110 + 60 * numpy.sin(across / 310 + shift) + 50 * numpy.cos(down / 470 - shift)
        for _ in range(40):
            x, y, radius = chance.integers(0, 2000), chance.integers(0, 3000), chance.integers(20, 400)
            layer += chance.normal(0, 25) * (((across - x) ** 2 + (down - y) ** 2) < radius**2)
        layers.append(layer + chance.normal(0, grain, layer.shape))
    pixels = numpy.clip(numpy.stack(layers, -1), 0, 255).astype(numpy.uint8)
    return pyvips.Image.new_from_array(pixels).copy(interpretation="srgb").jpegsave_buffer(Q=quality)


def by_libvips(original, width, is_progressive):
    return pyvips.Image.thumbnail_buffer(original, width, height=width * 10).jpegsave_buffer(
        Q=80, interlace=is_progressive, optimize_coding=True, strip=True
    )


def timed(make):
    """How long something takes in milliseconds, the median of several times, and what it gave."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        made = make()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times), made


def nearness(made, reference):
    """The peak signal-to-noise ratio in decibels."""
    made = pyvips.Image.new_from_buffer(made, "").numpy().astype(numpy.float64)
    if made.shape != reference.shape:
        return math.nan
    return 10 * math.log10(255**2 / numpy.mean((made - reference) ** 2))


def compare(bench, work, original, name, width):
    file, out = work / "original.jpg", work / "made.jpg"
    file.write_bytes(original)

    def by_kinora():
        command = [bench, "picture", file, out, "--size", name, "--rounds", str(ROUNDS)]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
        return float(run.stdout), out.read_bytes()

    programs = {
        "kinora": by_kinora,
        "libvips, progressive": lambda: timed(lambda: by_libvips(original, width, True)),
        "libvips, baseline": lambda: timed(lambda: by_libvips(original, width, False)),
    }
    turns = [{program: make() for program, make in programs.items()} for _ in range(TURNS)]
    full = pyvips.Image.new_from_buffer(original, "")
    # Without the shrinking by halves that libvips would do first.
    reference = full.resize(width / full.width, kernel="lanczos3", gap=0).numpy().astype(numpy.float64)
    ours = statistics.median(turn["kinora"][0] for turn in turns)
    for program in programs:
        took, made = statistics.median(turn[program][0] for turn in turns), turns[0][program][1]
        near = nearness(made, reference)
        print(f"| {name} | {program} | {took:.1f} | {len(made)} | {near:.2f} | {ours / took:.2f} |")


def main():
    bench, work = sys.argv[1], Path(sys.argv[2])
    if len(sys.argv) > 3:
        originals = {file: Path(file).read_bytes() for file in sys.argv[3:]}
    else:
        originals = {"with grain, 4:4:4": made_up(6, 92), "smooth, 4:2:0": made_up(0, 85)}
    for title, original in originals.items():
        print(f"\n{title}, {len(original) / 1e6:.1f} MB\n")
        print("| size | program | ms | bytes | PSNR in dB | time of kinora by this |\n|---|---|---|---|---|---|")
        for name, width in SIZES.items():
            compare(bench, work, original, name, width)


main()
