// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/peer/commands.h"
#include "app/cli/session.h"

namespace espseal::cli {

void add_peer_commands(CLI::App &app, Session &session)
{
    CLI::App &peer = *app.add_subcommand("peer", "Be the TLS peer of a device (OpenSSL), and see every message");
    peer.require_subcommand(1);
    add_peer_server(peer, session);
    add_peer_client(peer, session);
}

} // namespace espseal::cli
