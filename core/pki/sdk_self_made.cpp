// SPDX-License-Identifier: Apache-2.0
#include "core/pki/finding.h"
#include "core/pki/issue.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/sdk_material.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int days = 5000; // as the script

CertificateSpec spec_of(const SdkConvertRequest &request, Role role, const QString &common_name, const QString &sdk_organization)
{
    CertificateSpec spec;
    spec.role = role;
    spec.subject = SubjectName::of(common_name, request.like_sdk ? sdk_organization : QString());
    spec.validity = Validity::days(days);
    if (request.like_sdk) {
        spec.digest = Digest::sha1;
        spec.version_1 = true;
    }
    return spec;
}

Result<void> add_files(SdkMaterial &material, const QString &path, const Certificate &certificate, const PrivateKey &key)
{
    auto pem = key.to_pem();
    if (!pem)
        return failure(pem.error());
    const QByteArray text = certificate.pem();
    material.copies.push_back({ path + u".crt"_s, SecureBytes(bytes_of(text)), false });
    material.copies.push_back({ path + u".key"_s, std::move(*pem), true });
    return {};
}

struct Maker {
    const SdkConvertRequest &request;
    const KeySpec key;
    const Job &job;

    [[nodiscard]] Result<Identity> self_signed(const CertificateSpec &spec) const
    {
        const auto made = PrivateKey::generate(key, job);
        if (!made)
            return failure(made.error());
        return make_ca(spec, *made).and_then([&](const Certificate &certificate) { return Identity::make(certificate, *made); });
    }
    [[nodiscard]] Result<Identity> signed_by(const Identity &ca, const CertificateSpec &spec) const
    {
        const auto made = PrivateKey::generate(key, job);
        if (!made)
            return failure(made.error());
        return issue(spec, *made, ca.certificate(), ca.key()).and_then([&](const Certificate &certificate) { return Identity::make(certificate, *made); });
    }
};

Finding header_note(const SdkConvertRequest &request)
{
    if (request.like_sdk)
        return finding(u"sdk-header-identity"_s, Severity::warning,
            Messages::tr("cert.h and private_key.h hold the client's identity (%1).").arg(request.client_name),
            Messages::tr("Leave out --like-sdk to get the server's, as the manual means it."), Messages::tr("The SDK's script does the same."));
    return finding(u"sdk-header-identity"_s, Severity::info,
        Messages::tr("cert.h and private_key.h hold the server's identity (%1), the blob the client's (%2).").arg(request.server_name, request.client_name),
        Messages::tr("Use --like-sdk if your build relies on the client's identity there."),
        Messages::tr("The SDK's script writes the client's, although its manual means the server's."));
}

} // namespace

Result<SdkMaterial> make_sdk_material(const SdkConvertRequest &request, const Job &job)
{
    const KeySpec key = request.key.value_or(KeySpec { KeyType::rsa, request.like_sdk ? 1024 : 2048 });
    const Maker maker { request, key, job };
    const QString ca_name = request.like_sdk ? QString() : u"ESP8266 TLS CA"_s;
    const auto ca = maker.self_signed(spec_of(request, Role::ca, ca_name, u"TLS Project Dodgy Certificate Authority"_s));
    if (!ca)
        return failure(ca.error());
    const auto server = maker.signed_by(*ca, spec_of(request, Role::server, request.server_name, u"TLS Project"_s));
    if (!server)
        return failure(server.error());
    const auto client = maker.signed_by(*ca, spec_of(request, Role::client, request.client_name, u"TLS Project Device Certificate"_s));
    if (!client)
        return failure(client.error());

    SdkMaterial material {
        .mode = SdkConvertMode::self_made,
        .ca = ca->certificate(),
        .blob = *client,
        .header = request.like_sdk ? *client : *server,
        .copies = {},
        .findings = unused_input(request.folder, false) << header_note(request),
        .inputs = {},
    };
    return add_files(material, u"ca/ca"_s, ca->certificate(), ca->key())
        .and_then([&] { return add_files(material, u"server/server"_s, server->certificate(), server->key()); })
        .and_then([&] { return add_files(material, u"client/client"_s, client->certificate(), client->key()); })
        .transform([&] { return std::move(material); });
}

} // namespace espseal::pki
