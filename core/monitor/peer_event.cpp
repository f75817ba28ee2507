// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/peer_event.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

constexpr std::array kind_names {
    std::pair { PeerEventKind::listening, "listening"_L1 },
    std::pair { PeerEventKind::connected, "connected"_L1 },
    std::pair { PeerEventKind::connect_failed, "connect-failed"_L1 },
    std::pair { PeerEventKind::record, "record"_L1 },
    std::pair { PeerEventKind::message, "message"_L1 },
    std::pair { PeerEventKind::change_cipher_spec, "change-cipher-spec"_L1 },
    std::pair { PeerEventKind::alert, "alert"_L1 },
    std::pair { PeerEventKind::certificate, "certificate"_L1 },
    std::pair { PeerEventKind::verify_error, "verify-error"_L1 },
    std::pair { PeerEventKind::certificate_wanted, "certificate-wanted"_L1 },
    std::pair { PeerEventKind::established, "established"_L1 },
    std::pair { PeerEventKind::application, "application"_L1 },
    std::pair { PeerEventKind::tls_error, "tls-error"_L1 },
    std::pair { PeerEventKind::not_tls, "not-tls"_L1 },
    std::pair { PeerEventKind::closed, "closed"_L1 },
};

constexpr std::array connect_ends { EndKind::refused, EndKind::unreachable, EndKind::timed_out };

// Numbers leave zeros out: most fields of an event mean nothing for its kind.
void put(QJsonObject &object, const QString &key, qint64 value)
{
    if (value != 0)
        object.insert(key, value);
}

void put(QJsonObject &object, const QString &key, const QString &value)
{
    if (!value.isEmpty())
        object.insert(key, value);
}

template <class T> T number(const QJsonObject &object, const QString &key)
{
    const qint64 value = object.value(key).toInteger();
    return std::in_range<T>(value) ? static_cast<T>(value) : T();
}

QJsonObject certificate_json(const CertificateSeen &certificate)
{
    QJsonObject object;
    put(object, u"depth"_s, certificate.depth);
    put(object, u"length"_s, certificate.length);
    put(object, u"sha256"_s, QString::fromLatin1(certificate.sha256.toHex()));
    put(object, u"subject"_s, certificate.subject);
    put(object, u"issuer"_s, certificate.issuer);
    put(object, u"key_bits"_s, certificate.key_bits);
    put(object, u"key_type"_s, certificate.key_type);
    put(object, u"not_before"_s, static_cast<qint64>(certificate.not_before));
    put(object, u"not_after"_s, static_cast<qint64>(certificate.not_after));
    return object;
}

CertificateSeen certificate_of(const QJsonObject &object, Flow flow)
{
    return { .flow = flow,
        .depth = number<unsigned>(object, u"depth"_s),
        .length = number<std::uint32_t>(object, u"length"_s),
        .sha256 = QByteArray::fromHex(object.value(u"sha256"_s).toString().toLatin1()),
        .subject = object.value(u"subject"_s).toString(),
        .issuer = object.value(u"issuer"_s).toString(),
        .key_bits = number<std::uint32_t>(object, u"key_bits"_s),
        .key_type = object.value(u"key_type"_s).toString(),
        .not_before = number<std::uint64_t>(object, u"not_before"_s),
        .not_after = number<std::uint64_t>(object, u"not_after"_s) };
}

QJsonObject verify_json(const VerifyError &error)
{
    return { { u"code"_s, error.code }, { u"depth"_s, error.depth }, { u"text"_s, error.text }, { u"subject"_s, error.subject } };
}

VerifyError verify_of(const QJsonObject &object)
{
    return { number<int>(object, u"code"_s), number<int>(object, u"depth"_s), object.value(u"text"_s).toString(), object.value(u"subject"_s).toString() };
}

} // namespace

QString peer_event_name(PeerEventKind kind)
{
    for (const auto &[known, name] : kind_names) {
        if (known == kind)
            return name;
    }
    return {};
}

QJsonObject to_json(const PeerEvent &event)
{
    QJsonObject object {
        { u"kind"_s, peer_event_name(event.kind) },
        { u"connection"_s, static_cast<qint64>(event.connection) },
        { u"time_us"_s, static_cast<qint64>(event.host.time_since_epoch().count()) },
        { u"device_role"_s, event.device_role == wire::TlsRole::client ? u"client"_s : u"server"_s },
        { u"from"_s, event.flow == Flow::device_to_peer ? u"device"_s : u"peer"_s },
    };
    put(object, u"type"_s, event.type);
    put(object, u"level"_s, event.level);
    put(object, u"version"_s, event.version);
    put(object, u"suite"_s, event.suite);
    put(object, u"bytes"_s, event.bytes);
    put(object, u"name"_s, event.name);
    put(object, u"text"_s, event.text);
    put(object, u"remote"_s, event.remote);
    put(object, u"remote_port"_s, event.remote_port);
    put(object, u"local_port"_s, event.local_port);
    if (event.encrypted)
        object.insert(u"encrypted"_s, true);
    if (event.kind == PeerEventKind::closed)
        object.insert(u"clean"_s, event.clean);
    if (event.kind == PeerEventKind::connect_failed)
        object.insert(u"end"_s, end_name(event.end));
    if (event.kind == PeerEventKind::certificate)
        object.insert(u"certificate"_s, certificate_json(event.certificate));
    if (event.kind == PeerEventKind::verify_error)
        object.insert(u"verify"_s, verify_json(event.verify));
    return object;
}

std::optional<PeerEvent> peer_event_from_json(const QJsonObject &object)
{
    const QString name = object.value(u"kind"_s).toString();
    const auto kind = std::find_if(kind_names.begin(), kind_names.end(), [&](const auto &entry) { return entry.second == name; });
    if (kind == kind_names.end())
        return {};
    PeerEvent event;
    event.kind = kind->first;
    event.connection = number<std::uint64_t>(object, u"connection"_s);
    event.host = HostTime(std::chrono::microseconds(number<std::int64_t>(object, u"time_us"_s)));
    event.device_role = object.value(u"device_role"_s).toString() == "server"_L1 ? wire::TlsRole::server : wire::TlsRole::client;
    event.flow = object.value(u"from"_s).toString() == "device"_L1 ? Flow::device_to_peer : Flow::peer_to_device;
    event.type = number<std::uint8_t>(object, u"type"_s);
    event.level = number<std::uint8_t>(object, u"level"_s);
    event.version = number<std::uint16_t>(object, u"version"_s);
    event.suite = number<std::uint16_t>(object, u"suite"_s);
    event.bytes = number<std::uint32_t>(object, u"bytes"_s);
    event.encrypted = object.value(u"encrypted"_s).toBool();
    event.clean = object.value(u"clean"_s).toBool();
    event.name = object.value(u"name"_s).toString();
    event.text = object.value(u"text"_s).toString();
    event.remote = object.value(u"remote"_s).toString();
    event.remote_port = number<std::uint16_t>(object, u"remote_port"_s);
    event.local_port = number<std::uint16_t>(object, u"local_port"_s);
    for (const EndKind end : connect_ends) {
        if (object.value(u"end"_s).toString() == end_name(end))
            event.end = end;
    }
    event.certificate = certificate_of(object.value(u"certificate"_s).toObject(), event.flow);
    event.verify = verify_of(object.value(u"verify"_s).toObject());
    return event;
}

} // namespace espseal::monitor
