/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another configuration and another certificate for a server that runs. */

#define G_LOG_DOMAIN "parlor-reload"

#include "parlor-reload.h"

#include "parlor-log-writer.h"

static void
add_key (GPtrArray **list,
         const char *name)
{
  ParlorConfigKeyPacket *key = parlor_packet_new (PARLOR_PACKET_CONFIG_KEY);

  key->name = g_strdup (name);
  if (*list == NULL)
    *list = g_ptr_array_new ();
  g_ptr_array_add (*list, key);
}

/* Finds out what is another than before; what cannot change stays as it was. */
static void
compare (ParlorConfig         *config,
         const ParlorConfig   *old,
         ParlorReloadedPacket *reloaded)
{
  guint                  n_keys;
  const ParlorConfigKey *keys = parlor_config_list_keys (&n_keys);

  for (guint i = 0; i < n_keys; i++) {
    if (parlor_config_is_same (config, old, &keys[i]))
      continue;

    if (keys[i].is_live) {
      add_key (&reloaded->applied, keys[i].name);
    } else {
      add_key (&reloaded->restart, keys[i].name);
      parlor_config_keep (config, old, &keys[i]);
    }
  }
}

/* Gives what is new to all who go by it. */
static void
apply (ParlorServices    *services,
       ParlorConfig      *config,
       ParlorCertificate *certificate)
{
  const ParlorConfig *old = services->config;

  parlor_io_configure (services->io, config, certificate);
  parlor_listener_configure (services->listener, config);
  parlor_passwords_configure (services->passwords, config);
  /* That forgets what was counted. */
  if (config->sign_in_failures_burst != old->sign_in_failures_burst ||
      config->registrations_per_hour != old->registrations_per_hour)
    parlor_guard_configure (services->guard, config);
  parlor_group_guard_configure (services->group_guard, config);
  parlor_log_writer_configure (config);

  parlor_config_unref (services->config);
  services->config = parlor_config_ref (config);
  parlor_certificate_ref (certificate);
  parlor_certificate_unref (services->certificate);
  services->certificate = certificate;
}

/**
 * parlor_reload:
 * @services: of the server
 * @error: return location for an error
 *
 * Reads the configuration and the certificate again, and has the server go by
 * them.  If there is a mistake in one of them nothing changes.
 *
 * Returns: (transfer full) (nullable): what is another now, and what will be
 *   after a restart
 */
ParlorReloadedPacket *
parlor_reload (ParlorServices *services,
               GError        **error)
{
  g_autoptr (ParlorConfig)      config = parlor_config_new (services->config_path, error);
  g_autoptr (ParlorCertificate) certificate = NULL;
  ParlorReloadedPacket         *reloaded;

  if (config == NULL)
    return NULL;
  certificate = parlor_certificate_load (services->folder, error);
  if (certificate == NULL)
    return NULL;

  reloaded = parlor_packet_new (PARLOR_PACKET_RELOADED);
  compare (config, services->config, reloaded);
  if (!g_str_equal (certificate->content, services->certificate->content))
    add_key (&reloaded->applied, "certificate");
  apply (services, config, certificate);

  return reloaded;
}

static char *
join_keys (GPtrArray *list)
{
  GString *text = g_string_new (list == NULL ? "nothing" : NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ((ParlorConfigKeyPacket *) list->pdata[i])->name);

  return g_string_free (text, FALSE);
}

/**
 * parlor_reload_and_log:
 * @services: of the server
 *
 * Does what parlor_reload() does, and logs what came of it.
 */
void
parlor_reload_and_log (ParlorServices *services)
{
  g_autoptr (GError)    error = NULL;
  ParlorReloadedPacket *reloaded = parlor_reload (services, &error);

  if (reloaded == NULL) {
    g_message ("Nothing was reloaded: %s", error->message);
  } else {
    g_autofree char *applied = join_keys (reloaded->applied);
    g_autofree char *restart = join_keys (reloaded->restart);

    g_message ("Reloaded. Changed: %s. Changes after a restart: %s.", applied, restart);
    parlor_packet_free (PARLOR_PACKET_RELOADED, reloaded);
  }
}
