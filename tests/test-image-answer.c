/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a helper that was taken over by an image might say; and what is made of
 * images within this program. */

#include "parlor-image-answer.h"
#include "parlor-image-blur.h"
#include "parlor-image-cache.h"

#include "parlor-limits.h"

#include <string.h>

static const ParlorImageRequest request = {
  .path = "picture", .max_width_px = 100, .max_height_px = 100, .max_animation_px = 1000
};

static const ParlorImageAnswer good = { PARLOR_IMAGE_ANSWER_MAGIC, 10, 5, 1, 2, 0 };

static GBytes *
make (const ParlorImageAnswer *answer,
      gsize                    n_bytes)
{
  guint8 *data = g_malloc0 (sizeof *answer + n_bytes);

  memcpy (data, answer, sizeof *answer);

  return g_bytes_new_take (data, sizeof *answer + n_bytes);
}

static ParlorImage *
read_answer (ParlorImageAnswer answer,
             gsize             n_bytes)
{
  g_autoptr (GBytes) output = make (&answer, n_bytes);

  return parlor_image_answer_read (output, &request);
}

static void
test_good (void)
{
  g_autoptr (ParlorImage) image = read_answer (good, 2 * 4 + 2 * 10 * 5 * 4);
  g_autoptr (GBytes)      second = NULL;

  g_assert_nonnull (image);
  g_assert_cmpuint (image->n_frames, ==, 2);
  g_assert_cmpint (image->delays_ms[1], ==, 100);
  second = parlor_image_get_frame (image, 1);
  g_assert_cmpuint (g_bytes_get_size (second), ==, 10 * 5 * 4);
}

