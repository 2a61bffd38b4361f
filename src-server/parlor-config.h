/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_LOG_LEVEL_ERROR = 1,
  PARLOR_LOG_LEVEL_WARNING,
  PARLOR_LOG_LEVEL_INFO,
  PARLOR_LOG_LEVEL_DEBUG,
} ParlorLogLevel;

typedef enum {
  PARLOR_LOG_FORMAT_TEXT = 1,
  PARLOR_LOG_FORMAT_JSON,
} ParlorLogFormat;

/**
 * ParlorConfig:
 *
 * What an administrator can set: a member for each key of parlor-config.def.
 *
 * It never changes once it is in use: a reload makes another one, and gives it
 * to whoever is to go by it from then on.  On the main thread that is always
 * `services->config`, which is not to be kept; whoever needs it on another
 * thread takes a reference along.
 */
typedef struct
{
  gatomicrefcount n_refs;
#define INT(name, ...) gint64 name;
#define BOOL(name, ...) gboolean name;
#define WORD(name, ...) int name;
#define TITLE(name, ...) char *name;
#define TEXT(name, ...) char *name;
#include "parlor-config.def"
} ParlorConfig;

typedef enum {
  PARLOR_CONFIG_SECTION, /* no key: the title of those that follow */
  PARLOR_CONFIG_INT,
  PARLOR_CONFIG_BOOL,
  PARLOR_CONFIG_WORD,
  PARLOR_CONFIG_TITLE,
  PARLOR_CONFIG_TEXT,
} ParlorConfigKind;

/**
 * ParlorConfigKey:
 * @name: of the key, or title of the section
 * @kind: what its values are
 * @is_live: whether a reload changes it
 * @offset: in #ParlorConfig
 * @min: smallest value of an integer
 * @max: greatest value of an integer, greatest length of a text in bytes
 * @value: default of an integer, a truth value or a word
 * @text_value: default of a title or a text
 * @words: NULL-terminated; the first is number 1
 * @text: what the key does
 */
typedef struct
{
  const char        *name;
  ParlorConfigKind   kind;
  gboolean           is_live;
  gsize              offset;
  gint64             min;
  gint64             max;
  gint64             value;
  const char        *text_value;
  const char *const *words;
  const char        *text;
} ParlorConfigKey;

/* parlor-config-keys.c */
const ParlorConfigKey *parlor_config_list_keys (guint *ret_n_keys);
const ParlorConfigKey *parlor_config_find_key (const char             *name,
                                               const ParlorConfigKey **ret_nearest);
char                  *parlor_config_key_default (const ParlorConfigKey *key);
guint                  parlor_config_distance (const char *a,
                                               const char *b);

/* parlor-config.c */
ParlorConfig *parlor_config_new (const char *path,
                                 GError    **error);
ParlorConfig *parlor_config_parse (const char *text,
                                   const char *path,
                                   GError    **error);
ParlorConfig *parlor_config_ref (const ParlorConfig *config);
void          parlor_config_unref (ParlorConfig *config);
void          parlor_config_keep (ParlorConfig          *config,
                                  const ParlorConfig    *old,
                                  const ParlorConfigKey *key);
gboolean      parlor_config_is_same (const ParlorConfig    *config,
                                     const ParlorConfig    *other,
                                     const ParlorConfigKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorConfig, parlor_config_unref)

G_END_DECLS
