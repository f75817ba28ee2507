// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/certificates/board_verdict.h"

namespace espseal::studio {

class Studio;

// The whole judgement of the certificate that is selected; it takes a moment, so it comes later than the selection.
class VerdictWatch final : public QObject {
    Q_OBJECT
public:
    explicit VerdictWatch(Studio &studio, QObject *parent = nullptr);

    // nullptr while it is not there.
    [[nodiscard]] const BoardVerdict *of(const QString &credential) const { return credential == name_ && verdict_ ? &*verdict_ : nullptr; }

Q_SIGNALS:
    void changed();

private:
    void ask();

    Studio &studio_;
    QString name_;
    std::optional<BoardVerdict> verdict_;
    int generation_ = 0; // the last question wins
};

} // namespace espseal::studio
