// SPDX-License-Identifier: Apache-2.0
// Extensions in words; those that few people meet, as OpenSSL prints them.
#include "core/pki/certificate_fields.h"
#include "core/pki/messages.h"
#include "core/pki/text_parts.h"

#include <array>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using BasicConstraints = Owned<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free>;
using BitString = Owned<ASN1_BIT_STRING, ASN1_BIT_STRING_free>;
using OctetString = Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using KeyId = Owned<AUTHORITY_KEYID, AUTHORITY_KEYID_free>;
using ExtendedUse = Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

template <class Value> Value value_of(X509_EXTENSION *extension)
{
    return Value(static_cast<typename Value::pointer>(X509V3_EXT_d2i(extension)));
}

Bytes bytes_of(const ASN1_STRING *string)
{
    return { ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string)) };
}

QString constraints_text(X509_EXTENSION *extension)
{
    const auto value = value_of<BasicConstraints>(extension);
    if (!value)
        return {};
    if (!value->ca)
        return Messages::tr("No CA: may not sign certificates");
    std::int64_t length = 0;
    if (!value->pathlen || ASN1_INTEGER_get_int64(&length, value->pathlen) != 1)
        return Messages::tr("CA: may sign certificates, of CAs too");
    if (length == 0)
        return Messages::tr("CA: may sign certificates, but not of CAs");
    return Messages::tr("CA: may sign certificates, with at most %n CA(s) in between", nullptr, static_cast<int>(std::min<std::int64_t>(length, 1000)));
}

QString usage_text(X509_EXTENSION *extension)
{
    const auto value = value_of<BitString>(extension);
    if (!value)
        return {};
    const std::array names { Messages::tr("sign data (digitalSignature)"), Messages::tr("non-repudiation (nonRepudiation)"),
        Messages::tr("encrypt keys, for RSA key exchange (keyEncipherment)"), Messages::tr("encrypt data (dataEncipherment)"),
        Messages::tr("agree on keys (keyAgreement)"), Messages::tr("sign certificates (keyCertSign)"), Messages::tr("sign revocation lists (cRLSign)"),
        Messages::tr("only encrypt (encipherOnly)"), Messages::tr("only decrypt (decipherOnly)") };
    QStringList uses;
    for (std::size_t bit = 0; bit < names.size(); ++bit) {
        if (ASN1_BIT_STRING_get_bit(value.get(), static_cast<int>(bit)))
            uses << names[bit];
    }
    return uses.isEmpty() ? Messages::tr("nothing") : uses.join(u", "_s);
}

QString purpose_text(const ASN1_OBJECT *object)
{
    switch (OBJ_obj2nid(object)) {
    case NID_server_auth:
        return Messages::tr("TLS server (serverAuth)");
    case NID_client_auth:
        return Messages::tr("TLS client (clientAuth)");
    case NID_code_sign:
        return Messages::tr("sign programs (codeSigning)");
    case NID_email_protect:
        return Messages::tr("protect e-mail (emailProtection)");
    case NID_time_stamp:
        return Messages::tr("sign times (timeStamping)");
    case NID_OCSP_sign:
        return Messages::tr("answer for revocation (OCSPSigning)");
    case NID_anyExtendedKeyUsage:
        return Messages::tr("anything (anyExtendedKeyUsage)");
    default:
        return object_text(object);
    }
}

QString extended_text(X509_EXTENSION *extension)
{
    const auto value = value_of<ExtendedUse>(extension);
    if (!value)
        return {};
    QStringList uses;
    for (int i = 0; i < sk_ASN1_OBJECT_num(value.get()); ++i)
        uses << purpose_text(sk_ASN1_OBJECT_value(value.get(), i));
    return uses.join(u", "_s);
}

QString names_text(X509_EXTENSION *extension)
{
    const auto value = value_of<GeneralNames>(extension);
    if (!value)
        return {};
    QStringList names;
    for (int i = 0; i < sk_GENERAL_NAME_num(value.get()); ++i)
        names << to_string(alt_name_of(sk_GENERAL_NAME_value(value.get(), i)));
    return names.join(u", "_s);
}

QString subject_key_text(X509_EXTENSION *extension)
{
    const auto value = value_of<OctetString>(extension);
    return value ? hex_text(bytes_of(value.get())) : QString();
}

QString authority_key_text(X509_EXTENSION *extension)
{
    const auto value = value_of<KeyId>(extension);
    return value && value->keyid && !value->issuer ? hex_text(bytes_of(value->keyid)) : QString();
}

QString printed(X509_EXTENSION *extension)
{
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || X509V3_EXT_print(memory.get(), extension, X509V3_EXT_DUMP_UNKNOWN, 0) != 1)
        return hex_text(bytes_of(X509_EXTENSION_get_data(extension)));
    return printable_text(text_of(memory).trimmed(), true);
}

struct Words {
    QString name;
    QString value;
    bool is_hex = false;
};

Words words_of(X509_EXTENSION *extension)
{
    const ASN1_OBJECT *object = X509_EXTENSION_get_object(extension);
    switch (OBJ_obj2nid(object)) {
    case NID_basic_constraints:
        return { Messages::tr("Basic constraints"), constraints_text(extension) };
    case NID_key_usage:
        return { Messages::tr("Key usage"), usage_text(extension) };
    case NID_ext_key_usage:
        return { Messages::tr("Extended key usage"), extended_text(extension) };
    case NID_subject_alt_name:
        return { Messages::tr("Alternative names"), names_text(extension) };
    case NID_issuer_alt_name:
        return { Messages::tr("Issuer's alternative names"), names_text(extension) };
    case NID_subject_key_identifier:
        return { Messages::tr("Key identifier"), subject_key_text(extension), true };
    case NID_authority_key_identifier:
        return { Messages::tr("Issuer's key identifier"), authority_key_text(extension), true };
    case NID_crl_number:
        return { Messages::tr("List number"), {} };
    case NID_crl_distribution_points:
        return { Messages::tr("Revocation list at"), {} };
    case NID_info_access:
        return { Messages::tr("Issuer's services"), {} };
    case NID_certificate_policies:
        return { Messages::tr("Policies"), {} };
    case NID_name_constraints:
        return { Messages::tr("Name constraints"), {} };
    default:
        return { object_text(object), {} };
    }
}

} // namespace

QList<TextField> extension_fields(const STACK_OF(X509_EXTENSION) * extensions)
{
    QList<TextField> fields;
    for (int i = 0; i < sk_X509_EXTENSION_num(extensions); ++i) {
        X509_EXTENSION *extension = sk_X509_EXTENSION_value(extensions, i);
        Words words = words_of(extension);
        if (words.value.isEmpty()) // no words for it, or damaged: as it is
            words = { words.name, printed(extension) };
        const bool critical = X509_EXTENSION_get_critical(extension) != 0;
        fields << TextField { critical ? Messages::tr("%1 (critical)").arg(words.name) : words.name, words.value, words.is_hex };
    }
    return fields;
}

} // namespace espseal::pki
