// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/device/commands.h"

namespace espseal::cli {

void add_device_commands(CLI::App &app, Session &session)
{
    CLI::App &device
        = *app.add_subcommand("device", "Boards on serial ports: read, write, erase and verify their flash; certificates for keys that they make themselves");
    device.require_subcommand(1);
    device.fallthrough();
    add_device_list(device, session);
    add_device_info(device, session);
    add_device_read(device, session);
    add_device_write(device, session);
    add_device_verify(device, session);
    add_device_erase(device, session);
    add_device_reset(device, session);
    add_device_request_key(device, session);
    add_device_give_certificate(device, session);
    add_device_identity(device, session);
}

} // namespace espseal::cli
