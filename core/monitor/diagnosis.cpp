// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/diagnosis.h"

#include "core/monitor/rule_parts.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

constexpr qsizetype most_causes = 3;

QList<Finding> apply(std::span<const RuleEntry> rules, const Session &session, const DiagnosisContext &context, qsizetype most)
{
    QList<Finding> findings;
    for (const RuleEntry &entry : rules) {
        if (findings.size() == most)
            break;
        if (std::optional<Finding> finding = entry.rule(session, context)) {
            finding->place = u"session:%1"_s.arg(session.id);
            findings.append(*std::move(finding));
        }
    }
    return findings;
}

} // namespace

std::span<const RuleEntry> rules()
{
    static const std::vector<RuleEntry> all = [] {
        std::vector<RuleEntry> joined;
        for (const auto part : { device_rules(), device_verifies_rules(), peer_verifies_rules(), handshake_rules(), connection_rules() })
            joined.insert(joined.end(), part.begin(), part.end());
        return joined;
    }();
    return all;
}

QList<Finding> diagnose(const Session &session, const DiagnosisContext &context)
{
    if (session.state != SessionState::failed)
        return {};
    const QList<Finding> findings = apply(rules(), session, context, most_causes);
    return findings.isEmpty() ? apply(fallback_rules(), session, context, 1) : findings;
}

QList<Finding> diagnose(const DeviceState &device, const DiagnosisContext &context)
{
    Session nothing_yet;
    nothing_yet.device = device;
    nothing_yet.blobs = device.blobs;
    QList<Finding> findings = apply(rules(), nothing_yet, context, most_causes);
    for (Finding &finding : findings)
        finding.place.clear();
    return findings;
}

} // namespace espseal::monitor
