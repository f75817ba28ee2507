// SPDX-License-Identifier: Apache-2.0
#include "core/provision/sample.h"

#include <QCoreApplication>

#include "core/flash/suggest.h"
#include "core/pki/issue.h"

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

constexpr pki::KeySpec p256 { pki::KeyType::ec, 256 };

Result<pki::Identity> issued(const pki::CertificateSpec &spec, const pki::Certificate &ca, const pki::PrivateKey &ca_key, const Job &job)
{
    return pki::PrivateKey::generate(p256, job).and_then([&](const pki::PrivateKey &key) {
        return pki::issue(spec, key, ca, ca_key).and_then([&](const pki::Certificate &certificate) { return pki::Identity::make(certificate, key); });
    });
}

} // namespace

Result<SampleCredentials> make_sample_credentials(const QString &device_name, const Job &job)
{
    const Result<pki::PrivateKey> ca_key = pki::PrivateKey::generate(p256, job);
    if (!ca_key)
        return failure(ca_key.error());
    const Result<pki::Certificate> ca = pki::make_ca({ .role = pki::Role::ca, .subject = pki::SubjectName::of(u"espseal demo CA"_s) }, *ca_key);
    if (!ca)
        return failure(ca.error());
    pki::CertificateSpec server { .role = pki::Role::server, .subject = pki::SubjectName::of(u"localhost"_s) };
    server.alt_names = { { pki::AltName::Kind::dns, u"localhost"_s }, { pki::AltName::Kind::ip, u"127.0.0.1"_s } };
    Result<pki::Identity> server_identity = issued(server, *ca, *ca_key, job);
    if (!server_identity)
        return failure(server_identity.error());
    Result<pki::Identity> device_identity = issued({ .role = pki::Role::client, .subject = pki::SubjectName::of(device_name) }, *ca, *ca_key, job);
    if (!device_identity)
        return failure(device_identity.error());
    return SampleCredentials { *ca, *ca_key, std::move(*server_identity), std::move(*device_identity) };
}

Result<QList<pki::Certificate>> SampleSource::cas(const QString &) const
{
    return QList { credentials_.ca };
}

Result<pki::Identity> SampleSource::identity(const QString &) const
{
    return credentials_.device;
}

Result<flash::Plan> make_sample_plan(const QString &device_name, const QString &host, std::uint16_t port)
{
    flash::AgentPlan agent;
    agent.role = wire::AgentRole::client;
    agent.host = host;
    agent.remote_port = port;
    agent.client_verifies = true;
    agent.client_authenticates = true;
    agent.reconnect_seconds = 1;
    Result<flash::Plan> plan = flash::default_plan(Size(4u << 20), flash::MapKind::map_512_512, agent);
    if (!plan)
        return plan;
    plan->name = device_name;
    for (flash::Region &region : plan->regions) {
        if (flash::is_credential(region.role))
            region.credential = flash::is_ca(region.role) ? u"ca"_s : u"identity"_s;
    }
    return plan;
}

} // namespace espseal::provision
