// SPDX-License-Identifier: Apache-2.0
#include "core/pki/mbedtls_sector.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

struct Entry {
    QString name;
    qsizetype length = 0;
    QByteArray payload;
};

// Flash behind the given bytes is erased.
std::uint8_t flash(const QByteArray &sector, qsizetype at)
{
    return at < sector.size() ? static_cast<std::uint8_t>(sector[at]) : 0xFF;
}

Entry first_entry(const QByteArray &sector)
{
    Entry entry;
    for (qsizetype i = 0; i < wire::blob_name_size && flash(sector, i) != 0; ++i)
        entry.name += QChar(flash(sector, i) >= 0x20 && flash(sector, i) < 0x7F ? flash(sector, i) : u'.');
    entry.length = flash(sector, wire::blob_name_size) | flash(sector, wire::blob_name_size + 1) << 8;
    for (qsizetype i = 0; i < entry.length && entry.length <= wire::blob_limit_mbedtls; ++i)
        entry.payload += static_cast<char>(flash(sector, wire::blob_header_size + i));
    return entry;
}

struct Reading {
    QList<MbedtlsCertificate> cas;
    int unreadable = 0;
    QString why; // of the first that is not readable

    void take(const QByteArray &bytes)
    {
        const Result<QList<Certificate>> read = read_certificates(bytes_of(bytes), {});
        if (!read) {
            fail(read.error().detail.isEmpty() ? read.error().message : read.error().detail);
            return;
        }
        const auto as_mbedtls = read_as_mbedtls(read->first());
        if (as_mbedtls)
            cas << *as_mbedtls;
        else
            fail(Messages::tr("%1: %2").arg(read->first().display_name(), as_mbedtls.error().why));
    }
    void fail(const QString &reason)
    {
        ++unreadable;
        if (why.isEmpty())
            why = reason;
    }
};

// Up to the first NUL, as strstr() reads it.
QByteArray text_of(const QByteArray &payload)
{
    const qsizetype nul = payload.indexOf('\0');
    return nul < 0 ? payload : payload.first(nul);
}

// Blocks as mbedtls_pem_read_buffer() finds them, each from its BEGIN line to the next END line.
void read_pem(const QByteArray &payload, Reading &reading)
{
    constexpr QByteArrayView begin = "-----BEGIN CERTIFICATE-----";
    constexpr QByteArrayView end = "-----END CERTIFICATE-----";
    const QByteArray text = text_of(payload);
    for (qsizetype at = 0;;) {
        const qsizetype first = text.indexOf(begin, at);
        const qsizetype last = text.indexOf(end, at);
        if (first < 0 || last <= first)
            return;
        at = last + end.size();
        reading.take(text.sliced(first, at - first) + '\n');
    }
}

// One DER certificate; what follows it is not read.
void read_der(const QByteArray &payload, Reading &reading)
{
    const auto *at = reinterpret_cast<const unsigned char *>(payload.constData());
    const unsigned char *begin = at;
    const X509Certificate native(d2i_X509(nullptr, &at, static_cast<long>(payload.size())));
    if (native)
        reading.take(payload.first(at - begin));
    else
        reading.fail(openssl_errors());
}

void tell_ignored(const QByteArray &sector, const Entry &entry, DeviceReport &report)
{
    wire::BlobReader reader(view_of(sector, wire::blob_limit_mbedtls));
    wire::BlobEntry next;
    int entries = 0;
    while (reader.next(next) == wire::BlobStep::entry)
        ++entries;
    if (entries < 2)
        return;
    report.note(finding(u"ca-ignored"_s, Severity::warning,
        Messages::tr("The CA sector holds %1 entries; this firmware reads the first, \"%2\", alone.").arg(entries).arg(entry.name),
        Messages::tr("Put the CA that matters first, or all of them into one entry as a PEM bundle.")));
}

} // namespace

MbedtlsTrust read_mbedtls_sector(const QByteArray &sector, DeviceReport &report)
{
    const Entry entry = first_entry(sector);
    if (entry.length == wire::blob_erased_length) {
        report.fail(ca_sector_erased());
        return {};
    }
    report.pass(Messages::tr("Reads the first entry of the CA sector: type[%1],length[%2].").arg(entry.name).arg(entry.length));
    if (entry.length + qsizetype { wire::blob_header_size } > wire::blob_limit_mbedtls) {
        report.fail(ca_sector_unreadable(entry.name, Messages::tr("It ends behind byte %1, where this firmware stops reading.").arg(wire::blob_limit_mbedtls)));
        return {};
    }
    Reading reading;
    if (text_of(entry.payload).contains("-----BEGIN CERTIFICATE-----"))
        read_pem(entry.payload, reading);
    else
        read_der(entry.payload, reading);
    if (reading.cas.isEmpty()) {
        report.fail(ca_sector_unreadable(entry.name, reading.why));
        return {};
    }
    tell_ignored(sector, entry, report);
    if (reading.unreadable == 0)
        report.pass(Messages::tr("Trusts %1.").arg(reading.cas.first().certificate.display_name()));
    else
        report.note(
            finding(u"ca-partly-read"_s, Severity::error, Messages::tr("A certificate of the CA bundle cannot be read, so the firmware uses none of them."),
                Messages::tr("Leave the unreadable certificate out and pack the CA blob again."), reading.why));
    return { reading.cas, true, reading.unreadable };
}

} // namespace espseal::pki
