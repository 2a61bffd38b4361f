/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether one may write, and what to say where one may not.  What was typed
 * stays where it can be seen. */

#define G_LOG_DOMAIN "parlor-composer"

#include "parlor-composer-private.h"

#include <glib/gi18n.h>

#include "parlor-local-time.h"
#include "parlor-time-format.h"

/* How much room is left is told when there is not much. */
#define HINT_BELOW_BYTES 1024

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* The largest unit is exact enough, but for the last minute. */
static char *
format_wait (gint64 wait_ms)
{
  const gulong wait_s = (wait_ms + 999) / 1000;

  if (wait_s <= 60) {
    /* Translators: how long one has to wait */
    return g_strdup_printf (ngettext ("%lu second", "%lu seconds", wait_s), wait_s);
  }
  if (wait_s <= 60 * 60) {
    /* Translators: how long one has to wait */
    return g_strdup_printf (ngettext ("%lu minute", "%lu minutes", (wait_s + 59) / 60),
                            (wait_s + 59) / 60);
  }
  if (wait_s <= 48 * 60 * 60) {
    /* Translators: how long one has to wait */
    return g_strdup_printf (ngettext ("%lu hour", "%lu hours", (wait_s + 3599) / 3600),
                            (wait_s + 3599) / 3600);
  }

  /* Translators: how long one has to wait */
  return g_strdup_printf (ngettext ("%lu day", "%lu days", (wait_s + 86399) / 86400),
                          (wait_s + 86399) / 86400);
}

static char *
format_muted (gint64 until_ms)
{
  const gint64     wait_ms = until_ms - now_ms ();
  g_autofree char *wait = NULL;
  g_autofree char *when = NULL;

  if (until_ms == 0)
    return g_strdup (_ ("A moderator has muted you here. You can read, but not write."));

  wait = format_wait (MAX (wait_ms, 0));
  if (wait_ms > 60 * 1000) {
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();
    g_autoptr (GDateTime) until = parlor_local_time_new (until_ms);

    when = parlor_time_is_same_day (now, until) ? parlor_time_format_clock (until)
                                                : parlor_time_format_full (until);
    /* Translators: the first is a time or a date, the second how long that is from now */
    return g_strdup_printf (_ ("A moderator has muted you here until %1$s. "
                               "You can write again in %2$s."),
                            when, wait);
  }

  /* Translators: %s is how long one has to wait */
  return g_strdup_printf (_ ("A moderator has muted you here. You can write again in %s."), wait);
}

/* Returns: (nullable): why one may not write, if that is not for a moment only */
static char *
format_reason (ParlorVoice voice,
               gint64      until_ms)
{
  switch (voice) {
  case PARLOR_VOICE_MUTED:
    return format_muted (until_ms);
  case PARLOR_VOICE_READ_ONLY:
    return g_strdup (_ ("Only moderators write here. You can read and react."));
  case PARLOR_VOICE_ARCHIVED:
    return g_strdup (_ ("This conversation is archived. You can read it, but nobody can write."));
  case PARLOR_VOICE_LEFT:
    return g_strdup (_ ("You are no longer in this conversation."));
  case PARLOR_VOICE_BLOCKED:
    return g_strdup (_ ("You have blocked this person."));
  case PARLOR_VOICE_FREE:
  case PARLOR_VOICE_WAIT:
  default:
    return NULL;
  }
}

/* Who may not write may still correct what is there, unless muted. */
static gboolean
may_write (ParlorComposer *self)
{
  return self->voice == PARLOR_VOICE_FREE || self->voice == PARLOR_VOICE_WAIT ||
         (self->voice == PARLOR_VOICE_READ_ONLY && self->edit_of != 0);
}

/**
 * _parlor_composer_may_send:
 * @self: a composer
 *
 * Returns: whether one may send now what is written, if there is anything and it
 *   is not too long
 */
gboolean
_parlor_composer_may_send (ParlorComposer *self)
{
  if (self->conversation == NULL || self->cancellable != NULL)
    return FALSE;

  return may_write (self) && (self->voice != PARLOR_VOICE_WAIT || self->edit_of != 0);
}

static char *
format_patience (ParlorComposer *self)
{
  g_autofree char *wait = NULL;
  gint64           until_ms;
  int              wait_s;

  parlor_conversation_get_voice (self->conversation, now_ms (), &until_ms);
  wait_s = (MAX (until_ms - now_ms (), 0) + 999) / 1000;
  if (wait_s < 60 * 60)
    wait = g_strdup_printf ("%d:%02d", wait_s / 60, wait_s % 60);
  else
    wait = g_strdup_printf ("%d:%02d:%02d", wait_s / 3600, wait_s / 60 % 60, wait_s % 60);

  /* Translators: members wait between messages; %s is for how long, as 4:59 */
  return g_strdup_printf (_ ("Slow mode: %s"), wait);
}

