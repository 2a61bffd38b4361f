/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-spell-checker"

#include "parlor-spell-checker.h"

#include <glib/gi18n.h>

#include "parlor-dictionary.h"
#include "parlor-spelling-words.h"

/* Who is writing is not interrupted. */
#define CHECK_AFTER_MS 400

/* A frame has 16: the rest is for drawing it. */
#define SLICE_MAX_US 3000

/**
 * ParlorSpellChecker:
 *
 * Underlines in a text what a dictionary does not know, once the person has gone
 * on from it, and offers what may have been meant.
 *
 * Actions: spelling.correct, spelling.add, spelling.ignore.
 */
struct _ParlorSpellChecker
{
  GObject parent_instance;

  GtkTextView      *view; /* not owned: it belongs to the owner of this */
  GtkTextBuffer    *buffer;
  GtkTextTag       *tag;
  GMenu            *menu;
  ParlorDictionary *dictionary;  /* NULL while nothing is checked */
  GCancellable     *cancellable; /* of what is being loaded */

  /* What is to be checked, and how far that has got: first all words, then all
   * marks, since the text is laid out anew for these. */
  guint               check_id;
  char               *text;
  ParlorSpellingWords words;
  GArray             *wrong; /* of glong: begin and end of each, in characters */
  guint               n_shown;
  glong               shown_up_to;
  gboolean            is_checked;

  /* What the menu is about */
  GtkTextMark *word_start;
  GtkTextMark *word_end;
};

G_DEFINE_FINAL_TYPE (ParlorSpellChecker, parlor_spell_checker, G_TYPE_OBJECT)

static void
forget_job (ParlorSpellChecker *self)
{
  g_clear_handle_id (&self->check_id, g_source_remove);
  g_clear_pointer (&self->text, g_free);
  g_array_set_size (self->wrong, 0);
  self->n_shown = 0;
  self->shown_up_to = 0;
  self->is_checked = FALSE;
}

static void
unmark_all (ParlorSpellChecker *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
}

/* Returns whether the range is marked, all of it and no more. */
static gboolean
is_marked (ParlorSpellChecker *self,
           const GtkTextIter  *start,
           const GtkTextIter  *end)
{
  GtkTextIter next = *start;

  return gtk_text_iter_starts_tag (start, self->tag) &&
         gtk_text_iter_forward_to_tag_toggle (&next, self->tag) && gtk_text_iter_equal (&next, end);
}

static void
get_iter (ParlorSpellChecker *self,
          GtkTextIter        *iter,
          glong               offset)
{
  gtk_text_buffer_get_iter_at_offset (self->buffer, iter, offset);
}

static gboolean
is_marked_at (ParlorSpellChecker *self,
              glong               start_offset,
              glong               end_offset)
{
  GtkTextIter start;
  GtkTextIter end;

  get_iter (self, &start, start_offset);
  get_iter (self, &end, end_offset);

  return is_marked (self, &start, &end);
}

static void
unmark_between (ParlorSpellChecker *self,
                const GtkTextIter  *start,
                const GtkTextIter  *end)
{
  GtkTextIter next = *start;

  if (gtk_text_iter_has_tag (start, self->tag) ||
      (gtk_text_iter_forward_to_tag_toggle (&next, self->tag) &&
       gtk_text_iter_compare (&next, end) < 0))
    gtk_text_buffer_remove_tag (self->buffer, self->tag, start, end);
}

/* Only what is new is marked, and only what is mended unmarked: the layout of
 * the rest stays. */
static void
show_next (ParlorSpellChecker *self)
{
  GtkTextIter done, start, end;

  get_iter (self, &done, self->shown_up_to);
  get_iter (self, &start, g_array_index (self->wrong, glong, self->n_shown));
  get_iter (self, &end, g_array_index (self->wrong, glong, self->n_shown + 1));
  if (!is_marked (self, &start, &end)) {
    unmark_between (self, &done, &end);
    gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
  } else {
    unmark_between (self, &done, &start);
  }
  self->shown_up_to = g_array_index (self->wrong, glong, self->n_shown + 1);
  self->n_shown += 2;
}

