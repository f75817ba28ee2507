// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>

#include "core/base/units.h"

namespace espseal::flash {

// The translation context of this folder, and how its sentences write things.
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(espseal::flash)
public:
    // "0x07B000–0x07BFFF": first and last byte.
    [[nodiscard]] static QString range(const Range &range)
    {
        return to_string(range.start) + u'\u2013' + to_string(Address(range.empty() ? range.start.value() : range.end().value() - 1));
    }
    [[nodiscard]] static QString number(std::uint64_t number) { return QString::number(number); }
    // "“ca”". Put it in with the other arguments by one arg(): a name may hold "%2".
    [[nodiscard]] static QString quoted(const QString &name) { return tr("“%1”").arg(name); }
};

} // namespace espseal::flash
