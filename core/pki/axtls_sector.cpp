// SPDX-License-Identifier: Apache-2.0
#include "core/pki/axtls_sector.h"

#include "core/pki/decode.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr qsizetype most_cas = 3; // CONFIG_X509_MAX_CA_CERTS

// A PEM bundle gives each of its certificates. Of DER ones behind each other add_cert_auth() reads the first again and again.
QList<Certificate> certificates_of(wire::ByteView payload, const QString &name, QString &why)
{
    const Bytes bytes(payload.data, payload.size);
    const Result<QList<Certificate>> read = read_certificates(bytes, name);
    if (!read) {
        why = read.error().detail.isEmpty() ? read.error().message : read.error().detail;
        return {};
    }
    return holds_pem(bytes) ? *read : read->first(1);
}

} // namespace

std::optional<QList<AxtlsCertificate>> read_axtls_sector(const QByteArray &sector, DeviceReport &report)
{
    wire::BlobReader reader(view_of(sector, wire::blob_limit_axtls));
    wire::BlobEntry entry;
    QList<AxtlsCertificate> cas;
    qsizetype beyond = 0;
    bool any = false;
    for (; reader.next(entry) == wire::BlobStep::entry; any = true) {
        const QString name = QString::fromLatin1(entry.name);
        report.pass(u"%1 %2"_s.arg(name, QString::number(entry.payload.size, 16)));
        QString why;
        const QList<Certificate> certificates = certificates_of(entry.payload, name, why);
        if (certificates.isEmpty()) {
            report.fail(ca_sector_unreadable(name, why));
            return std::nullopt;
        }
        for (const Certificate &certificate : certificates) {
            const auto read = read_as_axtls(certificate);
            if (!read)
                report.note(at(certificate,
                    finding(u"ca-ignored"_s, Severity::warning, Messages::tr("The firmware cannot use the CA %1.").arg(certificate.display_name()),
                        Messages::tr("Put an RSA CA into the sector."), read.error())));
            else if (cas.size() < most_cas)
                cas << *read;
            else
                ++beyond;
        }
    }
    if (!any) {
        report.fail(sector.isEmpty() || reader.next(entry) == wire::BlobStep::erased
                ? ca_sector_erased()
                : ca_sector_unreadable(QString(),
                      Messages::tr("What is there is no blob, or it ends behind byte %1, where this firmware stops reading.").arg(wire::blob_limit_axtls)));
        return std::nullopt;
    }
    if (beyond > 0)
        report.note(
            finding(u"ca-ignored"_s, Severity::warning, Messages::tr("The CA sector holds more than %1 CAs; this firmware trusts the first %1.").arg(most_cas),
                Messages::tr("Put the CAs that matter first.")));
    return cas;
}

} // namespace espseal::pki
