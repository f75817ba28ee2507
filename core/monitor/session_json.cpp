// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/session_json.h"

#include <QJsonArray>

#include "core/wire/tls_reader.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

QString kind_name(StepKind kind)
{
    switch (kind) {
    case StepKind::message:
        return u"message"_s;
    case StepKind::change_cipher_spec:
        return u"change-cipher-spec"_s;
    case StepKind::alert:
        return u"alert"_s;
    case StepKind::application:
        break;
    }
    return u"application"_s;
}

QString from_name(Flow flow)
{
    return flow == Flow::device_to_peer ? u"device"_s : u"peer"_s;
}

QString verdict_name(wire::BlobVerdict verdict)
{
    switch (verdict) {
    case wire::BlobVerdict::ok:
        return u"ok"_s;
    case wire::BlobVerdict::erased:
        return u"erased"_s;
    case wire::BlobVerdict::no_blob:
        return u"no-blob"_s;
    case wire::BlobVerdict::truncated:
        return u"truncated"_s;
    case wire::BlobVerdict::missing_entry:
        return u"missing-entry"_s;
    case wire::BlobVerdict::bad_payload:
        return u"bad-payload"_s;
    case wire::BlobVerdict::outside_flash:
        return u"outside-flash"_s;
    }
    return u"unknown"_s;
}

QJsonObject to_json(const CertificateSeen &certificate)
{
    return { { u"from"_s, from_name(certificate.flow) }, { u"depth"_s, static_cast<qint64>(certificate.depth) },
        { u"length"_s, static_cast<qint64>(certificate.length) }, { u"sha256"_s, QString::fromLatin1(certificate.sha256.toHex()) },
        { u"subject"_s, certificate.subject }, { u"issuer"_s, certificate.issuer }, { u"key_type"_s, certificate.key_type },
        { u"key_bits"_s, static_cast<qint64>(certificate.key_bits) }, { u"not_before"_s, static_cast<qint64>(certificate.not_before) },
        { u"not_after"_s, static_cast<qint64>(certificate.not_after) }, { u"verdict"_s, static_cast<qint64>(certificate.verdict) },
        { u"checked"_s, certificate.checked } };
}

QJsonObject to_json(const BlobSeen &blob)
{
    QJsonObject object { { u"role"_s, blob.role == wire::BlobRole::ca ? u"ca"_s : u"identity"_s }, { u"verdict"_s, verdict_name(blob.verdict) },
        { u"name"_s, blob.name }, { u"length"_s, static_cast<qint64>(blob.length) }, { u"crc32"_s, static_cast<qint64>(blob.crc32) } };
    if (blob.sector != 0xFFFF) {
        object.insert(u"address"_s, static_cast<qint64>(Address(SectorIndex(blob.sector)).value()));
        object.insert(u"offset"_s, static_cast<qint64>(blob.offset));
    }
    return object;
}

QJsonObject to_json(const PeerFacts &facts)
{
    QJsonArray errors;
    for (const VerifyError &error : facts.verify_errors)
        errors.append(QJsonObject { { u"code"_s, error.code }, { u"depth"_s, error.depth }, { u"text"_s, error.text }, { u"subject"_s, error.subject } });
    return { { u"connection"_s, static_cast<qint64>(facts.connection) }, { u"listening"_s, facts.listening_side }, { u"verify_errors"_s, errors },
        { u"error"_s, facts.error }, { u"closed_without_alert"_s, facts.closed_without_alert } };
}

template <class List> QJsonArray array_of(const List &list)
{
    QJsonArray array;
    for (const auto &item : list)
        array.append(to_json(item));
    return array;
}

void add_optional_parts(QJsonObject &object, const Session &session)
{
    if (session.negotiated) {
        object.insert(u"version"_s, QLatin1StringView(wire::version_name(session.negotiated->version)));
        object.insert(u"suite"_s, QLatin1StringView(wire::cipher_suite_name(session.negotiated->suite)));
    }
    if (session.memory) {
        object.insert(u"memory"_s,
            QJsonObject { { u"heap_free"_s, static_cast<qint64>(session.memory->heap_free) },
                { u"heap_low_water"_s, static_cast<qint64>(session.memory->heap_low_water) },
                { u"buffer_high_water"_s, static_cast<qint64>(session.memory->buffer_high_water) },
                { u"stack_high_water"_s, static_cast<qint64>(session.memory->stack_high_water) } });
    }
    if (session.peer_facts)
        object.insert(u"peer_facts"_s, to_json(*session.peer_facts));
}

