// SPDX-License-Identifier: Apache-2.0
// The commands of the group `device`, one function each.
#pragma once

#include <QCoreApplication>

#include "app/cli/session.h"
#include "core/loader/flash_client.h"

#include <functional>
#include <string>

namespace espseal::cli {

void add_device_list(CLI::App &device, Session &session);
void add_device_info(CLI::App &device, Session &session);
void add_device_read(CLI::App &device, Session &session);
void add_device_write(CLI::App &device, Session &session);
void add_device_verify(CLI::App &device, Session &session);
void add_device_erase(CLI::App &device, Session &session);
void add_device_reset(CLI::App &device, Session &session);
void add_device_request_key(CLI::App &device, Session &session);
void add_device_give_certificate(CLI::App &device, Session &session);
void add_device_identity(CLI::App &device, Session &session);

// Which board, and how: the options that these commands share.
struct BoardOptions {
    std::string port; // empty: the only one that is there
    int baud = 115200;
    std::string flash_size;
    bool in_loader = false; // somebody held FLASH and pressed RST: do not reset
    bool stay = false; // leave it in the loader at the end
};
void add_port_option(CLI::App &command, BoardOptions &options);
void add_board_options(CLI::App &command, BoardOptions &options);

// The named port, or the only USB adapter.
[[nodiscard]] Result<QString> chosen_port(const BoardOptions &options, const Session &session);

// Connects, works, and restarts the board into its application whatever came out; adds "device" and "reset" to the JSON.
using BoardWork = std::function<Result<Outcome>(loader::FlashClient &board, const Job &job)>;
[[nodiscard]] Result<Outcome> with_board(Session &session, const BoardOptions &options, const BoardWork &work);

[[nodiscard]] QJsonObject to_json(const loader::DeviceInfo &info);
[[nodiscard]] QJsonObject to_json(const loader::ResetReport &report);
// One sentence for people: how the restart went.
[[nodiscard]] QString describe(const loader::ResetReport &report);

// "0x7B000" and a size, checked.
[[nodiscard]] Result<Address> parse_address(const std::string &text);
[[nodiscard]] Result<Range> parse_range(const std::string &address, const std::string &size);

struct DeviceTexts {
    Q_DECLARE_TR_FUNCTIONS(espseal::cli::device)
};

} // namespace espseal::cli