/* Returns whether all that is wrong is marked. */
static gboolean
show_slice (ParlorSpellChecker *self,
            gint64              end_us)
{
  GtkTextIter done, end;

  while (self->n_shown < self->wrong->len) {
    if (g_get_monotonic_time () >= end_us)
      return FALSE;
    show_next (self);
  }

  get_iter (self, &done, self->shown_up_to);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  unmark_between (self, &done, &end);

  return TRUE;
}

static glong
get_cursor (ParlorSpellChecker *self)
{
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));

  return gtk_text_iter_get_offset (&cursor);
}

/* What is being written is not wrong yet; what was already, stays so while the
 * cursor goes through it.  Returns whether all of the text was looked at. */
static gboolean
check_slice (ParlorSpellChecker *self,
             gint64              end_us)
{
  const glong cursor = gtk_widget_has_focus (GTK_WIDGET (self->view)) ? get_cursor (self) : -1;

  while (g_get_monotonic_time () < end_us) {
    glong            start = 0;
    glong            end = 0;
    g_autofree char *word = parlor_spelling_words_next (&self->words, &start, &end);

    if (word == NULL)
      return TRUE;
    if (cursor >= start && cursor <= end && !is_marked_at (self, start, end))
      continue;
    if (!parlor_dictionary_knows (self->dictionary, word)) {
      g_array_append_val (self->wrong, start);
      g_array_append_val (self->wrong, end);
    }
  }

  return FALSE;
}

static gboolean
on_slice (gpointer user_data)
{
  ParlorSpellChecker *self = user_data;
  const gint64        end_us = g_get_monotonic_time () + SLICE_MAX_US;

  self->is_checked = self->is_checked || check_slice (self, end_us);
  if (!self->is_checked || !show_slice (self, end_us))
    return G_SOURCE_CONTINUE;

  self->check_id = 0;
  forget_job (self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_check_due (gpointer user_data)
{
  ParlorSpellChecker *self = user_data;
  GtkTextIter         start;
  GtkTextIter         end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  self->text = gtk_text_buffer_get_slice (self->buffer, &start, &end, TRUE);
  parlor_spelling_words_init (&self->words, self->text);
  self->check_id = g_idle_add (on_slice, self);

  return G_SOURCE_REMOVE;
}

static void
check_later (ParlorSpellChecker *self)
{
  forget_job (self);
  if (self->dictionary != NULL)
    self->check_id = g_timeout_add (CHECK_AFTER_MS, on_check_due, self);
}

static void
on_text_changed (ParlorSpellChecker *self)
{
  GtkTextIter start;
  GtkTextIter end;

  check_later (self);

  /* What is being mended is not wrong until one has gone on from it. */
  gtk_text_buffer_get_iter_at_mark (self->buffer, &start,
                                    gtk_text_buffer_get_insert (self->buffer));
  end = start;
  if (!gtk_text_iter_has_tag (&start, self->tag) && !gtk_text_iter_ends_tag (&start, self->tag))
    return;

  if (!gtk_text_iter_starts_tag (&start, self->tag))
    gtk_text_iter_backward_to_tag_toggle (&start, self->tag);
  if (gtk_text_iter_has_tag (&end, self->tag))
    gtk_text_iter_forward_to_tag_toggle (&end, self->tag);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
}

static void
on_cursor_moved (ParlorSpellChecker *self)
{
  if (gtk_text_buffer_get_char_count (self->buffer) > 0)
    check_later (self);
}

/* The menu. */

static char *
dup_word (ParlorSpellChecker *self,
          GtkTextIter        *start,
          GtkTextIter        *end)
{
  gtk_text_buffer_get_iter_at_mark (self->buffer, start, self->word_start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, end, self->word_end);

  return gtk_text_buffer_get_text (self->buffer, start, end, TRUE);
}

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  g_auto (GStrv)        parts = g_strsplit (label, "_", -1);
  g_autofree char      *escaped = target != NULL ? g_strjoinv ("__", parts) : g_strdup (label);

  g_menu_item_set_label (item, escaped);
  g_menu_item_set_action_and_target_value (item, action,
                                           target != NULL ? g_variant_new_string (target) : NULL);
  g_menu_append_item (menu, item);
}

static void
fill_menu (ParlorSpellChecker *self)
{
  g_autoptr (GMenu) section = g_menu_new ();
  GtkTextIter       start, end;
  g_autofree char  *word = dup_word (self, &start, &end);
  g_auto (GStrv)    suggestions = NULL;

  if (*word == '\0')
    return;

  suggestions = parlor_dictionary_suggest (self->dictionary, word);
  for (guint i = 0; suggestions[i] != NULL; i++)
    append (section, suggestions[i], "spelling.correct", suggestions[i]);
  if (suggestions[0] == NULL) {
    /* Translators: a menu has nothing to correct a wrong word with */
    append (section, _ ("No Suggestions"), "spelling.none", NULL);
  }
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (section));

  g_clear_object (&section);
  section = g_menu_new ();
  append (section, _ ("_Add to Dictionary"), "spelling.add", NULL);
  append (section, _ ("_Ignore"), "spelling.ignore", NULL);
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (section));
}

