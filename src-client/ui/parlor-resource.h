/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Path of a file that is compiled into the program, see parlor.gresource.xml. */
#define PARLOR_RESOURCE(file_name) "/io/github/parlor_chat/Parlor/" file_name
