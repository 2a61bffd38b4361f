#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_units.py SERVER-PROGRAM SYSTEM-UNIT USER-UNIT: tests what systemd makes of the units.

No systemd has to run for that: systemd-analyze reads the files and tells.
"""

import configparser
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import tap

SERVER = pathlib.Path(sys.argv[1])
SYSTEM_UNIT = pathlib.Path(sys.argv[2])
USER_UNIT = pathlib.Path(sys.argv[3])
EXPOSURE_MAX = 20  # tenths: 0 is no way out of the sandbox, 100 none in the way
MAX_CONNECTIONS = 20000  # the default of max-connections
DRAIN_MAX_S = 5  # of parlor-server.c


def analyze(path, *args):
    """Runs systemd-analyze on a copy of a unit that names the program as it was built."""
    tap.need('systemd-analyze')
    with tempfile.TemporaryDirectory(prefix='parlor-test-') as folder:
        unit = pathlib.Path(folder, path.name)
        unit.write_text(re.sub(r'=\S+/parlor-server\b', f'={SERVER}', path.read_text()))
        done = subprocess.run(['systemd-analyze', *args, unit], capture_output=True, text=True,
                              check=False, env=os.environ | {'XDG_RUNTIME_DIR': folder})
    assert done.returncode == 0, f'{done.stdout}{done.stderr}'
    return done


def read_service(path):
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read(path)
    return unit['Service']


def test_verify():
    for path, manager in (SYSTEM_UNIT, '--system'), (USER_UNIT, '--user'):
        complaints = analyze(path, manager, 'verify', '--man=no').stderr
        assert not complaints, complaints


def test_security():
    analyze(SYSTEM_UNIT, 'security', '--offline=true', f'--threshold={EXPOSURE_MAX}')


def test_limits():
    """It may serve as many as it is configured for, and end as slowly as it has to."""
    limit = read_service(SYSTEM_UNIT)['LimitNOFILE']

    assert int(limit) > MAX_CONNECTIONS, limit
    for path in SYSTEM_UNIT, USER_UNIT:
        timeout = read_service(path)['TimeoutStopSec']
        assert int(timeout.rstrip('s')) > 2 * DRAIN_MAX_S, f'{path}: {timeout}'


def test_notify():
    """They are ready when the server says so, and no journal is told how to become its owner."""
    for path in SYSTEM_UNIT, USER_UNIT:
        service = read_service(path)
        assert service['Type'] == 'notify', f'{path}: {service["Type"]}'
        assert service['StandardOutput'] == 'null', f'{path}: {service["StandardOutput"]}'


if __name__ == '__main__':
    tap.run(test_verify, test_security, test_limits, test_notify)
