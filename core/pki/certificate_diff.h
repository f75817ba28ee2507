// SPDX-License-Identifier: Apache-2.0
// Two certificates side by side.
#pragma once

#include "core/pki/certificate_text.h"

namespace espseal::pki {

struct FieldPair {
    QString section;
    QString field;
    QString left; // empty: only the right one has it
    QString right;
    bool is_hex = false;

    [[nodiscard]] bool differs() const { return left != right; }
    bool operator==(const FieldPair &) const = default;
};

// Every field of either, in the order of the left one; those that only the right one has follow their section.
// A field that occurs several times (two units, say) is paired in order.
[[nodiscard]] QList<FieldPair> compare(const QList<TextSection> &left, const QList<TextSection> &right);
[[nodiscard]] QList<FieldPair> compare(const Certificate &left, const Certificate &right);

} // namespace espseal::pki
