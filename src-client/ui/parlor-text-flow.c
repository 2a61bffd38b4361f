/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-text-flow"

#include "parlor-text-flow.h"

#define GAP_PX 8

/**
 * ParlorTextFlow:
 *
 * Lays out the text of a message and, at its end, the time: on the last line
 * of the text if there is room, else on a line below it.  Without a text the
 * time stands alone.
 *
 * The .ui file gives it the widget that ends the text.
 */
struct _ParlorTextFlow
{
  GtkWidget parent_instance;

  GtkWidget *text;       /* (nullable) */
  GtkLabel  *last_label; /* (nullable): at the end of @text, as wide as that */
  GtkWidget *end;
  int        max_width_px;
};

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlorTextFlow,
                               parlor_text_flow,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

static GtkBuildableIface *parent_buildable_iface;

static gboolean
has_text (ParlorTextFlow *self)
{
  return self->text != NULL && gtk_widget_should_layout (self->text);
}

/* Laying out takes the most of what a message costs: a label that has just been
 * measured has done it. */
static PangoLayout *
lay_out (GtkLabel *label,
         int       width)
{
  PangoLayout *layout = gtk_label_get_layout (label);

  if (pango_layout_get_width (layout) == width)
    return g_object_ref (layout);

  layout = pango_layout_copy (layout);
  pango_layout_set_width (layout, width);

  return layout;
}

/* Width that the last line takes when the text is wrapped at @width_px (-1:
 * not at all); G_MAXINT if there is no such line, or if it is written against
 * the direction of the widget: its end is then where the time would stand. */
static int
last_line_width_px (ParlorTextFlow *self,
                    int             width_px)
{
  const gboolean          is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autoptr (PangoLayout) layout = NULL;
  PangoLayoutLine        *line;
  PangoRectangle          rect;

  if (self->last_label == NULL)
    return G_MAXINT;

  layout = lay_out (self->last_label, width_px < 0 ? -1 : width_px * PANGO_SCALE);
  line = pango_layout_get_line_readonly (layout, pango_layout_get_line_count (layout) - 1);
  if ((line->resolved_dir == PANGO_DIRECTION_RTL) != is_rtl)
    return G_MAXINT;

  pango_layout_line_get_pixel_extents (line, NULL, &rect);

  return rect.width;
}

static gboolean
fits_on_last_line (ParlorTextFlow *self,
                   int             width_px,
                   int             end_width_px)
{
  const int line_px = last_line_width_px (self, width_px);

  return line_px < G_MAXINT && line_px + GAP_PX + end_width_px <= width_px;
}

static void
measure_width (ParlorTextFlow *self,
               int            *minimum,
               int            *natural)
{
  int text_min, text_nat, end_min, end_nat, line_px;

  gtk_widget_measure (self->end, GTK_ORIENTATION_HORIZONTAL, -1, &end_min, &end_nat, NULL, NULL);
  *minimum = end_min;
  *natural = end_nat;
  if (!has_text (self))
    return;

  gtk_widget_measure (self->text, GTK_ORIENTATION_HORIZONTAL, -1,
                      &text_min, &text_nat, NULL, NULL);
  line_px = last_line_width_px (self, -1);
  *minimum = MAX (text_min, end_min);
  *natural = MAX (text_nat, end_nat);
  if (line_px < G_MAXINT)
    *natural = MAX (*natural, line_px + GAP_PX + end_nat);
  if (self->max_width_px > 0)
    *natural = MIN (*natural, self->max_width_px);
  *natural = MAX (*natural, *minimum);
}

/* It may be asked how high it is at a width that it would never take: with an
 * alignment, it is given the width that it wants. */
static void
measure_height (ParlorTextFlow *self,
                int             width_px,
                int            *minimum,
                int            *natural)
{
  int text_px, end_px, end_width_px;

  if (width_px < 0)
    measure_width (self, &end_width_px, &width_px);
  else if (self->max_width_px > 0)
    width_px = MIN (width_px, self->max_width_px);

  gtk_widget_measure (self->end, GTK_ORIENTATION_HORIZONTAL, -1, &end_width_px, NULL, NULL, NULL);
  gtk_widget_measure (self->end, GTK_ORIENTATION_VERTICAL, -1, &end_px, NULL, NULL, NULL);
  *minimum = *natural = end_px;
  if (!has_text (self))
    return;

  gtk_widget_measure (self->text, GTK_ORIENTATION_VERTICAL, width_px,
                      &text_px, NULL, NULL, NULL);
  if (fits_on_last_line (self, width_px, end_width_px))
    *minimum = *natural = MAX (text_px, end_px);
  else
    *minimum = *natural = text_px + end_px;
}

