# SPDX-License-Identifier: GPL-3.0-or-later
"""Those who show notifications, as far as programs see them."""

from gi.repository import Gio, GLib

FREEDESKTOP = 'org.freedesktop.Notifications'
FREEDESKTOP_XML = '''<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>'''

GTK = 'org.gtk.Notifications'
GTK_XML = '''<node><interface name="org.gtk.Notifications">
  <method name="AddNotification">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
  </method>
  <method name="RemoveNotification">
    <arg type="s" direction="in"/><arg type="s" direction="in"/>
  </method>
</interface></node>'''


class _Server:
    """A name on the bus, with one object."""

    def __init__(self, name, xml):
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.path = '/' + name.replace('.', '/')
        self.shown = {}
        interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        self._registration = self.connection.register_object(self.path, interface, self._on_call,
                                                             None, None)
        answer = self.connection.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
            GLib.Variant('(su)', (name, 0)), None, Gio.DBusCallFlags.NONE, -1)
        assert answer.unpack() == (1,), f'{name} is there already'
        self.name = name

    def _on_call(self, _connection, _sender, _path, _interface, method, parameters, invocation):
        invocation.return_value(getattr(self, '_on_' + method)(*parameters.unpack()))

    def find(self, title):
        """The notification that is shown under that title, or None."""
        return next((shown for shown in self.shown.values() if shown['title'] == title), None)

    def end(self):
        """Nobody shows anything any more."""
        self.connection.unregister_object(self._registration)
        self.connection.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ReleaseName',
            GLib.Variant('(s)', (self.name,)), None, Gio.DBusCallFlags.NONE, -1)


class FreedesktopServer(_Server):
    """What most desktops have: Desktop Notifications Specification, 1.2."""

    def __init__(self, capabilities=('actions', 'body', 'body-markup')):
        super().__init__(FREEDESKTOP, FREEDESKTOP_XML)
        self.capabilities = capabilities
        self.is_asked = False  # for them
        self.last_id = 0

    def set_capabilities(self, capabilities):
        """Becomes another program, which can do other things."""
        shown = self.shown
        self.end()
        self.__init__(capabilities)
        self.shown = shown

    def _on_GetCapabilities(self):
        self.is_asked = True
        return GLib.Variant('(as)', (self.capabilities,))

    def _on_Notify(self, _app, replaces, _icon, title, body, actions, hints, _timeout_ms):
        if replaces == 0:
            self.last_id += 1
        number = replaces or self.last_id
        self.shown[number] = {'id': number, 'title': title, 'body': body, 'actions': actions,
                              'hints': hints}
        return GLib.Variant('(u)', (number,))

    def _on_CloseNotification(self, number):
        self._close(number, 3)

    def _close(self, number, reason):
        self.shown.pop(number, None)
        self._emit('NotificationClosed', GLib.Variant('(uu)', (number, reason)))

    def _emit(self, signal, parameters):
        self.connection.emit_signal(None, self.path, FREEDESKTOP, signal, parameters)

    def click(self, title):
        """Clicks a notification, which goes by that."""
        number = self.find(title)['id']
        self._emit('ActionInvoked', GLib.Variant('(us)', (number, 'default')))
        self._close(number, 2)


class GtkServer(_Server):
    """What GNOME Shell has; it starts programs for a click."""

    def __init__(self):
        super().__init__(GTK, GTK_XML)

    def _on_AddNotification(self, app, identifier, content):
        self.shown[identifier] = {'app': app, 'id': identifier, 'title': content['title'],
                                  'body': content.get('body', ''), 'content': content}

    def _on_RemoveNotification(self, _app, identifier):
        self.shown.pop(identifier, None)

    def click(self, title):
        """Clicks a notification, which goes by that."""
        shown = self.find(title)
        content = shown['content']
        target = content['default-action-target']
        self.shown.pop(shown['id'])
        activate_action(shown['app'], content['default-action'].removeprefix('app.'),
                        GLib.Variant('(sx)', target))


def activate_action(app, action, *parameters):
    """Has the bus start a program, if need be, and do something, as desktops do: Desktop Entry
    Specification, D-Bus Activation."""
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        app, '/' + app.replace('.', '/'), 'org.freedesktop.Application', 'ActivateAction',
        GLib.Variant('(sava{sv})', (action, list(parameters), {})), None, Gio.DBusCallFlags.NONE,
        -1)
