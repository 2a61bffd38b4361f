/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_DICTIONARY (parlor_dictionary_get_type ())

G_DECLARE_FINAL_TYPE (ParlorDictionary, parlor_dictionary, PARLOR, DICTIONARY, GObject)

char **parlor_dictionary_list_languages (void);
char  *parlor_dictionary_choose_language (const char        *wish,
                                          const char *const *languages,
                                          const char *const *wanted);

void              parlor_dictionary_load_async (const char         *language,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
ParlorDictionary *parlor_dictionary_load_finish (GAsyncResult *result,
                                                 GError      **error);

gboolean parlor_dictionary_knows (ParlorDictionary *self,
                                  const char       *word);
char   **parlor_dictionary_suggest (ParlorDictionary *self,
                                    const char       *word);
void     parlor_dictionary_add (ParlorDictionary *self,
                                const char       *word);
void     parlor_dictionary_ignore (ParlorDictionary *self,
                                   const char       *word);

G_END_DECLS
