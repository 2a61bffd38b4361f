/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The seam below SQL: one text of SQL for each engine.  Ids and times come from
 * the server, parameters are $1, $2 …, and upserts are spelt ON CONFLICT. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ParlorDb  ParlorDb;
typedef struct _ParlorRow ParlorRow;

typedef enum {
  PARLOR_VALUE_INT,
  PARLOR_VALUE_TEXT,
  PARLOR_VALUE_BYTES,
} ParlorValueKind;

/* A parameter; it borrows what it points to. */
typedef struct
{
  ParlorValueKind kind;
  gint64          number;
  gconstpointer   pointer;
} ParlorValue;

static inline ParlorValue
parlor_int (gint64 number)
{
  return (ParlorValue){ PARLOR_VALUE_INT, number, NULL };
}

/* 0 is SQL's NULL. */
static inline ParlorValue
parlor_int_or_null (gint64 number)
{
  return number != 0 ? parlor_int (number) : (ParlorValue){ PARLOR_VALUE_TEXT, 0, NULL };
}

/* NULL is SQL's NULL. */
static inline ParlorValue
parlor_text (const char *text)
{
  return (ParlorValue){ PARLOR_VALUE_TEXT, 0, text };
}

static inline ParlorValue
parlor_bytes (GBytes *bytes)
{
  return (ParlorValue){ PARLOR_VALUE_BYTES, 0, bytes };
}

/* The two arguments "params, n_params" of parlor_db_exec(). */
#define PARLOR_PARAMS(...)              \
  (const ParlorValue[]){ __VA_ARGS__ }, \
    sizeof ((const ParlorValue[]){ __VA_ARGS__ }) / sizeof (ParlorValue)

/**
 * ParlorRowFunc:
 * @row: a row of the result, valid during the call
 * @user_data: what parlor_db_exec() was given
 *
 * Must not execute the statement that it is a row of.
 */
typedef void (*ParlorRowFunc) (const ParlorRow *row,
                               gpointer         user_data);

/* What an engine implements. */
typedef struct
{
  gboolean (*exec) (ParlorDb          *db,
                    const char        *sql,
                    const ParlorValue *params,
                    guint              n_params,
                    ParlorRowFunc      func,
                    gpointer           user_data,
                    GError           **error);
  gboolean (*is_in_transaction) (ParlorDb *db);
  void (*close) (ParlorDb *db);
  gint64 (*row_int) (const ParlorRow *row,
                     guint            column);
  const char *(*row_text) (const ParlorRow *row,
                           guint            column);
  GBytes *(*row_bytes) (const ParlorRow *row,
                        guint            column);
} ParlorDbEngine;

struct _ParlorDb
{
  const ParlorDbEngine *engine;
};

struct _ParlorRow
{
  const ParlorDbEngine *engine;
};

ParlorDb *parlor_db_sqlite_open (const char *path,
                                 GError    **error);
void      parlor_db_close (ParlorDb *db);

gboolean parlor_db_exec (ParlorDb          *db,
                         const char        *sql,
                         const ParlorValue *params,
                         guint              n_params,
                         ParlorRowFunc      func,
                         gpointer           user_data,
                         GError           **error);
gboolean parlor_db_is_in_transaction (ParlorDb *db);
gboolean parlor_db_get_int (ParlorDb          *db,
                            const char        *sql,
                            const ParlorValue *params,
                            guint              n_params,
                            gint64            *ret_number,
                            GError           **error);

gint64      parlor_row_int (const ParlorRow *row,
                            guint            column);
const char *parlor_row_text (const ParlorRow *row,
                             guint            column);
GBytes     *parlor_row_bytes (const ParlorRow *row,
                              guint            column);

G_END_DECLS
