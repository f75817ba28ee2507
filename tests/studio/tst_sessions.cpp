// SPDX-License-Identifier: Apache-2.0
// Sessions as the Monitor page shows them: log, list, ladder and its words.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/studio/inspector/describe.h"
#include "app/studio/monitor/console_model.h"
#include "app/studio/monitor/ladder_model.h"
#include "app/studio/monitor/ladder_view.h"
#include "app/studio/monitor/session_model.h"
#include "app/studio/monitor/session_text.h"

#include <QItemSelectionModel>

#include <thread>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestSessions final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void events_from_another_thread_arrive_in_batches();
    void list_shows_the_newest_first();
    void console_grows_and_is_cleared();
    void ladder_is_drawn_from_steps();
    void ladder_puts_console_between_the_messages();
    void ladder_shows_losses_and_the_end();
    void ladder_model_grows_without_a_reset();
    void another_session_replaces_the_ladder();
    void ladder_view_walks_by_keyboard();
    void states_have_word_icon_and_tone_data();
    void states_have_word_icon_and_tone();
    void times_read_well_data();
    void times_read_well();
    void inspector_tells_of_session_and_message();
};

namespace {

using monitor::Flow;
using monitor::StepKind;

monitor::LadderStep step(const QString &name, Flow flow, std::int64_t at_us, StepKind kind = StepKind::message)
{
    monitor::LadderStep made;
    made.kind = kind;
    made.flow = flow;
    made.name = name;
    made.bytes = 100;
    made.device_us = at_us;
    return made;
}

monitor::Session handshake(qsizetype messages)
{
    monitor::Session session;
    session.id = 1;
    session.role = wire::TlsRole::client;
    session.peer = u"127.0.0.1:8883"_s;
    session.state = monitor::SessionState::handshaking;
    const QStringList names { u"ClientHello"_s, u"ServerHello"_s, u"Certificate"_s, u"ServerHelloDone"_s, u"ClientKeyExchange"_s };
    for (qsizetype i = 0; i < messages; ++i)
        session.steps.append(step(names.at(i), i == 0 || i == 4 ? Flow::device_to_peer : Flow::peer_to_device, i * 1000));
    return session;
}

monitor::PeerEvent peer_event(std::uint64_t connection, monitor::PeerEventKind kind)
{
    monitor::PeerEvent event;
    event.connection = connection;
    event.host = monitor::host_now();
    event.kind = kind;
    event.remote = u"127.0.0.1"_s;
    event.remote_port = 50000;
    event.local_port = 8883;
    return event;
}

monitor::Event console(const QString &text)
{
    monitor::Event event;
    event.host = monitor::host_now();
    event.payload = monitor::ConsoleLine { text };
    return event;
}

QStringList names(const QList<LadderRow> &rows)
{
    QStringList list;
    for (const LadderRow &row : rows)
        list.append(row.name);
    return list;
}

} // namespace

void TestSessions::events_from_another_thread_arrive_in_batches()
{
    constexpr std::uint64_t connections = 300;
    SessionLog log;
    QSignalSpy changed(&log, &SessionLog::changed);
    std::jthread([&log] {
        for (std::uint64_t i = 1; i <= connections; ++i)
            log.push(peer_event(i, monitor::PeerEventKind::connected));
    }).join();
    QTRY_COMPARE(log.sessions().size(), qsizetype(connections));
    QVERIFY(changed.count() < 20);
    QVERIFY(log.find(1));
    log.clear();
    QVERIFY(log.sessions().isEmpty());
}

void TestSessions::list_shows_the_newest_first()
{
    SessionLog log;
    SessionModel model(log);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    log.push(peer_event(1, monitor::PeerEventKind::connected));
    log.push(peer_event(2, monitor::PeerEventKind::connected));
    QTRY_COMPARE(model.rowCount(), 2);
    QVERIFY(model.rows().at(0).id > model.rows().at(1).id);
    QVERIFY(!model.rows().at(0).settled);
    const QString open = model.index(1, SessionModel::result_column).data().toString();
    QVERIFY(!open.isEmpty());
    log.push(peer_event(1, monitor::PeerEventKind::closed));
    QTRY_VERIFY(model.index(1, SessionModel::result_column).data().toString() != open);
    QVERIFY(!model.rows().at(1).settled); // the board's trace may still come
    log.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestSessions::console_grows_and_is_cleared()
{
    SessionLog log;
    ConsoleModel model(log);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    log.push(console(u"rf cal sector: 1019"_s));
    log.push(console(u"tls: ready"_s));
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, ConsoleModel::text_column).data().toString(), u"tls: ready"_s);
    for (int i = 0; i < 3000; ++i)
        log.push(console(QString::number(i)));
    QTRY_COMPARE(model.index(model.rowCount() - 1, ConsoleModel::text_column).data().toString(), u"2999"_s);
    QCOMPARE(model.rowCount(), 2000);
    log.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestSessions::ladder_is_drawn_from_steps()
{
    const QList<LadderRow> rows = ladder_rows(handshake(3));
    QCOMPARE(names(rows), (QStringList { u"ClientHello"_s, u"ServerHello"_s, u"Certificate"_s }));
    QCOMPARE(rows.at(0).flow, Flow::device_to_peer);
    QCOMPARE(rows.at(1).flow, Flow::peer_to_device);
    QCOMPARE(rows.at(2).at_us, 2000);
    QVERIFY(rows.at(0).size.contains("100"_L1));
    QVERIFY(ladder_sentence(rows.at(0)).contains("ClientHello"_L1));
    QVERIFY(ladder_sentence(rows.at(0)) != ladder_sentence(rows.at(1)));
}

