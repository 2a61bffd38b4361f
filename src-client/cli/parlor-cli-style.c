/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Colours and other attributes of a terminal: which there are, and how they are written (ECMA-48,
 * section 8.3.117; the 256 colours are those of xterm). */

#define G_LOG_DOMAIN "parlor-cli-style"

#include "parlor-cli-style.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_WIDTH_COLUMNS 80
#define DEFAULT_ROWS 24
#define MIN_WIDTH_COLUMNS 20
#define MAX_WIDTH_COLUMNS 500

/* VTE knows addresses behind words from 0.50 on. */
#define VTE_MIN_VERSION 5000

#define NAME_SHIFT 8

/* Of the 256 colours, those that can be read on black as well as on white: their contrast to
 * both is at least 3.8. */
static const guint8 name_colors[] = {
  160, 166, 130, 100, 64, 28, 30, 31, 32, 62, 99, 134, 164, 162
};

/* Red, green, magenta, cyan: blue can hardly be read on black, yellow on white. */
static const guint8 basic_name_colors[] = { 1, 2, 5, 6 };

#define FAINT_COLOR 244
#define CODE_COLOR 30
#define ALERT_COLOR 160

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

static gboolean
is_one_of (const char        *term,
           const char *const *patterns)
{
  for (guint i = 0; patterns[i] != NULL; i++)
    if (g_pattern_match_simple (patterns[i], term))
      return TRUE;

  return FALSE;
}

static guint
count_colors (void)
{
  static const char *const rich[] = { "*256*", "*direct*", "xterm-kitty", "xterm-ghostty", "foot*",
                                      "alacritty*", "wezterm*", "contour*", "iterm*", NULL };
  static const char *const poor[] = { "dumb", "unknown", "vt[0-9]*", "vt1*", "vt2*", "vt3*", "vt5*",
                                      "*-mono", "*-m", "emacs", NULL };
  const char              *term = g_getenv ("TERM");
  const char              *colorterm = g_getenv ("COLORTERM");

  if (term == NULL || *term == '\0' || is_one_of (term, poor))
    return 0;
  if (is_one_of (term, rich) || is_set ("XTERM_VERSION") || is_set ("VTE_VERSION") ||
      g_strcmp0 (colorterm, "truecolor") == 0 ||
      g_strcmp0 (colorterm, "24bit") == 0)
    return 256;

  return g_str_has_prefix (term, "linux") || g_str_has_prefix (term, "cygwin") ? 8 : 16;
}

/* Those that do not know them print what they are made of, or nothing at all. */
static gboolean
knows_links (void)
{
  static const char *const known[] = { "xterm-kitty", "xterm-ghostty", "foot*", "alacritty*",
                                       "wezterm*", "contour*", NULL };
  const char              *term = g_getenv ("TERM");
  const char              *vte = g_getenv ("VTE_VERSION");
  const char              *program = g_getenv ("TERM_PROGRAM");

  /* What is between knows nothing of them, whatever it is shown in. */
  if (term == NULL || g_str_has_prefix (term, "screen") || g_str_has_prefix (term, "tmux"))
    return FALSE;

  return is_one_of (term, known) || is_set ("KONSOLE_VERSION") ||
         g_strcmp0 (program, "iTerm.app") == 0 || g_strcmp0 (program, "WezTerm") == 0 ||
         (vte != NULL && g_ascii_strtoull (vte, NULL, 10) >= VTE_MIN_VERSION);
}

static guint
choose_colors (ParlorCliWhen when,
               gboolean      is_terminal)
{
  const char    *force = g_getenv ("CLICOLOR_FORCE");
  const gboolean is_forced = force != NULL && *force != '\0' && !g_str_equal (force, "0");

  if (when == PARLOR_CLI_WHEN_NEVER)
    return 0;
  if (when == PARLOR_CLI_WHEN_ALWAYS)
    return MAX (count_colors (), 8);
  if (is_set ("NO_COLOR") || g_strcmp0 (g_getenv ("CLICOLOR"), "0") == 0)
    return 0;
  if (is_forced)
    return MAX (count_colors (), 8);

  return is_terminal ? count_colors () : 0;
}

/**
 * parlor_cli_style_measure:
 * @fd: a terminal
 *
 * Returns: how wide it is now, in columns
 */
guint
parlor_cli_style_measure (int fd)
{
  struct winsize size = { 0 };
  const char    *columns = g_getenv ("COLUMNS");
  guint          width = 0;

  if (ioctl (fd, TIOCGWINSZ, &size) == 0)
    width = size.ws_col;
  if (width == 0 && columns != NULL)
    width = MIN (g_ascii_strtoull (columns, NULL, 10), MAX_WIDTH_COLUMNS);
  if (width == 0)
    width = DEFAULT_WIDTH_COLUMNS;

  return CLAMP (width, MIN_WIDTH_COLUMNS, MAX_WIDTH_COLUMNS);
}

