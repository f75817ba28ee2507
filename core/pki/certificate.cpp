// SPDX-License-Identifier: Apache-2.0
#include "core/pki/certificate.h"

#include "core/pki/certificate_fields.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/private_key.h"
#include "core/pki/public_key.h"

#include <openssl/err.h>
#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

struct Certificate::Data {
    X509Certificate native;
    QString subject;
    QString issuer;
    QString common_name;
    QString issuer_name;
    QString serial;
    QDateTime not_before;
    QDateTime not_after;
    KeyKind key;
    QString signature_algorithm;
    int signature_digest_bits = 0;
    QList<AltName> alt_names;
    bool is_ca = false;
    bool is_self_issued = false;
    QByteArray der;
    QByteArray fingerprint;
};

Certificate Certificate::adopt(x509_st *certificate)
{
    ERR_set_mark();
    auto data = std::make_shared<Data>();
    data->native.reset(certificate);
    const X509_NAME *subject = X509_get_subject_name(certificate);
    const X509_NAME *issuer = X509_get_issuer_name(certificate);
    data->subject = name_text(subject);
    data->issuer = name_text(issuer);
    data->common_name = common_name_of(subject);
    data->issuer_name = common_name_of(issuer);
    data->serial = serial_text(X509_get0_serialNumber(certificate));
    data->not_before = time_of(X509_get0_notBefore(certificate));
    data->not_after = time_of(X509_get0_notAfter(certificate));
    data->key = kind_of(X509_get0_pubkey(certificate));
    data->signature_algorithm = QString::fromLatin1(OBJ_nid2ln(X509_get_signature_nid(certificate)));
    data->signature_digest_bits = digest_bits(certificate);
    data->alt_names = alt_names_of(certificate);
    data->is_ca = X509_check_ca(certificate) != 0;
    data->is_self_issued = X509_NAME_cmp(subject, issuer) == 0;
    data->der = der_of(certificate);
    data->fingerprint = sha256(bytes_of(data->der));
    ERR_pop_to_mark();
    return Certificate(std::move(data));
}

QString Certificate::subject() const
{
    return data_->subject;
}

QString Certificate::issuer() const
{
    return data_->issuer;
}

QString Certificate::common_name() const
{
    return data_->common_name;
}

QString Certificate::issuer_name() const
{
    return data_->issuer_name.isEmpty() ? data_->issuer : data_->issuer_name;
}

QString Certificate::display_name() const
{
    if (!data_->common_name.isEmpty())
        return data_->common_name;
    if (!data_->alt_names.isEmpty())
        return data_->alt_names.first().value;
    return data_->subject.isEmpty() ? data_->serial : data_->subject;
}

QString Certificate::serial() const
{
    return data_->serial;
}

int Certificate::version() const
{
    return static_cast<int>(X509_get_version(data_->native.get())) + 1;
}

QDateTime Certificate::not_before() const
{
    return data_->not_before;
}

QDateTime Certificate::not_after() const
{
    return data_->not_after;
}

KeyKind Certificate::key() const
{
    return data_->key;
}

QString Certificate::signature_algorithm() const
{
    return data_->signature_algorithm;
}

int Certificate::signature_digest_bits() const
{
    return data_->signature_digest_bits;
}

QList<AltName> Certificate::alt_names() const
{
    return data_->alt_names;
}

bool Certificate::is_ca() const
{
    return data_->is_ca;
}

bool Certificate::is_self_issued() const
{
    return data_->is_self_issued;
}

bool Certificate::allows(Role role) const
{
    const auto allowed = [this](int purpose) { return X509_check_purpose(data_->native.get(), purpose, 0) == 1; };
    switch (role) {
    case Role::ca:
        return is_ca();
    case Role::server:
        return allowed(X509_PURPOSE_SSL_SERVER);
    case Role::client:
        return allowed(X509_PURPOSE_SSL_CLIENT);
    case Role::device:
        break;
    }
    return allowed(X509_PURPOSE_SSL_SERVER) && allowed(X509_PURPOSE_SSL_CLIENT);
}

QByteArray Certificate::fingerprint() const
{
    return data_->fingerprint;
}

QString Certificate::id() const
{
    return QString::fromLatin1(data_->fingerprint.toHex());
}

QByteArray Certificate::der() const
{
    return data_->der;
}

QByteArray Certificate::pem() const
{
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_X509(memory.get(), data_->native.get()) != 1)
        return {};
    const Bytes bytes = content(memory);
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

bool Certificate::matches(const PrivateKey &key) const
{
    return same_public_key(X509_get0_pubkey(data_->native.get()), key.native());
}

bool Certificate::operator==(const Certificate &other) const
{
    return data_->der == other.data_->der;
}

x509_st *Certificate::native() const
{
    return data_->native.get();
}

QString fingerprint_text(const QByteArray &fingerprint)
{
    return QString::fromLatin1(fingerprint.toHex(':').toUpper());
}

QString role_name(Role role)
{
    switch (role) {
    case Role::ca:
        return u"ca"_s;
    case Role::server:
        return u"server"_s;
    case Role::client:
        return u"client"_s;
    case Role::device:
        break;
    }
    return u"device"_s;
}

} // namespace espseal::pki