QJsonArray alerts_json(const Session &session)
{
    QJsonArray array;
    for (const AlertSeen &alert : session.alerts) {
        QJsonObject object { { u"from"_s, from_name(alert.flow) }, { u"encrypted"_s, alert.encrypted } };
        if (!alert.encrypted) {
            object.insert(u"level"_s, alert.level);
            object.insert(u"code"_s, alert.description);
            object.insert(u"name"_s, QLatin1StringView(wire::alert_name(alert.description)));
        }
        array.append(object);
    }
    return array;
}

} // namespace

QString mac_text(const QByteArray &mac)
{
    return QString::fromLatin1(mac.toHex(':'));
}

QJsonObject to_json(const LadderStep &step)
{
    QJsonObject object {
        { u"kind"_s, kind_name(step.kind) },
        { u"from"_s, from_name(step.flow) },
        { u"name"_s, step.name },
        { u"bytes"_s, static_cast<qint64>(step.bytes) },
        { u"encrypted"_s, step.encrypted },
    };
    if (step.device_us) {
        object.insert(u"device_us"_s, static_cast<qint64>(*step.device_us));
        object.insert(u"compute_us"_s, static_cast<qint64>(step.compute_us));
        object.insert(u"blocked_us"_s, static_cast<qint64>(step.blocked_us));
    }
    if (step.peer_us)
        object.insert(u"peer_us"_s, static_cast<qint64>(*step.peer_us));
    if (step.lost_before)
        object.insert(u"lost_before"_s, static_cast<qint64>(step.lost_before));
    if (!step.detail.isEmpty())
        object.insert(u"detail"_s, step.detail);
    return object;
}

QJsonObject to_json(const DeviceState &device)
{
    QJsonObject object { { u"mac"_s, mac_text(device.mac) }, { u"firmware"_s, device.firmware }, { u"flavour"_s, device.flavour },
        { u"buffer_size"_s, static_cast<qint64>(device.buffer_size) }, { u"flash_size"_s, static_cast<qint64>(device.flash_size) },
        { u"reset_reason"_s, static_cast<qint64>(device.reset_reason) }, { u"blobs"_s, array_of(device.blobs) }, { u"makes_keys"_s, device.makes_keys } };
    if (device.listening)
        object.insert(u"listening"_s, *device.listening);
    if (device.agent)
        object.insert(u"settings_found"_s, device.agent->found);
    return object;
}

QJsonObject to_json(const Session &session, const QList<Finding> &findings)
{
    QJsonArray found;
    for (const Finding &finding : findings)
        found.append(espseal::to_json(finding));
    QJsonObject object {
        { u"id"_s, static_cast<qint64>(session.id) },
        { u"role"_s, session.role == wire::TlsRole::client ? u"client"_s : u"server"_s },
        { u"peer"_s, session.peer },
        { u"state"_s, state_name(session.state) },
        { u"handshake"_s, session.handshake_done },
        { u"end"_s, end_name(session.end) },
        { u"mutual"_s, session.mutual },
        { u"started_us"_s, static_cast<qint64>(session.started.time_since_epoch().count()) },
        { u"handshake_us"_s, static_cast<qint64>(session.handshake_us) },
        { u"compute_us"_s, static_cast<qint64>(session.compute_us) },
        { u"blocked_us"_s, static_cast<qint64>(session.blocked_us) },
        { u"tls_error"_s, static_cast<qint64>(session.tls_error) },
        { u"callback_error"_s, session.callback_error },
        { u"bytes_received"_s, static_cast<qint64>(session.bytes_received) },
        { u"bytes_sent"_s, static_cast<qint64>(session.bytes_sent) },
        { u"lost_frames"_s, static_cast<qint64>(session.lost_frames) },
        { u"steps"_s, array_of(session.steps) },
        { u"certificates"_s, array_of(session.certificates) },
        { u"alerts"_s, alerts_json(session) },
        { u"device"_s, to_json(session.device) },
        { u"findings"_s, found },
    };
    add_optional_parts(object, session);
    return object;
}

} // namespace espseal::monitor