/**
 * parlor_cli_style_measure_rows:
 * @fd: a terminal
 *
 * Returns: how high it is now, in rows
 */
guint
parlor_cli_style_measure_rows (int fd)
{
  struct winsize size = { 0 };

  return ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : DEFAULT_ROWS;
}

/**
 * parlor_cli_style_detect:
 * @when: what the person said about colours, which counts more than the environment
 * @fd: the output
 *
 * Goes by `NO_COLOR` (no-color.org), `CLICOLOR` and `CLICOLOR_FORCE` (bixense.com/clicolors),
 * `TERM` and `COLORTERM`.
 *
 * Returns: what can be done with the output
 */
ParlorCliStyle
parlor_cli_style_detect (ParlorCliWhen when,
                         int           fd)
{
  const gboolean is_terminal = isatty (fd) == 1;
  ParlorCliStyle style = { 0 };

  style.n_colors = choose_colors (when, is_terminal);
  style.width_columns = is_terminal ? parlor_cli_style_measure (fd) : 0;
  style.has_links = is_terminal && style.n_colors > 0 && knows_links ();

  return style;
}

/**
 * parlor_cli_ink_of_name:
 * @name: the name of an account
 *
 * Returns: the colour in which it is written, always the same
 */
ParlorCliInk
parlor_cli_ink_of_name (const char *name)
{
  const guint position = g_str_hash (name) % G_N_ELEMENTS (name_colors);

  return (position + 1) << NAME_SHIFT;
}

/**
 * parlor_cli_get_name_color:
 * @position: of a colour of names
 *
 * Returns: its number among the 256 of xterm; 0 behind the last one
 */
guint
parlor_cli_get_name_color (guint position)
{
  return position < G_N_ELEMENTS (name_colors) ? name_colors[position] : 0;
}

static void
append_color (const ParlorCliStyle *style,
              GString              *output,
              ParlorCliInk          ink)
{
  const gboolean has_many = style->n_colors >= 256;
  const guint    name = ink >> NAME_SHIFT;

  if (name > 0 && has_many)
    g_string_append_printf (output, ";38;5;%u",
                            name_colors[(name - 1) % G_N_ELEMENTS (name_colors)]);
  else if (name > 0)
    g_string_append_printf (output, ";3%u",
                            basic_name_colors[(name - 1) % G_N_ELEMENTS (basic_name_colors)]);
  else if (ink & PARLOR_CLI_INK_ALERT)
    g_string_append_printf (output, has_many ? ";38;5;%u" : ";31", ALERT_COLOR);
  else if (ink & PARLOR_CLI_INK_CODE)
    g_string_append_printf (output, has_many ? ";38;5;%u" : ";36", CODE_COLOR);
  else if (ink & PARLOR_CLI_INK_FAINT)
    g_string_append_printf (output, has_many ? ";38;5;%u" : ";2", FAINT_COLOR);
}

/* Of eight colours, what is bold is bright as well, and cannot be read on white. */
static gboolean
is_too_bright (const ParlorCliStyle *style,
               ParlorCliInk          ink,
               ParlorCliInk          attribute)
{
  return attribute == PARLOR_CLI_INK_BOLD && style->n_colors < 256 && ink >> NAME_SHIFT > 0;
}

/**
 * parlor_cli_style_begin:
 * @style: what the output can do
 * @output: where to write
 * @ink: how what follows is written
 */
void
parlor_cli_style_begin (const ParlorCliStyle *style,
                        GString              *output,
                        ParlorCliInk          ink)
{
  static const struct
  {
    ParlorCliInk ink;
    const char  *code;
  } attributes[] = {
    { PARLOR_CLI_INK_BOLD, ";1" },
    { PARLOR_CLI_INK_ITALIC, ";3" },
    { PARLOR_CLI_INK_UNDERLINE, ";4" },
    { PARLOR_CLI_INK_REVERSE, ";7" },
    { PARLOR_CLI_INK_STRIKE, ";9" },
  };

  if (style->n_colors == 0 || ink == PARLOR_CLI_INK_PLAIN)
    return;

  g_string_append (output, "\033[0");
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (ink & attributes[i].ink && !is_too_bright (style, ink, attributes[i].ink))
      g_string_append (output, attributes[i].code);
  append_color (style, output, ink);
  g_string_append_c (output, 'm');
}

/**
 * parlor_cli_style_end:
 * @style: what the output can do
 * @output: where to write
 * @ink: what parlor_cli_style_begin() was called with
 */
void
parlor_cli_style_end (const ParlorCliStyle *style,
                      GString              *output,
                      ParlorCliInk          ink)
{
  if (style->n_colors > 0 && ink != PARLOR_CLI_INK_PLAIN)
    g_string_append (output, "\033[0m");
}
