// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/monitor/sdk_log.h"
#include "tests/present.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;
using espseal::test::present;

class SdkLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lines_data()
    {
        using enum SdkLogKind;
        constexpr auto client = wire::TlsRole::client;
        constexpr auto server = wire::TlsRole::server;
        QTest::addColumn<QString>("line");
        QTest::addColumn<SdkLog>("expected");
        const auto row = [](const QString &line, const SdkLog &expected) { QTest::newRow(qPrintable(line)) << line << expected; };
        row(u" ets Jan  8 2013,rst cause:2, boot mode:(3,6)"_s, { reset, client, 2, u"3,6"_s });
        row(u"ets Jan  8 2013,rst cause:4, boot mode:(1,7)"_s, { reset, client, 4, u"1,7"_s });
        row(u"wdt reset"_s, { watchdog, client, 0, u"wdt reset"_s });
        row(u"SDK ver: 2.2.1(6ab97e9) compiled @ Jun  7 2018"_s, { sdk_version, client, 0, u"SDK ver: 2.2.1(6ab97e9) compiled @ Jun  7 2018"_s });
        row(u"Fatal exception 28(LoadProhibitedCause):"_s, { exception, client, 28, {} });
        row(u"E:M 2048"_s, { out_of_memory, client, 2048, {} });
        row(u"please start sntp first !"_s, { no_time, client, 0, u"please start sntp first !"_s });
        row(u"client handshake start."_s, { handshake_start, client, 0, {} });
        row(u"server handshake start."_s, { handshake_start, server, 0, {} });
        row(u"client handshake ok!"_s, { handshake_ok, client, 0, {} });
        row(u"server handshake failed!"_s, { handshake_failed, server, 0, {} });
        row(u"client handshake failed"_s, { handshake_failed, client, 0, {} }); // axTLS: no exclamation mark
        row(u"client's data invalid protocol"_s, { data_invalid, client, 0, {} });
        row(u"Reason:[-0x2700]"_s, { reason, client, -0x2700, {} });
        row(u"Reason:[-0x7f00]"_s, { reason, client, -0x7F00, {} });
        row(u"Reason:[-0x10]"_s, { reason, client, -0x10, {} });
        row(u"espconn_mbedtls.c 662, type[certificate],length[1042]"_s, { blob, client, 1042, u"certificate"_s });
        row(u"espconn_mbedtls.c 662, type[private_key],length[65535]"_s, { blob, client, 65535, u"private_key"_s });
        row(u"],length[65535]"_s, { blob, client, 65535, {} }); // what is left of a line with a name of erased flash
        row(u"Please load authenticate certificate"_s, { blob_missing, client, 0, u"Please load authenticate certificate"_s });
        row(u"Please load request certificate"_s, { blob_missing, client, 1, u"Please load request certificate"_s });
        row(u"Cert has expired"_s, { tls_error, client, 0, u"Cert has expired"_s });
        row(u"Alert: bad certificate"_s, { tls_error, client, 0, u"Alert: bad certificate"_s });
        row(u"Can Not Connect To!"_s, { socket_error, client, 0, u"Can Not Connect To!"_s });
        row(u"error magic!"_s, { image_error, client, 0, u"error magic!"_s });
    }
    void lines()
    {
        QFETCH(QString, line);
        QFETCH(SdkLog, expected);
        const SdkLog log = present(parse_sdk_line(line));
        QCOMPARE(log.kind, expected.kind);
        QCOMPARE(log.role, expected.role);
        QCOMPARE(log.number, expected.number);
        QCOMPARE(log.text, expected.text);
    }

    void other_text_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto &line : { u""_s, u"hello"_s, u"client handshake"_s, u"Reason:[]"_s, u"Reason:[-0x]"_s, u"rst cause:x, boot mode:(3,6)"_s, u"E:M "_s,
                 u"type[x],length[1]"_s })
            QTest::newRow(qPrintable(line)) << line;
    }
    void other_text()
    {
        QFETCH(QString, line);
        QVERIFY(!parse_sdk_line(line));
    }
};

QTEST_GUILESS_MAIN(SdkLogTest)
#include "tst_sdk_log.moc"
