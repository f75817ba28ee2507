// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/base/secure_bytes.h"

#include <algorithm>

using namespace espseal;

class SecureBytesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void taking_wipes_the_source()
    {
        QByteArray source("-----BEGIN RSA PRIVATE KEY-----");
        const QByteArray before(source.constData(), source.size());
        const SecureBytes taken = SecureBytes::take(source);
        QVERIFY(source.isEmpty());
        QVERIFY(std::ranges::equal(taken.view(), before, {}, {}, [](char c) { return static_cast<std::uint8_t>(c); }));
    }

    void moving_leaves_nothing_behind()
    {
        QByteArray source("secret");
        SecureBytes first = SecureBytes::take(source);
        const SecureBytes second = std::move(first);
        QCOMPARE(second.size(), 6u);
        QVERIFY(first.empty()); // NOLINT(bugprone-use-after-move): that is the test
    }
};

QTEST_GUILESS_MAIN(SecureBytesTest)
#include "tst_secure_bytes.moc"
