// SPDX-License-Identifier: Apache-2.0
#include "tests/pki/forge.h"

#include "core/pki/openssl.h"

#include <atomic>

#include <openssl/conf.h>

using namespace Qt::StringLiterals;

namespace espseal::pki::test {

namespace {

void check(bool ok, const char *what)
{
    if (!ok)
        qFatal("forging failed: %s: %s", what, qPrintable(openssl_errors()));
}

void set_time(ASN1_TIME *time, const QDateTime &moment)
{
    // RFC 5280: UTCTime up to 2049, GeneralizedTime from then on.
    check(ASN1_TIME_adj(time, moment.toSecsSinceEpoch(), 0, 0) != nullptr, "time");
}

void add_name(X509_NAME *name, const QList<NamePart> &parts)
{
    for (const NamePart &part : parts)
        check(X509_NAME_add_entry_by_txt(name, part.field.toLatin1().constData(), part.type, reinterpret_cast<const unsigned char *>(part.bytes.constData()),
                  static_cast<int>(part.bytes.size()), -1, 0)
                == 1,
            "name");
}

void add_extension(X509 *certificate, X509 *issuer, const QByteArray &name, const QByteArray &value)
{
    struct Free {
        void operator()(CONF *sections) const { NCONF_free(sections); }
    };
    const std::unique_ptr<CONF, Free> no_sections(NCONF_new(nullptr)); // some extensions ask for them
    X509V3_CTX context {};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509V3_set_nconf(&context, no_sections.get());
    const Extension extension(X509V3_EXT_nconf(nullptr, &context, name.constData(), value.constData()));
    check(extension && X509_add_ext(certificate, extension.get(), -1) == 1, name.constData());
}

void add_dns_names(X509 *certificate, const QList<QByteArray> &names)
{
    if (names.isEmpty())
        return;
    const GeneralNames general(sk_GENERAL_NAME_new_null());
    for (const QByteArray &text : names) {
        ASN1_IA5STRING *dns = ASN1_IA5STRING_new();
        check(ASN1_STRING_set(dns, text.constData(), static_cast<int>(text.size())) == 1, "dns");
        GENERAL_NAME *name = GENERAL_NAME_new();
        GENERAL_NAME_set0_value(name, GEN_DNS, dns);
        sk_GENERAL_NAME_push(general.get(), name);
    }
    check(X509_add1_ext_i2d(certificate, NID_subject_alt_name, general.get(), 0, X509V3_ADD_APPEND) == 1, "alternative names");
}

qint64 next_serial()
{
    static std::atomic<qint64> last = 1000;
    return ++last;
}

} // namespace

Forgery a_ca(const QByteArray &name, const QByteArray &constraints)
{
    Forgery forgery;
    forgery.subject = { { u"CN"_s, name } };
    forgery.key_number = 1;
    if (!constraints.isEmpty())
        forgery.extensions << std::pair { QByteArray("basicConstraints"), constraints };
    forgery.extensions << std::pair { QByteArray("keyUsage"), QByteArray("critical,keyCertSign,cRLSign") };
    return forgery;
}

Forgery a_leaf(const QByteArray &name, const QByteArray &alt_names)
{
    Forgery forgery;
    forgery.subject = { { u"CN"_s, name } };
    forgery.key_number = 2;
    forgery.extensions << std::pair { QByteArray("basicConstraints"), QByteArray("critical,CA:FALSE") };
    if (!alt_names.isEmpty())
        forgery.extensions << std::pair { QByteArray("subjectAltName"), alt_names };
    return forgery;
}

Identity forged(const Forgery &forgery, const std::optional<Identity> &issuer)
{
    const PrivateKey own = key(forgery.key, forgery.key_number);
    X509Certificate made(X509_new());
    X509 *certificate = made.get();
    check(X509_set_version(certificate, forgery.version - 1) == 1, "version");
    ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), forgery.serial ? forgery.serial : next_serial());
    set_time(X509_getm_notBefore(certificate), forgery.not_before);
    set_time(X509_getm_notAfter(certificate), forgery.not_after);
    add_name(X509_get_subject_name(certificate), forgery.subject);
    X509 *signing = issuer ? issuer->certificate().native() : certificate;
    check(X509_set_issuer_name(certificate, X509_get_subject_name(signing)) == 1, "issuer");
    check(X509_set_pubkey(certificate, own.native()) == 1, "key");
    for (const auto &[name, value] : forgery.extensions)
        add_extension(certificate, signing, name, value);
    add_dns_names(certificate, forgery.dns_names);
    check(X509_sign(certificate, issuer ? issuer->key().native() : own.native(), EVP_get_digestbyname(forgery.digest.constData())) > 0, "signature");
    // Read back, so that nothing of how it was made is left in it.
    const QByteArray der = Certificate::adopt(made.release()).der();
    const auto read = read_certificates(bytes(der), u"forged"_s);
    check(read.has_value(), "reading back");
    const auto identity = Identity::make(read->first(), own);
    check(identity.has_value(), "identity");
    return *identity;
}

Crl a_crl(const Identity &ca, const QList<Certificate> &revoked, const QDateTime &next_update, const QDateTime &this_update)
{
    CrlSpec spec;
    spec.next_update = next_update;
    spec.this_update = this_update;
    for (const Certificate &certificate : revoked)
        spec.entries << RevokedEntry { certificate.serial(), this_update, RevocationReason::key_compromise };
    const auto made = make_crl(spec, ca.certificate(), ca.key());
    if (!made)
        qFatal("cannot make a CRL: %s", qPrintable(made.error().message));
    return *made;
}

} // namespace espseal::pki::test
