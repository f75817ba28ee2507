// SPDX-License-Identifier: Apache-2.0
// What each firmware answers to a chain, with its code and its cause. The answers of the mbedTLS and axTLS columns were compared with those of
// mbed TLS 2.2.1 as the SDK has it and of axTLS 1.4.9, compiled for this computer; that of the runtime's with the runtime: tests/firmware.
#include <QTest>

#include "tests/pki/device_cases.h"

#include <algorithm>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

const QStringList firmwares { u"runtime"_s, u"mbedtls:3.0.6@4096"_s, u"mbedtls:3.0.1@4096"_s, u"axtls:3.0.6@4096"_s };

QString answer_of(const DeviceCase &one, qsizetype firmware)
{
    const Answers &a = one.answers;
    return QStringList { a.runtime, a.mbedtls, a.mbedtls_old, a.axtls }[firmware];
}

QString cause_of(const DeviceCase &one, qsizetype firmware)
{
    constexpr qsizetype column[] = { 0, 1, -1, 2 };
    return column[firmware] < 0 ? u"-"_s : one.causes.value(column[firmware]);
}

DeviceQuestion question_of(const DeviceCase &one, const QString &firmware)
{
    return { .device = *parse_device_profile(firmware), .ca_sector = one.sector, .chain = one.chain, .peer = Role::server, .name = one.at, .clock = one.clock };
}

} // namespace

class DeviceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<DeviceQuestion>("question");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("cause");
        for (const DeviceCase &one : device_cases()) {
            for (qsizetype i = 0; i < firmwares.size(); ++i)
                QTest::newRow(qPrintable(one.name + u", "_s + firmwares[i])) << question_of(one, firmwares[i]) << answer_of(one, i) << cause_of(one, i);
        }
    }
    void answers()
    {
        QFETCH(const DeviceQuestion, question);
        QFETCH(const QString, answer);
        QFETCH(const QString, cause);
        const DeviceVerdict verdict = ask_device(question);
        const QString shown = verdict.accepted ? u"0"_s : verdict.shown;
        QVERIFY2(shown == answer, qPrintable(shown + u" with "_s + codes(verdict.findings).join(u' ')));
        QVERIFY(!verdict.steps.isEmpty());
        QCOMPARE(std::ranges::contains(verdict.steps, DeviceStep::Outcome::failed, &DeviceStep::outcome), !verdict.accepted);
        QCOMPARE(verdict.code == 0, verdict.accepted);
        if (cause != u"-"_s)
            QCOMPARE(verdict.findings.isEmpty() ? QString() : verdict.findings.first().code, cause);
        for (const Finding &finding : verdict.findings)
            QVERIFY(!finding.message.isEmpty() && !finding.fix.isEmpty());
    }

    void the_callback_gets_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("callback");
        QTest::newRow("verification failed") << -0x2700 << -39;
        QTest::newRow("set-up failed") << -0x7F00 << -127;
        QTest::newRow("alert") << -0x7780 << 9;
        QTest::newRow("no CA chain") << -0x7680 << 10;
        QTest::newRow("record too large") << -0x7200 << -114;
        QTest::newRow("no client certificate") << -0x7480 << 12;
        QTest::newRow("a sum") << -0x4290 << 46;
    }
    void the_callback_gets()
    {
        QFETCH(const int, code);
        QTEST(mbedtls_callback_error(code), "callback");
    }

    void as_a_server()
    {
        const Identity root = forged(a_ca("Root"));
        const Identity client = forged(a_leaf("board", ""), root);
        for (const QString &firmware : firmwares) {
            DeviceQuestion question { .device = *parse_device_profile(firmware),
                .ca_sector = sector_of({ root.certificate() }),
                .chain = { client.certificate() },
                .peer = Role::client };
            QVERIFY2(ask_device(question).accepted, qPrintable(firmware));
            question.chain.clear();
            QVERIFY(!ask_device(question).accepted);
        }
    }
};

QTEST_GUILESS_MAIN(DeviceTest)
#include "tst_pki_device.moc"
