// SPDX-License-Identifier: Apache-2.0
// The open plan: undo, findings, erase preview, and the table of its regions.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/studio/document/flash_text.h"
#include "app/studio/document/plan_document.h"
#include "app/studio/map/region_model.h"
#include "core/provision/sample.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestDocument final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void edits_are_undo_steps();
    void an_edit_that_changes_nothing_is_no_step();
    void a_refused_edit_leaves_all_as_it_was();
    void a_drag_is_one_step();
    void a_drag_that_ends_where_it_began_is_none();
    void two_drags_are_two_steps();
    void saving_marks_clean();
    void a_conflict_is_found_and_its_fix_removes_it();
    void findings_of_a_try_change_nothing();
    void what_is_written_is_previewed();
    void measured_sizes_are_no_undo_step();
    void measured_sizes_of_other_content_are_ignored();
    void model_follows_the_plan();
    void model_names_the_state_data();
    void model_names_the_state();
};

namespace {

flash::Plan sample()
{
    return *provision::make_sample_plan(u"greenhouse"_s, u"127.0.0.1"_s, 8883);
}

Address start_of(const PlanDocument &document, const QString &region)
{
    return document.plan().find(region)->slot.start;
}

flash::Edit move(const QString &region, std::uint64_t start)
{
    return { flash::MoveRegion { region, Address(start) } };
}

// A place that a program takes.
std::uint64_t inside_code(const PlanDocument &document)
{
    return document.plan().find(flash::RegionRole::user1)->slot.start.value() + 16ull * sector_size;
}

RegionState state_of(const RegionModel &model, const QString &region)
{
    return model.rows().at(model.row_of(region)).state;
}

} // namespace

void TestDocument::edits_are_undo_steps()
{
    PlanDocument document;
    document.replace(sample(), {});
    QSignalSpy changed(&document, &PlanDocument::changed);
    const Address before = start_of(document, u"ca"_s);
    QVERIFY(document.apply(move(u"ca"_s, before.value() + sector_size)));
    QCOMPARE(changed.count(), 1);
    QVERIFY(document.is_modified());
    QVERIFY(!document.undo().undoText().isEmpty());
    document.undo().undo();
    QCOMPARE(start_of(document, u"ca"_s), before);
    QVERIFY(!document.is_modified());
    document.undo().redo();
    QCOMPARE(start_of(document, u"ca"_s), before + Size(sector_size));
}

void TestDocument::an_edit_that_changes_nothing_is_no_step()
{
    PlanDocument document;
    document.replace(sample(), {});
    QVERIFY(document.apply(move(u"ca"_s, start_of(document, u"ca"_s).value())));
    QCOMPARE(document.undo().count(), 0);
}

void TestDocument::a_refused_edit_leaves_all_as_it_was()
{
    PlanDocument document;
    document.replace(sample(), {});
    const flash::Plan before = document.plan();
    const Result<void> refused = document.apply(move(u"no such region"_s, 0));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"region-unknown"_s);
    QVERIFY(document.plan() == before);
    QCOMPARE(document.undo().count(), 0);
}

void TestDocument::a_drag_is_one_step()
{
    PlanDocument document;
    document.replace(sample(), {});
    const Address before = start_of(document, u"ca"_s);
    for (std::uint64_t sectors = 1; sectors <= 5; ++sectors)
        QVERIFY(document.apply_dragged(move(u"ca"_s, before.value() + sectors * sector_size), 7));
    QCOMPARE(document.undo().count(), 1);
    document.undo().undo();
    QCOMPARE(start_of(document, u"ca"_s), before);
    document.undo().redo();
    QCOMPARE(start_of(document, u"ca"_s), before + Size(5ull * sector_size));
}

void TestDocument::a_drag_that_ends_where_it_began_is_none()
{
    PlanDocument document;
    document.replace(sample(), {});
    const Address before = start_of(document, u"ca"_s);
    QVERIFY(document.apply_dragged(move(u"ca"_s, before.value() + sector_size), 1));
    QVERIFY(document.apply_dragged(move(u"ca"_s, before.value()), 1));
    QCOMPARE(document.undo().count(), 0);
    QVERIFY(!document.is_modified());
}

void TestDocument::two_drags_are_two_steps()
{
    PlanDocument document;
    document.replace(sample(), {});
    const Address before = start_of(document, u"ca"_s);
    QVERIFY(document.apply_dragged(move(u"ca"_s, before.value() + sector_size), 1));
    QVERIFY(document.apply_dragged(move(u"ca"_s, before.value() + 2ull * sector_size), 2));
    QCOMPARE(document.undo().count(), 2);
}

void TestDocument::saving_marks_clean()
{
    PlanDocument document;
    document.replace(sample(), {});
    QVERIFY(document.apply({ flash::RenamePlan { u"line 3"_s } }));
    QVERIFY(document.is_modified());
    document.saved(u"/tmp/line3.json"_s);
    QVERIFY(!document.is_modified());
    QCOMPARE(document.path(), u"/tmp/line3.json"_s);
    document.undo().undo();
    QVERIFY(document.is_modified());
}

