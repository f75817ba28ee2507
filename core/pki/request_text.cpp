// SPDX-License-Identifier: Apache-2.0
#include "core/pki/request_text.h"

#include "core/pki/messages.h"
#include "core/pki/text_parts.h"

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr unsigned long name_options = XN_FLAG_ONELINE & ~static_cast<unsigned long>(XN_FLAG_SPC_EQ); // as the programs since OpenSSL 3.2

QString moment(const QDateTime &time)
{
    return time.isValid() ? time.toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC"_s : Messages::tr("not stated");
}

TextSection revoked(const Crl &crl, qsizetype most)
{
    const QList<RevokedEntry> entries = crl.entries();
    TextSection section { Messages::tr("Revoked"), { { Messages::tr("Count"), QString::number(entries.size()) } } };
    for (const RevokedEntry &entry : entries.first(std::min(most, entries.size())))
        section.fields << TextField { hex_text(bytes_of(QByteArray::fromHex(entry.serial.toLatin1()))),
            Messages::tr("%1, %2").arg(moment(entry.when), reason_text(entry.reason)) };
    return section;
}

} // namespace

QList<TextSection> request_text(const CertificateRequest &request)
{
    X509_REQ *native = request.native();
    ERR_set_mark();
    const ASN1_BIT_STRING *signature = nullptr;
    const X509_ALGOR *algorithm = nullptr;
    X509_REQ_get0_signature(native, &signature, &algorithm);
    QList<TextSection> sections {
        { Messages::tr("Subject"), name_fields(X509_REQ_get_subject_name(native)) },
        { Messages::tr("Public key"), key_fields(X509_REQ_get0_pubkey(native)) },
    };
    const ExtensionStack extensions(X509_REQ_get_extensions(native));
    if (QList<TextField> fields = extension_fields(extensions.get()); !fields.isEmpty())
        sections << TextSection { Messages::tr("Requested extensions"), std::move(fields) };
    QList<TextField> signed_by = signature_fields(algorithm, signature);
    signed_by << TextField { Messages::tr("Verdict"),
        request.verifies() ? Messages::tr("right: its sender has the private key") : Messages::tr("WRONG: not made with this key") };
    sections << TextSection { Messages::tr("Signature"), std::move(signed_by) }
             << TextSection { Messages::tr("Fingerprints"), fingerprint_fields(request.der()) };
    ERR_pop_to_mark();
    return sections;
}

QString request_dump(const CertificateRequest &request)
{
    ERR_set_mark();
    const Bio memory(BIO_new(BIO_s_mem()));
    const bool printed = memory && X509_REQ_print_ex(memory.get(), request.native(), name_options, 0) == 1;
    ERR_pop_to_mark();
    return printed ? printable_text(text_of(memory), true) : QString();
}

QList<TextSection> crl_text(const Crl &crl, qsizetype most)
{
    X509_CRL *native = crl.native();
    ERR_set_mark();
    const ASN1_BIT_STRING *signature = nullptr;
    const X509_ALGOR *algorithm = nullptr;
    X509_CRL_get0_signature(native, &signature, &algorithm);
    QList<TextSection> sections {
        { Messages::tr("Issuer"), name_fields(X509_CRL_get_issuer(native)) },
        { Messages::tr("Validity"), { { Messages::tr("From"), moment(crl.this_update()) }, { Messages::tr("Next list"), moment(crl.next_update()) } } },
        { Messages::tr("Revocation list"), { { Messages::tr("Number"), crl.number().isEmpty() ? Messages::tr("not stated") : crl.number() } } },
        revoked(crl, most),
    };
    if (QList<TextField> extensions = extension_fields(X509_CRL_get0_extensions(native)); !extensions.isEmpty())
        sections << TextSection { Messages::tr("Extensions"), std::move(extensions) };
    sections << TextSection { Messages::tr("Signature"), signature_fields(algorithm, signature) }
             << TextSection { Messages::tr("Fingerprints"), fingerprint_fields(crl.der()) };
    ERR_pop_to_mark();
    return sections;
}

QString crl_dump(const Crl &crl)
{
    ERR_set_mark();
    const Bio memory(BIO_new(BIO_s_mem()));
    const bool printed = memory && X509_CRL_print_ex(memory.get(), crl.native(), name_options) == 1;
    ERR_pop_to_mark();
    return printed ? printable_text(text_of(memory), true) : QString();
}

QList<TextSection> key_text(const PrivateKey &key)
{
    return { { Messages::tr("Private key"), key_fields(key.native()) } };
}

} // namespace espseal::pki
