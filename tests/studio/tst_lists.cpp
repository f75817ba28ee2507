// SPDX-License-Identifier: Apache-2.0
// Problems, log, settings: small lists that all pages share; and how a table keeps what stayed.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "app/studio/models/log_model.h"
#include "app/studio/problems/problem_list.h"
#include "app/studio/settings.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

namespace {

struct LetterKey {
    QChar operator()(const QString &row) const { return row.at(0); }
};

// Rows are words, their keys the first letters: "a1" and "a2" are the same row with another value.
class Words final : public RowsModel<QString, LetterKey> {
public:
    using RowsModel::RowsModel;
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }

protected:
    QVariant value(const QString &row, int, int role) const override { return role == Qt::DisplayRole ? QVariant(row) : QVariant(); }
    QString title(int) const override { return u"Words"_s; }
};

Finding finding(const QString &code, Severity severity)
{
    return { .code = code, .severity = severity, .message = code + u" happened."_s };
}

} // namespace

class TestLists final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rows_keep_what_stayed_data();
    void rows_keep_what_stayed();
    void problems_are_sorted_by_weight();
    void a_source_replaces_only_its_own();
    void equal_problems_are_told_apart();
    void log_keeps_its_end();
    void settings_survive();
    void recent_plans_are_few_and_unique();
};

void TestLists::rows_keep_what_stayed_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("after");
    QTest::addColumn<bool>("keeps_b"); // an index of "b" stays valid
    const QStringList abc { u"a1"_s, u"b1"_s, u"c1"_s };
    QTest::newRow("same") << abc << abc << true;
    QTest::newRow("another value") << abc << QStringList { u"a1"_s, u"b2"_s, u"c1"_s } << true;
    QTest::newRow("one less in front") << abc << QStringList { u"b1"_s, u"c1"_s } << true;
    QTest::newRow("it is gone") << abc << QStringList { u"a1"_s, u"c1"_s } << false;
    QTest::newRow("new ones all over") << abc << QStringList { u"x"_s, u"a1"_s, u"y"_s, u"b1"_s, u"c1"_s, u"z"_s } << true;
    QTest::newRow("other order") << abc << QStringList { u"c1"_s, u"b1"_s, u"a1"_s } << false;
    QTest::newRow("all gone") << abc << QStringList() << false;
    QTest::newRow("all other") << abc << QStringList { u"x"_s, u"y"_s } << false;
}

void TestLists::rows_keep_what_stayed()
{
    QFETCH(QStringList, before);
    QFETCH(QStringList, after);
    QFETCH(bool, keeps_b);
    Words model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.set_rows(before);
    const QPersistentModelIndex b = model.index(1, 0);
    model.set_rows(after);
    QCOMPARE(QStringList(model.rows()), after);
    QCOMPARE(b.isValid(), keeps_b);
    if (keeps_b)
        QVERIFY(b.data().toString().startsWith(u'b'));
}

void TestLists::problems_are_sorted_by_weight()
{
    ProblemList problems;
    QAbstractItemModelTester tester(&problems, QAbstractItemModelTester::FailureReportingMode::QtTest);
    problems.set(ProblemSource::map, { finding(u"note"_s, Severity::info), finding(u"bad"_s, Severity::error) });
    problems.set(ProblemSource::devices, { finding(u"soon"_s, Severity::warning) });
    QCOMPARE(problems.rowCount(), 3);
    QCOMPARE(problems.rows().at(0).finding.code, u"bad"_s);
    QCOMPARE(problems.rows().at(1).finding.code, u"soon"_s);
    QCOMPARE(problems.count(Severity::error), 1);
    QCOMPARE(problems.count(ProblemSource::map), 1); // notes are no problems
    for (int column = 0; column < problems.columnCount(); ++column)
        QVERIFY(!problems.index(0, column).data().toString().isEmpty());
}

void TestLists::a_source_replaces_only_its_own()
{
    ProblemList problems;
    QSignalSpy changed(&problems, &ProblemList::changed);
    problems.set(ProblemSource::map, { finding(u"a"_s, Severity::error) });
    problems.set(ProblemSource::monitor, { finding(u"b"_s, Severity::error) });
    problems.set(ProblemSource::map, {});
    QCOMPARE(problems.rowCount(), 1);
    QCOMPARE(problems.rows().at(0).source, ProblemSource::monitor);
    QCOMPARE(changed.count(), 3);
}

void TestLists::equal_problems_are_told_apart()
{
    ProblemList problems;
    problems.set(ProblemSource::map, { finding(u"a"_s, Severity::error), finding(u"a"_s, Severity::error) });
    QCOMPARE(problems.rowCount(), 2);
    QVERIFY(problems.rows().at(0).key != problems.rows().at(1).key);
}

void TestLists::log_keeps_its_end()
{
    LogModel log;
    for (int i = 0; i < 4980; ++i)
        log.add(Severity::info, u"test"_s, QString::number(i));
    const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest); // walks all rows at each change
    for (int i = 4980; i < 5100; ++i)
        log.add(Severity::info, u"test"_s, QString::number(i));
    QCOMPARE(log.rowCount(), 5000);
    QCOMPARE(log.index(4999, LogModel::text_column).data().toString(), u"5099"_s);
    QCOMPARE(log.index(0, LogModel::text_column).data().toString(), u"100"_s);
}

void TestLists::settings_survive()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"studio.ini"_s);
    {
        Settings settings(file);
        QVERIFY(settings.flag(u"inspector"_s, true));
        settings.set_flag(u"inspector"_s, false);
        settings.set_scheme(Scheme::dark);
        settings.set_device_name(u"5C:CF:7F:A1:00:17"_s, u"greenhouse-17"_s);
    }
    const Settings settings(file);
    QVERIFY(!settings.flag(u"inspector"_s, true));
    QCOMPARE(settings.scheme(), Scheme::dark);
    QCOMPARE(settings.device_names().value(u"5C:CF:7F:A1:00:17"_s), u"greenhouse-17"_s);
}

void TestLists::recent_plans_are_few_and_unique()
{
    const QTemporaryDir folder;
    Settings settings(folder.filePath(u"studio.ini"_s));
    for (int i = 0; i < 20; ++i)
        settings.add_recent_plan(u"/plans/%1.json"_s.arg(i));
    settings.add_recent_plan(u"/plans/15.json"_s);
    QCOMPARE(settings.recent_plans().size(), 8);
    QCOMPARE(settings.recent_plans().constFirst(), u"/plans/15.json"_s);
    QCOMPARE(settings.recent_plans().count(u"/plans/15.json"_s), 1);
}

QTEST_GUILESS_MAIN(TestLists)
#include "tst_lists.moc"
