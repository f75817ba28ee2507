// SPDX-License-Identifier: Apache-2.0
#include "app/studio/provision/device_key_job.h"

#include "core/provision/provisioner.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DeviceKey", text);
}

QString fix_for(const QString &code)
{
    if (code == "agent-missing"_L1 || code == "agent-silent"_L1 || code == "device-key-no-sector"_L1)
        return tr("Let the plan leave its certificate to the device and provision the board; or make the key here.");
    if (code == "agent-old"_L1)
        return tr("Provision the board with the current firmware, or make the key here.");
    if (code == "device-key-exists"_L1)
        return tr("Tick \"Replace what it has\": the old one stays in use until the new certificate is there.");
    if (code == "device-key-other-pending"_L1)
        return tr("Choose that kind of key, or tick \"Replace what it has\" to give it up.");
    if (code == "device-key-foreign"_L1)
        return tr("Provision the board with a plan that leaves its certificate to the device: that clears the sector.");
    if (code == "device-key-no-room"_L1)
        return tr("Use a P-256 key or a CA without others above it.");
    if (code == "device-key-wish"_L1 || code == "device-key-kind"_L1)
        return tr("Choose P-256 or RSA 2048, and a name of 1 to 64 characters.");
    if (code == "device-key-none-pending"_L1)
        return tr("Make it again: the device makes a new key for it.");
    if (code == provision::device_key_kept)
        return tr("Keep it, and the plan leaves that region to the device; or overwrite it, and the key and its certificate are lost for good.");
    return {};
}

} // namespace

Error in_studio_words(Error error)
{
    if (const QString fix = fix_for(error.code); !fix.isEmpty())
        error.fix = fix;
    return error;
}

Result<provision::AgentFacts> ask_agent(const QString &port, const provision::AgentTalk &talk, const Job &job)
{
    const auto console = provision::open_console(port, job);
    if (!console)
        return failure(console.error());
    const auto link = provision::AgentLink::find(**console, job, talk);
    if (!link)
        return failure(link.error());
    if (!link->agent().makes_keys())
        return failed(
            u"agent-old"_s, tr("The agent on this device (%1) is too old: it does not make keys.").arg(link->agent().firmware), fix_for(u"agent-old"_s));
    return link->agent();
}

Result<DeviceCertificate> make_device_identity(const DeviceKeyOrder &order, const provision::AgentTalk &talk, const Job &job)
{
    // What can go wrong here goes wrong before the device has made a key.
    IssueRequest request = order.request;
    if (const auto checked = order_of(request); !checked)
        return failure(checked.error());
    const auto kind = provision::device_key_kind(request.choices.key ? pki::to_string(*request.choices.key) : u"ec:p256"_s);
    if (!kind)
        return failure(kind.error());
    const auto ca = load_ca(KeyFolder(*order.keys, job, tr("Signing the request of the device")), request.issuer);
    if (!ca)
        return failure(ca.error());
    const auto console = provision::open_console(order.port, job);
    if (!console)
        return failure(console.error());
    const auto made
        = provision::request_device_key(**console, { *kind, request.choices.subject.value(pki::SubjectField::common_name), order.replace }, job, talk);
    if (!made)
        return failure(made.error());
    request.answers = made->request;
    const auto issued = sign_answer(request, *ca);
    if (!issued)
        return failure(issued.error());
    const auto delivered = provision::deliver_certificate(**console, QList { issued->certificate } + ca->chain(), job, talk);
    if (!delivered)
        return failure(delivered.error());
    return DeviceCertificate { { .name = request.name(),
                                   .certificate = issued->certificate,
                                   .chain = ca->chain(),
                                   .key = {},
                                   .on_device = DeviceKeyMark { delivered->agent.mac, Address(delivered->sector) } },
        delivered->agent };
}

} // namespace espseal::studio
