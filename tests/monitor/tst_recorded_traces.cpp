// SPDX-License-Identifier: Apache-2.0
// What real devices sent (tests/firmware records it from the posix port), from bytes to the sentence.
#include <QTest>

#include "core/base/files.h"
#include "core/monitor/diagnosis.h"
#include "tests/monitor/scene.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;

class RecordedTracesTest : public QObject {
    Q_OBJECT

    static std::unique_ptr<Monitor> replayed(const QString &name)
    {
        const auto bytes = read_file(qEnvironmentVariable("ESPSEAL_DATA_DIR") + u"/trace/"_s + name + u".bin"_s);
        if (!bytes)
            qFatal("%s", qPrintable(bytes.error().sentence()));
        return watched(*bytes, host_now());
    }

private Q_SLOTS:
    void healthy_data()
    {
        QTest::addColumn<wire::TlsRole>("role");
        QTest::addColumn<bool>("mutual");
        QTest::newRow("healthy_server") << wire::TlsRole::server << false;
        QTest::newRow("healthy_mutual_client") << wire::TlsRole::client << true;
    }
    void healthy()
    {
        QFETCH(wire::TlsRole, role);
        const auto monitor = replayed(QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(monitor->counts().lost_frames, 0u);
        QCOMPARE(monitor->counts().unknown_frames, 0u);
        QVERIFY(monitor->builder().device().known);
        const QList<Session> &sessions = monitor->builder().sessions();
        QCOMPARE(sessions.size(), 1);
        const Session &session = sessions.constFirst();
        QCOMPARE(session.role, role);
        QVERIFY(session.handshake_done && !session.start_missed);
        QVERIFY(session.state == SessionState::closed || session.state == SessionState::established);
        QCOMPARE(session.steps.constFirst().name, u"ClientHello"_s);
        QVERIFY(std::any_of(session.steps.cbegin(), session.steps.cend(), [](const LadderStep &step) { return step.name == u"Finished"_s && step.encrypted; }));
        QTEST(std::any_of(session.steps.cbegin(), session.steps.cend(), [](const LadderStep &step) { return step.name == u"CertificateVerify"_s; }), "mutual");
        QVERIFY(session.negotiated && session.memory && session.handshake_us > 0);
        QVERIFY(diagnose(session).isEmpty());
        QVERIFY(diagnose(monitor->builder().device()).isEmpty());
    }

    void failures_data()
    {
        QTest::addColumn<QString>("code");
        QTest::newRow("erased_identity") << u"blob-erased"_s;
        QTest::newRow("mismatched_key") << u"key-mismatch"_s;
        QTest::newRow("wrong_ca") << u"peer-not-trusted"_s;
        QTest::newRow("expired_server") << u"peer-certificate-expired"_s;
        QTest::newRow("no_client_certificate") << u"client-certificate-missing"_s;
        QTest::newRow("oversized_record") << u"record-too-large"_s;
    }
    void failures()
    {
        const auto monitor = replayed(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(!monitor->builder().sessions().isEmpty());
        const Session &session = monitor->builder().sessions().constFirst();
        QCOMPARE(session.state, SessionState::failed);
        const QList<Finding> findings = diagnose(session);
        QCOMPARE(findings.size(), 1);
        QTEST(findings.constFirst().code, "code");
    }
};

QTEST_GUILESS_MAIN(RecordedTracesTest)
#include "tst_recorded_traces.moc"
