#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_desktop.py BUILD-FOLDER PREFIX PICTURES: tests what a desktop does with Parlor when people
click.

What is built is installed, and only what a desktop has is used to reach it: its launcher, its
handler of links, the bus, and who shows notifications. Only what a terminal does starts the
program itself.
"""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'install'))

import session  # noqa: E402
import tap  # noqa: E402

MISSING = session.find_missing()
if MISSING:
    print('1..0 # SKIP nobody can click Parlor here, missing:', ', '.join(MISSING))
    sys.exit(0)

from gi.repository import Gio, GLib  # noqa: E402

import notifications  # noqa: E402
import screen  # noqa: E402

APP = 'io.github.parlor_chat.Parlor'
BUS = 'org.freedesktop.DBus'
PASSWORD = 'correct horse'
SHARP = '<b>Bold</b> & <a href="https://example.org/">sharp</a>'

BUILD, PREFIX, PICTURES = sys.argv[1:4]


class Server:
    """A real server, and Ben, who owns it and sits at a terminal."""

    def __init__(self, desktop, place):
        self.desktop = desktop
        self.cli = place / 'bin/parlor-cli'
        self.password = desktop.folder / 'password'
        self.password.write_text(PASSWORD + '\n')
        process = desktop.start(place / 'bin/parlor-server', '--data', desktop.folder / 'server',
                                '--listen', '127.0.0.1:0', stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, text=True)
        for line in process.stdout:
            found = re.search(r"the owner's link is (\S+)", line)
            if found:
                owners = found.group(1)
                break
        self.link = re.sub(r'&invite=[^&#]*', '', owners)
        self._run('--link', owners, '--register', '/channelcreate garden')
        self.invite = re.search(r'parlor://\S+', self._run('--link', self.link,
                                                           '/invite-link')).group()
        self.ben = desktop.start(*self._be_ben('--link', self.link, '--follow'),
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, text=True)

    def _be_ben(self, *arguments):
        return [self.cli, '--data', self.desktop.folder / 'ben', '--keep-token', 'file', '--name',
                'ben', '--password-file', self.password, *arguments]

    def _run(self, *arguments):
        return subprocess.run(self._be_ben(*arguments), check=True, stdout=subprocess.PIPE,
                              text=True, stdin=subprocess.DEVNULL).stdout

    def say(self, channel, text):
        """Has Ben write into a channel."""
        self.ben.stdin.write(f'/channel {channel} {text}\n')
        self.ben.stdin.flush()


def ask_bus(method, parameters, answer):
    """Asks the bus itself."""
    connection = Gio.bus_get_sync(Gio.BusType.SESSION)
    return connection.call_sync(BUS, '/org/freedesktop/DBus', BUS, method,
                                GLib.Variant(*parameters), GLib.VariantType(answer),
                                Gio.DBusCallFlags.NONE, -1).unpack()[0]


def is_running():
    """Whether there is a Parlor on the bus."""
    return ask_bus('NameHasOwner', ('(s)', (APP,)), '(b)')


def see_end():
    """Waits until there is none any more."""
    screen.wait(lambda: not is_running(), 'the end of Parlor')


def read_command_line():
    """What the bus has started."""
    pid = ask_bus('GetConnectionUnixProcessID', ('(s)', (APP,)), '(u)')
    return pathlib.Path(f'/proc/{pid}/cmdline').read_text().split('\0')[:-1]


def see_conversation(name):
    """Waits for the window, with that conversation."""
    screen.see_window(f'{name} – Parlor')


def see_read(name):
    """Waits until what is open has been on screen for long enough to count as read."""
    see_conversation(name)
    screen.wait(lambda: not any(its_name.startswith(f'{name}, ') and 'new message' in its_name
                                for _, _, _, its_name in screen.walk()), f'{name} without news')


def see_connection():
    """Waits until it is known that Ben is there: what comes now, and no earlier, is news."""
    screen.wait(lambda: any(its_name.startswith('ben, Online')
                            for _, _, _, its_name in screen.walk()), 'Ben, online')


def open_link(link):
    """Clicks a link somewhere."""
    subprocess.run(['gio', 'open', link], check=True)


def take_picture(name):
    """Keeps what the screen looks like."""
    screen.take_picture(pathlib.Path(PICTURES) / f'desktop-{name}.png')


def see_notification(title):
    """Waits for what the desktop is given to show."""
    return screen.wait(lambda: SHOWN.find(title), f'a notification: {title}')


def see_no_notification():
    """Waits until nothing is shown any more."""
    screen.wait(lambda: not SHOWN.shown, 'no notification')


def close_window():
    """Closes the window, by its keys."""
    screen.press('ctrl+w')
    screen.see_windows(0)


def test_launcher():
    """The icon: the bus starts the program, which shows its window."""
    subprocess.run(['gtk-launch', APP], check=True)
    screen.see('Welcome to Parlor')
    assert read_command_line() == [str(PLACE / 'bin/parlor'), '--gapplication-service']
    take_picture('launched')


def test_link():
    """A link in a letter: name and password are all that is asked for, the rest it says."""
    open_link(SERVER.invite + '#garden')
    screen.see('You are invited to “garden” on 127.0.0.1')
    screen.see('Trusted: the link carries the fingerprint of its certificate')
    screen.enter('Name', 'ada')
    screen.enter('Password', PASSWORD)
    take_picture('link')
    screen.click('Create Account')
    see_conversation('garden')


def test_link_when_signed_in():
    """Another link: it goes there."""
    open_link(SERVER.link + '#lobby')
    see_conversation('lobby')


def test_broken_link():
    """One that is damaged: that is said, and the window is as it was."""
    open_link('parlor://example.org/?fp=nonsense')
    screen.see('This Link Cannot Be Opened')
    take_picture('broken-link')
    screen.press('Escape')
    screen.see_windows(1)
    see_conversation('lobby')


def test_launcher_actions():
    """What the menu of the icon offers."""
    launcher = Gio.DesktopAppInfo.new(APP + '.desktop')
    titles = {'new-message': 'New Chat', 'host': 'Host on This Computer'}
    assert set(launcher.list_actions()) == set(titles)
    for action, title in titles.items():
        launcher.launch_action(action, None)
        screen.see_window(title)
        take_picture(action)
        screen.press('Escape')
        screen.see_windows(1)


def test_notification():
    """One of a conversation that nobody looks at; a click leads there, and it is read."""
    SERVER.say('garden', SHARP)
    shown = see_notification('garden')
    assert shown['body'] == ('ben: &lt;b&gt;Bold&lt;/b&gt; &amp; &lt;a href=&quot;'
                             'https://example.org/&quot;&gt;sharp&lt;/a&gt;'), shown
    assert shown['hints']['desktop-entry'] == APP
    SERVER.say('garden', 'And another one')
    see_notification('garden – 2 new messages')
    SHOWN.click('garden – 2 new messages')
    see_read('garden')
    see_no_notification()
    take_picture('notified')


def test_on_screen():
    """Of what one looks at, one is not told; of others one is, until it is read."""
    SERVER.say('garden', 'You see this')
    see_read('garden')
    SERVER.say('lobby', 'Not this')
    see_notification('lobby')
    assert len(SHOWN.shown) == 1, SHOWN.shown
    open_link(SERVER.link + '#lobby')
    see_read('lobby')
    see_no_notification()


def test_plain_server():
    """Another desktop: one that shows what it is given, as it is."""
    SHOWN.set_capabilities(['actions', 'body'])
    screen.wait(lambda: SHOWN.is_asked, 'the question what can be shown')
    SERVER.say('garden', SHARP)
    assert see_notification('garden')['body'] == 'ben: ' + SHARP
    SHOWN.click('garden')
    see_read('garden')
    see_no_notification()


def test_background():
    """Without a window, for who wants that: a click makes one."""
    subprocess.run(['gsettings', 'set', APP, 'run-in-background', 'true'], check=True)
    close_window()
    SERVER.say('garden', 'Are you still there?')
    see_notification('garden')
    assert is_running()
    SHOWN.click('garden')
    see_read('garden')
    see_no_notification()
    SERVER.say('lobby', 'Nobody could hear a click on this any more')
    see_notification('lobby')
    notifications.activate_action(APP, 'quit')
    see_end()
    see_no_notification()
    subprocess.run(['gsettings', 'reset', APP, 'run-in-background'], check=True)


def test_started_by_click():
    """GNOME: it keeps a notification when the program has ended, and starts it for a click."""
    global SHOWN
    SHOWN.end()
    SHOWN = notifications.GtkServer()
    subprocess.run(['gtk-launch', APP], check=True)
    see_conversation('garden')
    see_connection()
    SERVER.say('lobby', SHARP)
    assert see_notification('lobby – 2 new messages')['body'] == 'ben: ' + SHARP
    notifications.activate_action(APP, 'quit')
    see_end()
    SHOWN.click('lobby – 2 new messages')
    see_read('lobby')
    see_no_notification()


def test_closed():
    """The last window ends the program."""
    close_window()
    see_end()


def test_started_by_link():
    """A link starts the program; who is signed in is where it leads."""
    open_link(SERVER.link + '#garden')
    see_conversation('garden')
    close_window()
    see_end()


def test_terminal():
    """Who starts it again, also with a folder of its own, reaches the one that runs."""
    folder = DESKTOP.folder / 'own'
    DESKTOP.start(PLACE / 'bin/parlor', '--data', folder, '--keep-token', 'memory', '--link',
                  SERVER.link, '--name', 'ada')
    screen.see('The link leads to 127.0.0.1')
    subprocess.run([PLACE / 'bin/parlor', '--data', 'own', '--new-message', SERVER.invite],
                   check=True, cwd=DESKTOP.folder)
    screen.see('You are invited to 127.0.0.1')
    assert len(screen.list_windows()) == 1, screen.list_windows()
    close_window()


def test_idle():
    """Started without anything to do, it shows nothing and ends."""
    ask_bus('StartServiceByName', ('(su)', (APP, 0)), '(u)')
    assert is_running()
    see_end()


DESKTOP = session.Session()
try:
    PLACE = session.install(BUILD, DESKTOP.folder / 'root', PREFIX)
    HELPER = next(PLACE.glob('lib*/**/parlor-image-helper'))
    DESKTOP.begin([PLACE / 'share'], PARLOR_IMAGE_HELPER=str(HELPER))
    pathlib.Path(PICTURES).mkdir(parents=True, exist_ok=True)
    screen.begin()
    SHOWN = notifications.FreedesktopServer()
    SERVER = Server(DESKTOP, PLACE)
    tap.run(test_launcher, test_link, test_link_when_signed_in, test_broken_link,
            test_launcher_actions, test_notification, test_on_screen, test_plain_server,
            test_background, test_started_by_click, test_closed, test_started_by_link,
            test_terminal, test_idle)
finally:
    if DESKTOP.log.exists():
        print(DESKTOP.log.read_text(), file=sys.stderr)
    DESKTOP.end()
