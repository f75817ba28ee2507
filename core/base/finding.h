// SPDX-License-Identifier: Apache-2.0
// A problem as data: the studio's Problems panel, the inspector and the command line's JSON show the same object.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include "core/base/units.h"

#include <optional>

namespace espseal {

enum class Severity { info, warning, error };

// How sure a diagnosis is. `seen`: observed directly; the others are concluded.
enum class Confidence { seen, sure, likely, guess };

// A fix that the program can do itself. `action` is an id of the action registry; arguments are plain values.
struct FixAction {
    QString action; // "region.move"
    QString label; // translated: "Move CA to 0x7C000"
    QString region; // name of the region it is about; may be empty
    std::optional<Range> range; // where to; meaning depends on the action

    bool operator==(const FixAction &) const = default;
};

struct Finding {
    QString code; // stable, kebab-case: "overlaps-region"
    Severity severity = Severity::error;
    Confidence confidence = Confidence::seen;
    QString message; // one translated sentence: what is wrong
    QString why; // evidence or reason, translated; may be empty
    QString fix; // one translated sentence: what to do
    QList<FixAction> actions; // computed fixes that would work
    QStringList regions; // flash findings: names of the regions concerned
    std::optional<Range> range; // flash findings: the flash range concerned
    QString place; // what to show in the studio: "region:ca", "certificate:<id>", "session:3"; may be empty

    bool operator==(const Finding &) const = default;
};

[[nodiscard]] QString severity_name(Severity severity); // "error", for JSON
[[nodiscard]] QString confidence_name(Confidence confidence);
// The object of DESIGN's `flash check`: code, severity, regions, start, end, message, fix, and confidence, why, actions, place.
[[nodiscard]] QJsonObject to_json(const Finding &finding);
[[nodiscard]] bool has_errors(const QList<Finding> &findings);

} // namespace espseal