/* Makes the menu one about the word at @iter, if that is wrong. */
static void
prepare_menu (ParlorSpellChecker *self,
              const GtkTextIter  *iter)
{
  GtkTextIter start = *iter;
  GtkTextIter end = *iter;

  g_menu_remove_all (self->menu);
  if (self->dictionary == NULL || (!gtk_text_iter_has_tag (iter, self->tag) &&
                                   !gtk_text_iter_ends_tag (iter, self->tag)))
    return;

  if (!gtk_text_iter_starts_tag (&start, self->tag))
    gtk_text_iter_backward_to_tag_toggle (&start, self->tag);
  if (gtk_text_iter_has_tag (&end, self->tag))
    gtk_text_iter_forward_to_tag_toggle (&end, self->tag);
  gtk_text_buffer_move_mark (self->buffer, self->word_start, &start);
  gtk_text_buffer_move_mark (self->buffer, self->word_end, &end);
  fill_menu (self);
}

static void
on_secondary_pressed (ParlorSpellChecker *self,
                      int                 n_press,
                      double              x,
                      double              y)
{
  GtkTextIter iter;
  int         buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, x, y, &buffer_x,
                                         &buffer_y);
  gtk_text_view_get_iter_at_location (self->view, &iter, buffer_x, buffer_y);
  prepare_menu (self, &iter);
}

/* The menu that a key opens is about the word at the cursor. */
static gboolean
on_key_pressed (ParlorSpellChecker *self,
                guint               keyval,
                guint               keycode,
                GdkModifierType     state)
{
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0)) {
    GtkTextIter iter;

    gtk_text_buffer_get_iter_at_mark (self->buffer, &iter,
                                      gtk_text_buffer_get_insert (self->buffer));
    prepare_menu (self, &iter);
  }

  return GDK_EVENT_PROPAGATE;
}

