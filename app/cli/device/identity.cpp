// SPDX-License-Identifier: Apache-2.0
// espseal device identity: the device makes its key, a CA here signs, the device gets its certificate.
#include "app/cli/device/own_key.h"

#include <CLI/CLI.hpp>

#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/base/files.h"
#include "core/pki/issue.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct IdentityOptions : OwnKeyOptions {
    CaAccess ca;
    std::string san;
    std::string out;
    int days = 730;
    pki::Role role = pki::Role::device;
};

Result<pki::CertificateSpec> spec_of(const IdentityOptions &options)
{
    pki::CertificateSpec spec;
    spec.role = options.role;
    spec.subject = pki::SubjectName::of(to_qt(options.name));
    spec.validity = pki::Validity::days(options.days);
    if (!options.san.empty()) {
        auto names = pki::parse_alt_names(to_qt(options.san));
        if (!names)
            return failure(names.error());
        spec.alt_names = std::move(*names);
    }
    return spec;
}

Result<Outcome> make_identity(const Session &session, const IdentityOptions &options)
{
    // What can go wrong here goes wrong before the device has made a key.
    const auto spec = spec_of(options);
    if (!spec)
        return failure(spec.error());
    const auto ca = options.ca.open(session);
    if (!ca)
        return failure(ca.error());
    const auto wishes = options.wishes(session);
    if (!wishes)
        return failure(wishes.error());
    const auto port = console_of(options.board, session);
    if (!port)
        return failure(port.error());

    const auto made = provision::request_device_key(**port, *wishes, session.job());
    if (!made)
        return failure(made.error());
    const auto certificate
        = pki::SubjectKey::of(made->request).and_then([&](const pki::SubjectKey &key) { return pki::issue(*spec, key, ca->certificate, *ca->signer); });
    if (!certificate)
        return failure(certificate.error());
    const auto chain = provision::device_chain(QList { *certificate, ca->certificate } + ca->chain);
    if (!chain)
        return failure(chain.error());
    if (!options.out.empty()) {
        QByteArray pem;
        for (const pki::Certificate &part : *chain)
            pem += part.pem();
        if (const Result<void> written = write_file(to_qt(options.out), pem); !written)
            return failure(written.error());
    }
    const auto delivered = provision::deliver_certificate(**port, *chain, session.job());
    if (!delivered)
        return failure(delivered.error());

    QStringList lines = describe(*certificate);
    lines << describe(*delivered) << DeviceTexts::tr("The private key was made on the device and has not left it.");
    QJsonObject json { { u"ok"_s, true }, { u"certificate"_s, to_json(*certificate) }, { u"identity"_s, to_json(*delivered) },
        { u"agent"_s, to_json(delivered->agent) }, { u"replaced"_s, made->replaces }, { u"signed_by"_s, ca->audit } };
    if (!options.out.empty()) {
        lines << DeviceTexts::tr("Written: %1").arg(to_qt(options.out));
        json[u"files"_s] = QJsonArray { to_qt(options.out) };
    }
    return Outcome { json, lines.join(u'\n') };
}

} // namespace

void add_device_identity(CLI::App &device, Session &session)
{
    constexpr int most_days = 36500;
    CLI::App &command = *device.add_subcommand("identity", "Have the device make its own key, sign its certificate here, and deliver it");
    const auto options = std::make_shared<IdentityOptions>();
    options->add_to(command);
    options->ca.add_to(command);
    command.add_option("--san", options->san, "Names of the device as server: IP:192.168.4.1,DNS:esp.local (default: the common name)");
    command.add_option("--days", options->days, "Days until it expires")->check(CLI::Range(1, most_days))->capture_default_str();
    add_choice<pki::Role>(command, "--role", options->role,
        { { "server", pki::Role::server }, { "client", pki::Role::client }, { "device", pki::Role::device } }, "What it is for (default device: both)");
    command.add_option("--out", options->out, "File for the certificate and its chain, PEM; the key stays on the device")->option_text("F.crt");
    command.callback([&session, options] { session.choose([options](Session &chosen) { return make_identity(chosen, *options); }); });
}

} // namespace espseal::cli
