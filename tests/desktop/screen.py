# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on screen: windows as the window manager has them, and what is in them as a screen
reader finds it.

While a window goes, nobody is to look into it: GTK 4.8 gets lost then."""

import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE_S = 15
LOOK_AGAIN_MS = 50


def wait(condition, what):
    """Runs the main loop until the condition is true, and returns what it returned."""
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        value = condition()
        if value:
            return value
        pause = GLib.timeout_add(LOOK_AGAIN_MS, lambda: GLib.SOURCE_CONTINUE)
        GLib.MainContext.default().iteration(True)
        GLib.source_remove(pause)
    raise AssertionError(f'This did not come in {PATIENCE_S} s: {what}\n{describe()}')


def begin():
    """Starts what programs tell of their windows; before any of them."""
    Atspi.init()
    Atspi.get_desktop(0).get_child_count()


def _children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def _is_laid_out(node):
    """Whether it has been given a place. Older GTK says of nothing but windows that it shows."""
    component = node.get_component_iface()
    if component is None:
        return True
    place = component.get_extents(Atspi.CoordType.WINDOW)
    return place.width > 0 or place.height > 0


def _walk(node, depth=0):
    """Yields what is shown; a widget that goes meanwhile is not."""
    try:
        node.clear_cache()
        states = node.get_state_set()
        if depth > 0 and not (states.contains(Atspi.StateType.VISIBLE) and _is_laid_out(node)):
            return
        yield depth, node, node.get_role_name(), node.get_name() or ''
        for child in _children(node):
            yield from _walk(child, depth + 1)
    except GLib.Error:
        return


def walk(program='parlor'):
    """Yields what a program has on screen: how deep, the thing, its role and its name."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for node in _children(desktop):
        if node.get_name() == program:
            yield from _walk(node)


def describe():
    """All of the screen in lines, for who has to find out what went wrong."""
    return '\n'.join(f'{"  " * depth}{role}: {name}' for depth, _, role, name in walk())


def find(name, *roles):
    """The first thing on screen of that name, if roles are given of one of them."""
    for _, node, role, its_name in walk():
        if its_name == name and (not roles or role in roles):
            return node
    return None


def see(name, *roles):
    """Waits until it is on screen, and returns it."""
    return wait(lambda: find(name, *roles), f'{name} {roles or ""}')


def list_windows(program='parlor'):
    """The titles of the windows of a program."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', program,
                            'getwindowname', '%@'], check=False, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True)
    return found.stdout.splitlines()


def see_window(title):
    """Waits for a window of that title."""
    wait(lambda: title in list_windows(), f'a window {title}')


def see_windows(n_windows):
    """Waits until there are so many of them."""
    wait(lambda: len(list_windows()) == n_windows, f'{n_windows} windows')


def press(key):
    """Presses a key, as it is heard by the window that has the focus."""
    subprocess.run(['xdotool', 'key', key], check=True)


def find_entry(name, window=None):
    """The first entry of that name, or in what has that name: on screen, else in a window."""
    for _, node, _, its_name in walk() if window is None else _walk(window):
        if its_name == name:
            for _, inner, _, _ in _walk(node, 1):
                if inner.get_editable_text_iface() is not None:
                    return inner
    return None


def enter(name, text, window=None):
    """Types a text into the entry of that name."""
    assert wait(lambda: find_entry(name, window), f'an entry {name}').set_text_contents(text)


def do(node, action):
    """Does with a thing what can be done with it, by the name of the action."""
    for i in range(node.get_n_actions()):
        if node.get_action_name(i) == action:
            assert node.do_action(i)
            return
    raise AssertionError(f'{node.get_name()} has no action {action}')


def _find_button(name):
    """The last one, since a dialog comes after its window, and a button below what it is about.
    Older GTK names a button by its label and its mnemonic."""
    found = None
    for _, node, role, its_name in walk():
        if role in ('push button', 'button') and (its_name == name or
                                                  its_name.endswith(f' {name}')):
            found = node
    return found


def click(name):
    """Clicks a button."""
    button = wait(lambda: _find_button(name), f'a button {name}')
    do(button, 'click')


def take_picture(path):
    """Saves what the screen looks like."""
    subprocess.run(['import', '-window', 'root', path], check=True)
