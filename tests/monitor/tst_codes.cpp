// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/monitor/code_tables.h"
#include "core/monitor/codes.h"
#include "core/wire/tls_reader.h"
#include "tests/present.h"

#include <openssl/ssl.h>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;
using espseal::test::present;

class CodesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typed_codes_are_found_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("names"); // in any order
        QTest::newRow("alert") << u"alert 48"_s << QStringList { u"unknown_ca"_s };
        QTest::newRow("alert by name") << u"unknown_ca"_s << QStringList { u"unknown_ca"_s };
        QTest::newRow("bearssl") << u"bearssl 62"_s << QStringList { u"BR_ERR_X509_NOT_TRUSTED"_s };
        QTest::newRow("bearssl by name") << u"BR_ERR_X509_EXPIRED"_s << QStringList { u"BR_ERR_X509_EXPIRED"_s };
        QTest::newRow("alert in bearssl") << u"bearssl 304"_s << QStringList { u"BR_ERR_RECV_FATAL_ALERT + 48"_s };
        QTest::newRow("alert sent in bearssl") << u"552"_s << QStringList { u"BR_ERR_SEND_FATAL_ALERT + 40"_s };
        QTest::newRow("reason") << u"-0x2700"_s << QStringList { u"X509_CERT_VERIFY_FAILED"_s };
        QTest::newRow("reason as printed") << u"Reason:[-0x7f00]"_s << QStringList { u"SSL_ALLOC_FAILED"_s };
        QTest::newRow("reason with detail") << u"-0x4290"_s << QStringList { u"RSA_PUBLIC_FAILED + MPI_ALLOC_FAILED"_s };
        QTest::newRow("mbedtls by name") << u"MBEDTLS_ERR_SSL_CONN_EOF"_s << QStringList { u"SSL_CONN_EOF"_s };
        QTest::newRow("callback") << u"-39"_s << QStringList { u"X509_CERT_VERIFY_FAILED"_s };
        QTest::newRow("espconn") << u"espconn -28"_s << QStringList { u"ESPCONN_HANDSHAKE"_s };
        QTest::newRow("espconn bare") << u"-28"_s << QStringList { u"ESPCONN_HANDSHAKE"_s };
        QTest::newRow("axtls") << u"SSL error -266"_s << QStringList { u"SSL_ERROR_NO_CIPHER"_s };
        QTest::newRow("reset") << u"rst cause:4"_s << QStringList { u"watchdog"_s };
        QTest::newRow("exception") << u"Fatal exception 28"_s << QStringList { u"LoadProhibited"_s };
        QTest::newRow("bare number means several things") << u"48"_s << QStringList { u"unknown_ca"_s, u"BR_ERR_X509_BAD_TIME"_s, u"MD_FEATURE_UNAVAILABLE"_s };
        QTest::newRow("-114") << u"-114"_s << QStringList { u"SSL_INVALID_RECORD"_s };
    }
    void typed_codes_are_found()
    {
        QFETCH(QString, typed);
        QFETCH(QStringList, names);
        const auto found = explain(typed);
        QVERIFY(found);
        QStringList got;
        for (const Explanation &explanation : *found) {
            got.append(explanation.name);
            QVERIFY(!explanation.meaning.isEmpty());
        }
        QCOMPARE(QSet<QString>(got.begin(), got.end()), QSet<QString>(names.begin(), names.end()));
    }

    void unknown_codes_are_refused_data()
    {
        QTest::addColumn<QString>("typed");
        for (const auto &typed : { u""_s, u"banana"_s, u"alert 200"_s, u"-0x1"_s, u"99999999"_s, u"alert"_s, u"-0x"_s, u"0x123456789abcdef"_s })
            QTest::newRow(qPrintable(typed)) << typed;
    }
    void unknown_codes_are_refused()
    {
        QFETCH(QString, typed);
        const auto found = explain(typed);
        QVERIFY(!found);
        QCOMPARE(found.error().code, u"code-unknown"_s);
        QCOMPARE(exit_status(found.error()), 3);
    }

    // The values that the SDK's documentation of issues names.
    void callback_codes_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("callback");
        QTest::newRow("verify") << -0x2700 << -39;
        QTest::newRow("alert") << -0x7780 << 9;
        QTest::newRow("record") << -0x7200 << -114;
        QTest::newRow("alloc") << -0x7F00 << -127;
        QTest::newRow("eof") << -0x7280 << 14;
        QTest::newRow("feature") << -0x7080 << 16;
        QTest::newRow("public, no memory") << -0x4290 << 46;
        QTest::newRow("private, no memory") << -0x4310 << -83;
        QTest::newRow("no client certificate") << -0x7480 << 12;
    }
    void callback_codes()
    {
        QFETCH(int, reason);
        QTEST(callback_code(reason), "callback");
    }

    void tables_are_whole_data()
    {
        QTest::addColumn<int>("family");
        for (const auto family : { CodeFamily::tls_alert, CodeFamily::bearssl, CodeFamily::espconn, CodeFamily::mbedtls, CodeFamily::axtls,
                 CodeFamily::reset_cause, CodeFamily::exception })
            QTest::newRow(qPrintable(family_name(family))) << static_cast<int>(family);
    }
    void tables_are_whole()
    {
        QFETCH(int, family);
        static constexpr std::array tables { alert_rows, bearssl_rows, espconn_rows, mbedtls_rows, axtls_rows, reset_rows, exception_rows };
        QSet<std::int64_t> codes;
        for (const CodeRow &row : tables.at(static_cast<std::size_t>(family))()) {
            QVERIFY2(!codes.contains(row.code), row.name);
            codes.insert(row.code);
            QVERIFY2(QByteArrayView(row.name).size() > 1 && QByteArrayView(row.meaning).endsWith('.'), row.name);
            QVERIFY2(QByteArrayView(row.fix).isEmpty() || QByteArrayView(row.fix).endsWith('.'), row.name);
        }
        QVERIFY(!codes.isEmpty());
    }

    void alert_names_are_those_of_the_wire()
    {
        for (const CodeRow &row : alert_rows())
            QCOMPARE(QByteArray(wire::alert_name(static_cast<std::uint8_t>(row.code))), QByteArray(row.name));
    }

    void alert_numbers_are_those_of_openssl()
    {
        QCOMPARE(present(explain(CodeFamily::tls_alert, TLS1_AD_UNKNOWN_CA)).name, u"unknown_ca"_s);
        QCOMPARE(present(explain(CodeFamily::tls_alert, SSL3_AD_CERTIFICATE_EXPIRED)).name, u"certificate_expired"_s);
        QCOMPARE(present(explain(CodeFamily::tls_alert, TLS1_AD_PROTOCOL_VERSION)).name, u"protocol_version"_s);
    }
};

QTEST_GUILESS_MAIN(CodesTest)
#include "tst_codes.moc"
