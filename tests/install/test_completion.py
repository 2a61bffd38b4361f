#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_completion.py SHELL COMPLETIONS PARLOR-CLI PARLOR-SERVER: tests what a shell offers.

The real shell is asked what it would offer when Tab is pressed; that has to be what the programs
tell of themselves, what lies in the folders, and what a server that runs knows.
"""

import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

import program_help
import shells
import tap

SHELL, COMPLETIONS, CLI, SERVER = sys.argv[1:]
ASK = {'bash': shells.ask_bash, 'fish': shells.ask_fish, 'zsh': shells.ask_zsh}[SHELL]
PATIENCE_S = 60


@contextlib.contextmanager
def make_home():
    """A home that is nobody's, and the environment of somebody who lives in it."""
    with tempfile.TemporaryDirectory(prefix='parlor-test-') as home:
        folders = [str(pathlib.Path(program).parent) for program in (CLI, SERVER)]
        yield pathlib.Path(home), {
            'HOME': home, 'LC_ALL': 'C.UTF-8', 'PARLOR_PASSWORD': 'correct horse battery staple',
            'PATH': os.pathsep.join([*folders, os.environ['PATH']]),
        }


def offer(line, environment):
    """What the shell offers, whether it writes options and folders again or not."""
    offered = ASK(line, f'{COMPLETIONS}/{SHELL}', environment)
    return {word.partition('=')[2] or word for word in offered}


def offer_names(line, environment):
    """The names of the files and folders that the shell offers."""
    return {pathlib.PurePath(word).name for word in offer(line, environment)}


def expect(offered, expected, line):
    assert offered == expected, f'{SHELL} offers {sorted(offered)} for “{line}”, not {expected}'


def test_options():
    problems = []

    with make_home() as (_, environment):
        for name, program, words in (('parlor-cli', CLI, ()), ('parlor-server', SERVER, ()),
                                     ('parlor-server', SERVER, ('admin',)),
                                     ('parlor-server', SERVER, ('restore',))):
            line = ' '.join((name, *words, '--'))
            options = {str(option) for option in program_help.read_options(program, *words)}
            problems += program_help.compare(f'{SHELL}, {line},', offer(line, environment), options)
    tap.report(problems)


def test_commands():
    names = [name.split() for name, _ in program_help.read_commands(SERVER, 'admin')]
    problems = []

    with make_home() as (_, environment):
        for first in ('', *{name[0] for name in names if len(name) > 1}):
            line = f'parlor-server admin {first}'.rstrip() + ' '
            commands = {name[1] if first else name[0] for name in names
                        if not first or len(name) > 1 and name[0] == first}
            problems += program_help.compare(f'{SHELL}, {line},', offer(line, environment),
                                             commands)
        line = 'parlor-server '
        expect(offer(line, environment), {'admin', 'restore'}, line)
    tap.report(problems)


def test_words():
    with make_home() as (_, environment):
        for line, words in (('parlor-server --log-format=', {'text', 'json'}),
                            ('parlor-server --log-format ', {'text', 'json'}),
                            ('parlor-server admin --json user role ada ', {'user', 'admin',
                                                                           'owner'}),
                            ('parlor-server admin --days 3 invite ', {'create', 'list', 'revoke'}),
                            ('parlor-cli --color=', {'auto', 'always', 'never'}),
                            ('parlor-cli --fol', {'--follow'})):
            expect(offer(line, environment), words, line)


def test_files():
    """Folders where a folder is wanted, files where a file is."""
    with make_home() as (home, environment):
        (home / 'things' / 'folder').mkdir(parents=True)
        (home / 'things' / 'password').touch()
        for line, names in ((f'parlor-cli --password-file {home}/things/', {'folder', 'password'}),
                            (f'parlor-cli --data {home}/things/', {'folder'}),
                            (f'parlor-server --data={home}/things/', {'folder'}),
                            (f'parlor-server restore {home}/things/', {'folder'}),
                            (f'parlor-server admin backup {home}/things/', {'folder'})):
            expect(offer_names(line, environment), names, line)


def test_accounts():
    """Servers and names that were used here before."""
    with make_home() as (home, environment):
        for name in 'chat.example.org-7976-ada', 'chat.example.org-7976-ben', 'nothing':
            (home / '.local/share/parlor-cli' / name).mkdir(parents=True)
        expect(offer('parlor-cli --name ', environment), {'ada', 'ben'}, '--name')
        expect(offer('parlor-cli --server ', environment), {'chat.example.org:7976'}, '--server')


def test_nobody_to_ask():
    """Without a server, and without an account, there is nothing to offer, and nothing said."""
    with make_home() as (_, environment):
        for line in 'parlor-server admin user show ', 'parlor-cli --name ':
            expect(offer(line, environment), set(), line)


def test_server():
    """What only the server knows, it is asked for."""
    with make_home() as (home, environment), \
            subprocess.Popen([SERVER, '--data', home / 'server', '--listen', '127.0.0.1:0'],
                             env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             text=True) as server:
        try:
            link = next(line.split()[-1] for line in server.stdout if 'owner' in line)
            subprocess.run([CLI, '--link', link, '--name', 'ada', '--register', '/users'],
                           check=True, capture_output=True, env=environment, timeout=PATIENCE_S)
            for line, words in ((f'parlor-server admin --data {home}/server user show ', {'ada'}),
                                (f'parlor-server admin --data={home}/server disconnect ', {'ada'}),
                                (f'parlor-server admin --data {home}/server --conversation ',
                                 {'lobby'})):
                expect(offer(line, environment), words, line)
        finally:
            server.terminate()


if __name__ == '__main__':
    tap.run(test_options, test_commands, test_words, test_files, test_accounts, test_nobody_to_ask,
            test_server)
