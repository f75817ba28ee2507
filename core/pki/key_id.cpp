// SPDX-License-Identifier: Apache-2.0
#include "core/pki/key_id.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/public_key.h"

#include <openssl/pem.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

QString id_of(const EVP_PKEY *key)
{
    return key ? QString::fromLatin1(public_key_id(key).toHex()) : QString();
}

} // namespace

QString key_id(const PrivateKey &key)
{
    return id_of(key.native());
}

QString key_id(const Certificate &certificate)
{
    return id_of(X509_get0_pubkey(certificate.native()));
}

QString key_id(const CertificateRequest &request)
{
    return id_of(X509_REQ_get0_pubkey(request.native()));
}

bool is_key_id(const QString &name)
{
    return name.size() == 64 && std::ranges::all_of(name, [](QChar c) { return c.isDigit() || (c >= u'a' && c <= u'f'); });
}

Result<QByteArray> public_pem(const PrivateKey &key)
{
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_PUBKEY(memory.get(), key.native()) != 1)
        return openssl_failed();
    const Bytes written = content(memory);
    return QByteArray(reinterpret_cast<const char *>(written.data()), static_cast<qsizetype>(written.size()));
}

Result<PublicHalf> read_public_half(Bytes pem, const QString &name)
{
    ERR_set_mark();
    const Bio memory = reading(pem);
    const PKey key(memory ? PEM_read_bio_PUBKEY(memory.get(), nullptr, nullptr, nullptr) : nullptr);
    ERR_pop_to_mark();
    if (!key)
        return bad_input(u"no-key"_s, Messages::tr("There is no public key in %1.").arg(name), Messages::tr("Take it from a backup, or remove the file."));
    return PublicHalf { id_of(key.get()), kind_of(key.get()) };
}

} // namespace espseal::pki
