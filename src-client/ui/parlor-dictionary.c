/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without the library enchant there are no languages, and that is all. */

#define G_LOG_DOMAIN "parlor-dictionary"

#include "parlor-dictionary.h"

#include <pango/pango.h>
#include <string.h>

#ifdef HAVE_ENCHANT
#include <enchant.h>
#else
typedef struct _EnchantBroker EnchantBroker;
typedef struct _EnchantDict   EnchantDict;
#endif

/* A menu has no room for more. */
#define SUGGESTIONS_MAX 6

/* Somebody who writes uses the same words again. */
#define KNOWN_MAX 10000

/**
 * ParlorDictionary:
 *
 * The words of a language.
 */
struct _ParlorDictionary
{
  GObject parent_instance;

  EnchantBroker *broker;
  EnchantDict   *words;
  PangoLanguage *language;
  GHashTable    *known; /* char *: whether it is a word, as a pointer */
};

G_DEFINE_FINAL_TYPE (ParlorDictionary, parlor_dictionary, G_TYPE_OBJECT)

static void
parlor_dictionary_finalize (GObject *object)
{
  ParlorDictionary *self = PARLOR_DICTIONARY (object);

#ifdef HAVE_ENCHANT
  if (self->words != NULL)
    enchant_broker_free_dict (self->broker, self->words);
  if (self->broker != NULL)
    enchant_broker_free (self->broker);
#endif
  g_hash_table_unref (self->known);

  G_OBJECT_CLASS (parlor_dictionary_parent_class)->finalize (object);
}

static void
parlor_dictionary_class_init (ParlorDictionaryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_dictionary_finalize;
}

static void
parlor_dictionary_init (ParlorDictionary *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

#ifdef HAVE_ENCHANT
static void
list_language (const char *tag,
               const char *provider,
               const char *description,
               const char *file,
               void       *user_data)
{
  if (!g_ptr_array_find_with_equal_func (user_data, tag, g_str_equal, NULL))
    g_ptr_array_add (user_data, g_strdup (tag));
}

static int
compare_tags (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}
#endif

/**
 * parlor_dictionary_list_languages:
 *
 * Returns: (transfer full): the languages that there are words of, such as
 *   `en_GB`, sorted
 */
char **
parlor_dictionary_list_languages (void)
{
  GPtrArray *tags = g_ptr_array_new ();
#ifdef HAVE_ENCHANT
  EnchantBroker *broker = enchant_broker_init ();

  enchant_broker_list_dicts (broker, list_language, tags);
  enchant_broker_free (broker);
  g_ptr_array_sort (tags, compare_tags);
#endif
  g_ptr_array_add (tags, NULL);

  return (char **) g_ptr_array_free (tags, FALSE);
}

static const char *
find_language (const char        *wanted,
               const char *const *languages)
{
  const gsize n_bytes = strcspn (wanted, ".@");

  for (guint i = 0; languages[i] != NULL; i++)
    if (strlen (languages[i]) == n_bytes && strncmp (languages[i], wanted, n_bytes) == 0)
      return languages[i];

  /* Of another country is better than none. */
  for (guint i = 0; strchr (wanted, '_') == NULL && languages[i] != NULL; i++)
    if (g_str_has_prefix (languages[i], wanted) && languages[i][n_bytes] == '_')
      return languages[i];

  return NULL;
}

/**
 * parlor_dictionary_choose_language:
 * @wish: `auto`, `off`, or a language such as `en_GB`
 * @languages: those that there are words of
 * @wanted: names of locales, the most wanted first, as g_get_language_names()
 *   tells them
 *
 * Returns: (transfer full) (nullable): the language to check; %NULL for none
 */
char *
parlor_dictionary_choose_language (const char        *wish,
                                   const char *const *languages,
                                   const char *const *wanted)
{
  g_return_val_if_fail (wish != NULL && languages != NULL && wanted != NULL, NULL);

  if (g_str_equal (wish, "off"))
    return NULL;
  if (!g_str_equal (wish, "auto"))
    return g_strdup (g_strv_contains (languages, wish) ? wish : NULL);

  for (guint i = 0; wanted[i] != NULL; i++) {
    const char *language = find_language (wanted[i], languages);

    if (language != NULL)
      return g_strdup (language);
  }

  return NULL;
}

/* Large ones take a while to read. */
static void
load (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  const char                  *language = data;
  g_autoptr (ParlorDictionary) self = g_object_new (PARLOR_TYPE_DICTIONARY, NULL);

  self->language = pango_language_from_string (language);
#ifdef HAVE_ENCHANT
  self->broker = enchant_broker_init ();
  self->words = enchant_broker_request_dict (self->broker, language);
#endif
  if (self->words != NULL)
    g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             "There are no words of this language");
}

