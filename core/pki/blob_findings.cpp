// SPDX-License-Identifier: Apache-2.0
#include "core/pki/blob_findings.h"

#include "core/pki/finding.h"
#include "core/pki/judge.h"
#include "core/pki/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr qsizetype most_axtls_cas = 3;

void add_missing(const BlobInfo &blob, QList<Finding> &findings)
{
    const auto miss = [&](const char *name) {
        findings << finding(u"blob-entry-missing"_s, Severity::error, Messages::tr("The blob has no entry \"%1\".").arg(QString::fromLatin1(name)),
            Messages::tr("Pack certificate and key together again."),
            Messages::tr("Stock firmware looks for it for ever, until the watchdog resets the chip."));
    };
    if (std::ranges::none_of(blob.entries, is_certificate_entry))
        miss(wire::blob_certificate_name);
    if (std::ranges::none_of(blob.entries, is_key_entry))
        miss(wire::blob_private_key_name);
}

void add_order(const BlobInfo &blob, QList<Finding> &findings)
{
    if (is_key_entry(blob.entries.first()) && blob.entries.size() > 1)
        findings << finding(u"blob-key-order"_s, Severity::info, Messages::tr("The private key comes before the certificate."),
            Messages::tr("Pack the blob again if the device does not find its certificate."),
            Messages::tr("Firmware made before SDK 2.2 reads only the other order."));
}

void add_count(const BlobInfo &blob, QList<Finding> &findings)
{
    if (blob.entries.size() < 2)
        return;
    const bool too_many = blob.entries.size() > most_axtls_cas;
    findings << finding(u"blob-several-cas"_s, too_many ? Severity::warning : Severity::info,
        Messages::tr("The blob holds %1 CAs; stock mbedTLS builds use only the first.").arg(blob.entries.size()),
        Messages::tr("Put the CA that matters first."), Messages::tr("Builds with axTLS read up to %1.").arg(most_axtls_cas));
}

void add_key_findings(const BlobInfo &blob, QList<Finding> &findings)
{
    const QList<Certificate> certificates = blob.certificates();
    for (const BlobEntryInfo &entry : blob.entries) {
        if (!entry.key)
            continue;
        if (entry.wrapper == KeyWrapper::pkcs8)
            findings << finding(u"key-wrapper"_s, Severity::warning, Messages::tr("The private key is wrapped as PKCS#8."),
                Messages::tr("Pack the blob again with `espseal blob pack`, which writes PKCS#1."), Messages::tr("SDK builds with axTLS read only PKCS#1."));
        const bool fits = std::ranges::any_of(certificates, [&](const Certificate &certificate) { return certificate.matches(*entry.key); });
        if (!certificates.isEmpty() && !fits)
            findings << finding(u"key-mismatch"_s, Severity::error,
                Messages::tr("The private key (%1) does not belong to the certificate of %2.").arg(entry.key->kind().name, certificates.first().display_name()),
                Messages::tr("Pack the certificate and the key that were made together."));
    }
}

} // namespace

bool is_certificate_entry(const BlobEntryInfo &entry)
{
    return entry.name.startsWith(QLatin1StringView(wire::blob_certificate_name));
}

bool is_key_entry(const BlobEntryInfo &entry)
{
    return entry.name.startsWith(QLatin1StringView(wire::blob_private_key_name));
}

Finding encrypted_key(const BlobEntryInfo &entry)
{
    return finding(u"key-encrypted"_s, Severity::error, Messages::tr("The entry \"%1\" holds an encrypted key, which no device can open.").arg(entry.name),
        Messages::tr("Pack the blob again with the key's password."));
}

Finding damaged_entry(const BlobEntryInfo &entry, const QString &why)
{
    return finding(u"blob-entry-damaged"_s, Severity::error,
        Messages::tr("The entry \"%1\" holds neither a certificate nor a key that can be read.").arg(entry.name),
        Messages::tr("Pack the blob again from the original files."), why);
}

Finding truncated(Bytes bytes, std::uint32_t offset, const QString &name)
{
    const Bytes rest = bytes.subspan(offset);
    QString why;
    if (rest.size() >= wire::blob_header_size)
        why = Messages::tr("The entry at offset %1 promises %2 bytes; %3 are there.")
                  .arg(offset)
                  .arg(rest[wire::blob_name_size] | rest[wire::blob_name_size + 1] << 8)
                  .arg(rest.size() - wire::blob_header_size);
    return finding(u"blob-truncated"_s, Severity::error, Messages::tr("%1 is cut off.").arg(name),
        Messages::tr("Copy or read it again completely; from flash, read both sectors."), why);
}

Finding garbage(std::uint32_t offset)
{
    return finding(u"blob-garbage"_s, Severity::warning, Messages::tr("Behind the blob, at offset %1, follows something that is no entry.").arg(offset),
        Messages::tr("Erase the whole sector before writing the blob."), Messages::tr("Stock firmware that misses an entry searches on through it."));
}

QList<Finding> container_findings(const BlobInfo &blob)
{
    QList<Finding> findings;
    if (blob.role == BlobRole::identity && blob.complete)
        add_missing(blob, findings);
    if (blob.role == BlobRole::identity)
        add_order(blob, findings);
    if (blob.role == BlobRole::ca)
        add_count(blob, findings);
    add_key_findings(blob, findings);
    findings << judge_blob_size(blob.size, { .tls = blob.size.value() > wire::blob_limit_mbedtls ? DeviceTls::mbedtls : DeviceTls::axtls });
    return findings;
}

} // namespace espseal::pki
