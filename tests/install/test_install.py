#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_install.py BUILD-FOLDER SOURCE-FOLDER: tests what `meson install` puts in place.

It is installed into a folder that is nobody's, and looked at and run from there.
"""

import configparser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import tap

APP = 'io.github.parlor_chat.Parlor'
PATIENCE_S = 60

BUILD = pathlib.Path(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2])

# Of each file: the option of meson that says where it goes, and its place there.  {language} is
# each of po/LINGUAS.
EVERYWHERE = (
    ('bindir', 'parlor-cli'),
    ('bindir', 'parlor-server'),
    ('libexecdir', 'parlor-image-helper'),
    ('datadir', 'bash-completion/completions/parlor-cli'),
    ('datadir', 'bash-completion/completions/parlor-server'),
    ('datadir', 'doc/parlor/parlor-server.conf'),
    ('datadir', 'fish/vendor_completions.d/parlor-cli.fish'),
    ('datadir', 'fish/vendor_completions.d/parlor-server.fish'),
    ('datadir', f'licenses/{APP}/COPYING'),
    ('datadir', 'zsh/site-functions/_parlor-cli'),
    ('datadir', 'zsh/site-functions/_parlor-server'),
    ('localedir', '{language}/LC_MESSAGES/parlor.mo'),
    ('mandir', 'man1/parlor-cli.1'),
    ('mandir', 'man1/parlor-server.1'),
    ('mandir', 'man5/parlor-server.conf.5'),
    ('system_unit_dir', 'parlor-server.service'),
    ('user_unit_dir', 'parlor-server.service'),
)
DESKTOP = (
    ('bindir', 'parlor'),
    ('datadir', f'applications/{APP}.desktop'),
    ('datadir', f'dbus-1/services/{APP}.service'),
    ('datadir', f'glib-2.0/schemas/{APP}.gschema.xml'),
    ('datadir', f'icons/hicolor/scalable/apps/{APP}.svg'),
    ('datadir', f'icons/hicolor/symbolic/apps/{APP}-symbolic.svg'),
    ('datadir', f'metainfo/{APP}.metainfo.xml'),
    ('mandir', 'man1/parlor.1'),
)


def run(*args, **options):
    """Runs a program, which has to succeed; returns what it printed."""
    done = subprocess.run([str(arg) for arg in args], capture_output=True, text=True,
                          timeout=PATIENCE_S, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f'{args[0]} ended with {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout


def read_folders(build):
    """Where each option of a build folder has things put, as absolute paths."""
    values = {option['name']: option['value']
              for option in json.loads(run('meson', 'introspect', '--buildoptions', build))}
    prefix = pathlib.Path(values['prefix'])
    folders = {name: prefix / value for name, value in values.items()
               if name.endswith('dir') and isinstance(value, str) and value}
    for kind in 'system', 'user':
        folders[f'{kind}_unit_dir'] = (values[f'systemd_{kind}_unit_dir'] or
                                       f'{prefix}/lib/systemd/{kind}')
    return folders


def list_expected(entries, folders):
    """The paths of a list such as DESKTOP."""
    languages = [line.strip() for line in (SOURCE / 'po/LINGUAS').read_text().splitlines()
                 if line.strip() and not line.startswith('#')]
    return {str(folders[folder]) + '/' + name.format(language=language)
            for folder, name in entries for language in languages}


def compare(found, expected):
    """Fails unless both sets of paths are the same."""
    tap.report([f'{path} is not installed' for path in sorted(expected - found)] +
               [f'{path} is installed, but this test does not know of it'
                for path in sorted(found - expected)])


class Installation:
    """What `meson install` makes, in a folder that is removed at the end."""

    def __init__(self, scratch):
        self.root = pathlib.Path(scratch, 'root')
        self.scratch = pathlib.Path(scratch)
        self.folders = read_folders(BUILD)
        run('meson', 'install', '-C', BUILD, '--no-rebuild', '--strip', '--destdir', self.root)

    def find(self, folder, name):
        """The path of an installed file below the root."""
        return self.folder(folder) / name

    def folder(self, name):
        """Where a folder is below the root."""
        return self.root / self.folders[name].relative_to('/')

    def list_files(self):
        """The paths of all files, as they will be without the root."""
        return {'/' + str(path.relative_to(self.root))
                for path in self.root.rglob('*') if not path.is_dir()}


def test_files():
    compare(INSTALLED.list_files(), list_expected(EVERYWHERE + DESKTOP, INSTALLED.folders))


def test_without_desktop():
    """A server's packager has neither GTK nor anything that only a desktop wants."""
    build = INSTALLED.scratch / 'headless'
    run('meson', 'setup', '-Dclient=false', '-Dtests=false', '-Dprefix=/opt/parlor',
        '-Dsystemd_system_unit_dir=/opt/units', build, SOURCE)
    plan = json.loads(run('meson', 'introspect', '--install-plan', build))
    folders = read_folders(build)
    found = set()
    for entries in plan.values():
        for entry in entries.values():
            path = entry['destination'].replace('{prefix}', '/opt/parlor')
            found.add(re.sub(r'\{(\w+)\}', lambda match: str(folders[match[1]]), path))
    # They are planned as one folder, or not told of, depending on meson's version.
    compare({path for path in found if '/LC_MESSAGES' not in path},
            {path for path in list_expected(EVERYWHERE, folders) if '/LC_MESSAGES' not in path})
    dependencies = {dependency['name'] for dependency
                    in json.loads(run('meson', 'introspect', '--dependencies', build))}
    assert not dependencies & {'gtk4', 'libadwaita-1'}, f'It asks for {dependencies}'


