/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-certificate-dialog.h"

#include <glib/gi18n.h>

#include "parlor-fingerprint.h"

static void
add_fingerprint (GtkWidget  *box,
                 const char *heading,
                 const char *fingerprint)
{
  GtkWidget *label = gtk_label_new (heading);

  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), parlor_fingerprint_label_new (fingerprint));
}

static GtkWidget *
dialog_new (GtkWindow            *parent,
            const char           *heading,
            const char           *body,
            const char           *trust,
            AdwResponseAppearance appearance,
            GtkWidget            *details)
{
  GtkWidget        *dialog = adw_message_dialog_new (parent, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_set_extra_child (message, details);
  adw_message_dialog_add_responses (message,
                                    "cancel", _ ("_Cancel"),
                                    PARLOR_CERTIFICATE_TRUST, trust,
                                    NULL);
  adw_message_dialog_set_response_appearance (message, PARLOR_CERTIFICATE_TRUST, appearance);
  adw_message_dialog_set_close_response (message, "cancel");
  adw_message_dialog_set_default_response (message, "cancel");

  return dialog;
}

/**
 * parlor_certificate_dialog_new:
 * @parent: above which it opens
 * @host: the name or address that was entered
 * @fingerprint: of the certificate that the server showed
 *
 * Asks whether a server is the right one that has a certificate of its own.
 * Its response is %PARLOR_CERTIFICATE_TRUST or another.
 *
 * Returns: (transfer none): an #AdwMessageDialog
 */
GtkWidget *
parlor_certificate_dialog_new (GtkWindow  *parent,
                               const char *host,
                               const char *fingerprint)
{
  GtkWidget *details = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  /* Translators: %s is the name or address of a server */
  g_autofree char *body = g_strdup_printf (
    _ ("“%s” identifies itself with a certificate of its own, as private servers do. Compare this "
       "fingerprint with the one that the server printed when it was started, or ask whoever runs "
       "it. Once trusted, it is known from then on."),
    host);

  add_fingerprint (details, _ ("SHA-256 Fingerprint"), fingerprint);

  return dialog_new (parent, _ ("Is This the Right Server?"), body, _ ("_Trust This Server"),
                     ADW_RESPONSE_SUGGESTED, details);
}

/**
 * parlor_certificate_dialog_new_changed:
 * @parent: above which it opens
 * @pinned: fingerprint of the certificate that was trusted
 * @offered: fingerprint of the one that the server shows now
 *
 * Asks whether a server whose certificate has changed is still to be trusted.
 *
 * Returns: (transfer none): an #AdwMessageDialog
 */
GtkWidget *
parlor_certificate_dialog_new_changed (GtkWindow  *parent,
                                       const char *pinned,
                                       const char *offered)
{
  GtkWidget *details = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  add_fingerprint (details, _ ("Trusted So Far"), pinned);
  add_fingerprint (details, _ ("Shown Now"), offered);

  return dialog_new (parent,
                     _ ("Trust the New Certificate?"),
                     _ ("The server may have been set up anew. Or somebody else answers in its "
                        "place, to read along. Ask whoever runs it, and compare the new "
                        "fingerprint, before you trust it."),
                     _ ("_Trust the New One"),
                     ADW_RESPONSE_DESTRUCTIVE, details);
}
