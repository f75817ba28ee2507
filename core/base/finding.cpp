// SPDX-License-Identifier: Apache-2.0
#include "core/base/finding.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal {

QString severity_name(Severity severity)
{
    switch (severity) {
    case Severity::info:
        return u"info"_s;
    case Severity::warning:
        return u"warning"_s;
    case Severity::error:
        break;
    }
    return u"error"_s;
}

QString confidence_name(Confidence confidence)
{
    switch (confidence) {
    case Confidence::seen:
        return u"seen"_s;
    case Confidence::sure:
        return u"sure"_s;
    case Confidence::likely:
        return u"likely"_s;
    case Confidence::guess:
        break;
    }
    return u"guess"_s;
}

namespace {

QJsonArray actions_to_json(const QList<FixAction> &actions)
{
    QJsonArray array;
    for (const FixAction &action : actions)
        array << QJsonObject { { u"action"_s, action.action }, { u"label"_s, action.label } };
    return array;
}

} // namespace

QJsonObject to_json(const Finding &finding)
{
    QJsonObject object {
        { u"code"_s, finding.code },
        { u"severity"_s, severity_name(finding.severity) },
        { u"confidence"_s, confidence_name(finding.confidence) },
        { u"regions"_s, QJsonArray::fromStringList(finding.regions) },
        { u"message"_s, finding.message },
        { u"why"_s, finding.why },
        { u"fix"_s, finding.fix },
        { u"actions"_s, actions_to_json(finding.actions) },
        { u"place"_s, finding.place },
    };
    if (finding.range) {
        object[u"start"_s] = qint64(finding.range->start.value());
        object[u"end"_s] = qint64(finding.range->end().value());
    }
    return object;
}

bool has_errors(const QList<Finding> &findings)
{
    return std::ranges::any_of(findings, [](const Finding &finding) { return finding.severity == Severity::error; });
}

} // namespace espseal
