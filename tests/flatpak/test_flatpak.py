#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_flatpak.py [--help] [FOLDER [PICTURES]]: builds Parlor's Flatpak from the tree, installs
it, and uses it as people do.

It is built below FOLDER, else below _build-flatpak in the tree, for the org.gnome.Platform that is
installed: the version that flatpak/io.github.parlor_chat.Parlor.json names, else the newest one.
Where that runtime lacks a library that GNOME's own has, the library is built along, and told of.
It is installed below FOLDER, too, where nobody else finds it; a later run uses again what has not
changed.

Then it is run in a desktop session of its own, with a bus, portals and a keyring, on the display
that there is: build-aux/with-display gives it one that nobody sees. A server and Ben, in a
terminal, run in the same sandbox. Pictures of what was on screen are kept in PICTURES, else in
FOLDER/screenshots.

Needed are the packages that build-aux/packages has for "flatpak", a runtime and its SDK:

    flatpak install --user flathub org.gnome.Platform//48 org.gnome.Sdk//48

and, the first time, a network, from which flatpak-builder gets what the manifest names; building
itself has none. Whatever is missing, nothing is tested, and the output tells what it was.
"""

import functools
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / 'desktop'), str(TESTS / 'install')]

import package  # noqa: E402
import session  # noqa: E402
import tap  # noqa: E402

PROGRAMS = ('convert', 'eu-strip', 'flatpak', 'flatpak-builder', 'gnome-keyring-daemon', 'gpg',
            'xdotool')
SERVICES = ('org.freedesktop.portal.Desktop', 'org.freedesktop.impl.portal.desktop.gtk',
            'org.freedesktop.impl.portal.Secret')


def find_missing():
    """Names what this test needs and this computer lacks."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    missing += [service for service in SERVICES
                if not pathlib.Path(f'/usr/share/dbus-1/services/{service}.service').exists()]
    return missing + session.find_missing()


if '--help' in sys.argv:
    print(__doc__)
    sys.exit(0)
MISSING = find_missing()
if MISSING:
    print('1..0 # SKIP no Flatpak can be tried here, missing:', ', '.join(MISSING))
    sys.exit(0)
RUNTIME = package.find_runtime()
if RUNTIME is None:
    print(f'1..0 # SKIP neither user nor system has {package.PLATFORM} and {package.SDK}')
    sys.exit(0)

import notifications  # noqa: E402
import sandboxed  # noqa: E402
import screen  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else TESTS.parent / '_build-flatpak')
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER / 'screenshots'
PACKAGE = package.Package(RUNTIME, FOLDER.resolve())
SESSION = sandboxed.Session(PACKAGE)
PASSWORD = 'correct horse'
PERMISSIONS = {'shared': {'network', 'ipc'}, 'devices': {'dri'},
               'sockets': {'wayland', 'fallback-x11', 'x11'}}  # x11 as the fallback
TEXT = 'Good morning from the sandbox 👋🏽 – can you read ẞ, 日本 and 🏳️‍🌈?'
# Of pictures, each in a colour that nothing else has.
BENS_PNG, BENS_WEBP, ADAS_JPEG = '#d01884', '#10b060', '#2040e0'
MANY_PIXELS = 2000
WINDOWS = ('dialog', 'frame', 'window')


