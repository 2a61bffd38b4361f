#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_icons.py ICON SYMBOLIC-ICON: tests what people see of the two icons.

They are drawn at the sizes of launchers and panels, and have to show something there, on a light
background as on a dark one.
"""

import functools
import subprocess
import sys
import xml.etree.ElementTree

import tap

ICON, SYMBOLIC = sys.argv[1:]
SIZES = (16, 24, 32, 48, 128)
BACKGROUNDS = {'light': (250, 250, 250), 'dark': (36, 31, 49)}
MIN_CONTRAST = 2.0  # between an icon as a whole and what is behind it


@functools.cache
def draw(path, size):
    """The pixels of an icon, each as (red, green, blue, alpha) from 0 to 255."""
    tap.need('rsvg-convert', 'convert')
    png = subprocess.run(['rsvg-convert', '-w', str(size), '-h', str(size), path],
                         capture_output=True, check=True).stdout
    data = subprocess.run(['convert', 'png:-', '-depth', '8', 'rgba:-'], input=png,
                          capture_output=True, check=True).stdout
    assert len(data) == 4 * size * size, f'{path} is not square'
    return [tuple(data[i:i + 4]) for i in range(0, len(data), 4)]


def measure_cover(pixels):
    """How much of its square an icon covers, from 0 to 1."""
    return sum(pixel[3] for pixel in pixels) / 255 / len(pixels)


def measure_luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    parts = [value / 255 for value in colour[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
              for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def measure_contrast(pixels, background):
    """The contrast ratio (WCAG 2) of the mean of what is opaque with a background."""
    opaque = [pixel for pixel in pixels if pixel[3] > 127]
    mean = sum(map(measure_luminance, opaque)) / len(opaque)
    levels = sorted((mean, measure_luminance(background)))
    return (levels[1] + 0.05) / (levels[0] + 0.05)


def test_cover():
    problems = []

    for path, least, most in (ICON, 0.45, 0.85), (SYMBOLIC, 0.3, 0.8):
        for size in SIZES:
            cover = measure_cover(draw(path, size))
            if not least <= cover <= most:
                problems.append(f'{path} covers {cover:.0%} of its square at {size} px')
    tap.report(problems)


def test_contrast():
    """What somebody has to find is told from what is behind it, on light and dark."""
    problems = []

    for name, background in BACKGROUNDS.items():
        for size in SIZES:
            contrast = measure_contrast(draw(ICON, size), background)
            if contrast < MIN_CONTRAST:
                problems.append(f'Its contrast at {size} px on {name} is {contrast:.1f}')
    tap.report(problems)


def test_small():
    """At 16 px there is a figure in the bubble: light in the middle, dark around it."""
    pixels = draw(ICON, 16)
    middle = measure_luminance(pixels[16 * 8 + 8])
    edge = measure_luminance(pixels[16 * 8 + 1])

    assert middle > 4 * edge, f'The luminance is {middle:.2f} in the middle, {edge:.2f} at the edge'


def test_symbolic():
    """GTK paints it in the colour of text: it has one colour, and a grid of 16 pixels."""
    root = xml.etree.ElementTree.parse(SYMBOLIC).getroot()
    colours = {value for element in root.iter() for name, value in element.items()
               if name in ('fill', 'stroke') and value != 'none'}

    assert root.get('viewBox') == '0 0 16 16', root.get('viewBox')
    assert len(colours) == 1, f'It has the colours {colours}'


def test_canvas():
    root = xml.etree.ElementTree.parse(ICON).getroot()
    corners = [draw(ICON, 128)[place][3] for place in (0, 127, 128 * 127, 128 * 128 - 1)]

    assert root.get('viewBox') == '0 0 128 128', root.get('viewBox')
    assert not any(corners), 'It reaches into the corners of its square'


if __name__ == '__main__':
    tap.run(test_cover, test_contrast, test_small, test_symbolic, test_canvas)
