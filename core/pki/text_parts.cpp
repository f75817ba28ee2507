// SPDX-License-Identifier: Apache-2.0
#include "core/pki/text_parts.h"

#include "core/pki/certificate_fields.h"
#include "core/pki/messages.h"
#include "core/pki/public_key.h"

#include <QCryptographicHash>

#include <openssl/core_names.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using OpensslText = std::unique_ptr<unsigned char, decltype([](unsigned char *text) { OPENSSL_free(text); })>;

QString attribute_name(const ASN1_OBJECT *object)
{
    switch (OBJ_obj2nid(object)) {
    case NID_commonName:
        return Messages::tr("Common name");
    case NID_organizationName:
        return Messages::tr("Organization");
    case NID_organizationalUnitName:
        return Messages::tr("Unit");
    case NID_countryName:
        return Messages::tr("Country");
    case NID_stateOrProvinceName:
        return Messages::tr("State or province");
    case NID_localityName:
        return Messages::tr("Locality");
    case NID_serialNumber:
        return Messages::tr("Serial number");
    case NID_pkcs9_emailAddress:
        return Messages::tr("E-mail");
    case NID_domainComponent:
        return Messages::tr("Domain component");
    default:
        return object_text(object);
    }
}

QString attribute_value(const ASN1_STRING *string)
{
    unsigned char *utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, string);
    const OpensslText owner(utf8);
    if (size < 0)
        return Messages::tr("not text: %1").arg(hex_text({ ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string)) }));
    return printable_text(QString::fromUtf8(reinterpret_cast<const char *>(owner.get()), size));
}

void add_number(QList<TextField> &fields, const EVP_PKEY *key, const char *parameter, const QString &name)
{
    BIGNUM *number = nullptr;
    if (EVP_PKEY_get_bn_param(key, parameter, &number) != 1)
        return;
    const BigNumber owner(number);
    QByteArray bytes(BN_num_bytes(number), Qt::Uninitialized);
    BN_bn2bin(number, reinterpret_cast<unsigned char *>(bytes.data()));
    if (bytes.size() > 8)
        fields << TextField { name, hex_text(bytes_of(bytes)), true };
    else
        fields << TextField { name, QString::number(BN_get_word(number)) };
}

} // namespace

QString object_text(const ASN1_OBJECT *object)
{
    const int known = OBJ_obj2nid(object);
    if (known != NID_undef)
        return QString::fromLatin1(OBJ_nid2ln(known));
    std::array<char, 128> dotted {};
    OBJ_obj2txt(dotted.data(), dotted.size(), object, 1);
    return QString::fromLatin1(dotted.data());
}

QString hex_text(Bytes bytes)
{
    return QString::fromLatin1(
        QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex(':').toUpper());
}

QString printable_text(QString text, bool lines)
{
    for (QChar &c : text) {
        if (!c.isPrint() && !c.isSurrogate() && !(lines && c == u'\n'))
            c = QChar::ReplacementCharacter;
    }
    return text;
}

QString text_of(const Bio &memory)
{
    const Bytes bytes = content(memory);
    return QString::fromUtf8(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

QString time_text(const ASN1_TIME *time)
{
    const QDateTime when = time_of(time);
    return when.isValid() ? when.toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC"_s : Messages::tr("no proper time");
}

QList<TextField> name_fields(const X509_NAME *name)
{
    QList<TextField> fields;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
        fields << TextField { attribute_name(X509_NAME_ENTRY_get_object(entry)), attribute_value(X509_NAME_ENTRY_get_data(entry)) };
    }
    if (fields.isEmpty())
        fields << TextField { Messages::tr("Name"), Messages::tr("empty") };
    return fields;
}

QList<TextField> key_fields(EVP_PKEY *key)
{
    QList<TextField> fields { { Messages::tr("Kind"), kind_of(key).name.isEmpty() ? Messages::tr("unknown") : kind_of(key).name } };
    if (!key)
        return fields;
    add_number(fields, key, OSSL_PKEY_PARAM_RSA_E, Messages::tr("Exponent"));
    add_number(fields, key, OSSL_PKEY_PARAM_RSA_N, Messages::tr("Modulus"));
    std::array<unsigned char, 256> point {};
    std::size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size) == 1)
        fields << TextField { Messages::tr("Point"), hex_text(Bytes(point).first(size)), true };
    // What browsers and pinning call it: the same for every certificate, request and private key of this key pair.
    fields << TextField { Messages::tr("SHA-256 of the key"), hex_text(bytes_of(public_key_id(key))), true };
    return fields;
}

QList<TextField> signature_fields(const X509_ALGOR *algorithm, const ASN1_BIT_STRING *signature)
{
    const ASN1_OBJECT *object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    return {
        { Messages::tr("Algorithm"), object_text(object) },
        { Messages::tr("Signature"), hex_text({ ASN1_STRING_get0_data(signature), static_cast<std::size_t>(ASN1_STRING_length(signature)) }), true },
    };
}

QList<TextField> fingerprint_fields(const QByteArray &der)
{
    return {
        { u"SHA-256"_s, fingerprint_text(sha256(bytes_of(der))), true },
        { u"SHA-1"_s, fingerprint_text(QCryptographicHash::hash(der, QCryptographicHash::Sha1)), true },
    };
}

} // namespace espseal::pki
