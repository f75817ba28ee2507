// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/secret_text.h"

#include <QLineEdit>

namespace espseal::studio {

SecureBytes secret_of(const QLineEdit &edit)
{
    QByteArray typed = edit.text().toUtf8();
    return SecureBytes::take(typed);
}

SecureBytes take_secret(QLineEdit &edit)
{
    SecureBytes secret = secret_of(edit);
    QString typed = edit.text();
    edit.setText({}); // unlike clear(), forgets the undo steps too
    OPENSSL_cleanse(typed.data(), static_cast<std::size_t>(typed.size()) * sizeof(QChar)); // the last one to hold it
    return secret;
}

} // namespace espseal::studio
