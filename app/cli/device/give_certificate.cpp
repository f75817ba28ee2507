// SPDX-License-Identifier: Apache-2.0
// espseal device give-certificate
#include "app/cli/device/own_key.h"

#include <CLI/CLI.hpp>

#include "core/pki/credential_file.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct GiveOptions {
    BoardOptions board;
    std::vector<std::string> files;
};

Result<Outcome> give(const Session &session, const GiveOptions &options)
{
    QStringList paths;
    for (const std::string &file : options.files)
        paths << QString::fromStdString(file);
    const auto files = pki::read_credential_files(paths);
    if (!files)
        return failure(files.error());
    const auto chain = provision::device_chain(files->certificates);
    if (!chain)
        return failure(chain.error());
    const auto port = console_of(options.board, session);
    if (!port)
        return failure(port.error());
    const auto delivered = provision::deliver_certificate(**port, *chain, session.job());
    if (!delivered)
        return failure(delivered.error());
    return Outcome { { { u"ok"_s, true }, { u"identity"_s, to_json(*delivered) }, { u"agent"_s, to_json(delivered->agent) } }, describe(*delivered) };
}

} // namespace

void add_device_give_certificate(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("give-certificate", "Hand the device the certificate for the key that it made");
    const auto options = std::make_shared<GiveOptions>();
    add_port_option(command, options->board);
    command.add_option("CERT", options->files, "The device's certificate and its intermediate CAs, in any order and form")->required();
    command.callback([&session, options] { session.choose([options](Session &chosen) { return give(chosen, *options); }); });
}

} // namespace espseal::cli
