// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/base/ordinary_file.h"
#include "core/pki/finding.h"
#include "core/pki/key_mode.h"
#include "core/pki/messages.h"
#include "core/pki/sdk_material.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Result<SecureBytes> read_input(const SdkConvertRequest &request, const QString &name)
{
    const QString path = request.folder + u'/' + name;
    return check_ordinary_file(path).and_then([&] { return read_secret_file(path, credential_file_limit); });
}

bool has(const QString &folder, const QString &name)
{
    return QFileInfo::exists(folder + u'/' + name);
}

bool has_pair(const QString &folder, const QString &role)
{
    return has(folder, role + u".crt"_s) && has(folder, role + u".key"_s);
}

// The script's rule: the first certificate of a file counts, others are left out.
Result<Certificate> first_certificate(const SecureBytes &bytes, const QString &name, QList<Finding> &findings)
{
    const auto certificates = read_certificates(bytes.view(), name);
    if (!certificates)
        return failure(certificates.error());
    if (certificates->size() > 1)
        findings << finding(u"sdk-chain-dropped"_s, Severity::warning,
            Messages::tr("%1 holds %2 certificates; only the first is used.").arg(name).arg(certificates->size()),
            Messages::tr("Pack the whole chain with `espseal blob pack` if the device needs it."), Messages::tr("The SDK's script does the same."));
    return certificates->first();
}

Result<void> read_identity(const SdkConvertRequest &request, const QString &role, SdkMaterial &material)
{
    const QString certificate_name = role + u".crt"_s;
    const QString key_name = role + u".key"_s;
    auto certificate_bytes = read_input(request, certificate_name);
    if (!certificate_bytes)
        return failure(certificate_bytes.error());
    auto key_bytes = read_input(request, key_name);
    if (!key_bytes)
        return failure(key_bytes.error());
    const auto certificate = first_certificate(*certificate_bytes, certificate_name, material.findings);
    if (!certificate)
        return failure(certificate.error());
    const auto key = read_private_key(key_bytes->view(), key_name, request.prompt);
    if (!key)
        return failure(key.error());
    if (const auto plain = read_credentials(key_bytes->view(), key_name)) // an encrypted one does not read without its password
        material.findings << check_key_mode(*plain, request.folder + u'/' + key_name);
    const auto identity = Identity::make(*certificate, *key);
    if (!identity)
        return failure(identity.error());
    material.blob = *identity;
    material.header = *identity;
    material.copies.push_back({ role + u'/' + certificate_name, std::move(*certificate_bytes), false });
    material.copies.push_back({ role + u'/' + key_name, std::move(*key_bytes), true });
    return {};
}

} // namespace

QList<Finding> unused_input(const QString &folder, bool has_ca)
{
    QList<Finding> findings;
    for (const QString &name : { u"client.crt"_s, u"client.key"_s, u"server.crt"_s, u"server.key"_s }) {
        const QString role = name.section(u'.', 0, 0);
        if (!has(folder, name) || (has_ca && has_pair(folder, role)))
            continue;
        const QString missing = has_ca ? role + (name.endsWith(u".crt"_s) ? u".key"_s : u".crt"_s) : u"ca.crt"_s;
        findings << finding(u"sdk-unused-input"_s, Severity::warning, Messages::tr("%1 is not used, because there is no %2.").arg(name, missing),
            Messages::tr("Put %1 beside it and convert again.").arg(missing));
    }
    if (has_ca && has_pair(folder, u"client"_s) && has_pair(folder, u"server"_s))
        findings << finding(u"sdk-unused-input"_s, Severity::info, Messages::tr("server.crt and server.key are not used: the client's identity comes first."),
            Messages::tr("Move client.crt and client.key away to convert the server's."), Messages::tr("The SDK's script does the same."));
    return findings;
}

Result<SdkMaterial> read_sdk_material(const SdkConvertRequest &request)
{
    auto ca_bytes = read_input(request, u"ca.crt"_s);
    if (!ca_bytes)
        return failure(ca_bytes.error());
    QList<Finding> findings;
    const auto ca = first_certificate(*ca_bytes, u"ca.crt"_s, findings);
    if (!ca)
        return failure(ca.error());
    SdkMaterial material {
        .mode = SdkConvertMode::ca_only, .ca = *ca, .blob = {}, .header = {}, .copies = {}, .findings = findings, .inputs = { u"ca.crt"_s }
    };
    material.copies.push_back({ u"ca/ca.crt"_s, std::move(*ca_bytes), false });
    for (const auto &[role, mode] : { std::pair(u"client"_s, SdkConvertMode::client), std::pair(u"server"_s, SdkConvertMode::server) }) {
        if (!has_pair(request.folder, role))
            continue;
        material.mode = mode;
        material.inputs << role + u".crt"_s << role + u".key"_s;
        if (const auto read = read_identity(request, role, material); !read)
            return failure(read.error());
        break;
    }
    material.findings << unused_input(request.folder, true);
    return material;
}

} // namespace espseal::pki
