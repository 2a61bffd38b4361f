# SPDX-License-Identifier: GPL-3.0-or-later
"""Parlor's Flatpak: built from the tree, installed where nothing else is."""

import json
import os
import pathlib
import pwd
import re
import shutil
import subprocess

APP = 'io.github.parlor_chat.Parlor'
PLATFORM = 'org.gnome.Platform'
SDK = 'org.gnome.Sdk'
HERE = pathlib.Path(__file__).parent
MANIFEST = HERE.parent.parent / 'flatpak' / f'{APP}.json'


class Runtime:
    """Platform and SDK of one version, in an installation of Flatpak."""

    def __init__(self, version, is_system, folder):
        self.version = version
        self.is_system = is_system
        self.folder = folder

    def get_environment(self, user_folder):
        """What has Flatpak find the runtime, and install for the user into a folder of ours."""
        environment = {'FLATPAK_USER_DIR': str(user_folder)}
        if not self.is_system:
            environment['FLATPAK_SYSTEM_DIR'] = str(self.folder)
        return environment

    def find_files(self, name):
        """The folder with the files of one of the two."""
        arch = subprocess.run(['flatpak', '--default-arch'], capture_output=True, text=True,
                              check=True).stdout.strip()
        return self.folder / 'runtime' / name / arch / self.version / 'active' / 'files'


def _get_folders():
    """Where there may be runtimes: those of the user, wherever HOME is now, and of the system."""
    home = pathlib.Path(pwd.getpwuid(os.getuid()).pw_dir)
    yield False, pathlib.Path(os.environ.get('FLATPAK_USER_DIR', home / '.local/share/flatpak'))
    yield True, pathlib.Path(os.environ.get('FLATPAK_SYSTEM_DIR', '/var/lib/flatpak'))


def read_manifest():
    """The manifest as it is in the tree."""
    return json.loads(MANIFEST.read_text(encoding='utf-8'))


def find_runtime():
    """The runtime that the manifest names, else the newest one; None if there is none."""
    wanted = read_manifest()['runtime-version']
    found = []
    for is_system, folder in _get_folders():
        for platform in folder.glob(f'runtime/{PLATFORM}/*/*/active/files'):
            version = platform.parent.parent.name
            runtime = Runtime(version, is_system, folder)
            if runtime.find_files(PLATFORM) == platform and runtime.find_files(SDK).is_dir():
                found.append(runtime)
    found.sort(key=lambda runtime: (runtime.version == wanted,
                                    [int(part) for part in re.findall(r'\d+', runtime.version)]))
    return found[-1] if found else None


class Package:
    """What is built and installed below a folder, which a later run uses again."""

    def __init__(self, runtime, folder):
        self.runtime = runtime
        self.folder = pathlib.Path(folder)
        self.spares = []
        self.environment = os.environ | runtime.get_environment(self.folder / 'user')

    def _lacks(self, pkg_config, library):
        sdk, platform = self.runtime.find_files(SDK), self.runtime.find_files(PLATFORM)
        return not any(sdk.glob(f'**/pkgconfig/{pkg_config}.pc')) or \
            not any(platform.glob(f'lib/**/{library}'))

    def get_manifest(self):
        """Where the manifest is that it is built from."""
        return self.folder / f'{APP}.json'

    def _write_manifest(self):
        """The manifest for the runtime that is there, with what that one lacks although GNOME's
        has it."""
        manifest = read_manifest()
        manifest['runtime-version'] = self.runtime.version
        parlor = manifest['modules'][-1]
        tree = MANIFEST.parent.parent
        parlor['sources'][0]['path'] = str(tree)
        parlor['sources'][0]['skip'] += [folder.name for folder in tree.glob('_build*')]
        for spare in json.loads((HERE / 'spare-modules.json').read_text(encoding='utf-8')):
            if self._lacks(spare['pkg-config'], spare['library']):
                self.spares.append(spare['module']['name'])
                manifest['modules'].insert(-1, spare['module'])
        self.get_manifest().write_text(json.dumps(manifest, indent=2), encoding='utf-8')

    def build(self):
        """Builds it, and installs it for a user who has nothing else."""
        self.folder.mkdir(parents=True, exist_ok=True)
        options = [] if can_mount() else ['--disable-rofiles-fuse']
        log = self.folder / 'build.log'
        self._write_manifest()
        with log.open('w', encoding='utf-8') as output:
            done = subprocess.run(
                ['flatpak-builder', '--user', '--install', '--force-clean', '--ccache',
                 f'--state-dir={self.folder / "state"}', f'--repo={self.folder / "repo"}',
                 *options, self.folder / 'build', self.get_manifest()],
                stdout=output, stderr=subprocess.STDOUT, env=self.environment, check=False)
        if done.returncode != 0:
            lines = log.read_text(encoding='utf-8', errors='replace').splitlines()
            raise AssertionError('\n'.join([f'It was not built, see {log}:', *lines[-30:]]))

    def run(self, *arguments):
        """Runs flatpak with arguments, and returns what it wrote."""
        done = subprocess.run(['flatpak', *map(str, arguments)], env=self.environment, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 0, f'flatpak {arguments} failed:\n{done.stdout}{done.stderr}'
        return done.stdout

    def find_exports(self):
        """Where the desktop finds what the package exports."""
        return self.folder / 'user' / 'exports' / 'share'

    def find_files(self):
        """The folder that is /app inside."""
        return pathlib.Path(self.run('info', '--user', '--show-location', APP).strip()) / 'files'


def can_mount():
    """Whether this user may mount file systems of their own, as document portals are."""
    return shutil.which('fusermount3') is not None and os.access('/dev/fuse', os.R_OK | os.W_OK)