void TestDocument::a_conflict_is_found_and_its_fix_removes_it()
{
    PlanDocument document;
    document.replace(sample(), {});
    QVERIFY(!has_errors(document.findings()));
    QVERIFY(document.apply(move(u"ca"_s, inside_code(document))));
    QVERIFY(has_errors(document.findings()));
    const Finding conflict = document.findings().constFirst();
    QCOMPARE(conflict.code, u"overlaps-code"_s);
    QVERIFY(!conflict.actions.isEmpty());
    const int steps = document.undo().count();
    QVERIFY(document.apply_fix(conflict.actions.constFirst()));
    QVERIFY(!has_errors(document.findings()));
    QCOMPARE(document.undo().count(), steps + 1);
    document.undo().undo();
    QVERIFY(has_errors(document.findings()));
}

void TestDocument::findings_of_a_try_change_nothing()
{
    PlanDocument document;
    document.replace(sample(), {});
    const flash::Plan before = document.plan();
    QVERIFY(has_errors(document.findings_after(move(u"ca"_s, inside_code(document)))));
    QVERIFY(document.plan() == before);
    QVERIFY(!has_errors(document.findings()));
}

void TestDocument::what_is_written_is_previewed()
{
    PlanDocument document;
    flash::Plan plan = sample();
    for (flash::Region &region : plan.regions)
        region.credential.clear();
    document.replace(plan, {});
    QCOMPARE(document.written_regions(), QStringList { plan.find(flash::RegionRole::agent_settings)->name });
    document.replace(sample(), {});
    QCOMPARE(document.written_regions().size(), 3);
    QCOMPARE(document.erase_preview().sector_count(), 3u);
    QVERIFY(erase_sentence(document.erase_preview()).contains("3 sector"_L1));
    QVERIFY(document.erase_preview().also_erased.isEmpty());
}

void TestDocument::measured_sizes_are_no_undo_step()
{
    PlanDocument document;
    document.replace(sample(), {});
    flash::Plan measured = document.plan();
    for (flash::Region &region : measured.regions)
        if (region.name == "ca"_L1)
            region.content = Size(5000); // more than its sector
    QSignalSpy changed(&document, &PlanDocument::changed);
    document.set_measured(measured, {});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(document.undo().count(), 0);
    QVERIFY(has_errors(document.findings()));
    document.set_measured(measured, {});
    QCOMPARE(changed.count(), 1); // the same again says nothing
}

void TestDocument::measured_sizes_of_other_content_are_ignored()
{
    PlanDocument document;
    document.replace(sample(), {});
    flash::Plan measured = document.plan();
    for (flash::Region &region : measured.regions)
        if (region.name == "ca"_L1)
            region.content = Size(5000);
    QVERIFY(document.apply({ flash::SetContent { .region = u"ca"_s, .credential = u"another"_s } }));
    document.set_measured(measured, {});
    QVERIFY(!has_errors(document.findings()));
}

void TestDocument::model_follows_the_plan()
{
    PlanDocument document;
    RegionModel model(document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    document.replace(sample(), {});
    const int before = model.rowCount();
    QVERIFY(before > static_cast<int>(document.plan().regions.size())); // the SDK's own sectors are shown too
    const QPersistentModelIndex ca = model.index(model.row_of(u"ca"_s), RegionModel::start_column);
    QVERIFY(document.apply(move(u"ca"_s, start_of(document, u"ca"_s).value() + sector_size)));
    QVERIFY(ca.isValid());
    QCOMPARE(model.index(model.row_of(u"ca"_s), RegionModel::start_column).data().toString(), to_string(start_of(document, u"ca"_s)));
    QVERIFY(document.apply({ flash::RemoveRegion { u"ca"_s } }));
    QCOMPARE(model.rowCount(), before - 1);
    document.undo().undo();
    QCOMPARE(model.rowCount(), before);
    for (int row = 0; row < model.rowCount(); ++row)
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY(!model.index(row, column).data(Qt::AccessibleTextRole).toString().isEmpty());
}

void TestDocument::model_names_the_state_data()
{
    QTest::addColumn<QString>("case_");
    QTest::addColumn<QString>("region");
    QTest::addColumn<RegionState>("state");
    QTest::newRow("has a certificate") << u"as it is"_s << u"ca"_s << RegionState::written;
    QTest::newRow("no certificate") << u"empty"_s << u"ca"_s << RegionState::missing;
    QTest::newRow("on code") << u"conflict"_s << u"ca"_s << RegionState::conflict;
    QTest::newRow("program without file") << u"as it is"_s << u"user1"_s << RegionState::untouched;
}

void TestDocument::model_names_the_state()
{
    QFETCH(QString, case_);
    QFETCH(QString, region);
    QFETCH(RegionState, state);
    PlanDocument document;
    RegionModel model(document);
    flash::Plan plan = sample();
    plan.agent = {};
    if (case_ == "empty"_L1)
        for (flash::Region &each : plan.regions)
            each.credential.clear();
    document.replace(plan, {});
    if (case_ == "conflict"_L1)
        QVERIFY(document.apply(move(region, inside_code(document))));
    QCOMPARE(state_of(model, region), state);
    const QModelIndex index = model.index(model.row_of(region), RegionModel::state_column);
    QVERIFY(!index.data().toString().isEmpty());
    QVERIFY(!index.data(icon_name_role).toString().isEmpty());
}

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
