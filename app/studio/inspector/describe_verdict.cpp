// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/describe_verdict.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <functional>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Inspector", text);
}

QString word(pki::DeviceStep::Outcome outcome)
{
    switch (outcome) {
    case pki::DeviceStep::Outcome::passed:
        return tr("passed");
    case pki::DeviceStep::Outcome::skipped:
        return tr("not looked at");
    case pki::DeviceStep::Outcome::failed:
        return tr("FAILED");
    }
    return {};
}

QString seconds(int milliseconds)
{
    return QLocale().toString(milliseconds / 1000.0, 'f', 1);
}

FactSection board_says(const pki::DeviceVerdict &device)
{
    FactSection section { device.accepted ? tr("The board would accept it") : tr("The board would refuse it"), {} };
    if (!device.accepted)
        section.facts.append({ tr("It shows"), device.name.isEmpty() ? device.shown : u"%1 (%2)"_s.arg(device.shown, device.name) });
    for (const pki::DeviceStep &step : device.steps)
        section.facts.append({ word(step.outcome), step.text });
    return section;
}

FactSection costs(const pki::Judgement &judgement)
{
    FactSection section { tr("What a handshake with it costs the board"), {} };
    if (judgement.memory) {
        const pki::HandshakeMemory &memory = *judgement.memory;
        const QString about = memory.uncertainty_percent > 0 ? tr("%1, give or take %2 %").arg(to_string(memory.total)).arg(memory.uncertainty_percent)
                                                             : to_string(memory.total);
        section.facts.append({ tr("Memory"), about });
        if (memory.gate)
            section.facts.append({ tr("Refuses below"), tr("%1 of free heap").arg(to_string(*memory.gate)) });
    }
    if (judgement.time)
        section.facts.append({ tr("Time"), tr("%1 to %2 s at 80 MHz").arg(seconds(judgement.time->least_ms), seconds(judgement.time->most_ms)) });
    return section;
}

// The list's judgement and the board's verdict place the same finding differently.
bool says(const QList<Finding> &findings, const Finding &wanted)
{
    return std::ranges::any_of(
        findings, [&](const Finding &finding) { return finding.code == wanted.code && (finding.place == wanted.place || finding.message == wanted.message); });
}

} // namespace

QList<FactSection> verdict_sections(const BoardVerdict &verdict)
{
    QList<FactSection> sections;
    if (verdict.judgement.device)
        sections.append(board_says(*verdict.judgement.device));
    if (FactSection cost = costs(verdict.judgement); !cost.facts.isEmpty())
        sections.append(std::move(cost));
    return sections;
}

QList<Finding> with_verdict(const QList<Finding> &known, const BoardVerdict &verdict)
{
    QList<Finding> all = verdict.judgement.findings;
    for (const Finding &finding : known)
        if (!says(all, finding))
            all.append(finding);
    std::ranges::stable_sort(all, std::ranges::greater(), &Finding::severity);
    return all;
}

} // namespace espseal::studio