class Ben:
    """Somebody at a terminal, who owns a real server."""

    def __init__(self):
        self.folder = SESSION.get_app_folder() / 'data' / 'ben'
        self.folder.mkdir(parents=True)
        self.password = self.folder / 'password'
        self.password.write_text(PASSWORD + '\n', encoding='utf-8')
        self.heard = self.folder / 'heard'
        owners = self._start_server()
        self.link = re.sub(r'&invite=[^&#]*', '', owners)
        self.run('--link', owners, '--register', '/channelcreate garden')
        self.invite = re.search(r'parlor://\S+', self.run('--link', self.link,
                                                          '/invite-link')).group()
        self.process = SESSION.start_inside(
            'parlor-cli', *self._be('--link', self.link, '--to', 'garden', '--follow'),
            stdin=subprocess.PIPE, stdout=self.heard.open('w'), stderr=subprocess.STDOUT,
            text=True)

    def _start_server(self):
        said = self.folder / 'server.log'
        SESSION.start_inside('parlor-server', '--data', self.folder / 'server',
                             '--listen', '127.0.0.1:0', stdout=said.open('w'),
                             stderr=subprocess.STDOUT)
        return screen.wait(lambda: re.search(r"the owner's link is (\S+)", said.read_text()),
                           "the owner's link").group(1)

    def _be(self, *arguments):
        return ['--data', self.folder / 'client', '--keep-token', 'file', '--name', 'ben',
                '--password-file', self.password, *arguments]

    def run(self, *arguments):
        """Runs parlor-cli once."""
        return SESSION.run_inside('parlor-cli', *self._be(*arguments))

    def say(self, line):
        """Has him type a line."""
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def hear(self, text):
        """Waits until he has read it."""
        screen.wait(lambda: text in self.heard.read_text(encoding='utf-8'),
                    f'what Ben reads: {text}')

    def send_image(self, name, colour):
        """Has him send a picture of one colour."""
        path = self.folder / name
        make_image(path, colour)
        self.say(f'/image {path}')


def make_image(path, colour):
    """Makes a picture of one colour."""
    subprocess.run(['convert', '-size', '320x240', f'xc:{colour}', path], check=True)


def count_pixels(colour):
    """How many pixels on screen are about of that colour."""
    shown = SESSION.folder / 'screen.png'
    screen.take_picture(shown)
    found = subprocess.run(
        ['convert', shown, '-fuzz', '6%', '-fill', 'black', '+opaque', colour, '-fill', 'white',
         '-opaque', colour, '-format', '%[fx:round(mean*w*h)]', 'info:'],
        check=True, capture_output=True, text=True)
    return float(found.stdout)


def see_image(colour):
    """Waits until a picture is shown."""
    screen.wait(lambda: count_pixels(colour) > MANY_PIXELS, f'a picture in {colour}')


def take_picture(name):
    """Keeps what the screen looks like."""
    screen.take_picture(PICTURES / f'flatpak-{name}.png')


def see_conversation(name):
    """Waits for the window, with that conversation."""
    screen.see_window(f'{name} – Parlor')


def launch():
    """Clicks the icon in the launcher."""
    subprocess.run(['gtk-launch', package.APP], check=True)


def open_link(link):
    """Clicks a link somewhere."""
    subprocess.run(['gio', 'open', link], check=True)


def is_running():
    """Whether there is a Parlor on the bus."""
    return Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
        GLib.Variant('(s)', (package.APP,)), GLib.VariantType('(b)'), Gio.DBusCallFlags.NONE,
        -1).unpack()[0]


def quit_window():
    """Chooses Quit."""
    notifications.activate_action(package.APP, 'quit')
    screen.wait(lambda: not is_running(), 'the end of the window')


def test_exports():
    """What desktop and software centre get to see."""
    exports = PACKAGE.find_exports()
    for path in (f'applications/{package.APP}.desktop', f'dbus-1/services/{package.APP}.service',
                 f'icons/hicolor/scalable/apps/{package.APP}.svg',
                 f'icons/hicolor/symbolic/apps/{package.APP}-symbolic.svg'):
        assert (exports / path).is_file(), path
    files = PACKAGE.find_files()
    assert (files / 'share/licenses' / package.APP / 'COPYING').is_file()
    composed = files / 'share/app-info/xmls' / f'{package.APP}.xml.gz'
    catalogue = subprocess.run(['gzip', '-dc', composed], check=True, capture_output=True,
                               text=True).stdout
    assert f'<id>{package.APP}</id>' in catalogue, catalogue
    assert not any(files.glob('include')) and not any(files.glob('**/*.a'))