def test_no_build_path():
    """What is installed works after the tree is gone, and is the same wherever it was built."""
    folders = {str(folder.resolve()).encode() for folder in (BUILD, SOURCE)}
    tap.report([f'{path} names {folder.decode()}'
                for path in sorted(INSTALLED.list_files()) for folder in folders
                if folder in (INSTALLED.root / path[1:]).read_bytes()])


def test_programs():
    """Somebody makes an account and writes a line by the installed programs alone."""
    server_program = INSTALLED.find('bindir', 'parlor-server')
    cli_program = INSTALLED.find('bindir', 'parlor-cli')
    home = INSTALLED.scratch / 'home'
    environment = {'PATH': os.environ['PATH'], 'HOME': str(home), 'LC_ALL': 'C.UTF-8',
                   'PARLOR_PASSWORD': 'correct horse battery staple'}

    for program in 'parlor', 'parlor-cli', 'parlor-server':
        version = run(INSTALLED.find('bindir', program), '--version', env=environment)
        assert re.fullmatch(rf'{program} \d+\.\d+\.\d+\n', version), version

    with subprocess.Popen([server_program, '--listen', '127.0.0.1:0'], env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            link = next(line.split()[-1] for line in server.stdout if 'owner' in line)
            cli = [cli_program, '--link', link, '--name', 'ada']
            run(*cli, '--register', '--to', 'lobby', 'Tea is ready.', env=environment)
            status = run(server_program, 'admin', 'users', env=environment)
            assert re.search(r'\bada\b.*\bowner\b', status), status
        finally:
            server.terminate()
    assert server.returncode == 0, f'The server ended with {server.returncode}'


def test_launcher():
    path = INSTALLED.find('datadir', f'applications/{APP}.desktop')
    entry = configparser.ConfigParser(interpolation=None, strict=False)
    entry.read(path, encoding='utf-8')
    program = entry['Desktop Entry']['Exec'].split()[0]
    icon = entry['Desktop Entry']['Icon']

    tap.need('desktop-file-validate', 'update-desktop-database')
    run('desktop-file-validate', path)
    run('update-desktop-database', path.parent)
    handlers = (path.parent / 'mimeinfo.cache').read_text()
    assert f'x-scheme-handler/parlor={APP}.desktop;' in handlers, handlers
    for action in filter(None, entry['Desktop Entry']['Actions'].split(';')):
        assert entry.has_section(f'Desktop Action {action}'), action
    assert os.access(INSTALLED.find('bindir', program), os.X_OK), program
    assert INSTALLED.find('datadir', f'icons/hicolor/scalable/apps/{icon}.svg').exists(), icon


def test_bus_service():
    """The bus starts the program where it was installed, by its whole path."""
    service = configparser.ConfigParser(interpolation=None)
    service.read(INSTALLED.find('datadir', f'dbus-1/services/{APP}.service'))
    section = service['D-BUS Service']
    program, option = section['Exec'].split()

    assert section['Name'] == APP, section['Name']
    assert program == f'{INSTALLED.folders["bindir"]}/parlor', program
    assert option == '--gapplication-service', option


def test_schema():
    tap.need('glib-compile-schemas')
    run('glib-compile-schemas', '--strict', '--targetdir', INSTALLED.scratch,
        INSTALLED.find('datadir', 'glib-2.0/schemas'))
    assert (INSTALLED.scratch / 'gschemas.compiled').exists()


def test_metainfo():
    """What it tells is true of this version, and as short as software centres want it."""
    root = xml.etree.ElementTree.parse(
        INSTALLED.find('datadir', f'metainfo/{APP}.metainfo.xml')).getroot()
    version = json.loads(run('meson', 'introspect', '--projectinfo', BUILD))['version']
    problems = []

    for binary in root.findall('provides/binary'):
        if not INSTALLED.find('bindir', binary.text).exists():
            problems.append(f'It provides {binary.text}, which is not installed')
    for image in root.findall('screenshots/screenshot/image'):
        tag, path = re.search(r'/parlor-chat/parlor/v([^/]+)/(.*)', image.text).groups()
        if tag != version or not (SOURCE / path).exists():
            problems.append(f'{image.text} is no picture of {version}')
    for text in root.findall('summary') + root.findall('screenshots/screenshot/caption'):
        if text.text.endswith('.') or len(text.text) > (35 if text.tag == 'summary' else 100):
            problems.append(f'“{text.text}” is too long, or a sentence')
    if root.find('releases/release').get('version') != version:
        problems.append(f'Its newest release is not {version}')
    if not (SOURCE / 'NEWS').read_text(encoding='utf-8').startswith(f'Parlor {version}'):
        problems.append(f'NEWS does not begin with {version}')
    tap.report(problems)


def test_manual():
    """man finds the pages, and shows where the files of this installation are."""
    tap.need_man()
    environment = os.environ | {'LC_ALL': 'C.UTF-8', 'MANPAGER': 'cat', 'MANWIDTH': '200'}
    for page in 'parlor', 'parlor-cli', 'parlor-server', 'parlor-server.conf':
        text = run('man', '-M', INSTALLED.folder('mandir'), page, env=environment)
        assert re.search(rf'^ +{page} [-—–] ', text, re.MULTILINE), text[:400]
        assert '@' not in text.replace('write @ before', ''), f'{page} has a hole'


if __name__ == '__main__':
    with tempfile.TemporaryDirectory(prefix='parlor-test-') as scratch_folder:
        INSTALLED = Installation(scratch_folder)
        tap.run(test_files, test_without_desktop, test_no_build_path, test_programs,
                test_launcher, test_bus_service, test_schema, test_metainfo, test_manual)
