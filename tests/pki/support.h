// SPDX-License-Identifier: Apache-2.0
// What the tests of core/pki share: keys and certificates made once, and the openssl program as a partner that we did not write.
#pragma once

#include <QTemporaryDir>

#include "core/base/finding.h"
#include "core/pki/identity.h"
#include "core/pki/issue.h"

namespace espseal::pki::test {

struct Run {
    int status = -1;
    QByteArray out;
    QByteArray err;
};

// `openssl ARGUMENTS` in `folder`.
[[nodiscard]] Run openssl(const QStringList &arguments, const QString &folder, const QByteArray &input = {});

// A file of tests/data.
[[nodiscard]] QString data_path(const QString &name);
[[nodiscard]] QByteArray data(const QString &name);

[[nodiscard]] std::span<const std::uint8_t> bytes(const QByteArray &array);
[[nodiscard]] SecureBytes secret(const QByteArray &text);
[[nodiscard]] PasswordPrompt answer(const QByteArray &password);
[[nodiscard]] QString write(const QTemporaryDir &folder, const QString &name, std::span<const std::uint8_t> content);
[[nodiscard]] QString write(const QTemporaryDir &folder, const QString &name, const QByteArray &content);

// The same key for the same spec and number, made at first use.
[[nodiscard]] PrivateKey key(const QString &spec, int number = 0);

// A CA with that key, and what it issues; throw the test's failure if they cannot be made.
[[nodiscard]] Identity ca(const QString &key_spec, const QString &name = QStringLiteral("Test CA"));
[[nodiscard]] Identity leaf(const Identity &ca, const QString &key_spec, Role role, const QString &name = QStringLiteral("esp.local"));

// The codes of findings, sorted.
[[nodiscard]] QStringList codes(const QList<Finding> &findings);

} // namespace espseal::pki::test
