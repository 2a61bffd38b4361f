# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs tell of themselves with --help, for whatever else tells of them."""

import os
import re
import subprocess
from typing import NamedTuple

OPTION = re.compile(r'^  (?:-(?P<short>\w), )?--(?P<long>[\w-]+)(?:=(?P<argument>\S+))?(?:\s|$)')
# Lists of GLib's own options, which are options of any program.
IGNORED = {'help-all', 'help-gapplication', 'help-gtk'}


class Option(NamedTuple):
    """An option, without its dashes."""
    long: str
    short: str  # empty if it has none
    argument: str  # as people are told, empty if it takes none

    def __str__(self):
        return '--' + self.long


def print_help(program, *words):
    """What a program prints for --help, in English."""
    environment = {key: value for key, value in os.environ.items()
                   if key not in ('LANG', 'LANGUAGE')}
    return subprocess.run([program, *words, '--help'], capture_output=True, text=True, check=True,
                          env=environment | {'LC_ALL': 'C.UTF-8'}).stdout


def read_options(program, *words):
    """The options of a program, or of one of its commands."""
    found = filter(None, map(OPTION.match, print_help(program, *words).splitlines()))
    return {Option(match['long'], match['short'] or '', match['argument'] or '')
            for match in found if match['long'] not in IGNORED}


def read_commands(program, *words):
    """The commands that a program lists, each with its arguments, as (name, arguments)."""
    text = print_help(program, *words)
    lines = re.search(r'^Commands:\n(.*?)\n\n', text, re.DOTALL | re.MULTILINE)[1].splitlines()
    commands = set()

    for line in lines:
        found = re.match(r'  ((?:[a-z-]+ ?)+)((?:\[?[A-Z|]+…?\]? )*)', line + ' ')
        assert found, f'This is no command: {line}'
        commands.add((found[1].strip(), found[2].strip()))
    return commands


def compare(subject, told, expected):
    """Lines about what @subject does not tell of, and what it tells that is not so."""
    return ([f'{subject} does not tell of {item}' for item in sorted(expected - told)] +
            [f'{subject} tells of {item}, which the program does not'
             for item in sorted(told - expected)])
