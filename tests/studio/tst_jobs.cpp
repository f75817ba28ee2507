// SPDX-License-Identifier: Apache-2.0
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/studio/jobs/job_model.h"
#include "app/studio/jobs/job_runner.h"

#include <latch>
#include <thread>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestJobs final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runs_off_the_gui_thread();
    void ends_once_data();
    void ends_once();
    void stops();
    void stops_the_newest_that_is_shown();
    void progress_is_throttled();
    void the_event_loop_keeps_turning();
    void nothing_is_delivered_to_a_page_that_is_gone();
    void destruction_stops_and_waits();
    void model_follows();
    void time_left_data();
    void time_left();
};

namespace {

// Works until it is stopped.
Result<int> until_stopped(const Job &job)
{
    while (!job.cancelled())
        std::this_thread::yield();
    return cancelled(u"Stopped."_s);
}

} // namespace

void TestJobs::runs_off_the_gui_thread()
{
    JobRunner runner;
    QThread *worker = nullptr;
    QThread *finisher = nullptr;
    int result = 0;
    runner.start<int>(
        u"Count"_s,
        [&](const Job &) -> Result<int> {
            worker = QThread::currentThread();
            return 42;
        },
        this,
        [&](Result<int> value) {
            finisher = QThread::currentThread();
            result = value.value_or(0);
        });
    QTRY_COMPARE(result, 42);
    QVERIFY(worker != QThread::currentThread());
    QCOMPARE(finisher, QThread::currentThread());
}

void TestJobs::ends_once_data()
{
    QTest::addColumn<bool>("works");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<JobState>("state");
    QTest::newRow("success") << true << ErrorKind::failed << JobState::succeeded;
    QTest::newRow("failure") << false << ErrorKind::failed << JobState::failed;
    QTest::newRow("bad input") << false << ErrorKind::bad_input << JobState::failed;
    QTest::newRow("cancelled") << false << ErrorKind::cancelled << JobState::cancelled;
}

void TestJobs::ends_once()
{
    QFETCH(bool, works);
    QFETCH(ErrorKind, kind);
    QFETCH(JobState, state);
    JobRunner runner;
    QSignalSpy finished(&runner, &JobRunner::finished);
    int calls = 0;
    const quint64 id = runner.start<int>(
        u"Try"_s,
        [&](const Job &) -> Result<int> {
            if (works)
                return 1;
            return failure(Error { kind, u"code"_s, u"It did not work."_s, u"Try again."_s, {} });
        },
        this, [&](Result<int>) { ++calls; });
    QVERIFY(finished.wait());
    QCoreApplication::processEvents();
    QCOMPARE(finished.count(), 1);
    QCOMPARE(calls, 1);
    QCOMPARE(runner.find(id)->state, state);
    QCOMPARE(runner.find(id)->error.has_value(), !works);
    QVERIFY(!runner.is_running(id));
}

void TestJobs::stops()
{
    JobRunner runner;
    QSignalSpy finished(&runner, &JobRunner::finished);
    const quint64 id = runner.start<int>(u"Wait"_s, until_stopped, this, nullptr);
    QVERIFY(runner.is_running(id));
    runner.stop(id);
    QCOMPARE(runner.find(id)->state, JobState::stopping);
    QVERIFY(finished.wait());
    QCOMPARE(runner.find(id)->state, JobState::cancelled);
    runner.stop(id); // once more does nothing
    QCOMPARE(runner.find(id)->state, JobState::cancelled);
}

void TestJobs::stops_the_newest_that_is_shown()
{
    JobRunner runner;
    const quint64 first = runner.start<int>(u"First"_s, until_stopped, this, nullptr);
    const quint64 second = runner.start<int>(u"Second"_s, until_stopped, this, nullptr);
    const quint64 quiet = runner.start<int>(u"Behind the scenes"_s, until_stopped, this, nullptr, JobStyle::quiet);
    QCOMPARE(runner.front()->id, second);
    QVERIFY(runner.stop_front());
    QTRY_VERIFY(!runner.is_running(second));
    QVERIFY(runner.is_running(first));
    QVERIFY(runner.is_running(quiet));
    QVERIFY(runner.stop_front());
    QTRY_VERIFY(!runner.is_running(first));
    QVERIFY(!runner.stop_front());
}

