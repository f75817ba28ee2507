// SPDX-License-Identifier: Apache-2.0
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/monitor/recording.h"
#include "core/monitor/session_json.h"
#include "tests/monitor/scene.h"
#include "tests/present.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;
using espseal::test::present;

namespace {

const QString one_session = u"hello\nstart client 10.0.0.1:443\n-> ClientHello 191\n<- ServerHello 81\nsay text between\ndone\nend done"_s;

PeerEvent some_peer_event()
{
    PeerEvent event;
    event.connection = 3;
    event.host = host_now();
    event.kind = PeerEventKind::verify_error;
    event.device_role = wire::TlsRole::server;
    event.flow = Flow::device_to_peer;
    event.verify = { 20, 1, u"unable to get local issuer certificate"_s, u"CN = x"_s };
    return event;
}

} // namespace

class RecordingTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    QString recorded(const QByteArray &bytes)
    {
        const QString path = folder_.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".rec"_s);
        QFile::remove(path);
        Result<Recorder> recorder = Recorder::create(path);
        if (!recorder)
            qFatal("%s", qPrintable(recorder.error().message));
        const HostTime start(std::chrono::seconds(1'795'000'000));
        for (qsizetype at = 0; at < bytes.size(); at += 20) {
            if (!recorder->add(span_of(bytes.sliced(at, std::min<qsizetype>(20, bytes.size() - at))), start + std::chrono::milliseconds(at)))
                qFatal("not written");
        }
        return path;
    }

private Q_SLOTS:
    void replay_gives_the_same_sessions()
    {
        const QByteArray bytes = scene(one_session);
        const auto recording = read_recording(recorded(bytes));
        QVERIFY(recording);
        QCOMPARE(recording->cut_off, 0u);
        Monitor replayed;
        replayed.replay(*recording);
        Session live = last_session(one_session);
        Session again = replayed.builder().sessions().constLast();
        live.started = again.started; // one came at once, the other in pieces
        for (Session *session : { &live, &again })
            session->console.clear();
        QCOMPARE(to_json(again), to_json(live));
    }

    void peer_events_come_back_as_they_were()
    {
        const QString path = folder_.filePath(u"peer.rec"_s);
        const PeerEvent event = some_peer_event();
        {
            Result<Recorder> recorder = Recorder::create(path);
            QVERIFY(recorder);
            QVERIFY(recorder->add(event));
        }
        const auto recording = read_recording(path);
        QVERIFY(recording);
        QCOMPARE(recording->chunks.size(), 1);
        QCOMPARE(to_json(present(recording->chunks.constFirst().peer)), to_json(event));
        QCOMPARE(present(recording->chunks.constFirst().peer).verify.subject, u"CN = x"_s);
        QCOMPARE(recording->chunks.constFirst().host, event.host);
    }

    void cut_off_anywhere_replays_up_to_there()
    {
        const auto file = read_file(recorded(scene(one_session)));
        QVERIFY(file);
        const qsizetype whole = parse_recording(*file)->chunks.size();
        qsizetype before = 0;
        for (qsizetype size = 16; size <= file->size(); ++size) {
            const auto recording = parse_recording(file->first(size));
            QVERIFY(recording);
            QVERIFY(recording->chunks.size() >= before && recording->chunks.size() <= whole);
            before = recording->chunks.size();
            if (size < file->size())
                QVERIFY(recording->chunks.size() < whole);
        }
        QCOMPARE(before, whole);
    }

    void damage_stops_the_replay_and_is_reported()
    {
        auto file = read_file(recorded(scene(one_session)));
        QVERIFY(file);
        const qsizetype middle = file->size() / 2;
        (*file)[middle] = static_cast<char>(file->at(middle) ^ 1);
        const auto recording = parse_recording(*file);
        QVERIFY(recording);
        QVERIFY(recording->cut_off > 0);
        QVERIFY(!recording->chunks.isEmpty());
    }

    void hostile_files_never_crash()
    {
        const auto good = read_file(recorded(scene(one_session)));
        QVERIFY(good);
        QRandomGenerator random(99);
        for (int round = 0; round < 500; ++round) {
            QByteArray bytes = *good;
            for (int hit = 0; hit < 6; ++hit)
                bytes[16 + random.bounded(bytes.size() - 16)] = static_cast<char>(random.bounded(256));
            const auto recording = parse_recording(bytes);
            QVERIFY(recording);
            Monitor monitor;
            monitor.replay(*recording);
        }
    }

    void not_a_recording_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray() << u"not-a-recording"_s;
        QTest::newRow("text") << QByteArray("hello\n") << u"not-a-recording"_s;
        QTest::newRow("header cut off") << QByteArray("ESPSEALREC\x1a\x01") << u"not-a-recording"_s;
        QTest::newRow("newer") << QByteArray("ESPSEALREC\x1a\x02\0\0\0\0", 16) << u"recording-newer"_s;
    }
    void not_a_recording()
    {
        QFETCH(QByteArray, file);
        const auto recording = parse_recording(file);
        QVERIFY(!recording);
        QTEST(recording.error().code, "code");
        QCOMPARE(exit_status(recording.error()), 3);
    }

    void other_files_are_not_overwritten()
    {
        const QString path = folder_.filePath(u"ca.key"_s);
        QVERIFY(write_file(path, QByteArray("precious")));
        const auto recorder = Recorder::create(path);
        QVERIFY(!recorder);
        QCOMPARE(recorder.error().code, u"recording-would-overwrite"_s);
        QCOMPARE(*read_file(path), QByteArray("precious"));
    }

    void older_recording_is_replaced()
    {
        const QString path = recorded(scene(one_session));
        QVERIFY(Recorder::create(path));
        QVERIFY(read_recording(path)->chunks.isEmpty());
    }

    void missing_folder_is_said()
    {
        const auto recorder = Recorder::create(folder_.filePath(u"no/such/folder.rec"_s));
        QVERIFY(!recorder);
        QCOMPARE(recorder.error().code, u"recording-unwritable"_s);
    }
};

QTEST_GUILESS_MAIN(RecordingTest)
#include "tst_recording.moc"