static void
on_correct_activated (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  ParlorSpellChecker *self = user_data;
  GtkTextIter         start, end;
  g_autofree char    *word = dup_word (self, &start, &end);

  if (*word == '\0')
    return;

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, g_variant_get_string (parameter, NULL), -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
on_add_activated (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ParlorSpellChecker *self = user_data;
  GtkTextIter         start, end;
  g_autofree char    *word = dup_word (self, &start, &end);

  if (self->dictionary == NULL || *word == '\0')
    return;

  parlor_dictionary_add (self->dictionary, word);
  check_later (self);
}

static void
on_ignore_activated (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  ParlorSpellChecker *self = user_data;
  GtkTextIter         start, end;
  g_autofree char    *word = dup_word (self, &start, &end);

  if (self->dictionary == NULL || *word == '\0')
    return;

  parlor_dictionary_ignore (self->dictionary, word);
  check_later (self);
}

static void
parlor_spell_checker_dispose (GObject *object)
{
  ParlorSpellChecker *self = PARLOR_SPELL_CHECKER (object);

  forget_job (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->dictionary);
  g_clear_object (&self->menu);
  g_clear_object (&self->buffer);
  self->view = NULL;

  G_OBJECT_CLASS (parlor_spell_checker_parent_class)->dispose (object);
}

static void
parlor_spell_checker_finalize (GObject *object)
{
  g_array_unref (PARLOR_SPELL_CHECKER (object)->wrong);

  G_OBJECT_CLASS (parlor_spell_checker_parent_class)->finalize (object);
}

static void
parlor_spell_checker_class_init (ParlorSpellCheckerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlor_spell_checker_dispose;
  object_class->finalize = parlor_spell_checker_finalize;
}

static void
parlor_spell_checker_init (ParlorSpellChecker *self)
{
  self->wrong = g_array_new (FALSE, FALSE, sizeof (glong));
  self->menu = g_menu_new ();
}

static void
add_actions (ParlorSpellChecker *self)
{
  const GActionEntry entries[] = {
    { "correct", on_correct_activated, "s", NULL, NULL, { 0 } },
    { "add", on_add_activated, NULL, NULL, NULL, { 0 } },
    { "ignore", on_ignore_activated, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->view), "spelling", G_ACTION_GROUP (group));
}

static void
add_controllers (ParlorSpellChecker *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed",
                           G_CALLBACK (on_secondary_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

/**
 * parlor_spell_checker_new:
 * @view: what is written in; has to live as long as this, and keep its buffer
 *
 * Returns: (transfer full): what checks its text, once it has a language
 */
ParlorSpellChecker *
parlor_spell_checker_new (GtkTextView *view)
{
  ParlorSpellChecker *self = g_object_new (PARLOR_TYPE_SPELL_CHECKER, NULL);
  GtkTextIter         start;

  self->view = view;
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->tag = gtk_text_buffer_create_tag (self->buffer, NULL,
                                          "underline", PANGO_UNDERLINE_ERROR,
                                          "underline-rgba", &(GdkRGBA){ 0.88, 0.11, 0.14, 1 },
                                          NULL);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  self->word_start = gtk_text_buffer_create_mark (self->buffer, NULL, &start, FALSE);
  self->word_end = gtk_text_buffer_create_mark (self->buffer, NULL, &start, TRUE);
  gtk_text_view_set_extra_menu (view, G_MENU_MODEL (self->menu));
  g_signal_connect_object (self->buffer, "changed",
                           G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position",
                           G_CALLBACK (on_cursor_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::has-focus",
                           G_CALLBACK (on_cursor_moved), self, G_CONNECT_SWAPPED);
  add_actions (self);
  add_controllers (self);

  return self;
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ParlorSpellChecker) self = user_data;
  g_autoptr (GError)             error = NULL;
  ParlorDictionary              *dictionary = parlor_dictionary_load_finish (result, &error);

  if (dictionary == NULL) {
    g_debug ("Spelling is not checked: %s", error->message);
    return;
  }

  self->dictionary = dictionary;
  check_later (self);
}

/**
 * parlor_spell_checker_set_language:
 * @self: a spell checker
 * @language: (nullable): such as `en_GB`; %NULL to check nothing
 */
void
parlor_spell_checker_set_language (ParlorSpellChecker *self,
                                   const char         *language)
{
  g_return_if_fail (PARLOR_IS_SPELL_CHECKER (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->dictionary);
  forget_job (self);
  unmark_all (self);
  if (language == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  parlor_dictionary_load_async (language, self->cancellable, on_loaded, g_object_ref (self));
}
