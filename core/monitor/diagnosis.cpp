// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/diagnosis.h"

#include "core/monitor/rule_parts.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

QList<Finding> apply(std::span<const RuleEntry> rules, const Session &session, const DiagnosisContext &context, qsizetype most)
{
    QList<Finding> findings;
    for (const RuleEntry &entry : rules) {
        if (std::optional<Finding> finding = entry.rule(session, context))
            findings.append(*std::move(finding));
        if (findings.size() == most)
            break;
    }
    return findings;
}

std::vector<RuleEntry> joined(std::initializer_list<std::span<const RuleEntry>> parts)
{
    std::vector<RuleEntry> all;
    for (const auto part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace

std::span<const RuleEntry> rules()
{
    static const std::vector<RuleEntry> all
        = joined({ device_rules(), device_verifies_rules(), peer_verifies_rules(), handshake_rules(), connection_rules(), fallback_rules() });
    return all;
}

QList<Finding> diagnose(const Session &session, const DiagnosisContext &context)
{
    if (session.state != SessionState::failed)
        return {};
    QList<Finding> findings = apply(rules(), session, context, 1);
    for (Finding &finding : findings)
        finding.place = u"session:%1"_s.arg(session.id);
    return findings;
}

QList<Finding> diagnose(const DeviceState &device, const DiagnosisContext &context)
{
    constexpr qsizetype most = 3;
    static const std::vector<RuleEntry> without_session = joined({ device_rules(), device_verifies_rules(), connection_rules() });
    Session nothing_yet;
    nothing_yet.device = device;
    nothing_yet.blobs = device.blobs;
    return apply(without_session, nothing_yet, context, most);
}

} // namespace espseal::monitor
