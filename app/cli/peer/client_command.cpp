// SPDX-License-Identifier: Apache-2.0
#include "app/cli/peer/commands.h"

namespace espseal::cli {

namespace {

struct ClientOptions : PeerOptions {
    std::string name;
};

Result<Outcome> connect_once(Session &session, const ClientOptions &options)
{
    Result<monitor::PeerSettings> settings = options.settings(session, wire::TlsRole::client);
    if (!settings)
        return failure(settings.error());
    settings->expected_name = QString::fromStdString(options.name);
    return run_peer(session, options, std::move(*settings));
}

} // namespace

void add_peer_client(CLI::App &peer, Session &session)
{
    CLI::App &command = *peer.add_subcommand("client", "Connect to a device that is server, ask it for a page, and close");
    const auto options = std::make_shared<ClientOptions>();
    options->count = 1;
    command.add_option("ADDRESS", options->address, "The device, HOST:PORT")->required();
    options->add_to(command);
    command.add_option("--name", options->name, "Name or IP address that its certificate must be made for (default: not checked)");
    command.callback([&session, options] { session.choose([options](Session &chosen) { return connect_once(chosen, *options); }); });
}

} // namespace espseal::cli