void TestSessions::ladder_puts_console_between_the_messages()
{
    monitor::Session session = handshake(3);
    session.console = { { {}, 500, u"after the first"_s }, { {}, 5000, u"at the end"_s } };
    const QList<LadderRow> rows = ladder_rows(session);
    QCOMPARE(names(rows), (QStringList { u"ClientHello"_s, u"after the first"_s, u"ServerHello"_s, u"Certificate"_s, u"at the end"_s }));
    QVERIFY(!rows.at(1).is_arrow());
}

void TestSessions::ladder_shows_losses_and_the_end()
{
    monitor::Session session = handshake(2);
    session.steps[1].lost_before = 3;
    session.state = monitor::SessionState::failed;
    session.end = monitor::EndKind::reset;
    const QList<LadderRow> rows = ladder_rows(session);
    QCOMPARE(rows.size(), 4);
    QCOMPARE(rows.at(1).kind, LadderKind::lost);
    QVERIFY(rows.at(1).name.contains(u'3'));
    QCOMPARE(rows.at(3).kind, LadderKind::end);
    QCOMPARE(rows.at(3).tone, Tone::bad);
}

void TestSessions::ladder_model_grows_without_a_reset()
{
    LadderModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    for (qsizetype messages = 0; messages <= 5; ++messages) {
        const monitor::Session session = handshake(messages);
        model.show(&session);
        QCOMPARE(model.rowCount(), int(messages));
    }
    QCOMPARE(resets.count(), 0);
    for (int column = 0; column < model.columnCount(); ++column)
        QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
}

void TestSessions::another_session_replaces_the_ladder()
{
    LadderModel model;
    monitor::Session session = handshake(5);
    model.show(&session);
    session = handshake(1);
    session.id = 2;
    model.show(&session);
    QCOMPARE(model.rowCount(), 1);
    model.show(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestSessions::ladder_view_walks_by_keyboard()
{
    LadderModel model;
    QItemSelectionModel selection(&model);
    LadderView view(model, selection);
    view.resize(600, 160);
    view.show();
    const monitor::Session session = handshake(5);
    model.show(&session);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(selection.currentIndex().row(), 0);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(selection.currentIndex().row(), 1);
    QTest::keyClick(&view, Qt::Key_End);
    QCOMPARE(selection.currentIndex().row(), 4);
    QTest::keyClick(&view, Qt::Key_Down); // stays
    QCOMPARE(selection.currentIndex().row(), 4);
    QTest::keyClick(&view, Qt::Key_Home);
    QCOMPARE(selection.currentIndex().row(), 0);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(300, 150));
    QVERIFY(selection.currentIndex().row() > 0);
}

void TestSessions::states_have_word_icon_and_tone_data()
{
    QTest::addColumn<monitor::SessionState>("state");
    QTest::addColumn<bool>("done");
    QTest::addColumn<Tone>("tone");
    QTest::newRow("connecting") << monitor::SessionState::connecting << false << Tone::info;
    QTest::newRow("handshaking") << monitor::SessionState::handshaking << false << Tone::info;
    QTest::newRow("established") << monitor::SessionState::established << true << Tone::good;
    QTest::newRow("closed") << monitor::SessionState::closed << true << Tone::good;
    QTest::newRow("failed") << monitor::SessionState::failed << false << Tone::bad;
    QTest::newRow("cut off later") << monitor::SessionState::failed << true << Tone::caution;
}

void TestSessions::states_have_word_icon_and_tone()
{
    QFETCH(monitor::SessionState, state);
    QFETCH(bool, done);
    QFETCH(Tone, tone);
    monitor::Session session = handshake(2);
    session.state = state;
    session.handshake_done = done;
    QCOMPARE(session_tone(session), tone);
    QVERIFY(!session_word(session).isEmpty());
    QVERIFY(!session_icon(session).isEmpty());
    QVERIFY(!verdict_text(session).isEmpty());
}

void TestSessions::times_read_well_data()
{
    QTest::addColumn<qint64>("us");
    QTest::addColumn<QString>("text");
    QTest::newRow("little") << qint64(420) << u"0.42 ms"_s;
    QTest::newRow("some") << qint64(12340) << u"12.3 ms"_s;
    QTest::newRow("much") << qint64(184400) << u"184 ms"_s;
    QTest::newRow("seconds") << qint64(1290000) << u"1.29 s"_s;
}

void TestSessions::times_read_well()
{
    QFETCH(qint64, us);
    QFETCH(QString, text);
    QLocale::setDefault(QLocale::c());
    QCOMPARE(microseconds_text(us), text);
}

void TestSessions::inspector_tells_of_session_and_message()
{
    const monitor::Session session = handshake(3);
    const InspectorContent whole = describe(session, QList<Finding>());
    QVERIFY(whole.subtitle.contains("127.0.0.1:8883"_L1));
    QVERIFY(!whole.status.isEmpty());
    const InspectorContent message = describe(session, ladder_rows(session).at(2));
    QCOMPARE(message.title, u"Certificate"_s);
    QVERIFY(!message.sections.isEmpty());
}

QTEST_MAIN(TestSessions)
#include "tst_sessions.moc"
