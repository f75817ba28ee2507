// SPDX-License-Identifier: Apache-2.0
// What passwords are said to be worth.
#include <QTest>

#include "core/pki/password_strength.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;

class PasswordStrengthTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bits_data()
    {
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        QTest::newRow("nothing") << QByteArray() << 0 << 0;
        QTest::newRow("repeated") << QByteArray("aaaaaaaaaaaaaaaaaaaa") << 4 << 5;
        QTest::newRow("counted") << QByteArray("12345678901234567890") << 3 << 13;
        QTest::newRow("keyboard") << QByteArray("qwertyuiop") << 4 << 5;
        QTest::newRow("backwards") << QByteArray("fedcba") << 4 << 5;
        QTest::newRow("digits") << QByteArray("8305") << 13 << 14;
        QTest::newRow("a word") << QByteArray("dragon") << 23 << 28;
        QTest::newRow("random, 12") << QByteArray("k8Vq2-Zr0bXf") << 70 << 80;
        QTest::newRow("four words") << QByteArray("copper lantern museum drift") << 120 << 160;
        QTest::newRow("umlauts") << QByteArray("größe-über-maß") << 70 << 120;
    }
    void bits()
    {
        QFETCH(const QByteArray, password);
        QFETCH(const int, least);
        QFETCH(const int, most);
        const int bits = password_bits(secret(password));
        QVERIFY2(bits >= least && bits <= most, qPrintable(QString::number(bits)));
        QCOMPARE(password_hint(secret(password)).isEmpty(), bits >= enough_password_bits);
    }
};

QTEST_GUILESS_MAIN(PasswordStrengthTest)
#include "tst_pki_passwords.moc"
