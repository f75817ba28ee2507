// SPDX-License-Identifier: Apache-2.0
#include "core/pki/certificate_text.h"

#include "core/pki/messages.h"
#include "core/pki/text_parts.h"

#include <algorithm>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

QList<TextSection> certificate_text(const Certificate &certificate)
{
    X509 *native = certificate.native();
    ERR_set_mark();
    const ASN1_BIT_STRING *signature = nullptr;
    const X509_ALGOR *algorithm = nullptr;
    X509_get0_signature(&signature, &algorithm, native);
    const QByteArray serial = QByteArray::fromHex(certificate.serial().toLatin1());
    QList<TextSection> sections {
        { Messages::tr("Subject"), name_fields(X509_get_subject_name(native)) },
        { Messages::tr("Issuer"), name_fields(X509_get_issuer_name(native)) },
        { Messages::tr("Validity"),
            { { Messages::tr("From"), time_text(X509_get0_notBefore(native)) }, { Messages::tr("Until"), time_text(X509_get0_notAfter(native)) } } },
        { Messages::tr("Certificate"),
            { { Messages::tr("Version"), QString::number(certificate.version()) }, { Messages::tr("Serial"), hex_text(bytes_of(serial)), true },
                { Messages::tr("Size"), Messages::tr("%n byte(s) as DER", nullptr, static_cast<int>(certificate.der().size())) } } },
        { Messages::tr("Public key"), key_fields(X509_get0_pubkey(native)) },
    };
    if (QList<TextField> extensions = extension_fields(X509_get0_extensions(native)); !extensions.isEmpty())
        sections << TextSection { Messages::tr("Extensions"), std::move(extensions) };
    sections << TextSection { Messages::tr("Signature"), signature_fields(algorithm, signature) }
             << TextSection { Messages::tr("Fingerprints"), fingerprint_fields(certificate.der()) };
    ERR_pop_to_mark();
    return sections;
}

QString certificate_dump(const Certificate &certificate)
{
    ERR_set_mark();
    const Bio memory(BIO_new(BIO_s_mem()));
    // The program's own options since OpenSSL 3.2: one line a name, "CN=x" without blanks.
    const bool printed = memory && X509_print_ex(memory.get(), certificate.native(), XN_FLAG_ONELINE & ~static_cast<unsigned long>(XN_FLAG_SPC_EQ), 0) == 1;
    ERR_pop_to_mark();
    return printed ? printable_text(text_of(memory), true) : QString();
}

QString to_plain_text(const QList<TextSection> &sections)
{
    constexpr qsizetype widest = 28;
    qsizetype width = 0;
    for (const TextSection &section : sections) {
        for (const TextField &field : section.fields)
            width = std::max(width, std::min(field.field.size(), widest));
    }
    QStringList lines;
    for (const TextSection &section : sections) {
        lines << section.section;
        for (const TextField &field : section.fields) {
            const QString indent = u'\n' + QString(width + 4, u' ');
            lines << u"  "_s + field.field.leftJustified(width) + u"  "_s + QString(field.value).replace(u"\n"_s, indent);
        }
    }
    return lines.join(u'\n');
}

} // namespace espseal::pki
