// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "core/base/secure_bytes.h"

#include <memory>

class QLineEdit;

namespace espseal::studio {

// A new password for a file, typed twice; or none.
class NewPassword final : public QWidget {
    Q_OBJECT
public:
    // The edits are called NAME-password and NAME-again.
    NewPassword(const QString &label, const QString &name, QWidget *parent = nullptr);

    [[nodiscard]] bool empty() const;
    [[nodiscard]] bool repeated() const; // both times the same
    [[nodiscard]] bool differs() const; // somebody typed something else the second time
    [[nodiscard]] std::shared_ptr<const SecureBytes> password() const; // null: none
    void clear();

Q_SIGNALS:
    void changed();

private:
    QLineEdit *first_;
    QLineEdit *again_;
};

} // namespace espseal::studio