static void
test_delays (void)
{
  static const struct
  {
    gint32 said_ms;
    int    taken_ms;
  } delays[] = {
    { 0, 100 },
    { -1, 100 },
    { G_MININT32, 100 },
    { 10, 100 },
    { 11, 11 },
    { 5000, 5000 },
    { G_MAXINT32, 600000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++) {
    ParlorImageAnswer       answer = { PARLOR_IMAGE_ANSWER_MAGIC, 1, 1, 0, 1, 1 };
    g_autoptr (GBytes)      output = make (&answer, 8);
    g_autoptr (ParlorImage) image = NULL;

    memcpy ((guint8 *) g_bytes_get_data (output, NULL) + sizeof answer, &delays[i].said_ms, 4);
    image = parlor_image_answer_read (output, &request);
    g_assert_cmpint (image->delays_ms[0], ==, delays[i].taken_ms);
  }
}

#define assert_refused(n_bytes, member, value)        \
  G_STMT_START                                        \
  {                                                   \
    ParlorImageAnswer _answer = good;                 \
                                                      \
    _answer.member = (value);                         \
    g_assert_null (read_answer (_answer, (n_bytes))); \
  }                                                   \
  G_STMT_END

static void
test_bad (void)
{
  const gsize right = 2 * 4 + 2 * 10 * 5 * 4;

  assert_refused (right, magic, 0);
  assert_refused (right, width_px, 0);
  assert_refused (right, width_px, -10);
  assert_refused (right, width_px, 101);
  assert_refused (right, width_px, G_MAXINT32);
  assert_refused (right, width_px, G_MININT32);
  assert_refused (right, height_px, 0);
  assert_refused (right, height_px, -5);
  assert_refused (right, height_px, 4);
  assert_refused (right, height_px, 6);
  assert_refused (right, is_animated, 0);
  assert_refused (right, is_animated, 2);
  assert_refused (right, n_frames, 0);
  assert_refused (right, n_frames, -1);
  assert_refused (right, n_frames, 1);
  assert_refused (right, n_frames, 3);
  assert_refused (right, n_frames, G_MAXINT32);
  assert_refused (right, n_loops, -1);
  assert_refused (right - 1, width_px, 10);
  assert_refused (right + 1, width_px, 10);
  assert_refused (0, width_px, 10);
  assert_refused (21 * 4 + 21 * 10 * 5 * 4, n_frames, 21); /* more than 1000 pixels */
}

static void
test_short (void)
{
  for (gsize size = 0; size < sizeof good; size++) {
    g_autoptr (GBytes) output = g_bytes_new (&good, size);

    g_assert_null (parlor_image_answer_read (output, &request));
  }
}

/* Left half black and opaque, right half white and opaque but for the last
 * column, which is nothing at all. */
static ParlorImage *
make_halves (void)
{
  const ParlorImageAnswer answer = { PARLOR_IMAGE_ANSWER_MAGIC, 32, 16, 0, 1, 1 };
  g_autoptr (GBytes)      output = make (&answer, 4 + 32 * 16 * 4);
  guint8                 *pixels = (guint8 *) g_bytes_get_data (output, NULL) + sizeof answer + 4;

  for (int i = 0; i < 32 * 16; i++)
    memset (pixels + 4 * i, i % 32 < 16 ? 0 : 255, 4);
  for (int i = 0; i < 32 * 16; i++)
    pixels[4 * i + 3] = i % 32 < 31 ? 255 : 0;

  return parlor_image_answer_read (output, &request);
}

static void
test_blur (void)
{
  g_autoptr (ParlorImage) image = make_halves ();
  g_autoptr (ParlorImage) blurred = parlor_image_blur (image, 2);
  const guint8           *row = g_bytes_get_data (blurred->pixels, NULL);

  g_assert_cmpint (blurred->width_px, ==, 32);
  g_assert_cmpint (blurred->height_px, ==, 16);
  g_assert_cmpint (row[0], ==, 0);
  g_assert_cmpint (row[3], ==, 255);
  for (int x = 1; x < 26; x++)
    g_assert_cmpint (row[4 * x], >=, row[4 * (x - 1)]);
  g_assert_cmpint (row[4 * 15], >, 64);
  g_assert_cmpint (row[4 * 16], <, 192);
  /* Beside nothing, white stays white and gets thin. */
  g_assert_cmpint (row[4 * 30], >, 250);
  g_assert_cmpint (row[4 * 30 + 3], <, 255);
  /* What it was made of is as it was. */
  g_assert_cmpint (((const guint8 *) g_bytes_get_data (image->pixels, NULL))[4 * 15], ==, 0);
}

static void
test_blur_tiny (void)
{
  const ParlorImageAnswer answer = { PARLOR_IMAGE_ANSWER_MAGIC, 1, 1, 0, 1, 1 };
  g_autoptr (GBytes)      output = make (&answer, 8);
  g_autoptr (ParlorImage) image = parlor_image_answer_read (output, &request);
  g_autoptr (ParlorImage) blurred = parlor_image_blur (image, 20);

  g_assert_cmpint (blurred->width_px, ==, 1);
}

static void
test_cache (void)
{
  g_autoptr (ParlorImageCache) cache = parlor_image_cache_new (5 * 32 * 16 * 4);
  ParlorImageRequest           one = request;

  for (int i = 1; i <= 20; i++) {
    g_autoptr (ParlorImage) image = make_halves ();
    g_autoptr (ParlorImage) first = NULL;

    one.max_width_px = i;
    parlor_image_cache_add (cache, &one, image);
    g_assert_cmpuint (parlor_image_cache_get_size_bytes (cache), <=, 5 * 32 * 16 * 4);

    /* Who is asked for stays. */
    one.max_width_px = 1;
    first = parlor_image_cache_find (cache, &one);
    g_assert_nonnull (first);
  }

  one.max_width_px = 10;
  g_assert_null (parlor_image_cache_find (cache, &one));
  one.max_width_px = 20;
  g_assert_cmpuint (parlor_image_cache_get_size_bytes (cache), ==, 5 * 32 * 16 * 4);
}

/* One image does not drive all others out. */
static void
test_cache_large (void)
{
  g_autoptr (ParlorImageCache) cache = parlor_image_cache_new (32 * 16 * 4);
  g_autoptr (ParlorImage)      image = make_halves ();

  parlor_image_cache_add (cache, &request, image);
  g_assert_cmpuint (parlor_image_cache_get_size_bytes (cache), ==, 0);
  g_assert_null (parlor_image_cache_find (cache, &request));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/image-answer/good", test_good);
  g_test_add_func ("/image-answer/delays", test_delays);
  g_test_add_func ("/image-answer/bad", test_bad);
  g_test_add_func ("/image-answer/short", test_short);
  g_test_add_func ("/image-answer/blur", test_blur);
  g_test_add_func ("/image-answer/blur-tiny", test_blur_tiny);
  g_test_add_func ("/image-answer/cache", test_cache);
  g_test_add_func ("/image-answer/cache-large", test_cache_large);

  return g_test_run ();
}
