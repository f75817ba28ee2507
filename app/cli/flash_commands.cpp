// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/flash/commands.h"

namespace espseal::cli {

void add_flash_commands(CLI::App &app, Session &session)
{
    CLI::App &flash = *app.add_subcommand("flash", "Plan what lies where in flash");
    flash.require_subcommand(1);
    flash.fallthrough();
    add_flash_check(flash, session);
    add_flash_show(flash, session);
    add_flash_suggest(flash, session);
    add_flash_export(flash, session);
    add_flash_import(flash, session);
    add_flash_layouts(flash, session);

    CLI::App &image = *app.add_subcommand("image", "Look into ESP8266 program images");
    image.require_subcommand(1);
    image.fallthrough();
    add_image_info(image, session);
}

} // namespace espseal::cli
