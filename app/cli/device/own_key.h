// SPDX-License-Identifier: Apache-2.0
// What the commands share that have a device make its key.
#pragma once

#include "app/cli/device/commands.h"
#include "core/provision/device_key.h"

namespace espseal::cli {

struct OwnKeyOptions {
    BoardOptions board;
    std::string key = "ec:p256";
    bool replace = false;
    bool erase_first = false;

    void add_to(CLI::App &command);
    // Also warns of what takes long.
    [[nodiscard]] Result<provision::DeviceKeyWishes> wishes(const QString &common_name, const Session &session) const;
};

// The board's console, open.
[[nodiscard]] Result<std::unique_ptr<loader::Transport>> console_of(const BoardOptions &options, const Session &session);

// A key that the device has made, and the line to it, still open.
struct MadeKey {
    std::unique_ptr<loader::Transport> console;
    provision::DeviceKeyRequest asked;

    [[nodiscard]] Result<provision::DeliveredIdentity> deliver(const QList<pki::Certificate> &chain, const Session &session) const;
};
[[nodiscard]] Result<MadeKey> have_key_made(const BoardOptions &board, const provision::DeviceKeyWishes &wishes, const Session &session);

[[nodiscard]] QJsonObject to_json(const provision::AgentFacts &agent);
// "identity" of the JSON, and a sentence for people.
[[nodiscard]] QJsonObject to_json(const provision::DeliveredIdentity &delivered);
[[nodiscard]] QString describe(const provision::DeliveredIdentity &delivered);

} // namespace espseal::cli
