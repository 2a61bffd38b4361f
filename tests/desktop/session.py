# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session of one's own: a bus, folders, and what runs in it."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

NEEDED_PROGRAMS = ('dbus-daemon', 'gdbus', 'gio', 'gtk-launch', 'glib-compile-schemas', 'import',
                   'update-desktop-database', 'xdotool')


def find_missing():
    """Names what a session needs and this computer lacks."""
    missing = [program for program in NEEDED_PROGRAMS if shutil.which(program) is None]
    if 'DISPLAY' not in os.environ:
        missing.append('a display')
    try:
        import gi
        gi.require_version('Atspi', '2.0')
    except (ImportError, ValueError):
        missing.append('python3-gi or gir1.2-atspi-2.0')
    return missing


def call(name, path, method, *arguments):
    """Calls a method on the bus, and returns what gdbus prints of its answer."""
    return subprocess.run(['gdbus', 'call', '--session', '--dest', name, '--object-path', path,
                           '--method', method, *arguments], check=True, stdout=subprocess.PIPE,
                          text=True).stdout


class Session:
    """A bus and folders that are nobody else's; programs that the bus starts see the same.

    It is to be begun before GLib first asks for the bus, which it does once in a process.
    """

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='parlor-desktop-'))
        self.processes = []
        self.log = self.folder / 'log'  # of the bus, and of what it starts

    def begin(self, data_dirs=(), **environment):
        """Starts the bus; programs find their files in data_dirs, too."""
        os.environ.update(self._make_environment(data_dirs))
        os.environ.update(environment)
        bus = self.start('dbus-daemon', '--session', '--nofork', '--print-address',
                         stdout=subprocess.PIPE, stderr=self.log.open('w'), text=True)
        os.environ['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().strip()
        self._begin_accessibility()

    def _begin_accessibility(self):
        """Starts what tells of windows, for all to find: on a screen that had another session
        before, they would look for that one's, which is gone."""
        address = call('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus.GetAddress')
        os.environ['AT_SPI_BUS_ADDRESS'] = re.search("'(.*)'", address)[1]
        call('org.freedesktop.DBus', '/org/freedesktop/DBus',
             'org.freedesktop.DBus.UpdateActivationEnvironment',
             '{"AT_SPI_BUS_ADDRESS": "%s"}' % os.environ['AT_SPI_BUS_ADDRESS'])

    def _make_environment(self, data_dirs):
        places = {name: self.folder / name.lower()
                  for name in ('HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME',
                               'XDG_RUNTIME_DIR', 'XDG_STATE_HOME')}
        for place in places.values():
            place.mkdir(mode=0o700)
        settings = os.environ.get('XDG_CONFIG_HOME', '')
        if (pathlib.Path(settings) / 'gtk-4.0').is_dir():
            shutil.copytree(pathlib.Path(settings) / 'gtk-4.0',
                            places['XDG_CONFIG_HOME'] / 'gtk-4.0')
        return {name: str(place) for name, place in places.items()} | {
            'XDG_DATA_DIRS': ':'.join([*map(str, data_dirs), '/usr/local/share', '/usr/share']),
            'GSETTINGS_BACKEND': 'keyfile',
            # A keyring that is always open.
            'SECRET_BACKEND': 'file',
            'SECRET_FILE_TEST_PATH': str(places['XDG_DATA_HOME'] / 'secrets'),
            'SECRET_FILE_TEST_PASSWORD': 'none',
            'GTK_A11Y': 'atspi',
            'LC_ALL': 'C.UTF-8',
        }

    def start(self, *arguments, **options):
        """Starts a program, which ends with the session."""
        process = subprocess.Popen(list(map(str, arguments)), **options)
        self.processes.append(process)
        return process

    def end(self):
        """Ends what was started, the last first, and leaves nothing behind."""
        for process in reversed(self.processes):
            process.terminate()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def install(build, folder, prefix):
    """Installs a build below a folder, as if that were the root, and makes the programs that
    the desktop starts those; returns the prefix there."""
    root = pathlib.Path(folder)
    place = root / prefix.lstrip('/')
    subprocess.run(['meson', 'install', '-C', build, '--no-rebuild', '--destdir', root],
                   check=True, stdout=subprocess.DEVNULL)
    for file in (*place.glob('share/applications/*.desktop'),
                 *place.glob('share/dbus-1/services/*.service')):
        text = file.read_text(encoding='utf-8')
        text = text.replace(f'Exec={prefix}/bin/', f'Exec={place}/bin/')
        file.write_text(text.replace('Exec=parlor', f'Exec={place}/bin/parlor'), encoding='utf-8')
    subprocess.run(['update-desktop-database', place / 'share/applications'], check=True)
    subprocess.run(['glib-compile-schemas', place / 'share/glib-2.0/schemas'], check=True)
    return place
