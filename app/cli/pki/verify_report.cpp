// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/verify_report.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/report.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

QJsonArray names_of(const QList<pki::Certificate> &chain)
{
    QJsonArray names;
    for (const pki::Certificate &certificate : chain)
        names << certificate.display_name();
    return names;
}

QJsonObject peer_to_json(const pki::ChainVerdict &verdict, int level)
{
    QJsonArray errors;
    for (const pki::ChainError &error : verdict.errors)
        errors << QJsonObject { { u"number"_s, error.number }, { u"depth"_s, error.depth }, { u"text"_s, error.text } };
    return { { u"accepted"_s, verdict.accepted() }, { u"level"_s, level }, { u"errors"_s, errors }, { u"chain"_s, names_of(verdict.chain) } };
}

QJsonValue device_to_json(const pki::Judgement &judgement, const pki::JudgementQuestion &question)
{
    if (!judgement.device || !question.device)
        return {};
    const pki::DeviceVerdict &verdict = *judgement.device;
    QJsonArray steps;
    for (const pki::DeviceStep &step : verdict.steps)
        steps << QJsonObject { { u"outcome"_s, pki::outcome_name(step.outcome) }, { u"text"_s, step.text } };
    return QJsonObject { { u"profile"_s, to_string(*question.device) }, { u"accepted"_s, verdict.accepted }, { u"code"_s, verdict.code },
        { u"shown"_s, verdict.shown }, { u"name"_s, verdict.name }, { u"callback"_s, verdict.callback ? QJsonValue(*verdict.callback) : QJsonValue() },
        { u"flags"_s, qint64(verdict.flags) }, { u"steps"_s, steps } };
}

QJsonValue memory_to_json(const std::optional<pki::HandshakeMemory> &memory)
{
    if (!memory)
        return {};
    QJsonArray parts;
    for (const pki::MemoryPart &part : memory->parts)
        parts << QJsonObject { { u"part"_s, part.part }, { u"bytes"_s, qint64(part.size.value()) }, { u"on_stack"_s, part.on_stack } };
    const auto bytes = [](const std::optional<Size> &size) { return size ? QJsonValue(qint64(size->value())) : QJsonValue(); };
    return QJsonObject { { u"total"_s, qint64(memory->total.value()) }, { u"heap"_s, qint64(memory->heap().value()) },
        { u"uncertainty_percent"_s, memory->uncertainty_percent }, { u"connects_above"_s, bytes(memory->gate) }, { u"static_memory"_s, bytes(memory->arena) },
        { u"parts"_s, parts } };
}

QJsonValue time_to_json(const std::optional<pki::HandshakeTime> &time)
{
    if (!time)
        return {};
    return QJsonObject { { u"mhz"_s, 80 }, { u"least_ms"_s, time->least_ms }, { u"most_ms"_s, time->most_ms } };
}

QString mark_of(pki::DeviceStep::Outcome outcome)
{
    switch (outcome) {
    case pki::DeviceStep::Outcome::passed:
        return u"  + "_s;
    case pki::DeviceStep::Outcome::skipped:
        return u"  - "_s;
    case pki::DeviceStep::Outcome::failed:
        break;
    }
    return u"  ! "_s;
}

QStringList device_lines(const pki::DeviceVerdict &verdict, const pki::DeviceProfile &device)
{
    QStringList lines;
    if (verdict.accepted) {
        lines << PkiText::tr("%1 accepts it.").arg(pki::device_profile_name(device));
    } else {
        lines << (verdict.name.isEmpty() ? PkiText::tr("%1 refuses it and shows %2.").arg(pki::device_profile_name(device), verdict.shown)
                                         : PkiText::tr("%1 refuses it and shows %2 (%3).").arg(pki::device_profile_name(device), verdict.shown, verdict.name));
        if (verdict.callback)
            lines << PkiText::tr("  The reconnect callback gets %1.").arg(*verdict.callback);
    }
    for (const pki::DeviceStep &step : verdict.steps)
        lines << mark_of(step.outcome) + step.text;
    return lines;
}

QStringList memory_lines(const pki::HandshakeMemory &memory)
{
    QStringList lines { PkiText::tr("The handshake takes %1 of RAM (give or take %2 %):").arg(to_string(memory.total)).arg(memory.uncertainty_percent) };
    for (const pki::MemoryPart &part : memory.parts)
        lines << u"  %1  %2"_s.arg(part.size.value(), 6).arg(part.part);
    if (memory.gate)
        lines << PkiText::tr("  The firmware connects only with more than %1 free.").arg(to_string(*memory.gate));
    return lines;
}

} // namespace

QJsonObject to_json(const pki::Judgement &judgement, const pki::JudgementQuestion &question)
{
    return { { u"ok"_s, judgement.ok() }, { u"certificate"_s, to_json(question.certificate) },
        { u"peer"_s, peer_to_json(judgement.peer, question.chain.level) }, { u"device"_s, device_to_json(judgement, question) },
        { u"memory"_s, memory_to_json(judgement.memory) }, { u"time"_s, time_to_json(judgement.time) }, { u"findings"_s, to_json(judgement.findings) } };
}

QString to_text(const pki::Judgement &judgement, const pki::JudgementQuestion &question)
{
    const QString name = question.certificate.display_name();
    QStringList lines { judgement.peer.accepted() ? PkiText::tr("%1 verifies.").arg(name) : PkiText::tr("%1 does not verify.").arg(name) };
    for (const pki::ChainError &error : judgement.peer.errors)
        lines << PkiText::tr("  OpenSSL's error %1 at depth %2: %3").arg(error.number).arg(error.depth).arg(error.text);
    if (judgement.device && question.device)
        lines << device_lines(*judgement.device, *question.device);
    if (judgement.memory)
        lines << memory_lines(*judgement.memory);
    if (judgement.time)
        lines << PkiText::tr("It computes for %1 to %2 ms at 80 MHz.").arg(judgement.time->least_ms).arg(judgement.time->most_ms);
    return lines.join(u'\n');
}

} // namespace espseal::cli
