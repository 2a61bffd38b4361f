#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_man.py PARLOR PARLOR-CLI PARLOR-SERVER PAGE...: tests the manual pages.

They have to be without a mistake, and to tell of the same options and commands as the programs.
"""

import os
import pathlib
import re
import subprocess
import sys

import program_help
import tap

PROGRAMS = dict(zip(('parlor', 'parlor-cli', 'parlor-server'), sys.argv[1:4]))
PAGES = {pathlib.Path(path).name: pathlib.Path(path) for path in sys.argv[4:]}
SECTIONS = ('NAME', 'SYNOPSIS', 'DESCRIPTION', 'OPTIONS', 'ENVIRONMENT', 'FILES', 'EXIT STATUS',
            'EXAMPLES', 'SEE ALSO')
OPTION = re.compile(r'\.It (?:Fl (?P<short>\w) , )?Fl -(?P<long>[\w-]+)'
                    r'(?: Ns = Ns (?P<argument>.*))?$')
COMMAND = re.compile(r'\.It Cm (?P<name>[a-z -]+?)(?: (?P<arguments>(?:Op )?Ar .*))?$')


def read_section(page, title):
    """The lines of a section of a page."""
    text = PAGES[page].read_text(encoding='utf-8')
    found = re.search(rf'^\.Sh {title}\n(.*?)(?=^\.Sh |\Z)', text, re.DOTALL | re.MULTILINE)
    assert found, f'{page} has no section {title}'
    return found[1]


def read_options(page):
    """The options in each list of the section about them."""
    lists = re.findall(r'^\.Bl .*?^\.El$', read_section(page, 'OPTIONS'), re.DOTALL | re.MULTILINE)
    return [{program_help.Option(found['long'], found['short'] or '', plain(found['argument']))
             for found in filter(None, map(OPTION.match, text.splitlines()))} for text in lists]


def plain(arguments):
    """Arguments of a macro, as people read them."""
    text = re.sub(r'\bOp Ar (\S+)', r'[\1]', arguments or '')
    text = re.sub(r' Ns |\bAr ', '', text.replace(' : Ns Ar ', ':'))
    return text.replace('\\[u2026]', '…').replace(' ...', '…')


def check_by(*command):
    """Complaints of a program about each page."""
    complaints = []
    for page, path in PAGES.items():
        done = subprocess.run([*command, path], capture_output=True, text=True, check=False,
                              env=os.environ | {'LC_ALL': 'C.UTF-8', 'MANROFFSEQ': ''})
        told = done.stderr + (done.stdout if command[0] == 'mandoc' else '')
        complaints += [f'{page}: {line}' for line in told.splitlines()]
    tap.report(complaints)


def test_groff():
    tap.need_man()
    check_by('man', '--warnings', '-E', 'UTF-8', '-Tutf8', '-Z', '-l')


def test_mandoc():
    tap.need('mandoc')
    check_by('mandoc', '-T', 'lint', '-W', 'warning')


def test_sections():
    tap.report([f'{page} has no section {section}' for page in PAGES if page.endswith('.1')
                for section in SECTIONS
                if not re.search(rf'^\.Sh {section}$', PAGES[page].read_text(), re.MULTILINE)])


def test_options():
    expected = {
        'parlor.1': [program_help.read_options(PROGRAMS['parlor'])],
        'parlor-cli.1': [program_help.read_options(PROGRAMS['parlor-cli'])],
        'parlor-server.1': [program_help.read_options(PROGRAMS['parlor-server'], *words)
                            for words in ((), ('admin',), ('restore',))],
    }
    problems = []

    for page, lists in expected.items():
        told = read_options(page)
        assert len(told) == len(lists), f'{page} has {len(told)} lists of options'
        for number, options in enumerate(lists):
            problems += program_help.compare(f'{page}, list {number + 1},', told[number], options)
    tap.report(problems)


def test_commands():
    lines = read_section('parlor-server.1', 'COMMANDS').splitlines()
    told = {(found['name'], plain(found['arguments']))
            for found in filter(None, map(COMMAND.match, lines))}
    commands = program_help.read_commands(PROGRAMS['parlor-server'], 'admin')

    tap.report(program_help.compare('parlor-server.1', {' '.join(item).strip() for item in told},
                                    {' '.join(item).strip() for item in commands}))


def test_exit_status():
    """What parlor-server admin --help says of it, the page says as well."""
    text = program_help.print_help(PROGRAMS['parlor-server'], 'admin')
    statuses = re.findall(r'\b(\d) [a-z]', text[text.index('Exit status:'):])
    told = re.findall(r'^\.It (\d)$', read_section('parlor-server.1', 'EXIT STATUS'), re.MULTILINE)

    assert told == statuses, f'{told} is not {statuses}'


if __name__ == '__main__':
    tap.run(test_groff, test_mandoc, test_sections, test_options, test_commands, test_exit_status)
