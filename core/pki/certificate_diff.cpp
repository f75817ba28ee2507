// SPDX-License-Identifier: Apache-2.0
#include "core/pki/certificate_diff.h"

#include <algorithm>

namespace espseal::pki {

namespace {

QList<FieldPair> compare_fields(const TextSection &left, const TextSection &right)
{
    QList<FieldPair> pairs;
    QList<TextField> unpaired = right.fields;
    for (const TextField &field : left.fields) {
        const auto same = std::ranges::find(unpaired, field.field, &TextField::field);
        pairs << FieldPair { left.section, field.field, field.value, same == unpaired.end() ? QString() : same->value, field.is_hex };
        if (same != unpaired.end())
            unpaired.erase(same);
    }
    for (const TextField &field : std::as_const(unpaired))
        pairs << FieldPair { right.section, field.field, QString(), field.value, field.is_hex };
    return pairs;
}

} // namespace

QList<FieldPair> compare(const QList<TextSection> &left, const QList<TextSection> &right)
{
    QList<FieldPair> pairs;
    QList<TextSection> unpaired = right;
    for (const TextSection &section : left) {
        const auto same = std::ranges::find(unpaired, section.section, &TextSection::section);
        pairs << compare_fields(section, same == unpaired.end() ? TextSection { section.section, {} } : *same);
        if (same != unpaired.end())
            unpaired.erase(same);
    }
    for (const TextSection &section : std::as_const(unpaired))
        pairs << compare_fields({ section.section, {} }, section);
    return pairs;
}

QList<FieldPair> compare(const Certificate &left, const Certificate &right)
{
    return compare(certificate_text(left), certificate_text(right));
}

} // namespace espseal::pki
