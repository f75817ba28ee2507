// SPDX-License-Identifier: Apache-2.0
// A whole working example: what the demo and the studio's "Try it with the virtual board" start from.
#pragma once

#include "core/base/progress.h"
#include "core/flash/plan.h"
#include "core/pki/identity.h"
#include "core/provision/credentials.h"

namespace espseal::provision {

// A private CA, the server that the device talks to, and the device; P-256, valid for two years.
struct SampleCredentials {
    pki::Certificate ca;
    pki::PrivateKey ca_key;
    pki::Identity server; // CN and SAN localhost, 127.0.0.1
    pki::Identity device; // a client's
};

[[nodiscard]] Result<SampleCredentials> make_sample_credentials(const QString &device_name, const Job &job);

// Credentials "ca" and "identity" out of the sample.
class SampleSource final : public CredentialSource {
public:
    explicit SampleSource(const SampleCredentials &credentials)
        : credentials_(credentials)
    {
    }
    [[nodiscard]] Result<QList<pki::Certificate>> cas(const QString &name) const override;
    [[nodiscard]] Result<pki::Identity> identity(const QString &name) const override;

private:
    const SampleCredentials &credentials_;
};

// A device of 4 MB with the SDK's 512+512 map and the manual's own sectors, that connects to host:port and authenticates both ways.
[[nodiscard]] Result<flash::Plan> make_sample_plan(const QString &device_name, const QString &host, std::uint16_t port);

} // namespace espseal::provision
