/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking a terminal whether it can show images.
 *
 * It is asked three things at once: whether it takes an image as kitty does, how large its cells
 * are (xterm's window operation 16), and what it is (DA1, which has 4 among its answers if there
 * is sixel).  All terminals answer the last one, so that nobody has to wait for an answer to the
 * others.  What was typed in the meantime comes among the answers, and is not lost. */

#define G_LOG_DOMAIN "parlor-cli-graphics"

#include "parlor-cli-graphics.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define QUESTION "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\\033[16t\033[c"
#define KITTY_ANSWER "Gi=31;OK"

/* Longer than an answer takes from the other side of the world. */
#define PATIENCE_MS 500
#define ANSWERS_MAX_BYTES 4096

/* Nothing can be this large; 0 is what those say that do not know. */
#define CELL_MAX_PX 200

static gboolean
is_end_of_csi (char c)
{
  return c >= 0x40 && c <= 0x7e;
}

/* @answer: what stands between `ESC [` and what ends it */
static void
take_csi (ParlorCliGraphics *graphics,
          const char        *answer,
          char               end)
{
  g_auto (GStrv) numbers = g_strsplit (*answer == '?' ? answer + 1 : answer, ";", -1);
  const guint    n_numbers = g_strv_length (numbers);

  if (end == 'c' && *answer == '?') {
    for (guint i = 1; i < n_numbers; i++)
      graphics->has_sixel |= g_str_equal (numbers[i], "4");
  } else if (end == 't' && n_numbers == 3 && g_str_equal (numbers[0], "6")) {
    const gint64 height = g_ascii_strtoll (numbers[1], NULL, 10);
    const gint64 width = g_ascii_strtoll (numbers[2], NULL, 10);

    if (height > 0 && height <= CELL_MAX_PX && width > 0 && width <= CELL_MAX_PX) {
      graphics->cell_height_px = height;
      graphics->cell_width_px = width;
    }
  }
}

/* Returns: the length of the sequence at @p, 0 if there is none or its end is missing */
static gsize
measure_sequence (const char *p,
                  gsize       size)
{
  if (size < 2 || p[0] != '\033')
    return 0;

  if (p[1] == '[') {
    for (gsize i = 2; i < size; i++)
      if (is_end_of_csi (p[i]))
        return i + 1;
  } else if (p[1] == '_') {
    for (gsize i = 2; i + 1 < size; i++)
      if (p[i] == '\033' && p[i + 1] == '\\')
        return i + 2;
  }

  return 0;
}

/**
 * parlor_cli_graphics_parse:
 * @answer: what the terminal has said so far
 * @size: of @answer, in bytes
 * @ret_graphics: (out caller-allocates): what that says of it
 * @ret_typed: set to what else was in @answer
 *
 * Returns: whether that was all
 */
gboolean
parlor_cli_graphics_parse (const char        *answer,
                           gsize              size,
                           ParlorCliGraphics *ret_graphics,
                           GString           *ret_typed)
{
  gboolean is_all = FALSE;
  gsize    at = 0;

  *ret_graphics = (ParlorCliGraphics){ 0 };
  g_string_truncate (ret_typed, 0);
  while (at < size) {
    const gsize      length = measure_sequence (answer + at, size - at);
    g_autofree char *content = NULL;

    if (length == 0) {
      g_string_append_c (ret_typed, answer[at++]);
      continue;
    }

    if (answer[at + 1] == '_') {
      content = g_strndup (answer + at + 2, length - 4);
      ret_graphics->has_kitty |= g_str_equal (content, KITTY_ANSWER);
    } else {
      content = g_strndup (answer + at + 2, length - 3);
      take_csi (ret_graphics, content, answer[at + length - 1]);
      is_all |= answer[at + length - 1] == 'c' && *content == '?';
    }
    at += length;
  }

  return is_all;
}

/* Some print the question instead of answering it. */
static gboolean
is_askable (void)
{
  static const char *const mute[] = { "dumb", "linux", "cons", "emacs", "vt52", "unknown", NULL };
  const char              *term = g_getenv ("TERM");

  if (term == NULL || *term == '\0')
    return FALSE;
  for (guint i = 0; mute[i] != NULL; i++)
    if (g_str_has_prefix (term, mute[i]))
      return FALSE;

  return TRUE;
}

static gboolean
wait_for_input (int    fd,
                gint64 deadline_us)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
  int           n_ready;

  do {
    const gint64 left_us = deadline_us - g_get_monotonic_time ();

    n_ready = poll (&poll_fd, 1, (int) MAX (left_us / 1000, 0));
  } while (n_ready < 0 && errno == EINTR);

  return n_ready > 0;
}

static void
read_answers (int                fd,
              ParlorCliGraphics *graphics,
              GString           *typed)
{
  const gint64 deadline_us = g_get_monotonic_time () + PATIENCE_MS * G_GINT64_CONSTANT (1000);
  char         answers[ANSWERS_MAX_BYTES];
  gsize        size = 0;

  while (size < sizeof answers && wait_for_input (fd, deadline_us)) {
    const gssize n_read = read (fd, answers + size, sizeof answers - size);

    if (n_read <= 0)
      break;
    size += n_read;
    if (parlor_cli_graphics_parse (answers, size, graphics, typed))
      break;
  }
}

/* The kernel may know it as well. */
static void
measure_cells (ParlorCliGraphics *graphics,
               int                fd)
{
  struct winsize size = { 0 };

  if (graphics->cell_width_px > 0 || ioctl (fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 ||
      size.ws_row == 0)
    return;

  graphics->cell_width_px = MIN (size.ws_xpixel / size.ws_col, CELL_MAX_PX);
  graphics->cell_height_px = MIN (size.ws_ypixel / size.ws_row, CELL_MAX_PX);
}

/**
 * parlor_cli_graphics_ask:
 * @input_fd: where the terminal answers
 * @output_fd: where it is asked; the same terminal
 * @ret_typed: set to what somebody has typed in the meantime
 *
 * Waits for at most half a second, where nothing answers.
 *
 * Returns: what it can do; nothing if it is no terminal
 */
ParlorCliGraphics
parlor_cli_graphics_ask (int      input_fd,
                         int      output_fd,
                         GString *ret_typed)
{
  ParlorCliGraphics graphics = { 0 };
  struct termios    before;
  struct termios    quiet;

  if (!is_askable () || isatty (output_fd) != 1 || tcgetattr (input_fd, &before) != 0)
    return graphics;

  /* Neither shown nor kept back until there is a line. */
  quiet = before;
  quiet.c_lflag &= ~(tcflag_t) (ICANON | ECHO);
  quiet.c_cc[VMIN] = 1;
  quiet.c_cc[VTIME] = 0;
  if (tcsetattr (input_fd, TCSANOW, &quiet) != 0)
    return graphics;

  if (write (output_fd, QUESTION, strlen (QUESTION)) == (gssize) strlen (QUESTION))
    read_answers (input_fd, &graphics, ret_typed);
  tcsetattr (input_fd, TCSANOW, &before);
  measure_cells (&graphics, output_fd);

  return graphics;
}