static char *
format_too_long (gsize n_bytes)
{
  const gulong n_over = n_bytes - PARLOR_TEXT_MAX_BYTES;

  return g_strdup_printf (ngettext ("Too long by %lu byte", "Too long by %lu bytes", n_over),
                          n_over);
}

/* What stands above or below the text is told with it. */
static void
describe_text (ParlorComposer *self)
{
  const char *notice = gtk_label_get_label (self->notice);
  const char *hint = gtk_label_get_label (self->hint);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  *notice != '\0' ? notice : hint, -1);
}

/**
 * _parlor_composer_update_hint:
 * @self: a composer
 * @n_bytes: how long its text is
 *
 * Tells how long one has to wait, or how much room is left if there is not
 * much.
 */
void
_parlor_composer_update_hint (ParlorComposer *self,
                              gsize           n_bytes)
{
  g_autofree char *text = NULL;

  if (n_bytes > PARLOR_TEXT_MAX_BYTES) {
    text = format_too_long (n_bytes);
  } else if (n_bytes > PARLOR_TEXT_MAX_BYTES - HINT_BELOW_BYTES) {
    const gulong n_left = PARLOR_TEXT_MAX_BYTES - n_bytes;

    text = g_strdup_printf (ngettext ("%lu byte left", "%lu bytes left", n_left), n_left);
  } else if (self->conversation != NULL && self->voice == PARLOR_VOICE_WAIT &&
             self->edit_of == 0) {
    text = format_patience (self);
  }

  gtk_label_set_label (self->hint, text != NULL ? text : "");
  if (n_bytes > PARLOR_TEXT_MAX_BYTES)
    gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "error");
  describe_text (self);
}

static gboolean
on_voice_due (gpointer user_data)
{
  ParlorComposer *self = user_data;

  self->voice_id = 0;
  _parlor_composer_update_voice (self);

  return G_SOURCE_REMOVE;
}

/* Looks again when what is told changes: each second in the last minute, and in
 * slow mode. */
static void
look_again (ParlorComposer *self,
            gint64          until_ms)
{
  const gint64 wait_ms = until_ms - now_ms ();
  gint64       delay_ms = 60 * 1000;

  if (until_ms == 0)
    return;

  if (wait_ms <= 61 * 1000 || self->voice == PARLOR_VOICE_WAIT)
    delay_ms = wait_ms % 1000 + 10;
  self->voice_id = g_timeout_add (CLAMP (delay_ms, 10, 60 * 1000), on_voice_due, self);
}

static gboolean
has_content (ParlorComposer *self)
{
  g_autofree char *text = _parlor_composer_dup_text (self);

  return *text != '\0' || !parlor_pending_files_is_empty (self->attachments);
}

/**
 * _parlor_composer_update_voice:
 * @self: a composer
 *
 * Shows whether one may write.  Where there is nothing to keep, the reason takes
 * the place of the text; else it stands above it.
 */
void
_parlor_composer_update_voice (ParlorComposer *self)
{
  g_autofree char *reason = NULL;
  gint64           until_ms = 0;
  gboolean         is_closed;

  g_clear_handle_id (&self->voice_id, g_source_remove);
  self->voice = self->conversation != NULL
                  ? parlor_conversation_get_voice (self->conversation, now_ms (), &until_ms)
                  : PARLOR_VOICE_FREE;
  if (!may_write (self))
    reason = format_reason (self->voice, until_ms);
  is_closed = reason != NULL && !has_content (self);

  gtk_label_set_label (self->closed, is_closed ? reason : "");
  gtk_label_set_label (self->notice, reason != NULL ? reason : "");
  gtk_widget_set_visible (self->unblock, is_closed && self->voice == PARLOR_VOICE_BLOCKED);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), reason != NULL);
  gtk_stack_set_visible_child_name (self->stack, is_closed ? "closed" : "write");
  look_again (self, until_ms);
  _parlor_composer_changed (self);
}

/**
 * _parlor_composer_follow_voice:
 * @self: a composer
 * @conversation: what is written to now
 *
 * Keeps track of whether one may write in it.
 */
void
_parlor_composer_follow_voice (ParlorComposer     *self,
                               ParlorConversation *conversation)
{
  ParlorAccount    *peer = parlor_conversation_get_peer (conversation);
  const char *const signals[] = { "notify::is-member", "notify::is-archived",
                                  "notify::is-read-only", "notify::muted-until-ms",
                                  "notify::role", "notify::slow-mode-s",
                                  "notify::last-message" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (conversation, signals[i],
                             G_CALLBACK (_parlor_composer_update_voice), self,
                             G_CONNECT_SWAPPED);
  if (peer != NULL) {
    g_signal_connect_object (peer, "notify::is-blocked",
                             G_CALLBACK (_parlor_composer_update_voice), self,
                             G_CONNECT_SWAPPED);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->unblock), "x",
                                      parlor_account_get_id (peer));
  }
  g_signal_connect_object (parlor_conversation_get_timeline (conversation), "items-changed",
                           G_CALLBACK (_parlor_composer_update_voice), self, G_CONNECT_SWAPPED);
}
