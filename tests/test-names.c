/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-names.h"

#include "parlor-limits.h"

typedef struct
{
  const char *text;
  const char *expected; /* NULL: refused */
} Case;

static char *
repeat (const char *text,
        guint       times)
{
  GString *repeated = g_string_new (NULL);

  while (times-- > 0)
    g_string_append (repeated, text);

  return g_string_free (repeated, FALSE);
}

static void
check_case (const Case *c,
            char *(*prepare) (const char *, GError **) )
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *got = prepare (c->text, &error);
  g_autofree char   *again = NULL;
  g_autofree char   *shown = g_strescape (c->text, NULL);

  g_test_message ("%s", shown);
  g_assert_cmpstr (got, ==, c->expected);
  if (got == NULL) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    return;
  }

  g_assert_no_error (error);
  again = prepare (got, NULL);
  g_assert_cmpstr (again, ==, got); /* what is prepared stays as it is */
}

static void
test_name_scripts (void)
{
  static const Case cases[] = {
    { "ada", "ada" },
    { "Ada", "ada" },
    { "ADA.love_lace-1815", "ada.love_lace-1815" },
    { "7", "7" },
    { "Ærøskøbing", "ærøskøbing" },
    { "Ольга", "ольга" },
    { "Ελένη", "ελένη" },
    { "ΟΔΥΣΣΕΥΣ", "οδυσσευς" },
    { "ΟΔΥΣΣΕΥΣ.Α", "οδυσσευς.α" },
    { "Երևան", "երեւան" },
    { "דוד", "דוד" },
    { "مريم", "مريم" },
    { "अनिल", "अनिल" },
    { "தமிழ்", "தமிழ்" },
    { "สมชาย", "สมชาย" },
    { "김철수", "김철수" },
    { "김", "김" }, /* jamo become a syllable */
    { "さくら", "さくら" },
    { "李小龍", "李小龍" },
    { "𐐀𐐁", "𐐨𐐩" },                  /* Deseret, beyond the first plane */
    { "Zoe\xcc\x88", "zo\xc3\xab" }, /* e and diaeresis become one */
    { "IĞDIR", "iğdir" },            /* the same in every locale */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], parlor_name_prepare);
}

