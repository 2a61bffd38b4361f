/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-image-header.h"
#include "parlor-image.h"

#include <string.h>

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GBytes *
load (const char *name)
{
  g_autofree char   *path = g_test_build_filename (G_TEST_DIST, "media", name, NULL);
  g_autoptr (GError) error = NULL;
  char              *content;
  gsize              size_bytes;

  g_file_get_contents (path, &content, &size_bytes, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, size_bytes);
}

static GBytes *
shrink (GBytes      *content,
        const char **ret_extension,
        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_image_shrink_async (content, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return parlor_image_shrink_finish (result, ret_extension, error);
}

static gboolean
says (GBytes     *content,
      const char *word)
{
  gsize         size_bytes;
  gconstpointer data = g_bytes_get_data (content, &size_bytes);

  return memmem (data, size_bytes, word, strlen (word)) != NULL;
}

static ParlorImageHeader
read_header (GBytes *content)
{
  ParlorImageHeader header;
  gsize             size_bytes;
  const guint8     *data = g_bytes_get_data (content, &size_bytes);

  g_assert_true (parlor_image_header_parse (data, size_bytes, &header));

  return header;
}

/* Smaller, of the same shape, upright by its pixels alone, and silent. */
static void
test_pictures (void)
{
  static const struct
  {
    const char *name;
    const char *extension;
    int         width_px;
    int         height_px;
  } pictures[] = {
    { "12-megapixels.jpg", ".jpg", 2048, 1536 },
    { "rotated.jpg", ".jpg", 960, 720 },
    { "alpha.png", ".png", 0, 0 },
    { "photo.webp", ".jpg", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++) {
    g_autoptr (GBytes) content = load (pictures[i].name);
    g_autoptr (GError) error = NULL;
    const char        *extension = NULL;
    g_autoptr (GBytes) shrunk = shrink (content, &extension, &error);
    ParlorImageHeader  before = read_header (content);
    ParlorImageHeader  after;

    g_assert_no_error (error);
    after = read_header (shrunk);
    g_assert_cmpstr (extension, ==, pictures[i].extension);
    g_assert_cmpint (after.orientation, ==, 1);
    g_assert_cmpint (after.width_px, ==,
                     pictures[i].width_px != 0 ? pictures[i].width_px : before.width_px);
    g_assert_cmpint (after.height_px, ==,
                     pictures[i].height_px != 0 ? pictures[i].height_px : before.height_px);
    g_assert_false (says (shrunk, "Exif"));
    g_assert_false (says (shrunk, "Test camera"));
    if (g_str_equal (extension, ".jpg"))
      g_assert_cmpuint (g_bytes_get_size (shrunk), <, g_bytes_get_size (content));
  }
}

/* What moves would stand still; what is no picture is none afterwards. */
static void
test_refused (void)
{
  static const char *const names[] = { "animated.gif", "not-an-image.png", "30000x30000.png" };
  static const guint8      moving[] = "RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x01\0\0\x01\0\0";
  g_autoptr (GBytes)       webp = g_bytes_new_static (moving, sizeof moving - 1);
  g_autoptr (GError)       error = NULL;
  const char              *extension = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GBytes) content = load (names[i]);

    g_assert_null (shrink (content, &extension, &error));
    g_assert_nonnull (error);
    g_clear_error (&error);
  }

  g_assert_null (shrink (webp, &extension, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_null (extension);
}

static void
test_given_up (void)
{
  g_autoptr (GBytes)       content = load ("12-megapixels.jpg");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  const char              *extension = NULL;

  g_cancellable_cancel (cancellable);
  parlor_image_shrink_async (content, cancellable, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (parlor_image_shrink_finish (result, &extension, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/image-shrink/pictures", test_pictures);
  g_test_add_func ("/image-shrink/refused", test_refused);
  g_test_add_func ("/image-shrink/given-up", test_given_up);

  return g_test_run ();
}
