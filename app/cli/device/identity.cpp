// SPDX-License-Identifier: Apache-2.0
// espseal device identity: the device makes its key, a CA here signs, the device gets its certificate.
#include "app/cli/device/own_key.h"

#include <CLI/CLI.hpp>

#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/issue_options.h"
#include "app/cli/pki/report.h"
#include "core/base/files.h"
#include "core/pki/request_make.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct IdentityOptions : OwnKeyOptions {
    ChoiceOptions choices;
    CaAccess ca;
    std::string out;
};

Result<pki::IssueChoices> choices_of(const IdentityOptions &options)
{
    auto choices = options.choices.choices();
    if (!choices)
        return choices;
    if (choices->base && choices->base->self_signed)
        return usage_error(u"template-signs-itself"_s, DeviceTexts::tr("The template %1 makes a CA of its own.").arg(choices->base->name),
            DeviceTexts::tr("Use a template for devices."));
    if (!choices->role && !choices->base)
        choices->role = pki::Role::device;
    return choices;
}

Result<QStringList> write_chain(const std::string &out, const QList<pki::Certificate> &chain)
{
    if (out.empty())
        return QStringList();
    const QString path = QString::fromStdString(out);
    QByteArray pem;
    for (const pki::Certificate &certificate : chain)
        pem += certificate.pem();
    return write_file(path, pem).transform([&] { return QStringList { path }; });
}

Result<Outcome> make_identity(const Session &session, const IdentityOptions &options)
{
    // What can go wrong here goes wrong before the device has made a key.
    const auto choices = choices_of(options);
    if (!choices)
        return failure(choices.error());
    const auto wishes = options.wishes(choices->subject.value(pki::SubjectField::common_name), session);
    if (!wishes)
        return failure(wishes.error());
    if (const auto order = choices->order(); !order)
        return failure(order.error());
    const auto opened = options.ca.open(session);
    if (!opened)
        return failure(opened.error());
    const pki::IssuingCa ca = opened->issuing();

    const auto made = have_key_made(options.board, *wishes, session);
    if (!made)
        return failure(made.error());
    const auto issued = pki::sign_request(made->asked.request, *choices, ca);
    if (!issued)
        return failure(issued.error());
    const QList<pki::Certificate> chain = QList { issued->certificate } + ca.chain();
    const auto files = write_chain(options.out, chain);
    if (!files)
        return failure(files.error());
    const auto delivered = made->deliver(chain, session);
    if (!delivered)
        return failure(delivered.error());

    note(session, issued->findings);
    QStringList lines = describe(issued->certificate);
    lines << describe(*delivered) << DeviceTexts::tr("The private key was made on the device and has not left it.");
    if (!files->isEmpty())
        lines << DeviceTexts::tr("Written: %1").arg(files->join(u", "_s));
    return Outcome { { { u"ok"_s, true }, { u"certificate"_s, to_json(issued->certificate) }, { u"identity"_s, to_json(*delivered) },
                         { u"agent"_s, to_json(delivered->agent) }, { u"replaced"_s, made->asked.replaces }, { u"signed_by"_s, opened->audit },
                         { u"findings"_s, to_json(issued->findings) }, { u"files"_s, QJsonArray::fromStringList(*files) } },
        lines.join(u'\n') };
}

} // namespace

void add_device_identity(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("identity", "Have the device make its own key, sign its certificate here, and deliver it");
    const auto options = std::make_shared<IdentityOptions>();
    options->add_to(command);
    options->choices.add_to(command, ChoiceOptions::For::request);
    options->ca.add_to(command);
    command.add_option("--out", options->out, "File for the certificate and its chain, PEM; the key stays on the device")->option_text("F.crt");
    command.callback([&session, options] { session.choose([options](Session &chosen) { return make_identity(chosen, *options); }); });
}

} // namespace espseal::cli
