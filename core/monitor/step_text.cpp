// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/step_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <QTimeZone>

#include "core/wire/tls_reader.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

QString text(const char *source, int count = -1)
{
    return QCoreApplication::translate("espseal::monitor", source, nullptr, count);
}

// Reads a handshake body; once anything is missing every later read gives zeros and empty parts.
class Cursor {
public:
    explicit Cursor(std::span<const std::uint8_t> bytes)
        : rest_(bytes)
    {
    }
    std::uint32_t number(unsigned size)
    {
        std::uint32_t value = 0;
        for (const std::uint8_t byte : take(size))
            value = value << 8 | byte;
        return value;
    }
    std::span<const std::uint8_t> take(std::size_t size)
    {
        if (size > rest_.size()) {
            rest_ = {};
            return {};
        }
        const auto taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }
    std::span<const std::uint8_t> vector(unsigned length_size) { return take(number(length_size)); }
    [[nodiscard]] bool empty() const { return rest_.empty(); }

private:
    std::span<const std::uint8_t> rest_;
};

constexpr std::uint32_t extension_server_name = 0;
constexpr std::uint32_t extension_max_fragment_length = 1;
constexpr std::uint16_t empty_renegotiation_scsv = 0x00FF;

QString printable(std::span<const std::uint8_t> bytes)
{
    QString shown = QString::fromLatin1(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())).left(255);
    for (QChar &character : shown) {
        if (character.unicode() < 0x20 || character.unicode() > 0x7E)
            character = u'?';
    }
    return shown;
}

QStringList extension_texts(Cursor extensions)
{
    QStringList parts;
    while (!extensions.empty()) {
        const std::uint32_t type = extensions.number(2);
        Cursor body(extensions.vector(2));
        if (type == extension_server_name) {
            Cursor names(body.vector(2));
            names.number(1); // host_name, the only type
            parts.append(text("name %1").arg(printable(names.vector(2))));
        } else if (type == extension_max_fragment_length) {
            if (const std::uint32_t code = body.number(1); code >= 1 && code <= 4)
                parts.append(text("fragments up to %1 bytes").arg(256u << code));
        }
    }
    return parts;
}

QString client_hello_text(Cursor body)
{
    const auto version = static_cast<std::uint16_t>(body.number(2));
    body.take(32); // random
    body.vector(1); // session id
    Cursor suites(body.vector(2));
    int count = 0;
    while (!suites.empty())
        count += suites.number(2) != empty_renegotiation_scsv;
    body.vector(1); // compression
    const QString offered = text("offers %n suite(s)", count);
    return (QStringList { QLatin1StringView(wire::version_name(version)), offered } + extension_texts(Cursor(body.vector(2)))).join(u", "_s);
}

QString server_hello_text(Cursor body)
{
    const auto version = static_cast<std::uint16_t>(body.number(2));
    body.take(32);
    body.vector(1);
    const auto suite = static_cast<std::uint16_t>(body.number(2));
    body.number(1);
    return (QStringList(negotiated_text(version, suite)) + extension_texts(Cursor(body.vector(2)))).join(u", "_s);
}

QString certificate_message_text(Cursor body)
{
    Cursor list(body.vector(3));
    int count = 0;
    while (!list.empty())
        count += !list.vector(3).empty();
    return count == 0 ? text("no certificate") : text("%n certificate(s)", count);
}

QString certificate_request_text(Cursor body)
{
    body.vector(1); // certificate types
    body.vector(2); // signature algorithms; TLS 1.2 only, and so is our peer where this matters
    Cursor names(body.vector(2));
    int count = 0;
    while (!names.empty())
        count += !names.vector(2).empty();
    return text("names %n CA(s)", count);
}

} // namespace

QString message_name(std::uint8_t handshake_type)
{
    QString name;
    bool word_start = true;
    for (const char *letter = wire::handshake_name(handshake_type); *letter; ++letter) {
        if (*letter != '_')
            name += word_start ? QChar::fromLatin1(*letter).toUpper() : QChar::fromLatin1(*letter);
        word_start = *letter == '_';
    }
    return name == "Unknown"_L1 ? text("Handshake message %1").arg(handshake_type) : name;
}

QString alert_step_name(std::uint8_t description, bool encrypted)
{
    if (encrypted)
        return text("Alert (encrypted)");
    return text("Alert %1").arg(QLatin1StringView(wire::alert_name(description)));
}

QString negotiated_text(std::uint16_t version, std::uint16_t suite)
{
    const QLatin1StringView name(wire::cipher_suite_name(suite));
    const QString suite_text = name == "unknown"_L1 ? u"0x%1"_s.arg(suite, 4, 16, QChar(u'0')) : QString(name);
    return u"%1, %2"_s.arg(QLatin1StringView(wire::version_name(version)), suite_text);
}

QString certificate_text(const CertificateSeen &certificate)
{
    QStringList parts;
    if (!certificate.subject.isEmpty())
        parts.append(certificate.subject);
    if (certificate.key_bits)
        parts.append(u"%1 %2"_s.arg(certificate.key_type).arg(certificate.key_bits).trimmed());
    if (certificate.not_after && certificate.not_after < 253402300800u) // year 10000
        parts.append(
            text("until %1").arg(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(certificate.not_after), QTimeZone::UTC).date().toString(Qt::ISODate)));
    return parts.join(u", "_s);
}

QString handshake_text(std::span<const std::uint8_t> message)
{
    Cursor whole(message);
    const std::uint32_t type = whole.number(1);
    Cursor body(whole.vector(3));
    switch (type) {
    case wire::handshake_client_hello:
        return client_hello_text(body);
    case wire::handshake_server_hello:
        return server_hello_text(body);
    case wire::handshake_certificate:
        return certificate_message_text(body);
    case wire::handshake_certificate_request:
        return certificate_request_text(body);
    default:
        return {};
    }
}

} // namespace espseal::monitor
