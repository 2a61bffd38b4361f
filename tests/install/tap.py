# SPDX-License-Identifier: GPL-3.0-or-later
"""Test cases as functions, told in the Test Anything Protocol."""

import shutil
import subprocess
import sys
import traceback


class Skipped(Exception):
    """Raised by a case for which something is missing here."""


def need(*programs):
    """Skips a case where one of the programs is missing."""
    for program in programs:
        if shutil.which(program) is None:
            raise Skipped(f'{program} is missing')


def need_man():
    """Skips a case where there is no man, or only what stands in for it in small images."""
    need('man')
    if not subprocess.run(['man', '--version'], capture_output=True, text=True,
                          check=False).stdout.startswith('man '):
        raise Skipped('man is a stand-in')


def report(problems):
    """Fails a case that has found problems, each of them a line."""
    if problems:
        raise AssertionError('\n'.join(problems))


def run(*cases):
    """Runs functions whose names begin with test_, and exits with 1 if one has failed."""
    failures = 0

    print(f'1..{len(cases)}')
    for number, case in enumerate(cases, 1):
        name = case.__name__.removeprefix('test_').replace('_', '-')
        try:
            case()
            print(f'ok {number} {name}')
        except Skipped as reason:
            print(f'ok {number} {name} # SKIP {reason}')
        except AssertionError as reason:
            print(f'not ok {number} {name}')
            print(reason if str(reason) else traceback.format_exc(), file=sys.stderr)
            failures += 1
        except Exception:  # whatever it is, the other cases are to be told of
            print(f'not ok {number} {name}')
            traceback.print_exc()
            failures += 1
        sys.stdout.flush()
    sys.exit(1 if failures else 0)
