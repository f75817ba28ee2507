// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/describe.h"

#include "app/studio/monitor/session_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr)
{
    return QCoreApplication::translate("Inspector", text, comment);
}

QString bytes_text(std::uint64_t bytes)
{
    return bytes > 0 ? to_string(Size(bytes)) : QString();
}

FactSection memory_facts(const monitor::Session &session)
{
    FactSection memory { tr("Memory of the board"), {} };
    memory.facts.append({ tr("TLS buffer"), bytes_text(session.buffer_size) });
    if (session.memory) {
        memory.facts.append({ tr("Largest record"), bytes_text(session.memory->buffer_high_water) });
        memory.facts.append({ tr("Stack, most"), bytes_text(session.memory->stack_high_water) });
        memory.facts.append({ tr("Heap, least"), bytes_text(session.memory->heap_low_water) });
    }
    return memory;
}

FactSection time_facts(const monitor::Session &session)
{
    FactSection times { tr("Time"), {} };
    if (const std::int64_t total = handshake_time(session); total > 0)
        times.facts.append({ tr("Handshake"), microseconds_text(total) });
    if (session.compute_us > 0)
        times.facts.append({ tr("Board worked"), microseconds_text(session.compute_us) });
    if (session.blocked_us > 0)
        times.facts.append({ tr("Board waited"), microseconds_text(session.blocked_us) });
    return times;
}

// A certificate may be well in itself and its chain refused all the same; `accepted`: the whole chain was.
FactSection certificate_facts(const monitor::CertificateSeen &seen, bool accepted)
{
    const QString who = seen.flow == monitor::Flow::device_to_peer ? tr("From the board") : tr("From the peer");
    const QString depth = seen.depth == 0 ? tr("certificate") : tr("issuer %1").arg(seen.depth);
    FactSection section { u"%1: %2"_s.arg(who, depth),
        { { tr("Subject"), seen.subject }, { tr("Issuer"), seen.issuer }, { tr("Size"), bytes_text(seen.length) } } };
    if (seen.key_bits > 0)
        section.facts.append({ tr("Key"), u"%1 %2"_s.arg(seen.key_type).arg(seen.key_bits) });
    if (seen.not_after > 0)
        section.facts.append({ tr("Until"), QLocale().toString(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(seen.not_after)).date(), u"d MMM yyyy"_s) });
    if (seen.checked && (seen.verdict != 0 || accepted))
        section.facts.append({ tr("Board says"), seen.verdict == 0 ? tr("accepted") : tr("refused, code %1").arg(seen.verdict) });
    if (!seen.sha256.isEmpty())
        section.facts.append({ tr("SHA-256"), QString::fromLatin1(seen.sha256.toHex()).left(32) + u'\u2026', true });
    return section;
}

} // namespace

InspectorContent describe(const monitor::Session &session, const QList<Finding> &findings)
{
    InspectorContent content { .icon = u"monitor"_s,
        .title = tr("Handshake at %1").arg(session_time(session)),
        .subtitle
        = session.role == wire::TlsRole::client ? tr("The board is the client of %1").arg(session.peer) : tr("The board is the server of %1").arg(session.peer),
        .tone = session_tone(session),
        .status_icon = session_icon(session),
        .status = session_word(session) };
    FactSection what { {},
        { { tr("Agreed"), suite_text(session) }, { tr("Both sides"), session.mutual ? tr("authenticated") : tr("server alone is authenticated") },
            { tr("Board checks"), session.verifies ? tr("the peer's chain") : tr("nothing") },
            { tr("Ended"), session.finished() ? monitor::end_text(session) : QString() }, { tr("Sent"), bytes_text(session.bytes_sent) },
            { tr("Received"), bytes_text(session.bytes_received) } } };
    content.sections = { what, time_facts(session), memory_facts(session) };
    for (const monitor::CertificateSeen &seen : session.certificates)
        content.sections.append(certificate_facts(seen, session.handshake_done));
    if (session.device.known)
        content.sections.append({ tr("Firmware"),
            { { tr("Program"), session.device.firmware }, { tr("TLS"), session.device.flavour },
                { tr("Reset"), session.device.reset_reason > 0 ? tr("cause %1").arg(session.device.reset_reason) : QString() } } });
    content.findings = findings;
    content.sections.removeIf(
        [](const FactSection &section) { return std::ranges::all_of(section.facts, [](const Fact &fact) { return fact.value.isEmpty(); }); });
    return content;
}

InspectorContent describe(const monitor::Session &session, const LadderRow &row)
{
    InspectorContent content { .icon = u"monitor"_s, .title = row.name };
    content.subtitle = !row.is_arrow()              ? QString()
        : row.flow == monitor::Flow::device_to_peer ? tr("from the board to its peer")
                                                    : tr("from the peer to the board");
    FactSection facts { {}, { { tr("Detail"), row.detail }, { tr("Size"), row.size } } };
    if (row.step >= 0 && row.step < session.steps.size()) {
        const monitor::LadderStep &step = session.steps.at(row.step);
        facts.facts.append({ tr("Encrypted"), step.encrypted ? tr("yes") : tr("no") });
        facts.facts.append({ tr("Board's clock"), step.device_us ? microseconds_text(*step.device_us) : QString() });
        facts.facts.append({ tr("Our clock"), step.peer_us ? microseconds_text(*step.peer_us) : QString() });
        facts.facts.append({ tr("Board worked"), step.compute_us > 0 ? microseconds_text(step.compute_us) : QString() });
        facts.facts.append({ tr("Board waited"), step.blocked_us > 0 ? microseconds_text(step.blocked_us) : QString() });
    }
    content.sections = { facts };
    if (row.kind == LadderKind::message && row.name == "Certificate"_L1)
        for (const monitor::CertificateSeen &seen : session.certificates)
            if (seen.flow == row.flow)
                content.sections.append(certificate_facts(seen, session.handshake_done));
    return content;
}

} // namespace espseal::studio
