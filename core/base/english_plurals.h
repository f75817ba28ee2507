// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTranslator>

namespace espseal {

// The program's own language: "%n sector(s)" becomes "1 sector" and "2 sectors". Translations that are installed later come first.
class EnglishPlurals final : public QTranslator {
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *source, const char *comment, int n) const override;
};

} // namespace espseal
