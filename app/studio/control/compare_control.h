// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "core/provision/comparison.h"

namespace espseal::studio {

class Studio;

// Compares the plan with what the chosen board holds, and knows when that is not true any more.
class CompareControl final : public QObject {
    Q_OBJECT
public:
    explicit CompareControl(Studio &studio, QObject *parent = nullptr);

    void compare(provision::CompareExtent extent);

private:
    void finished(const QString &port, const QString &digest, Result<provision::ChipComparison> result);
    void follow_truth();
    void follow_board(); // what can be done now

    Studio &studio_;
};

} // namespace espseal::studio