/* What looks the same is the same name. */
static void
test_name_compatible (void)
{
  static const Case cases[] = {
    { "Ａｄａ１", "ada1" },
    { "ｶﾞﾝﾀﾞﾑ", "ガンダム" },
    { "ﬁnn", "finn" },
    { "ℋans", "hans" },
    { "ada²", "ada2" },
    { "ⅷ", "viii" },
    { "ada．b", "ada.b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], parlor_name_prepare);
}

static void
test_name_refused (void)
{
  static const char *names[] = {
    "",
    " ",
    "ada lovelace",
    " ada",
    "ada ",
    "ada\n",
    "ada\r",
    "a\tb",
    "a\x01"
    "b",
    "a\x7f",
    "a\xc2\x85"
    "b", /* next line */
    "a\xe2\x80\xae"
    "b", /* right-to-left override */
    "a\xe2\x81\xa6"
    "b",             /* left-to-right isolate */
    "a\xe2\x80\x8e", /* left-to-right mark */
    "a\xe2\x80\x8b"
    "b", /* zero width space */
    "a\xe2\x80\x8d"
    "b", /* zero width joiner */
    "a\xc2\xad"
    "b", /* soft hyphen */
    "a\xef\xbb\xbf"
    "b", /* byte order mark */
    "a\xc2\xa0"
    "b", /* no-break space */
    "a\xe3\x80\x80"
    "b",             /* ideographic space */
    "\xe3\x85\xa4",  /* Hangul filler: a letter that cannot be seen */
    "a\xe1\x85\x9f", /* Hangul choseong filler */
    "a\xef\xbe\xa0"
    "b",             /* halfwidth Hangul filler */
    "a\xe1\x9e\xb4", /* Khmer inherent vowel */
    "a\xcd\x8f"
    "b",                 /* combining grapheme joiner */
    "a\xef\xb8\x8f",     /* variation selector */
    "a\xe1\xa0\x8b",     /* Mongolian variation selector */
    "a\xf3\xa0\x84\x80", /* variation selector 17 */
    "\xcc\x88"
    "a", /* begins with a mark */
    ".ada",
    "ada.",
    "-",
    "_ada",
    "@ada",
    "ada@host",
    "#ada",
    "a/b",
    "a:b",
    "a,b",
    "<b>",
    "a'b",
    "a\xe2\x80\xa2", /* bullet */
    "ada\xf0\x9f\x98\x80",
    "a\xee\x80\x80", /* private use */
    "a\xef\xbf\xbf", /* no character */
    "a\xff",
    "\xed\xa0\x80",
    "a\xc3",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    check_case (&(Case){ names[i], NULL }, parlor_name_prepare);
}

static void
test_name_limits (void)
{
  g_autofree char *longest = repeat ("a", PARLOR_NAME_MAX_CHARS);
  g_autofree char *too_long = repeat ("a", PARLOR_NAME_MAX_CHARS + 1);
  g_autofree char *wide = repeat ("ж", PARLOR_NAME_MAX_BYTES / 2);
  g_autofree char *too_wide = repeat ("李", PARLOR_NAME_MAX_BYTES / 3 + 1);
  g_autofree char *shrinks = repeat ("\xef\xbd\x81", PARLOR_NAME_MAX_CHARS); /* fullwidth a */

  check_case (&(Case){ longest, longest }, parlor_name_prepare);
  check_case (&(Case){ wide, wide }, parlor_name_prepare);
  check_case (&(Case){ shrinks, longest }, parlor_name_prepare);
  check_case (&(Case){ too_long, NULL }, parlor_name_prepare);
  check_case (&(Case){ too_wide, NULL }, parlor_name_prepare);
}

static void
test_title (void)
{
  static const Case cases[] = {
    { "Ada Lovelace", "Ada Lovelace" },
    { "  Ada    Lovelace ", "Ada Lovelace" },
    { "Zoe\xcc\x88", "Zo\xc3\xab" },
    { "<b>not bold</b> & \"co\"", "<b>not bold</b> & \"co\"" },
    { "שלום עולם", "שלום עולם" },
    { "می‌خواهم", "می‌خواهم" }, /* Persian needs a non-joiner */
    { "ශ්‍රී", "ශ්‍රී" },     /* Sinhala needs a joiner */
    { "👩‍👩‍👧‍👦 family", "👩‍👩‍👧‍👦 family" },
    { "🏳️‍🌈🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏳️‍🌈🏴󠁧󠁢󠁳󠁣󠁴󠁿" },
    { "1️⃣", "1️⃣" },
    { "日本語　", NULL }, /* ideographic space */
    { "", NULL },
    { "   ", NULL },
    { "a\nb", NULL },
    { "a\r", NULL },
    { "a\tb", NULL },
    { "a\x1b[31m", NULL },
    { "a\xe2\x80\xa8"
      "b",
      NULL }, /* line separator */
    { "a\xe2\x80\xa9"
      "b",
      NULL }, /* paragraph separator */
    { "ad\xe2\x80\xae"
      "a",
      NULL }, /* right-to-left override */
    { "ad\xe2\x81\xa7"
      "a",
      NULL }, /* right-to-left isolate */
    { "ad\xe2\x80\x8f"
      "a",
      NULL }, /* right-to-left mark */
    { "a\xe2\x80\x8b"
      "b",
      NULL }, /* zero width space */
    { "a\xc2\xa0"
      "b",
      NULL }, /* no-break space */
    { "a\xe2\x80\x82"
      "b",
      NULL }, /* en space */
    { "a\xe1\x9a\x80"
      "b",
      NULL }, /* Ogham space mark */
    { "a\xe2\xa0\x80"
      "b",
      NULL },                 /* blank Braille pattern */
    { "\xe3\x85\xa4", NULL }, /* Hangul filler */
    { "a\xe3\x85\xa4"
      "b",
      NULL },
    { "a\xef\xbe\xa0", NULL }, /* halfwidth Hangul filler */
    { "\xe1\x85\x9f", NULL },  /* Hangul choseong filler */
    { "a\xef\xbb\xbf", NULL }, /* byte order mark */
    { "\xe2\x80\x8d", NULL },  /* nothing but a joiner */
    { "\xef\xb8\x8f", NULL },  /* nothing but a variation selector */
    { "\xcc\x88", NULL },      /* nothing but a mark */
    { "\xee\x80\x80", NULL },  /* private use */
    { "a\xff", NULL },
    { "cut off\xf0\x9f\x98", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], parlor_title_prepare);
}

static void
test_title_limits (void)
{
  g_autofree char *longest = repeat ("日", PARLOR_TITLE_MAX_CHARS);
  g_autofree char *too_long = repeat ("日", PARLOR_TITLE_MAX_CHARS + 1);
  g_autofree char *spaced = g_strconcat ("   ", longest, "   ", NULL);

  check_case (&(Case){ longest, longest }, parlor_title_prepare);
  check_case (&(Case){ spaced, longest }, parlor_title_prepare);
  check_case (&(Case){ too_long, NULL }, parlor_title_prepare);
}

static void
test_title_fold (void)
{
  static const struct
  {
    const char *one;
    const char *other;
    gboolean    same;
  } cases[] = {
    { "Lobby", "LOBBY", TRUE },
    { "Straße", "STRASSE", TRUE },
    { "Σίσυφος", "ΣΊΣΥΦΟΣ", TRUE },
    { "Ｌｏｂｂｙ", "lobby", TRUE },
    { "Ꮟ", "ꮟ", TRUE }, /* Cherokee */
    { "ﬁsh", "FISH", TRUE },
    { "lob\xe2\x80\x8d"
      "by",
      "lobby", TRUE }, /* joiner */
    { "lob\xe2\x80\x8c"
      "by",
      "lobby", TRUE },                      /* non-joiner */
    { "lobby\xef\xb8\x8f", "lobby", TRUE }, /* variation selector */
    { "lobby", "lobbies", FALSE },
    { "lobby", "lob by", FALSE },
    { "Mañana", "Manana", FALSE },
    { "👍", "👎", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *one = parlor_title_fold (cases[i].one);
    g_autofree char *other = parlor_title_fold (cases[i].other);
    g_autofree char *again = parlor_title_fold (one);

    g_test_message ("%s, %s", cases[i].one, cases[i].other);
    g_assert_cmpint (g_str_equal (one, other), ==, cases[i].same);
    g_assert_cmpstr (again, ==, one);
  }
}

static void
test_file_name (void)
{
  static const Case cases[] = {
    { "photo.jpg", "photo.jpg" },
    { "Grüße aus Köln.png", "Grüße aus Köln.png" },
    { "写真.webp", "写真.webp" },
    { "/etc/passwd", "passwd" },
    { "../../.ssh/authorized_keys", "authorized_keys" },
    { "C:\\Windows\\system32\\evil.exe", "evil.exe" },
    { "..\\..\\x", "x" },
    { "dir/", "file" },
    { "..", "file" },
    { ".", "file" },
    { "", "file" },
    { "   ", "file" },
    { ".bashrc", "bashrc" },
    { ". .hidden", "hidden" },
    { "a:b|c?d*e<f>g\"h", "a_b_c_d_e_f_g_h" },
    { "a\nb\rc\td", "a_b_c_d" },
    { "photo\xe2\x80\xaegpj.exe", "photo_gpj.exe" }, /* would show as photoexe.jpg */
    { "a\x1b[2Jb", "a_[2Jb" },
    { "a\xff"
      "b",
      "a\xef\xbf\xbd"
      "b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *clean = parlor_file_name_clean (cases[i].text);

    g_assert_cmpstr (clean, ==, cases[i].expected);
  }
}

static void
test_file_name_long (void)
{
  static const char *pieces[] = { "a", "ä", "日", "😀" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autofree char *endless = repeat (pieces[i], 1000);
    g_autofree char *name = g_strconcat (endless, ".jpeg", NULL);
    g_autofree char *clean = parlor_file_name_clean (name);

    g_assert_cmpuint (strlen (clean), <=, PARLOR_FILE_NAME_MAX_BYTES);
    g_assert_cmpuint (strlen (clean), >, PARLOR_FILE_NAME_MAX_BYTES - 16);
    g_assert_true (g_utf8_validate (clean, -1, NULL));
  }
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_good;
  } cases[] = {
    { "a", TRUE },
    { "two\nlines\tand a tab", TRUE },
    { "👨‍👩‍👧‍👦", TRUE },
    { "مرحبا \xe2\x80\x8fبالعالم", TRUE },
    { "a\xc2\xa0"
      "b",
      TRUE },
    { "", FALSE },
    { " \n\t ", FALSE },
    { "\xe3\x80\x80\xc2\xa0", FALSE },
    { "a\x1b[31m", FALSE },
    { "a\r\n", FALSE },
    { "a\x7f", FALSE },
    { "a\xc2\x9b"
      "31m",
      FALSE }, /* an escape sequence's 8-bit start */
    { "a\xff", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char   *shown = g_strescape (cases[i].text, NULL);

    g_test_message ("%s", shown);
    g_assert_cmpint (parlor_text_check (cases[i].text, &error), ==, cases[i].is_good);
    if (cases[i].is_good)
      g_assert_no_error (error);
    else
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
}

static void
test_text_limits (void)
{
  g_autofree char *longest = repeat ("x", PARLOR_TEXT_MAX_BYTES);
  g_autofree char *too_long = repeat ("x", PARLOR_TEXT_MAX_BYTES + 1);

  g_assert_true (parlor_text_check (longest, NULL));
  g_assert_false (parlor_text_check (too_long, NULL));
}

static void
test_hex (void)
{
  g_assert_true (parlor_hex_check ("0123456789abcdef", 16));
  g_assert_true (parlor_hex_check ("", 0));
  g_assert_false (parlor_hex_check ("0123456789ABCDEF", 16));
  g_assert_false (parlor_hex_check ("0123456789abcde", 16));
  g_assert_false (parlor_hex_check ("0123456789abcdeff", 16));
  g_assert_false (parlor_hex_check ("0123456789abcdeg", 16));
  g_assert_false (parlor_hex_check (" 0123456789abcde", 16));
  g_assert_false (parlor_hex_check (NULL, 16));
}

static void
test_personal_id (void)
{
  gint64           smaller = 0;
  gint64           larger = 0;
  g_autofree char *id = parlor_personal_id (7, 1);
  g_autofree char *same = parlor_personal_id (1, 7);
  g_autofree char *self = parlor_personal_id (7, 7);

  g_assert_cmpstr (id, ==, "p1-7");
  g_assert_cmpstr (same, ==, id);
  g_assert_cmpstr (self, ==, "p7-7");

  g_assert_true (parlor_personal_id_parse (id, &smaller, &larger));
  g_assert_cmpint (smaller, ==, 1);
  g_assert_cmpint (larger, ==, 7);
  g_assert_true (parlor_personal_id_parse ("p7-999999999999999999", &smaller, &larger));
  g_assert_cmpint (larger, ==, G_GINT64_CONSTANT (999999999999999999));
}

/* Each chat has one id: nothing else may be taken for it. */
static void
test_personal_id_refused (void)
{
  static const char *ids[] = {
    "",
    "p",
    "p1",
    "p1-",
    "p-1",
    "p1-7 ",
    " p1-7",
    "p 1-7",
    "p1- 7",
    "p01-7",
    "p1-07",
    "p+1-7",
    "p1-+7",
    "p7-1",
    "p0-7",
    "p-1-7",
    "p1--7",
    "P1-7",
    "p1-7x",
    "p1_7",
    "p1-7-9",
    "1-7",
    "p0x1-7",
    "p1-9999999999999999999",
    "p9223372036854775808-9223372036854775808",
    "p1-99999999999999999999999999999999999999999999999999999999",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    gint64 smaller;
    gint64 larger;

    g_test_message ("%s", ids[i]);
    g_assert_false (parlor_personal_id_parse (ids[i], &smaller, &larger));
  }
}

static void
test_nonce (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 10000; i++) {
    char *nonce = parlor_nonce_new ();

    g_assert_true (parlor_hex_check (nonce, PARLOR_NONCE_HEX_CHARS));
    g_assert_true (g_hash_table_add (seen, nonce));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/names/name/scripts", test_name_scripts);
  g_test_add_func ("/names/name/compatible", test_name_compatible);
  g_test_add_func ("/names/name/refused", test_name_refused);
  g_test_add_func ("/names/name/limits", test_name_limits);
  g_test_add_func ("/names/title", test_title);
  g_test_add_func ("/names/title/limits", test_title_limits);
  g_test_add_func ("/names/title/fold", test_title_fold);
  g_test_add_func ("/names/file-name", test_file_name);
  g_test_add_func ("/names/file-name/long", test_file_name_long);
  g_test_add_func ("/names/text", test_text);
  g_test_add_func ("/names/text/limits", test_text_limits);
  g_test_add_func ("/names/hex", test_hex);
  g_test_add_func ("/names/personal-id", test_personal_id);
  g_test_add_func ("/names/personal-id/refused", test_personal_id_refused);
  g_test_add_func ("/names/nonce", test_nonce);

  return g_test_run ();
}
