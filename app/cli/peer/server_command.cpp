// SPDX-License-Identifier: Apache-2.0
#include "app/cli/peer/commands.h"

namespace espseal::cli {

namespace {

struct ServerOptions : PeerOptions {
    bool require_client_certificate = false;
};

Result<Outcome> serve(Session &session, const ServerOptions &options)
{
    Result<monitor::PeerSettings> settings = options.settings(session, wire::TlsRole::server);
    if (!settings)
        return failure(settings.error());
    settings->require_client_certificate = options.require_client_certificate;
    return run_peer(session, options, std::move(*settings));
}

} // namespace

void add_peer_server(CLI::App &peer, Session &session)
{
    CLI::App &command = *peer.add_subcommand("server", "A TLS server for a device that is client; answers HTTP, echoes anything else");
    const auto options = std::make_shared<ServerOptions>();
    command.add_option("--listen", options->address, "HOST:PORT of this computer; port 0 lets the system choose")->required();
    options->add_to(command);
    command.add_flag("--require-client-cert", options->require_client_certificate, "Demand a certificate from the device, signed by --ca");
    command.add_option("--count", options->count, "End after this many connections");
    command.callback([&session, options] { session.choose([options](Session &chosen) { return serve(chosen, *options); }); });
}

} // namespace espseal::cli
