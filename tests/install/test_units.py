#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_units.py SERVER-PROGRAM SYSTEM-UNIT: tests what systemd makes of the unit.

No systemd has to run for that: systemd-analyze reads the file and tells.
"""

import configparser
import pathlib
import re
import subprocess
import sys
import tempfile

import tap

SERVER = pathlib.Path(sys.argv[1])
SYSTEM_UNIT = pathlib.Path(sys.argv[2])
EXPOSURE_MAX = 20  # tenths: 0 is no way out of the sandbox, 100 none in the way
MAX_CONNECTIONS = 20000  # the default of max-connections
DRAIN_MAX_S = 5  # of parlor-server.c


def analyze(*args):
    """Runs systemd-analyze on a copy of the unit that names the program as it was built."""
    tap.need('systemd-analyze')
    with tempfile.TemporaryDirectory(prefix='parlor-test-') as folder:
        unit = pathlib.Path(folder, SYSTEM_UNIT.name)
        unit.write_text(re.sub(r'=\S+/parlor-server ', f'={SERVER} ', SYSTEM_UNIT.read_text()))
        done = subprocess.run(['systemd-analyze', *args, unit], capture_output=True, text=True,
                              check=False)
    assert done.returncode == 0, f'{done.stdout}{done.stderr}'
    return done


def read_service():
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read(SYSTEM_UNIT)
    return unit['Service']


def test_verify():
    complaints = analyze('verify', '--man=no').stderr
    assert not complaints, complaints


def test_security():
    analyze('security', '--offline=true', f'--threshold={EXPOSURE_MAX}')


def test_limits():
    """It may serve as many as it is configured for, and end as slowly as it has to."""
    service = read_service()

    assert int(service['LimitNOFILE']) > MAX_CONNECTIONS, service['LimitNOFILE']
    assert int(service['TimeoutStopSec'].rstrip('s')) > 2 * DRAIN_MAX_S, service['TimeoutStopSec']
    assert service['Type'] == 'notify', service['Type']


if __name__ == '__main__':
    tap.run(test_verify, test_security, test_limits)
