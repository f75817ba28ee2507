// SPDX-License-Identifier: Apache-2.0
// What the inspector shows of one thing, as a value: made by pure functions, shown by one widget.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include "app/studio/theme/tones.h"
#include "core/base/finding.h"

namespace espseal::studio {

struct Fact {
    QString label;
    QString value;
    bool fixed = false; // in the fixed-width font
};

struct FactSection {
    QString title; // may be empty
    QList<Fact> facts; // those with an empty value are left out
};

struct InspectorContent {
    QString icon;
    QString title;
    QString subtitle;
    Tone tone = Tone::neutral;
    QString status_icon;
    QString status; // word of the chip; empty: no chip
    QList<FactSection> sections;
    QList<Finding> findings;
    QString text; // shown as it is, fixed-width: PEM
    QString text_title;
    QStringList actions; // ids of the registry
};

} // namespace espseal::studio
