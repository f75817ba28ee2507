// SPDX-License-Identifier: Apache-2.0
#include "core/pki/extensions.h"

#include "core/pki/ip_address.h"

namespace espseal::pki {

namespace {

bool add(X509 *subject, X509 *issuer, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, subject, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    return extension && X509_add_ext(subject, extension.get(), -1) == 1;
}

// RSA key exchange, the only one of the SDK's libraries, encrypts with the server's key.
const char *key_usage(Role role, KeyType key)
{
    return role != Role::client && key == KeyType::rsa ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature";
}

const char *extended_key_usage(Role role)
{
    switch (role) {
    case Role::server:
        return "serverAuth";
    case Role::client:
        return "clientAuth";
    default:
        return "serverAuth,clientAuth";
    }
}

GENERAL_NAME *general_name(const AltName &name)
{
    Owned<GENERAL_NAME, GENERAL_NAME_free> general(GENERAL_NAME_new());
    const bool is_ip = name.kind == AltName::Kind::ip;
    const QByteArray value = is_ip ? parse_ip(name.value) : name.value.toLatin1();
    ASN1_STRING *string = is_ip ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
    if (!general || !string || value.isEmpty() || ASN1_STRING_set(string, value.constData(), static_cast<int>(value.size())) != 1) {
        ASN1_STRING_free(string);
        return nullptr;
    }
    GENERAL_NAME_set0_value(general.get(), is_ip ? GEN_IPADD : GEN_DNS, string);
    return general.release();
}

bool add_alt_names(X509 *leaf, const QList<AltName> &names, bool critical)
{
    const GeneralNames generals(GENERAL_NAMES_new());
    for (const AltName &name : names) {
        GENERAL_NAME *general = general_name(name);
        if (!general || sk_GENERAL_NAME_push(generals.get(), general) == 0) {
            GENERAL_NAME_free(general);
            return false;
        }
    }
    return X509_add1_ext_i2d(leaf, NID_subject_alt_name, generals.get(), critical, X509V3_ADD_DEFAULT) == 1;
}

QList<AltName> names_of(const CertificateSpec &spec)
{
    if (!spec.alt_names.isEmpty() || spec.role == Role::client)
        return spec.alt_names;
    const Result<AltName> name = parse_alt_name(spec.common_name);
    return name ? QList { *name } : QList<AltName>();
}

} // namespace

bool add_ca_extensions(X509 *ca)
{
    return add(ca, ca, NID_basic_constraints, "critical,CA:TRUE") && add(ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign")
        && add(ca, ca, NID_subject_key_identifier, "hash");
}

bool add_leaf_extensions(X509 *leaf, X509 *ca, const CertificateSpec &spec, KeyType key)
{
    const QList<AltName> names = names_of(spec);
    const bool has_subject = X509_NAME_entry_count(X509_get_subject_name(leaf)) > 0;
    return add(leaf, ca, NID_basic_constraints, "critical,CA:FALSE") && add(leaf, ca, NID_key_usage, key_usage(spec.role, key))
        && add(leaf, ca, NID_ext_key_usage, extended_key_usage(spec.role)) && add(leaf, ca, NID_subject_key_identifier, "hash")
        && add(leaf, ca, NID_authority_key_identifier, "keyid,issuer") && (names.isEmpty() || add_alt_names(leaf, names, !has_subject));
}

} // namespace espseal::pki
