// SPDX-License-Identifier: Apache-2.0
#include "app/cli/monitor/ladder_text.h"

#include <QLocale>

#include "app/cli/monitor/commands.h"
#include "core/monitor/session_json.h"
#include "core/wire/tls_reader.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int time_width = 10;
constexpr int name_width = 22;
constexpr int bytes_width = 7;

QString milliseconds(std::int64_t us)
{
    return QLocale().toString(double(us) / 1000, 'f', 1) + u" ms"_s;
}

// The device's time; our peer's where the device told none.
QString time_of(const monitor::LadderStep &step)
{
    const auto us = step.device_us ? step.device_us : step.peer_us;
    return us ? milliseconds(*us) : QString();
}

QString times_of(const monitor::LadderStep &step)
{
    QStringList parts;
    if (step.compute_us || step.blocked_us)
        parts.append(MonitorTexts::tr("device %1, waited %2").arg(milliseconds(step.compute_us), milliseconds(step.blocked_us)));
    if (step.device_us && step.peer_us)
        parts.append(MonitorTexts::tr("peer at %1").arg(milliseconds(*step.peer_us)));
    if (step.lost_before)
        parts.append(MonitorTexts::tr("%n trace frame(s) lost before", nullptr, int(step.lost_before)));
    return parts.join(u", "_s);
}

QString good_end(const monitor::Session &session)
{
    QStringList parts;
    if (session.negotiated) {
        parts.append(QLatin1StringView(wire::version_name(session.negotiated->version)));
        parts.append(QLatin1StringView(wire::cipher_suite_name(session.negotiated->suite)));
    }
    if (session.handshake_us)
        parts.append(
            MonitorTexts::tr("handshake %1, of which the device computed %2").arg(milliseconds(session.handshake_us), milliseconds(session.compute_us)));
    if (session.bytes_received || session.bytes_sent)
        parts.append(MonitorTexts::tr("the device received %1 and sent %2").arg(to_string(Size(session.bytes_received)), to_string(Size(session.bytes_sent))));
    return parts.join(u", "_s);
}

} // namespace

QString device_line(const monitor::DeviceState &device)
{
    QStringList parts { device.firmware, device.flavour };
    if (device.buffer_size)
        parts.append(MonitorTexts::tr("TLS buffer %1").arg(to_string(Size(device.buffer_size))));
    parts.removeAll(QString());
    return (monitor::mac_text(device.mac) + u"  "_s + parts.join(u", "_s)).trimmed();
}

QString heading(const monitor::Session &session)
{
    const bool is_client = session.role == wire::TlsRole::client;
    QString line = is_client ? MonitorTexts::tr("session %1: the device is client").arg(session.id)
                             : MonitorTexts::tr("session %1: the device is server").arg(session.id);
    if (!session.peer.isEmpty())
        line += is_client ? MonitorTexts::tr(", its server is %1").arg(session.peer) : MonitorTexts::tr(", its client is %1").arg(session.peer);
    if (session.start_missed)
        line += MonitorTexts::tr(" (began before this)");
    return line;
}

QString ladder_line(const monitor::LadderStep &step)
{
    const QString arrow = step.flow == monitor::Flow::device_to_peer ? u"-> "_s : u"<- "_s;
    const QString bytes = QLocale().toString(static_cast<qulonglong>(step.bytes)) + u" B"_s;
    QString line
        = time_of(step).rightJustified(time_width) + u"   "_s + (arrow + step.name).leftJustified(name_width + 3) + bytes.rightJustified(bytes_width + 2);
    for (const QString &part : { times_of(step), step.detail }) {
        if (!part.isEmpty())
            line += u"   "_s + part;
    }
    return line;
}

QStringList finding_lines(const Finding &finding)
{
    QStringList lines { finding.message };
    for (const QString &line : { finding.why, finding.fix }) {
        if (!line.isEmpty())
            lines.append(u"  "_s + line);
    }
    return lines;
}

QStringList verdict_lines(const monitor::Session &session, const QList<Finding> &findings)
{
    if (session.state != monitor::SessionState::failed)
        return { u"ok: "_s + good_end(session) };
    QStringList lines { MonitorTexts::tr("FAILED: %1").arg(end_text(session)) };
    for (const Finding &finding : findings)
        lines += finding_lines(finding);
    return lines;
}

QStringList ladder_text(const monitor::Session &session)
{
    QStringList lines { heading(session) };
    for (const monitor::LadderStep &step : session.steps)
        lines.append(ladder_line(step));
    return lines;
}

} // namespace espseal::cli