def test_permissions():
    """No more than the manifest says: no files, no bus names."""
    told = PACKAGE.run('info', '--user', '--show-permissions', package.APP)
    found = {}
    for line in told.splitlines():
        if '=' in line:
            key, _, values = line.partition('=')
            found[key] = set(filter(None, values.split(';')))
    assert found == PERMISSIONS, told


def test_programs():
    """All three programs are in it."""
    version = SESSION.run_inside('parlor-cli', '--version').split()[-1]
    for program in 'parlor', 'parlor-server':
        told = SESSION.run_inside(program, '--version')
        assert told.split()[-1] == version, told


def test_sign_in():
    """From a link that somebody clicks to a conversation."""
    global BEN
    BEN = Ben()
    launch()
    screen.see('Welcome to Parlor')
    take_picture('welcome')
    open_link(BEN.invite + '#garden')
    screen.see('You are invited to “garden” on 127.0.0.1')
    screen.enter('Name', 'ada')
    screen.enter('Password', PASSWORD)
    screen.click('Create Account')
    see_conversation('garden')


def test_text():
    """Texts and emoji, there and back."""
    BEN.say('Hello Ada, how is the sandbox? 🏖️')
    screen.see('Hello Ada, how is the sandbox? 🏖️')
    screen.enter('Message', TEXT)
    screen.click('Send')
    BEN.hear(TEXT)
    take_picture('text')


def test_images():
    """What others send is decoded, in a sandbox within the sandbox."""
    BEN.send_image('pink.png', BENS_PNG)
    see_image(BENS_PNG)
    BEN.send_image('green.webp', BENS_WEBP)
    see_image(BENS_WEBP)
    take_picture('images')


def test_chosen_image():
    """One of one's own, which the sandbox cannot see until it is chosen."""
    if not package.can_mount():
        raise tap.Skipped('no document portal, since /dev/fuse cannot be used')
    path = pathlib.Path(os.environ['HOME'], 'blue.jpg')
    make_image(path, ADAS_JPEG)
    screen.click('Attach Files')
    screen.wait(has_chooser, 'the dialog of the portal')
    take_picture('portal')
    screen.press('slash')
    subprocess.run(['xdotool', 'type', '--delay', '20', str(path)[1:]], check=True)
    screen.press('Return')
    screen.wait(lambda: not has_chooser(), 'the end of the dialog')
    screen.see('blue.jpg')
    screen.click('Send')
    BEN.hear('blue.jpg')
    see_image(ADAS_JPEG)
    take_picture('chosen-image')


def has_chooser():
    """Whether a program outside shows a dialog that chooses files."""
    return 'Attach Files' in screen.list_windows('xdg-desktop-portal-gtk')


def test_notification():
    """One of a conversation that nobody looks at; a click leads there."""
    open_link(BEN.link + '#lobby')
    see_conversation('lobby')
    BEN.say('Do you still see <b>me</b>?')
    shown = screen.wait(lambda: SHOWN.find('garden'), 'a notification')
    assert shown['body'].startswith('ben: '), shown
    SHOWN.click('garden')
    see_conversation('garden')
    screen.wait(lambda: not SHOWN.shown, 'no notification')
    take_picture('notified')


def test_stays_signed_in():
    """The token is kept by the Secret portal, encrypted, and nowhere else."""
    quit_window()
    data = SESSION.get_app_folder() / 'data'
    assert not any(data.glob('parlor/**/token'))
    assert any(data.glob('keyrings/*')), list(data.glob('*'))
    launch()
    see_conversation('garden')
    screen.see('Do you still see <b>me</b>?')
    see_image(BENS_WEBP)
    take_picture('again')


def test_clicked_when_ended():
    """A link starts the program where it has ended."""
    quit_window()
    open_link(BEN.link + '#lobby')
    see_conversation('lobby')
    quit_window()


