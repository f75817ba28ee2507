// SPDX-License-Identifier: Apache-2.0
#include "tests/monitor/credentials.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

template <class T> T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().sentence()));
    return *std::move(result);
}

pki::PrivateKey new_key()
{
    return must(pki::PrivateKey::generate({ pki::KeyType::ec, 256 }, {}));
}

pki::Identity make_authority(const QString &name)
{
    const pki::PrivateKey key = new_key();
    return must(pki::Identity::make(must(pki::make_ca({ .subject = pki::SubjectName::of(name) }, key)), key));
}

} // namespace

Authority::Authority(const QString &name)
    : identity_(make_authority(name))
{
}

pki::Identity Authority::issue(pki::Role role, const QString &name, const pki::Validity &validity) const
{
    pki::CertificateSpec spec { .role = role, .subject = pki::SubjectName::of(name), .validity = validity };
    if (name == "localhost"_L1)
        spec.alt_names = { { pki::AltName::Kind::dns, name }, { pki::AltName::Kind::ip, u"127.0.0.1"_s } };
    const pki::PrivateKey key = new_key();
    return must(pki::Identity::make(must(pki::issue(spec, key, identity_.certificate(), identity_.key())), key));
}

} // namespace espseal::monitor
