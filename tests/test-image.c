/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-image.h"

#include "parlor-image-header.h"
#include "parlor-limits.h"

#include <glib/gstdio.h>
#include <string.h>

static GBytes *
load (const char *name)
{
  g_autofree char   *path = g_test_build_filename (G_TEST_DIST, "media", name, NULL);
  g_autoptr (GError) error = NULL;
  char              *content;
  gsize              size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, size);
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ParlorImage *
decode (GBytes       *content,
        int           max_px,
        GCancellable *cancellable,
        GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_image_load_async (&(ParlorImageRequest){ .content = content,
                                                  .max_width_px = max_px,
                                                  .max_height_px = max_px },
                           G_PRIORITY_DEFAULT, cancellable, on_ready, &result);
  g_assert_null (result); /* never called back before it returns */
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return parlor_image_load_finish (result, error);
}

static GBytes *
make_preview (GBytes  *content,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_image_make_preview_async (content, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return parlor_image_make_preview_finish (result, error);
}

static const char *const good_images[] = {
  "12-megapixels.jpg",
  "alpha.png",
  "animated.gif",
  "photo.webp",
  "rotated.jpg",
};

static void
test_good (gconstpointer user_data)
{
  g_autoptr (GBytes)      content = load (user_data);
  g_autoptr (ParlorImage) image = NULL;
  g_autoptr (ParlorImage) small = NULL;
  g_autoptr (GError)      error = NULL;
  ParlorImageHeader       header;

  g_assert_true (parlor_image_header_parse (g_bytes_get_data (content, NULL),
                                            MIN (g_bytes_get_size (content),
                                                 PARLOR_IMAGE_HEADER_MAX_BYTES),
                                            &header));

  image = decode (content, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (image->width_px, ==, header.width_px);
  g_assert_cmpint (image->height_px, ==, header.height_px);
  g_assert_cmpuint (g_bytes_get_size (image->pixels), ==,
                    (gsize) image->stride_bytes * image->height_px);

  small = decode (content, 100, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (MAX (small->width_px, small->height_px), ==, 100);
  g_assert_cmpfloat_with_epsilon ((double) small->width_px / small->height_px,
                                  (double) image->width_px / image->height_px, 0.05);
}

static void
test_preview (gconstpointer user_data)
{
  g_autoptr (GBytes)      content = load (user_data);
  g_autoptr (GBytes)      preview = NULL;
  g_autoptr (ParlorImage) image = NULL;
  g_autoptr (ParlorImage) small = NULL;
  g_autoptr (GError)      error = NULL;

  preview = make_preview (content, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (preview), <=, PARLOR_PREVIEW_MAX_BYTES);

  small = decode (preview, 0, NULL, &error);
  g_assert_no_error (error);
  image = decode (content, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon ((double) small->width_px / small->height_px,
                                  (double) image->width_px / image->height_px, 0.1);
}

static const guint8 *
get_pixel (ParlorImage *image,
           int          x,
           int          y)
{
  const guint8 *pixels = g_bytes_get_data (image->pixels, NULL);

  return pixels + y * image->stride_bytes + 4 * x;
}

/* Two pixels, one red and half transparent, one blue: order and meaning of the
 * channels. */
static void
test_channels (void)
{
  static const char tiny[] =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR42mP4z8DQwMDw/z8ADX4DfpfxiD8AAAAA"
    "SUVORK5CYII=";
  gsize                   size;
  guint8                 *data = g_base64_decode (tiny, &size);
  g_autoptr (GBytes)      content = g_bytes_new_take (data, size);
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = decode (content, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (get_pixel (image, 0, 0), 4, "\xff\0\0\x80", 4);
  g_assert_cmpmem (get_pixel (image, 1, 0), 4, "\0\0\xff\xff", 4);
}

static void
assert_refused (GBytes *content,
                int     code)
{
  g_autoptr (ParlorImage) image = NULL;
  g_autoptr (GBytes)      preview = NULL;
  g_autoptr (GError)      error = NULL;
  g_autoptr (GError)      preview_error = NULL;

  image = decode (content, 0, NULL, &error);
  g_assert_null (image);
  g_assert_error (error, G_IO_ERROR, code);

  preview = make_preview (content, &preview_error);
  g_assert_null (preview);
  g_assert_error (preview_error, G_IO_ERROR, code);
}

static void
test_not_an_image (void)
{
  g_autoptr (GBytes) content = load ("not-an-image.png");

  assert_refused (content, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_too_large (void)
{
  g_autoptr (GBytes) content = load ("30000x30000.png");

  assert_refused (content, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_garbage_behind_the_header (void)
{
  g_autoptr (GBytes) whole = load ("photo.webp");
  gsize              size;
  guint8            *data = g_bytes_unref_to_data (g_steal_pointer (&whole), &size);
  g_autoptr (GBytes) content = NULL;

  for (gsize i = 60; i < size; i++)
    data[i] = (guint8) (i * 31);
  content = g_bytes_new_take (data, size);

  assert_refused (content, G_IO_ERROR_INVALID_DATA);
}

/* What there is of it may be shown; nothing else may happen. */
static void
assert_answered (GBytes *content)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = decode (content, 200, NULL, &error);

  g_assert_true ((image != NULL) != (error != NULL));
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) content = load ("truncated.jpg");

  assert_answered (content);
}

static void
test_cut_off (gconstpointer user_data)
{
  g_autoptr (GBytes) whole = load (user_data);
  gsize              size = g_bytes_get_size (whole);
  const gsize        cuts[] = { 40, 100, size / 2, size - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++) {
    g_autoptr (GBytes) content = g_bytes_new_from_bytes (whole, 0, cuts[i]);

    assert_answered (content);
  }
}

/* A helper that is none: says something, and then does what @end says. */
static void
use_other_helper (const char *end)
{
  g_autofree char   *path = g_build_filename (g_get_tmp_dir (), "parlor-helper-XXXXXX", NULL);
  g_autofree char   *script = g_strdup_printf ("#!/bin/sh\nprintf PMG1\n%s\n", end);
  g_autoptr (GError) error = NULL;
  int                fd = g_mkstemp (path);

  g_close (fd, NULL);
  g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  g_chmod (path, 0700);
  g_setenv ("PARLOR_IMAGE_HELPER", path, TRUE);
}

static void
use_own_helper (const char *own)
{
  g_unlink (g_getenv ("PARLOR_IMAGE_HELPER"));
  g_setenv ("PARLOR_IMAGE_HELPER", own, TRUE);
}

static void
test_bad_helper (gconstpointer user_data)
{
  g_autofree char   *own = g_strdup (g_getenv ("PARLOR_IMAGE_HELPER"));
  g_autoptr (GBytes) content = load ("alpha.png");

  use_other_helper (user_data);
  assert_refused (content, G_IO_ERROR_INVALID_DATA);
  use_own_helper (own);
}

static void
test_no_helper (void)
{
  g_autofree char        *own = g_strdup (g_getenv ("PARLOR_IMAGE_HELPER"));
  g_autoptr (GBytes)      content = load ("alpha.png");
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = NULL;

  g_setenv ("PARLOR_IMAGE_HELPER", "/nonexistent/helper", TRUE);
  image = decode (content, 0, NULL, &error);
  g_assert_null (image);
  g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
  g_setenv ("PARLOR_IMAGE_HELPER", own, TRUE);
}

static void
test_endless_helper (void)
{
  g_autofree char        *own = g_strdup (g_getenv ("PARLOR_IMAGE_HELPER"));
  g_autoptr (GBytes)      content = load ("alpha.png");
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = NULL;

  use_other_helper ("exec sleep 60");
  image = decode (content, 0, NULL, &error);
  g_assert_null (image);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  use_own_helper (own);
}

static gboolean
on_time_to_cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autofree char         *own = g_strdup (g_getenv ("PARLOR_IMAGE_HELPER"));
  g_autoptr (GBytes)       content = load ("alpha.png");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError)       error = NULL;
  g_autoptr (ParlorImage)  image = NULL;

  use_other_helper ("exec sleep 60");
  g_timeout_add (50, on_time_to_cancel, cancellable);
  image = decode (content, 0, cancellable, &error);
  g_assert_null (image);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  use_own_helper (own);
}

typedef struct
{
  GString *order;
  char     name;
} Waiting;

static void
on_waiting_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autofree Waiting     *waiting = user_data;
  g_autoptr (ParlorImage) image = parlor_image_load_finish (result, NULL);

  g_string_append_c (waiting->order, waiting->name);
}

static void
load_in_turn (GString      *order,
              char          name,
              GBytes       *content,
              int           io_priority,
              GCancellable *cancellable)
{
  const ParlorImageRequest request = { .content = content,
                                       .max_width_px = 50,
                                       .max_height_px = 50 };
  Waiting                 *waiting = g_new (Waiting, 1);

  *waiting = (Waiting){ order, name };
  parlor_image_load_async (&request, io_priority, cancellable, on_waiting_ready, waiting);
}

/* While two large ones keep the helpers busy, eight wait: what somebody looks at
 * is the next, what nobody wants any more is not decoded at all. */
static void
test_priority (void)
{
  g_autoptr (GString)      order = g_string_new (NULL);
  g_autoptr (GBytes)       large = load ("16384x3051.png");
  g_autoptr (GBytes)       small = load ("alpha.png");
  g_autoptr (GCancellable) hurried = g_cancellable_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  load_in_turn (order, '1', large, G_PRIORITY_DEFAULT, NULL);
  load_in_turn (order, '2', large, G_PRIORITY_DEFAULT, NULL);
  for (char name = 'a'; name <= 'e'; name++)
    load_in_turn (order, name, small, G_PRIORITY_LOW, NULL);
  load_in_turn (order, 'x', small, G_PRIORITY_LOW, cancelled);
  load_in_turn (order, 'h', small, G_PRIORITY_LOW, hurried);
  load_in_turn (order, 'n', small, G_PRIORITY_DEFAULT, NULL);
  parlor_image_hurry (hurried);
  g_cancellable_cancel (cancelled);

  while (order->len < 10)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%s", order->str);
  g_assert_nonnull (strpbrk (order->str, "hn"));
  g_assert_true (strchr (order->str, 'h') < strchr (order->str, 'c'));
  g_assert_true (strchr (order->str, 'n') < strchr (order->str, 'c'));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (good_images); i++) {
    g_autofree char *good = g_strconcat ("/image/good/", good_images[i], NULL);
    g_autofree char *cut_off = g_strconcat ("/image/cut-off/", good_images[i], NULL);
    g_autofree char *preview = g_strconcat ("/image/preview/", good_images[i], NULL);

    g_test_add_data_func (good, good_images[i], test_good);
    g_test_add_data_func (preview, good_images[i], test_preview);
    g_test_add_data_func (cut_off, good_images[i], test_cut_off);
  }
  g_test_add_func ("/image/channels", test_channels);
  g_test_add_func ("/image/not-an-image", test_not_an_image);
  g_test_add_func ("/image/too-large", test_too_large);
  g_test_add_func ("/image/garbage-behind-the-header", test_garbage_behind_the_header);
  g_test_add_func ("/image/truncated", test_truncated);
  g_test_add_data_func ("/image/helper-killed", "kill -9 $$", test_bad_helper);
  g_test_add_data_func ("/image/helper-fails", "exit 1", test_bad_helper);
  g_test_add_data_func ("/image/helper-says-too-little", "exit 0", test_bad_helper);
  g_test_add_data_func ("/image/helper-says-too-much", "exec cat /dev/zero", test_bad_helper);
  g_test_add_func ("/image/no-helper", test_no_helper);
  g_test_add_func ("/image/endless-helper", test_endless_helper);
  g_test_add_func ("/image/cancelled", test_cancelled);
  g_test_add_func ("/image/priority", test_priority);

  return g_test_run ();
}
