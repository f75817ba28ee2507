// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/issue_request.h"

class QCheckBox;

namespace espseal::studio {

class Studio;
class TokenPicker;

// Where the key of a new CA is: among the workspace's encrypted ones, or on a PKCS#11 token.
class CaKeyPlace final : public QWidget {
    Q_OBJECT
public:
    explicit CaKeyPlace(Studio &studio, QWidget *parent = nullptr);

    [[nodiscard]] bool ready() const;
    // Nothing: in the workspace. `name`: what a key is called that is made on the token.
    [[nodiscard]] std::optional<TokenKeyChoice> token(const QString &name) const;
    // The kind of a key that is on the token already; else the user has the choice.
    [[nodiscard]] std::optional<pki::KeySpec> existing_key() const;
    void confirm(); // as TokenPicker's

Q_SIGNALS:
    void changed();

private:
    QCheckBox *on_token_;
    TokenPicker *picker_;
};

} // namespace espseal::studio
