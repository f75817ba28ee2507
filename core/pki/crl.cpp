// SPDX-License-Identifier: Apache-2.0
#include "core/pki/crl.h"

#include "core/pki/certificate_fields.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/err.h>
#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

struct Crl::Data {
    RevocationList native;
    QString issuer;
    QString issuer_name;
    QString number;
    QDateTime this_update;
    QDateTime next_update;
    QList<RevokedEntry> entries;
    QByteArray der;
    QByteArray fingerprint;
};

namespace {

using Enumerated = Owned<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;
using Integer = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;

RevocationReason reason_of(const X509_REVOKED *entry)
{
    const Enumerated reason(static_cast<ASN1_ENUMERATED *>(X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr)));
    const long value = reason ? ASN1_ENUMERATED_get(reason.get()) : 0;
    return value > 0 && value <= 10 && value != 7 ? static_cast<RevocationReason>(value) : RevocationReason::unspecified;
}

QList<RevokedEntry> entries_of(X509_CRL *crl)
{
    QList<RevokedEntry> entries;
    STACK_OF(X509_REVOKED) *const revoked = X509_CRL_get_REVOKED(crl);
    const int count = std::max(sk_X509_REVOKED_num(revoked), 0);
    entries.reserve(count);
    for (int i = 0; i < count; ++i) {
        const X509_REVOKED *entry = sk_X509_REVOKED_value(revoked, i);
        entries << RevokedEntry { serial_text(X509_REVOKED_get0_serialNumber(entry)), time_of(X509_REVOKED_get0_revocationDate(entry)), reason_of(entry) };
    }
    return entries;
}

QString number_of(const X509_CRL *crl)
{
    const Integer number(static_cast<ASN1_INTEGER *>(X509_CRL_get_ext_d2i(crl, NID_crl_number, nullptr, nullptr)));
    return number ? decimal_text(number.get()) : QString();
}

QByteArray encode(X509_CRL *crl)
{
    const int size = i2d_X509_CRL(crl, nullptr);
    if (size <= 0)
        return {};
    QByteArray der(size, Qt::Uninitialized);
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    i2d_X509_CRL(crl, &end);
    return der;
}

} // namespace

Crl Crl::adopt(X509_crl_st *crl)
{
    ERR_set_mark();
    auto data = std::make_shared<Data>();
    data->native.reset(crl);
    data->issuer = name_text(X509_CRL_get_issuer(crl));
    data->issuer_name = common_name_of(X509_CRL_get_issuer(crl));
    data->number = number_of(crl);
    data->this_update = time_of(X509_CRL_get0_lastUpdate(crl));
    if (const ASN1_TIME *next = X509_CRL_get0_nextUpdate(crl))
        data->next_update = time_of(next);
    data->entries = entries_of(crl);
    data->der = encode(crl);
    data->fingerprint = sha256(bytes_of(data->der));
    ERR_pop_to_mark();
    return Crl(std::move(data));
}

QString Crl::issuer() const
{
    return data_->issuer;
}

QString Crl::issuer_name() const
{
    return data_->issuer_name.isEmpty() ? data_->issuer : data_->issuer_name;
}

QString Crl::number() const
{
    return data_->number;
}

QDateTime Crl::this_update() const
{
    return data_->this_update;
}

QDateTime Crl::next_update() const
{
    return data_->next_update;
}

QString Crl::signature_algorithm() const
{
    return QString::fromLatin1(OBJ_nid2ln(X509_CRL_get_signature_nid(data_->native.get())));
}

QList<RevokedEntry> Crl::entries() const
{
    return data_->entries;
}

QByteArray Crl::fingerprint() const
{
    return data_->fingerprint;
}

QString Crl::id() const
{
    return QString::fromLatin1(data_->fingerprint.toHex());
}

bool Crl::is_signed_by(const Certificate &ca) const
{
    EVP_PKEY *key = X509_get0_pubkey(ca.native());
    if (!key || X509_NAME_cmp(X509_CRL_get_issuer(data_->native.get()), X509_get_subject_name(ca.native())) != 0)
        return false;
    ERR_set_mark();
    const bool verifies = X509_CRL_verify(data_->native.get(), key) == 1;
    ERR_pop_to_mark();
    return verifies;
}

std::optional<RevokedEntry> Crl::find(const Certificate &certificate) const
{
    if (X509_NAME_cmp(X509_CRL_get_issuer(data_->native.get()), X509_get_issuer_name(certificate.native())) != 0)
        return std::nullopt;
    const auto entry = std::ranges::find(data_->entries, certificate.serial(), &RevokedEntry::serial);
    return entry == data_->entries.end() ? std::nullopt : std::optional(*entry);
}

QByteArray Crl::der() const
{
    return data_->der;
}

QByteArray Crl::pem() const
{
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_X509_CRL(memory.get(), data_->native.get()) != 1)
        return {};
    const Bytes bytes = content(memory);
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

bool Crl::operator==(const Crl &other) const
{
    return data_->der == other.data_->der;
}

X509_crl_st *Crl::native() const
{
    return data_->native.get();
}

Result<QList<Crl>> read_crls(Bytes bytes, const QString &name)
{
    const auto damaged = [&name] {
        return bad_input(u"crl-damaged"_s, Messages::tr("The revocation list in %1 is cut off or damaged.").arg(name),
            Messages::tr("Copy the file again, in binary mode if it is DER."), openssl_errors());
    };
    QList<Crl> crls;
    const Bio bio = reading(bytes);
    ERR_clear_error();
    if (QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())).contains("-----BEGIN")) {
        while (X509_CRL *crl = PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr))
            crls << Crl::adopt(crl);
        if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
            return damaged();
    } else if (!bytes.empty() && bytes.front() == 0x30) {
        X509_CRL *crl = d2i_X509_CRL_bio(bio.get(), nullptr);
        if (!crl)
            return damaged();
        crls << Crl::adopt(crl);
    }
    ERR_clear_error();
    if (crls.isEmpty())
        return bad_input(u"no-crl"_s, Messages::tr("There is no revocation list in %1.").arg(name), Messages::tr("Give a CRL in PEM or DER."));
    return crls;
}

} // namespace espseal::pki
