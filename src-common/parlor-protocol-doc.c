/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes docs/protocol.md, or with --dictionary the words that a fuzzer should
 * know, from the declarations.  The text around the packets is the first
 * argument's file. */

#include <stdio.h>

#include "parlor-protocol.h"

static const char *
kind_of (const ParlorField *field)
{
  static const char *kinds[] = { "text", "integer", "true or false", "word",
                                 "bytes, base64", "object", "list" };

  return kinds[field->kind];
}

static void
print_field (const ParlorField *field)
{
  printf ("| `%s` | %s", field->name, kind_of (field));

  if (field->kind == PARLOR_ENUM) {
    for (guint i = 0; field->words[i] != NULL; i++)
      printf ("%s`%s`", i == 0 ? ": " : ", ", field->words[i]);
  } else if (field->kind == PARLOR_ITEM || field->kind == PARLOR_LIST) {
    printf (" of [%s](#%s)", parlor_packet_info (field->item)->name,
            parlor_packet_info (field->item)->name);
  }

  printf (" | %s | ", field->need == PARLOR_REQUIRED ? "yes" : "");
  if (field->kind == PARLOR_STR || field->kind == PARLOR_BYTES)
    printf ("%" G_GINT64_FORMAT " bytes", field->max);
  else if (field->kind == PARLOR_LIST)
    printf ("%" G_GINT64_FORMAT " items", field->max);
  else if (field->kind == PARLOR_INT && field->max < G_MAXINT64)
    printf ("%" G_GINT64_FORMAT, field->max);
  printf (" | %s |\n", field->summary);
}

static void
print_packet (const ParlorPacketInfo *packet)
{
  static const char *access[] = { "before sign-in, too", "once signed in", "administrators",
                                  "the server's own socket" };

  printf ("\n### %s\n\n%s", packet->name, packet->summary);
  if (packet->sender == PARLOR_SENDER_CLIENT)
    printf (" *%s; costs %u.*", access[packet->access], packet->cost);
  printf ("\n");

  if (packet->n_fields > 0)
    printf ("\n| member | kind | required | at most | what |\n| --- | --- | --- | --- | --- |\n");
  for (guint i = 0; i < packet->n_fields; i++)
    print_field (&packet->fields[i]);
}

static void
print_dictionary (void)
{
  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    const ParlorPacketInfo *packet = parlor_packet_info (type);

    printf ("\"\\\"type\\\":\\\"%s\\\"\"\n", packet->name);
    for (guint i = 0; i < packet->n_fields; i++) {
      printf ("\"\\\"%s\\\":\"\n", packet->fields[i].name);
      if (packet->fields[i].kind != PARLOR_ENUM)
        continue;
      for (guint j = 0; packet->fields[i].words[j] != NULL; j++)
        printf ("\"\\\"%s\\\"\"\n", packet->fields[i].words[j]);
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  static const char *headings[] = { "Packets of the client", "Packets of the server", "Parts" };
  g_autofree char   *head = NULL;
  g_autoptr (GError) error = NULL;

  if (argc == 2 && g_str_equal (argv[1], "--dictionary")) {
    print_dictionary ();
    return 0;
  }

  if (argc != 2 || !g_file_get_contents (argv[1], &head, NULL, &error)) {
    g_printerr ("%s: %s\n", argv[0], error != NULL ? error->message : "needs one file");
    return 1;
  }

  printf ("%s", head);
  for (ParlorSender sender = PARLOR_SENDER_CLIENT; sender <= PARLOR_SENDER_PART; sender++) {
    printf ("\n## %s\n", headings[sender]);
    for (guint type = 0; type < PARLOR_N_PACKETS; type++)
      if (parlor_packet_info (type)->sender == sender)
        print_packet (parlor_packet_info (type));
  }

  return 0;
}
