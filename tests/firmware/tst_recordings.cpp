// SPDX-License-Identifier: Apache-2.0
// The recorded streams in tests/data/trace are of this trace: record_traces makes them anew.
#include "tests/firmware/trace_log.h"

#include <QDir>
#include <QFile>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;

class RecordingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recordings_data();
    void recordings();
};

void RecordingsTest::recordings_data()
{
    QTest::addColumn<bool>("handshake_done");
    QTest::addColumn<int>("callback_error");
    QTest::addColumn<uint32_t>("tls_error");
    QTest::newRow("healthy_server") << true << 0 << 0u;
    QTest::newRow("healthy_mutual_client") << true << 0 << 0u;
    QTest::newRow("erased_identity") << false << -28 << 0u;
    QTest::newRow("mismatched_key") << false << -28 << 0u;
    QTest::newRow("wrong_ca") << false << -28 << 62u;
    QTest::newRow("expired_server") << false << -28 << 54u;
    QTest::newRow("no_client_certificate") << false << -28 << 29u;
    QTest::newRow("oversized_record") << true << -61 << 6u;
}

void RecordingsTest::recordings()
{
    QFile file(QDir(qEnvironmentVariable("ESPSEAL_DATA_DIR")).filePath(u"trace/%1.bin"_s.arg(QLatin1StringView(QTest::currentDataTag()))));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    TraceLog log;
    log.feed(file.readAll());
    QCOMPARE(log.damaged_bytes(), 0u);
    QCOMPARE(log.count(wire::EventKind::hello), 1);
    uint8_t seq = 0;
    for (const Event &event : log.events())
        QCOMPARE(event.seq, seq++);
    const auto end = log.get<wire::SessionEnd>();
    QTEST(end.handshake_was_done, "handshake_done");
    QTEST(int(end.callback_error), "callback_error");
    QTEST(end.tls_error, "tls_error");
}

QTEST_GUILESS_MAIN(RecordingsTest)
#include "tst_recordings.moc"
