// SPDX-License-Identifier: Apache-2.0
// espseal device request-key
#include "app/cli/device/own_key.h"

#include <CLI/CLI.hpp>

#include "core/base/files.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct RequestOptions : OwnKeyOptions {
    std::string name;
    std::string out;
};

Result<Outcome> fetch_request(const Session &session, const RequestOptions &options)
{
    const auto wishes = options.wishes(QString::fromStdString(options.name), session);
    if (!wishes)
        return failure(wishes.error());
    const auto made = have_key_made(options.board, *wishes, session);
    if (!made)
        return failure(made.error());
    const auto &[request, agent, sector, replaces] = made->asked;
    const QString out = QString::fromStdString(options.out);
    if (const Result<void> written = write_file(out, request.pem()); !written)
        return failure(written.error());
    const QString place = to_string(Address(sector));
    QStringList lines {
        DeviceTexts::tr("%1 keeps its key (%2) at %3; the request for its certificate is in %4.").arg(agent.mac, request.key().name, place, out)
    };
    if (replaces)
        lines << DeviceTexts::tr("Its present certificate stays in use until the new one is delivered.");
    lines << DeviceTexts::tr("Have it signed (espseal cert sign), then: espseal device give-certificate --port P CERT");
    return Outcome { { { u"ok"_s, true }, { u"request"_s, QString::fromLatin1(request.pem()) }, { u"file"_s, out }, { u"key"_s, request.key().name },
                         { u"subject"_s, request.subject() }, { u"sector"_s, qint64(sector.value()) }, { u"replaces"_s, replaces },
                         { u"agent"_s, to_json(agent) } },
        lines.join(u'\n') };
}

} // namespace

void add_device_request_key(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("request-key", "Have the device make its own key, and fetch the request for its certificate");
    const auto options = std::make_shared<RequestOptions>();
    options->add_to(command);
    command.add_option("--cn", options->name, "Common name in the request")->required();
    command.add_option("--out", options->out, "File for the request (PKCS#10, PEM)")->required()->option_text("F.csr");
    command.callback([&session, options] { session.choose([options](Session &chosen) { return fetch_request(chosen, *options); }); });
}

} // namespace espseal::cli