/**
 * parlor_dictionary_load_async:
 * @language: such as `en_GB`
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Reads a dictionary.
 */
void
parlor_dictionary_load_async (const char         *language,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (language != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_dictionary_load_async);
  g_task_set_task_data (task, g_strdup (language), g_free);
  g_task_run_in_thread (task, load);
}

/**
 * parlor_dictionary_load_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the dictionary, which belongs to the
 *   thread of the caller
 */
ParlorDictionary *
parlor_dictionary_load_finish (GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Who writes in two languages is not told that all of the other one is wrong, if
 * it looks different. */
static gboolean
is_other_script (ParlorDictionary *self,
                 const char       *word)
{
  const GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (word));

  return !pango_language_includes_script (self->language, (PangoScript) script);
}

static gboolean
look_up (ParlorDictionary *self,
         const char       *word)
{
#ifdef HAVE_ENCHANT
  return enchant_dict_check (self->words, word, strlen (word)) <= 0;
#else
  return TRUE;
#endif
}

/**
 * parlor_dictionary_knows:
 * @self: a dictionary
 * @word: UTF-8, not empty
 *
 * Returns: whether there is nothing wrong with @word, as far as can be told
 */
gboolean
parlor_dictionary_knows (ParlorDictionary *self,
                         const char       *word)
{
  gpointer is_known;

  g_return_val_if_fail (PARLOR_IS_DICTIONARY (self), TRUE);
  g_return_val_if_fail (word != NULL && *word != '\0', TRUE);

  if (g_hash_table_lookup_extended (self->known, word, NULL, &is_known))
    return GPOINTER_TO_INT (is_known);

  is_known = GINT_TO_POINTER (is_other_script (self, word) || look_up (self, word));
  if (g_hash_table_size (self->known) >= KNOWN_MAX)
    g_hash_table_remove_all (self->known);
  g_hash_table_insert (self->known, g_strdup (word), is_known);

  return GPOINTER_TO_INT (is_known);
}

/**
 * parlor_dictionary_suggest:
 * @self: a dictionary
 * @word: UTF-8, not empty
 *
 * May take a tenth of a second.
 *
 * Returns: (transfer full): what may have been meant, the most likely first
 */
char **
parlor_dictionary_suggest (ParlorDictionary *self,
                           const char       *word)
{
  GPtrArray *suggestions = g_ptr_array_new ();

  g_return_val_if_fail (PARLOR_IS_DICTIONARY (self), NULL);
  g_return_val_if_fail (word != NULL && *word != '\0', NULL);

#ifdef HAVE_ENCHANT
  gsize  n_all = 0;
  char **all = enchant_dict_suggest (self->words, word, strlen (word), &n_all);

  for (gsize i = 0; i < MIN (n_all, SUGGESTIONS_MAX); i++)
    if (g_utf8_validate (all[i], -1, NULL))
      g_ptr_array_add (suggestions, g_strdup (all[i]));
  if (all != NULL)
    enchant_dict_free_string_list (self->words, all);
#endif
  g_ptr_array_add (suggestions, NULL);

  return (char **) g_ptr_array_free (suggestions, FALSE);
}

/**
 * parlor_dictionary_add:
 * @self: a dictionary
 * @word: UTF-8, not empty
 *
 * Adds @word for good, for all programs of the person that use enchant.
 */
void
parlor_dictionary_add (ParlorDictionary *self,
                       const char       *word)
{
  g_return_if_fail (PARLOR_IS_DICTIONARY (self));
  g_return_if_fail (word != NULL && *word != '\0');

#ifdef HAVE_ENCHANT
  enchant_dict_add (self->words, word, strlen (word));
#endif
  g_hash_table_remove_all (self->known);
}

/**
 * parlor_dictionary_ignore:
 * @self: a dictionary
 * @word: UTF-8, not empty
 *
 * Finds nothing wrong with @word until Parlor is closed.
 */
void
parlor_dictionary_ignore (ParlorDictionary *self,
                          const char       *word)
{
  g_return_if_fail (PARLOR_IS_DICTIONARY (self));
  g_return_if_fail (word != NULL && *word != '\0');

#ifdef HAVE_ENCHANT
  enchant_dict_add_to_session (self->words, word, strlen (word));
#endif
  g_hash_table_remove_all (self->known);
}
