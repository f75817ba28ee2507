// SPDX-License-Identifier: Apache-2.0
#include "core/pki/extensions.h"

#include "core/pki/ip_address.h"

namespace espseal::pki {

namespace {

using Constraints = Owned<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free>;
using BitString = Owned<ASN1_BIT_STRING, ASN1_BIT_STRING_free>;
using Usages = Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

bool add(X509 *certificate, int kind, void *value, bool critical)
{
    return X509_add1_ext_i2d(certificate, kind, value, critical ? 1 : 0, X509V3_ADD_DEFAULT) == 1;
}

bool add(X509 *certificate, X509 *issuer, int kind, const char *value)
{
    X509V3_CTX context {};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool add_constraints(X509 *certificate, const CertificateSpec &spec)
{
    const Constraints constraints(BASIC_CONSTRAINTS_new());
    if (!constraints)
        return false;
    constraints->ca = spec.role == Role::ca ? 0xFF : 0;
    if (spec.path_length) {
        constraints->pathlen = ASN1_INTEGER_new();
        if (!constraints->pathlen || ASN1_INTEGER_set(constraints->pathlen, *spec.path_length) != 1)
            return false;
    }
    return add(certificate, NID_basic_constraints, constraints.get(), spec.constraints_critical);
}

// RSA key exchange, the only one of the SDK's libraries, encrypts with the server's key.
QList<KeyUsage> key_usages(Role role, bool is_rsa)
{
    if (role == Role::ca)
        return { KeyUsage::key_cert_sign, KeyUsage::crl_sign };
    if (role == Role::client || !is_rsa)
        return { KeyUsage::digital_signature };
    return { KeyUsage::digital_signature, KeyUsage::key_encipherment };
}

QStringList extended_usages(Role role)
{
    switch (role) {
    case Role::ca:
        return {};
    case Role::server:
        return { QStringLiteral("serverAuth") };
    case Role::client:
        return { QStringLiteral("clientAuth") };
    case Role::device:
        break;
    }
    return { QStringLiteral("serverAuth"), QStringLiteral("clientAuth") };
}

bool add_key_usages(X509 *certificate, const CertificateSpec &spec)
{
    const QList<KeyUsage> usages = spec.key_usages.value_or(key_usages(spec.role, EVP_PKEY_is_a(X509_get0_pubkey(certificate), "RSA") == 1));
    if (usages.isEmpty())
        return true;
    const BitString bits(ASN1_BIT_STRING_new());
    for (const KeyUsage usage : usages) {
        if (!bits || ASN1_BIT_STRING_set_bit(bits.get(), static_cast<int>(usage), 1) != 1)
            return false;
    }
    return add(certificate, NID_key_usage, bits.get(), true);
}

bool add_extended_usages(X509 *certificate, const CertificateSpec &spec)
{
    const QStringList names = spec.extended_usages.value_or(extended_usages(spec.role));
    if (names.isEmpty())
        return true;
    const Usages usages(EXTENDED_KEY_USAGE_new());
    for (const QString &name : names) {
        ASN1_OBJECT *object = OBJ_txt2obj(name.toLatin1().constData(), 0);
        if (!usages || !object || sk_ASN1_OBJECT_push(usages.get(), object) == 0) {
            ASN1_OBJECT_free(object);
            return false;
        }
    }
    return add(certificate, NID_ext_key_usage, usages.get(), false);
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

bool add_alt_names(X509 *certificate, const CertificateSpec &spec)
{
    const QList<AltName> names = names_of(spec);
    if (names.isEmpty())
        return true;
    const GeneralNames generals = general_names(names);
    return generals && add(certificate, NID_subject_alt_name, generals.get(), spec.subject.empty());
}

bool drop(X509 *certificate, int kind)
{
    for (int at = -1; (at = X509_get_ext_by_NID(certificate, kind, -1)) >= 0;)
        X509_EXTENSION_free(X509_delete_ext(certificate, at));
    return true;
}

} // namespace

GeneralNames general_names(const QList<AltName> &names)
{
    GeneralNames generals(GENERAL_NAMES_new());
    for (const AltName &name : names) {
        GENERAL_NAME *general = general_name(name);
        if (!generals || !general || sk_GENERAL_NAME_push(generals.get(), general) == 0) {
            GENERAL_NAME_free(general);
            return nullptr;
        }
    }
    return generals;
}

QList<AltName> names_of(const CertificateSpec &spec)
{
    if (!spec.alt_names.isEmpty() || spec.version_1 || spec.role == Role::client || spec.role == Role::ca)
        return spec.alt_names;
    const Result<AltName> name = parse_alt_name(spec.subject.value(SubjectField::common_name));
    return name ? QList { *name } : QList<AltName>();
}

bool set_key_identifiers(X509 *certificate, X509 *issuer)
{
    return drop(certificate, NID_subject_key_identifier) && drop(certificate, NID_authority_key_identifier)
        && add(certificate, issuer, NID_subject_key_identifier, "hash")
        && (certificate == issuer || add(certificate, issuer, NID_authority_key_identifier, "keyid,issuer"));
}

bool add_extensions(X509 *certificate, X509 *issuer, const CertificateSpec &spec)
{
    return add_constraints(certificate, spec) && add_key_usages(certificate, spec) && add_extended_usages(certificate, spec)
        && set_key_identifiers(certificate, issuer) && add_alt_names(certificate, spec);
}

} // namespace espseal::pki