def test_host():
    """A server of one's own inside, to which somebody else comes."""
    shutil.rmtree(SESSION.get_app_folder() / 'data' / 'parlor')
    launch()
    screen.see('Welcome to Parlor')
    screen.click('Host on This Computer…')
    dialog = screen.see('Host on This Computer', *WINDOWS)
    screen.enter('Name of the Server', 'Sandcastle', dialog)
    screen.enter('Name', 'ada', dialog)
    screen.enter('Password', PASSWORD, dialog)
    take_picture('host-form')
    screen.click('Start Hosting')
    link = screen.wait(find_invite_link, 'the invite link')
    take_picture('host')
    SESSION.run_inside('parlor-cli', '--link', link, '--name', 'cleo', '--register',
                       '--password-file', BEN.password, '--data', BEN.folder / 'cleo',
                       '--keep-token', 'file', '--to', 'lobby', 'Hello from Cleo')
    screen.do(screen.find('Host on This Computer', *WINDOWS), 'window.close')
    screen.see('Hello from Cleo')
    take_picture('hosted')


def find_invite_link():
    """The link that is on screen, if one is."""
    return next((found.group() for _, _, _, name in screen.walk()
                 if (found := re.search(r'parlor://\S+invite=\S+', name))), None)


def test_lives_on():
    """The server goes on when the window has ended."""
    quit_window()
    SESSION.run_inside('parlor-cli', '--data', BEN.folder / 'cleo', '--keep-token', 'file',
                       '--to', 'lobby', 'Still here')
    launch()
    screen.see('Still here')


class Web:
    """A web server that offers a folder."""

    def __init__(self, folder):
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
        handler.func.log_message = lambda *_: None
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
        self.url = f'http://127.0.0.1:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def test_repository():
    """A signed repository of one's own, from which others install with one command."""
    folder, other = PACKAGE.folder / 'web', PACKAGE.folder / 'other'
    for old in folder, other:
        shutil.rmtree(old, ignore_errors=True)
    folder.mkdir()
    web = Web(folder)
    keys = SESSION.folder / 'gnupg'
    keys.mkdir(mode=0o700)
    environment = PACKAGE.environment | {
        'GNUPGHOME': str(keys), 'MANIFEST': str(PACKAGE.get_manifest()),
        'RUNTIME_REPO': '', 'STATE': str(PACKAGE.folder / 'state')}
    run(environment, 'gpg', '--batch', '--passphrase', '', '--quick-gen-key', 'test@example.org',
        'ed25519', 'sign', '1d')
    run(environment, TESTS.parent / 'flatpak/make-repository', folder, web.url, 'test@example.org')
    environment['FLATPAK_USER_DIR'] = str(other)
    for source, origin in (f'{web.url}/parlor.flatpakref', 'parlor'), \
            (folder / 'parlor.flatpak', 'parlor-origin'):
        run(environment, 'flatpak', 'install', '--user', '--noninteractive', source)
        installed = run(environment, 'flatpak', 'list', '--user', '--app',
                        '--columns=application,branch,origin')
        assert installed.split() == [package.APP, 'stable', origin], installed
        run(environment, 'flatpak', 'uninstall', '--user', '--noninteractive', package.APP)
    web.server.shutdown()


def run(environment, *arguments):
    """Runs a program, and returns what it wrote."""
    done = subprocess.run(list(map(str, arguments)), env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, f'{arguments}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}'
    return done.stdout


def begin():
    """Builds the manifest as it is, and starts a session where it is installed."""
    global SHOWN
    try:
        PACKAGE.build()
    except AssertionError as reason:
        print(reason, file=sys.stderr)
        print('Bail out! It was not built')
        sys.exit(1)
    for spare in PACKAGE.spares:
        print(f'# {package.PLATFORM} {RUNTIME.version} lacks {spare}: built along')
    SESSION.begin()
    PICTURES.mkdir(parents=True, exist_ok=True)
    screen.begin()
    SHOWN = notifications.FreedesktopServer()


try:
    begin()
    tap.run(test_exports, test_permissions, test_programs, test_sign_in, test_text, test_images,
            test_chosen_image, test_notification, test_stays_signed_in, test_clicked_when_ended,
            test_host, test_lives_on, test_repository)
finally:
    if SESSION.log.exists():
        print(SESSION.log.read_text(), file=sys.stderr)
    SESSION.end()
