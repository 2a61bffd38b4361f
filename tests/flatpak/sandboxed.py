# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session for programs in a sandbox, which reach it by portals alone."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import package
import session

# What makes programs do without portals, and with a keyring that is a file.
UNWANTED = ('ADW_DISABLE_PORTAL', 'GDK_DISABLE', 'GTK_USE_PORTAL', 'PARLOR_IMAGE_HELPER',
            'SECRET_BACKEND', 'SECRET_FILE_TEST_PASSWORD', 'SECRET_FILE_TEST_PATH')
KEYRING_PASSWORD = 'none'
PORTALS = '''[preferred]
default=gtk
org.freedesktop.impl.portal.Secret=gnome-keyring
'''


class Session(session.Session):
    """The portals of GTK, a keyring that is open, and what the package exports."""

    def __init__(self, flatpak):
        # The sandbox has a /tmp of its own, in which something can be put.
        tempfile.tempdir = '/tmp'
        super().__init__()
        self.flatpak = flatpak

    def _make_environment(self, data_dirs):
        environment = super()._make_environment(data_dirs)
        for name in UNWANTED:
            environment.pop(name, None)
            os.environ.pop(name, None)
        environment |= self.flatpak.runtime.get_environment(self.flatpak.folder / 'user')
        environment['XDG_CURRENT_DESKTOP'] = 'GNOME'
        portals = pathlib.Path(environment['XDG_CONFIG_HOME'], 'xdg-desktop-portal')
        portals.mkdir()
        (portals / 'portals.conf').write_text(PORTALS, encoding='utf-8')
        return environment

    def begin(self, data_dirs=(), **environment):
        """Starts bus and keyring."""
        super().begin([self.flatpak.find_exports(), *data_dirs], **environment)
        self._prepare_folders()
        keyring = self.start('gnome-keyring-daemon', '--foreground', '--unlock',
                             '--components=secrets', stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
        keyring.stdin.write(KEYRING_PASSWORD)
        keyring.stdin.close()

    def _prepare_folders(self):
        settings = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'gtk-4.0')
        if settings.is_dir():
            shutil.copytree(settings, self.get_app_folder() / 'config' / 'gtk-4.0')

        # The portal says where its files are outside.  They are in the same place inside if it is
        # that of every session, which this one cannot have for itself.
        runtime = pathlib.Path(os.environ['XDG_RUNTIME_DIR'])
        inside = runtime / '.flatpak' / package.APP / 'tmp' / runtime.relative_to('/tmp')
        inside.mkdir(parents=True)
        (inside / 'doc').symlink_to('/run/flatpak/doc')

    def get_app_folder(self):
        """What the programs in the sandbox have of the home folder."""
        return pathlib.Path(os.environ['HOME'], '.var/app', package.APP)

    def make_command(self, program, *arguments):
        """What runs a program in the sandbox."""
        return ['flatpak', 'run', '--user', f'--command={program}', package.APP,
                *map(str, arguments)]

    def start_inside(self, program, *arguments, **options):
        """Starts a program in the sandbox, which ends with the session."""
        return self.start(*self.make_command(program, *arguments), **options)

    def run_inside(self, program, *arguments):
        """Runs a program in the sandbox to its end, and returns what it wrote."""
        done = subprocess.run(self.make_command(program, *arguments), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, f'{program} {arguments}:\n{done.stdout}{done.stderr}'
        return done.stdout

    def end(self):
        """Ends what was started, and unmounts what the portals have mounted."""
        mounted = self.folder / 'xdg_runtime_dir' / 'doc'
        if self.processes:
            subprocess.run(['flatpak', 'kill', package.APP], stderr=subprocess.DEVNULL,
                           check=False)
        if os.path.ismount(mounted):
            subprocess.run(['fusermount3', '-u', '-z', mounted], check=False)
        super().end()
