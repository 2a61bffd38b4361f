/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-fingerprint.h"

#include <string.h>

#define GROUP_CHARS 4
#define GROUPS_PER_LINE 4

/**
 * parlor_fingerprint_format:
 * @fingerprint: as links carry it, `SHA256:…`
 *
 * Breaks a fingerprint into groups that people can compare: by eye, or reading
 * it to each other.
 *
 * Returns: (transfer full): lines of groups, without the prefix
 */
char *
parlor_fingerprint_format (const char *fingerprint)
{
  const char *colon = strchr (fingerprint, ':');
  const char *digits = colon != NULL ? colon + 1 : fingerprint;
  GString    *text = g_string_new (NULL);

  for (guint i = 0; digits[i] != '\0'; i++) {
    if (i > 0 && i % (GROUP_CHARS * GROUPS_PER_LINE) == 0)
      g_string_append_c (text, '\n');
    else if (i > 0 && i % GROUP_CHARS == 0)
      g_string_append_c (text, ' ');
    g_string_append_c (text, digits[i]);
  }

  return g_string_free (text, FALSE);
}

/**
 * parlor_fingerprint_label_new:
 * @fingerprint: as links carry it
 *
 * Returns: (transfer floating): a label that shows it, and from which it can be
 *   copied
 */
GtkWidget *
parlor_fingerprint_label_new (const char *fingerprint)
{
  g_autofree char *text = parlor_fingerprint_format (fingerprint);
  GtkWidget       *label = gtk_label_new (text);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "fingerprint");

  return label;
}
