// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;

namespace espseal::studio {

class Studio;

// The offer to encrypt keys that lie in the workspace as plain files. "Not now" ends it for good; the menu still has the action.
class PlainKeysCard final : public QWidget {
    Q_OBJECT
public:
    explicit PlainKeysCard(Studio &studio, QWidget *parent = nullptr);

private:
    void follow();

    Studio &studio_;
    QLabel *text_;
};

} // namespace espseal::studio