void TestJobs::progress_is_throttled()
{
    constexpr std::uint64_t reports = 50000;
    JobRunner runner;
    QSignalSpy progressed(&runner, &JobRunner::progressed);
    QSignalSpy finished(&runner, &JobRunner::finished);
    const quint64 id = runner.start<int>(
        u"Count"_s,
        [](const Job &job) -> Result<int> {
            for (std::uint64_t i = 1; i <= reports; ++i)
                job.report(u"Counting"_s, i, reports);
            return 0;
        },
        this, nullptr);
    QVERIFY(finished.wait());
    QVERIFY(progressed.count() < 500);
    QCOMPARE(runner.find(id)->done, reports); // the last one is never lost
    QCOMPARE(runner.find(id)->what, u"Counting"_s);
}

void TestJobs::the_event_loop_keeps_turning()
{
    JobRunner runner;
    int turns = 0;
    QTimer heart;
    connect(&heart, &QTimer::timeout, this, [&] { ++turns; });
    heart.start(1);
    const quint64 id = runner.start<int>(u"Wait"_s, until_stopped, this, nullptr);
    QTRY_VERIFY(turns >= 20);
    QVERIFY(runner.is_running(id));
    runner.stop(id);
    QTRY_VERIFY(!runner.is_running(id));
}

void TestJobs::nothing_is_delivered_to_a_page_that_is_gone()
{
    JobRunner runner;
    auto page = std::make_unique<QObject>();
    QSignalSpy finished(&runner, &JobRunner::finished);
    std::latch go(1);
    bool delivered = false;
    runner.start<int>(
        u"Late"_s,
        [&](const Job &) -> Result<int> {
            go.wait();
            return 1;
        },
        page.get(), [&](Result<int>) { delivered = true; });
    page.reset();
    go.count_down();
    QVERIFY(finished.wait());
    QVERIFY(!delivered);
}

void TestJobs::destruction_stops_and_waits()
{
    std::atomic_bool ended = false;
    {
        JobRunner runner;
        runner.start<int>(
            u"Wait"_s,
            [&](const Job &job) {
                auto result = until_stopped(job);
                ended = true;
                return result;
            },
            this, [](Result<int>) { QFAIL("delivered by a runner that is gone"); });
    }
    QVERIFY(ended);
}

void TestJobs::model_follows()
{
    JobRunner runner;
    JobModel model(runner);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    runner.start<int>(u"Quiet"_s, [](const Job &) -> Result<int> { return 1; }, this, nullptr, JobStyle::quiet);
    const quint64 id = runner.start<int>(u"Erase"_s, until_stopped, this, nullptr);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, JobModel::title_column).data().toString(), u"Erase"_s);
    QCOMPARE(model.index(0, JobModel::state_column).data().toString(), u"running"_s);
    runner.start<int>(u"Write"_s, [](const Job &) -> Result<int> { return failed(u"x"_s, u"No."_s, u"Yes."_s); }, this, nullptr);
    QCOMPARE(model.index(0, JobModel::title_column).data().toString(), u"Write"_s); // newest first
    QTRY_COMPARE(model.index(0, JobModel::state_column).data().toString(), u"failed"_s);
    QVERIFY(model.index(0, JobModel::detail_column).data().toString().contains("No."_L1));
    runner.stop(id);
    QTRY_COMPARE(model.index(1, JobModel::state_column).data().toString(), u"stopped"_s);
}

void TestJobs::time_left_data()
{
    QTest::addColumn<quint64>("done");
    QTest::addColumn<quint64>("total");
    QTest::addColumn<qint64>("elapsed");
    QTest::addColumn<qint64>("left"); // -1: not known
    QTest::newRow("half") << quint64(50) << quint64(100) << qint64(1000) << qint64(1000);
    QTest::newRow("done") << quint64(100) << quint64(100) << qint64(1000) << qint64(0);
    QTest::newRow("too early to say") << quint64(4) << quint64(100) << qint64(1000) << qint64(-1);
    QTest::newRow("total unknown") << quint64(50) << quint64(0) << qint64(1000) << qint64(-1);
    QTest::newRow("more than all") << quint64(150) << quint64(100) << qint64(1000) << qint64(-1);
}

void TestJobs::time_left()
{
    QFETCH(quint64, done);
    QFETCH(quint64, total);
    QFETCH(qint64, elapsed);
    QFETCH(qint64, left);
    const JobRecord job { .done = done, .total = total, .elapsed_ms = elapsed };
    QCOMPARE(job.left_ms().value_or(-1), left);
}

QTEST_GUILESS_MAIN(TestJobs)
#include "tst_jobs.moc"
