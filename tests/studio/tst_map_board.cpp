// SPDX-License-Identifier: Apache-2.0
// The flash map beside what a board holds, through the real window with the virtual board.
#include "app/studio/map/flash_map_view.h"
#include "app/studio/map/map_page.h"
#include "tests/present.h"
#include "tests/studio/studio_bench.h"

#include <QLabel>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;

namespace {

constexpr int patience = 30'000; // for slow machines; nothing is timed

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, patience)

using provision::SectorState;

struct Bench : StudioBench {
    void prepare()
    {
        studio.actions.action(action::virtual_start).trigger();
        WAIT(studio.devices.current());
        WAIT(studio.actions.action(action::certificate_make_test).isEnabled());
        studio.actions.action(action::certificate_make_test).trigger();
        WAIT(studio.workspace.credentials().size() == 3 && !region_credential(flash::RegionRole::identity).isEmpty());
        studio.selection.go(Page::map);
    }
    void run(QLatin1StringView id)
    {
        WAIT(studio.actions.action(id).isEnabled());
        studio.actions.action(id).trigger();
        WAIT(!studio.jobs.front());
    }
    void compare()
    {
        run(action::map_compare);
        WAIT(studio.reading.snapshot().has_value());
    }
    void provision()
    {
        WAIT(studio.actions.action(action::run_provision).isEnabled());
        studio.actions.action(action::run_provision).trigger();
        WAIT(studio.run.is_running());
        WAIT(!studio.run.is_running());
        studio.selection.go(Page::map);
    }
    std::uint32_t count(SectorState state) const
    {
        std::uint32_t sectors = 0;
        for (const provision::SectorRun &run : present(studio.reading.snapshot()).runs)
            sectors += run.state == state ? run.range.size.sectors() : 0;
        return sectors;
    }
    // What the table says about a region's place on the board.
    QString cell(flash::RegionRole role) const
    {
        const auto *table = visible<QTreeView>(u"Regions"_s);
        const QString name = studio.document.plan().find(role)->name;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, 0).data(key_role) == name)
                return table->model()->index(row, RegionModel::board_column).data().toString();
        return {};
    }
    QString strip() const
    {
        const auto *label = visible<QLabel>(u"board-comparison"_s);
        return label ? label->text() : QString();
    }
    void change_port(std::uint16_t port)
    {
        flash::AgentPlan agent = studio.document.plan().agent;
        agent.remote_port = port;
        QVERIFY(studio.document.apply({ flash::SetAgent { agent } }));
    }
};

} // namespace

class TestMapBoard final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shows_what_a_board_holds();
    void says_when_it_is_outdated();
    void stop_leaves_the_board_running();
    void the_monitor_gets_its_port_back();
};

void TestMapBoard::shows_what_a_board_holds()
{
    Bench bench;
    bench.prepare();
    const auto *table = bench.visible<QTreeView>(u"Regions"_s);
    QVERIFY(table->isColumnHidden(RegionModel::board_column));
    const int before = bench.window.map_page().view().sizeHint().height();
    bench.compare();
    QCOMPARE(bench.count(SectorState::erased), 3u); // a new board: CA, identity, settings
    QCOMPARE(bench.count(SectorState::same), 0u);
    QCOMPARE(bench.cell(flash::RegionRole::ca), sector_state_word(SectorState::erased));
    QCOMPARE(bench.cell(flash::RegionRole::user1), u"not read"_s);
    QVERIFY(!table->isColumnHidden(RegionModel::board_column));
    QVERIFY(bench.window.map_page().view().sizeHint().height() > before);
    QVERIFY2(bench.strip().contains(u"just now"_s), qPrintable(bench.strip()));

    bench.provision();
    QVERIFY(!bench.studio.reading.snapshot()); // it was written since
    QVERIFY(table->isColumnHidden(RegionModel::board_column));
    bench.compare();
    QCOMPARE(bench.count(SectorState::same), 3u);
    QCOMPARE(bench.cell(flash::RegionRole::identity), sector_state_word(SectorState::same));

    bench.change_port(4433);
    bench.compare();
    QCOMPARE(bench.count(SectorState::same), 2u);
    QCOMPARE(bench.cell(flash::RegionRole::agent_settings), sector_state_word(SectorState::different));
    // Nothing that a log keeps names more than places.
    for (int row = 0; row < bench.studio.log.rowCount(); ++row)
        QVERIFY(!bench.studio.log.index(row, bench.studio.log.columnCount() - 1).data().toString().contains(u"BEGIN"_s));
}

void TestMapBoard::says_when_it_is_outdated()
{
    Bench bench;
    bench.prepare();
    bench.compare();
    QVERIFY(bench.studio.reading.outdated().isEmpty());
    bench.change_port(4433);
    QVERIFY2(bench.strip().contains(u"has changed"_s), qPrintable(bench.strip()));
    bench.studio.document.undo().undo();
    QVERIFY(bench.studio.reading.outdated().isEmpty());
    bench.studio.devices.choose({});
    QVERIFY(!bench.studio.reading.outdated().isEmpty());
    QVERIFY(!bench.studio.actions.action(action::map_compare).isEnabled());
    bench.studio.actions.action(action::map_forget_board).trigger();
    QVERIFY(!bench.studio.reading.snapshot());
    QVERIFY(bench.strip().isEmpty());
    const QDateTime then = QDateTime::currentDateTimeUtc();
    QVERIFY(ago_text(then, then.addSecs(130)).contains(u'2'));
}

void TestMapBoard::stop_leaves_the_board_running()
{
    Bench bench;
    bench.prepare();
    WAIT(bench.studio.actions.action(action::map_compare_chip).isEnabled());
    bench.studio.actions.action(action::map_compare_chip).trigger();
    WAIT(bench.studio.jobs.front() && bench.studio.jobs.front()->done > 0);
    QCOMPARE(bench.studio.jobs.front()->total, std::uint64_t(4u << 20));
    bench.studio.actions.action(action::run_stop).trigger();
    WAIT(!bench.studio.jobs.front());
    QVERIFY(!bench.studio.reading.snapshot());
    QCOMPARE(bench.studio.devices.current()->busy, QString());
    bench.compare(); // the board is not stuck in its loader
    QCOMPARE(bench.count(SectorState::erased), 3u);
}

void TestMapBoard::the_monitor_gets_its_port_back()
{
    Bench bench;
    bench.prepare();
    bench.provision();
    WAIT(bench.studio.watch.is_on());
    bench.compare();
    QCOMPARE(bench.count(SectorState::same), 3u);
    WAIT(bench.studio.watch.is_on());
    QCOMPARE(bench.studio.watch.port(), bench.studio.devices.current()->port);
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    TestMapBoard test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_map_board.moc"
