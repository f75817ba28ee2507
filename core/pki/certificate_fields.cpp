// SPDX-License-Identifier: Apache-2.0
#include "core/pki/certificate_fields.h"

#include "core/pki/ip_address.h"

#include <QCryptographicHash>
#include <QTimeZone>

#include <ctime>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using OpensslString = std::unique_ptr<char, decltype([](char *text) { OPENSSL_free(text); })>;

// What a certificate says is shown on terminals and in windows: no control characters, no bidirectional tricks.
QString printable(QString text)
{
    for (QChar &c : text) {
        if (!c.isPrint() && !c.isSurrogate())
            c = QChar::ReplacementCharacter;
    }
    return text;
}

QString text_of(const Bio &memory)
{
    const Bytes bytes = content(memory);
    return QString::fromUtf8(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

QString text_of(const ASN1_STRING *string)
{
    return printable(QString::fromUtf8(reinterpret_cast<const char *>(ASN1_STRING_get0_data(string)), ASN1_STRING_length(string)));
}

} // namespace

AltName alt_name_of(GENERAL_NAME *name)
{
    int type = 0;
    void *value = GENERAL_NAME_get0_value(name, &type);
    if (type == GEN_DNS)
        return { AltName::Kind::dns, text_of(static_cast<const ASN1_STRING *>(value)) };
    if (type == GEN_IPADD) {
        const auto *octets = static_cast<const ASN1_STRING *>(value);
        const QString address = format_ip(QByteArray(reinterpret_cast<const char *>(ASN1_STRING_get0_data(octets)), ASN1_STRING_length(octets)));
        if (!address.isEmpty())
            return { AltName::Kind::ip, address };
    }
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || GENERAL_NAME_print(memory.get(), name) != 1)
        return { AltName::Kind::other, {} };
    return { AltName::Kind::other, printable(text_of(memory)) };
}

QString name_text(const X509_NAME *name)
{
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_ONELINE & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB)) < 0)
        return {};
    return printable(text_of(memory));
}

QString common_name_of(const X509_NAME *name)
{
    int last = -1;
    for (int at = -1; (at = X509_NAME_get_index_by_NID(name, NID_commonName, at)) >= 0;)
        last = at;
    if (last < 0)
        return {};
    unsigned char *utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
    const OpensslString owner(reinterpret_cast<char *>(utf8));
    return size < 0 ? QString() : printable(QString::fromUtf8(owner.get(), size));
}

QString serial_text(const ASN1_INTEGER *serial)
{
    const BigNumber number(ASN1_INTEGER_to_BN(serial, nullptr));
    const OpensslString hex(number ? BN_bn2hex(number.get()) : nullptr);
    return QString::fromLatin1(hex.get());
}

QString decimal_text(const ASN1_INTEGER *number)
{
    const BigNumber value(ASN1_INTEGER_to_BN(number, nullptr));
    const OpensslString decimal(value ? BN_bn2dec(value.get()) : nullptr);
    return QString::fromLatin1(decimal.get());
}

QDateTime time_of(const ASN1_TIME *time)
{
    std::tm parts {};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return QDateTime(QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday), QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), QTimeZone::UTC);
}

int digest_bits(X509 *certificate)
{
    int digest = NID_undef;
    if (X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr) != 1)
        return 0;
    const EVP_MD *method = EVP_get_digestbynid(digest);
    return method ? 8 * EVP_MD_get_size(method) : 0;
}

QList<AltName> alt_names_of(X509 *certificate)
{
    const GeneralNames names(static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    return alt_names_of(names.get());
}

QList<AltName> alt_names_of(const GENERAL_NAMES *names)
{
    QList<AltName> list;
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i)
        list << alt_name_of(sk_GENERAL_NAME_value(names, i));
    return list;
}

QByteArray der_of(X509 *certificate)
{
    const int size = i2d_X509(certificate, nullptr);
    if (size <= 0)
        return {};
    QByteArray der(size, Qt::Uninitialized);
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    i2d_X509(certificate, &end);
    return der;
}

QByteArray sha256(Bytes bytes)
{
    return QCryptographicHash::hash(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())), QCryptographicHash::Sha256);
}

} // namespace espseal::pki