static GtkSizeRequestMode
parlor_text_flow_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
parlor_text_flow_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  ParlorTextFlow *self = PARLOR_TEXT_FLOW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    measure_height (self, for_size, minimum, natural);
}

static void
parlor_text_flow_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  ParlorTextFlow *self = PARLOR_TEXT_FLOW (widget);
  const gboolean  is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation   text = { 0, 0, width, height };
  GtkAllocation   end = { 0 };

  gtk_widget_measure (self->end, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &end.width, NULL, NULL);
  gtk_widget_measure (self->end, GTK_ORIENTATION_VERTICAL, -1, &end.height, NULL, NULL, NULL);
  end.width = MIN (end.width, width);
  end.x = is_rtl ? 0 : width - end.width;
  end.y = height - end.height;

  if (has_text (self)) {
    gtk_widget_measure (self->text, GTK_ORIENTATION_VERTICAL, width,
                        &text.height, NULL, NULL, NULL);
    gtk_widget_size_allocate (self->text, &text, -1);
  }
  gtk_widget_size_allocate (self->end, &end, -1);
}

static void
parlor_text_flow_add_child (GtkBuildable *buildable,
                            GtkBuilder   *builder,
                            GObject      *child,
                            const char   *type)
{
  ParlorTextFlow *self = PARLOR_TEXT_FLOW (buildable);

  if (!GTK_IS_WIDGET (child)) {
    parent_buildable_iface->add_child (buildable, builder, child, type);
    return;
  }

  self->end = GTK_WIDGET (child);
  gtk_widget_set_parent (self->end, GTK_WIDGET (self));
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = parlor_text_flow_add_child;
}

static void
parlor_text_flow_dispose (GObject *object)
{
  ParlorTextFlow *self = PARLOR_TEXT_FLOW (object);

  self->text = NULL;
  self->last_label = NULL;
  self->end = NULL;
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (parlor_text_flow_parent_class)->dispose (object);
}

static void
parlor_text_flow_class_init (ParlorTextFlowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_text_flow_dispose;

  widget_class->get_request_mode = parlor_text_flow_get_request_mode;
  widget_class->measure = parlor_text_flow_measure;
  widget_class->size_allocate = parlor_text_flow_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "textflow");
}

static void
parlor_text_flow_init (ParlorTextFlow *self)
{
}

/**
 * parlor_text_flow_set_max_width_px:
 * @self: a text flow
 * @max_width_px: what it asks for at most, 0 for no limit
 *
 * Long lines are hard to read, and a text below an image is as wide as that.
 */
void
parlor_text_flow_set_max_width_px (ParlorTextFlow *self,
                                   int             max_width_px)
{
  g_return_if_fail (PARLOR_IS_TEXT_FLOW (self));
  g_return_if_fail (max_width_px >= 0);

  if (self->max_width_px == max_width_px)
    return;

  self->max_width_px = max_width_px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * parlor_text_flow_set_text:
 * @self: a text flow, which has none yet
 * @text: what stands in it
 */
void
parlor_text_flow_set_text (ParlorTextFlow *self,
                           GtkWidget      *text)
{
  g_return_if_fail (PARLOR_IS_TEXT_FLOW (self));
  g_return_if_fail (GTK_IS_WIDGET (text));
  g_return_if_fail (self->text == NULL);

  self->text = text;
  gtk_widget_insert_after (text, GTK_WIDGET (self), NULL);
}

/**
 * parlor_text_flow_set_last_label:
 * @self: a text flow
 * @label: (nullable): what the text ends with, as wide as the whole of it;
 *   %NULL if the end stands below the text in any case
 *
 * Has to be called again before @label goes.
 */
void
parlor_text_flow_set_last_label (ParlorTextFlow *self,
                                 GtkLabel       *label)
{
  g_return_if_fail (PARLOR_IS_TEXT_FLOW (self));
  g_return_if_fail (label == NULL || GTK_IS_LABEL (label));

  self->last_label = label;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
