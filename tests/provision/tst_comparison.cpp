// SPDX-License-Identifier: Apache-2.0
// What of a chip is compared with a plan, and what each sector is then called.
#include <QTest>

#include "core/provision/comparison.h"
#include "core/provision/sample.h"
#include "tests/present.h"

#include <algorithm>
#include <array>

using namespace espseal;
using namespace Qt::StringLiterals;
using namespace espseal::provision;
using espseal::test::present;

namespace {

constexpr Size four_mb(4u << 20);

} // namespace

class ComparisonTest final : public QObject {
    Q_OBJECT

    std::optional<PreparedPlan> prepared_;

    const PreparedPlan &prepared() const { return present(prepared_); }
    Range slot(flash::RegionRole role) const { return prepared().plan.find(role)->slot; }
    // The chip's sectors of `range` as provisioning would leave them.
    SecureBytes written(const Range &range) const
    {
        SecureBytes bytes(range.size.value());
        std::ranges::fill(bytes.writable(), std::uint8_t(0xFF));
        for (const RegionContent &content : prepared().contents)
            if (range.contains({ content.start, Size(content.bytes.size()) }))
                std::ranges::copy(content.bytes.view(), bytes.writable().subspan((content.start - range.start).value()).begin());
        return bytes;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto sample = make_sample_credentials(u"greenhouse-17"_s, Job());
        QVERIFY(sample.has_value());
        auto plan = make_sample_plan(u"greenhouse-17"_s, u"127.0.0.1"_s, 8883);
        QVERIFY(plan.has_value());
        auto ready = prepare(*plan, SampleSource(*sample));
        QVERIFY(ready.has_value());
        prepared_ = *std::move(ready);
    }

    void each_sector_has_its_state_data()
    {
        QTest::addColumn<qint64>("damage"); // byte of the CA's sector; -1: none, -2: erased
        QTest::addColumn<SectorState>("state");
        QTest::newRow("as planned") << qint64(-1) << SectorState::same;
        QTest::newRow("first byte") << qint64(0) << SectorState::different;
        QTest::newRow("erased tail") << qint64(sector_size - 1) << SectorState::different;
        QTest::newRow("erased") << qint64(-2) << SectorState::erased;
    }

    void each_sector_has_its_state()
    {
        QFETCH(qint64, damage);
        QFETCH(SectorState, state);
        const Range ca = slot(flash::RegionRole::ca);
        SecureBytes held = written(ca);
        if (damage >= 0)
            held.writable()[static_cast<std::size_t>(damage)] ^= 1;
        if (damage == -2)
            std::ranges::fill(held.writable(), std::uint8_t(0xFF));
        const QList<SectorRun> runs = compare_sectors(prepared(), ca.start, held.view());
        QCOMPARE(runs, (QList<SectorRun> { { ca, state } }));
    }

    void what_no_plan_speaks_of()
    {
        std::array<std::uint8_t, 3 * sector_size> held {};
        std::ranges::fill(std::span(held).first(sector_size), std::uint8_t(0xFF));
        const Address at(2u << 20);
        const QList<SectorRun> wanted { { { at, Size(sector_size) }, SectorState::erased },
            { { at + Size(sector_size), Size(2ull * sector_size) }, SectorState::foreign } };
        QCOMPARE(compare_sectors(prepared(), at, held), wanted);
    }

    void settings_of_another_day_are_the_same()
    {
        flash::Plan plan = prepared().plan;
        const Range settings = slot(flash::RegionRole::agent_settings);
        auto sample = make_sample_credentials(u"other"_s, Job());
        QVERIFY(sample.has_value());
        const auto later = prepare(plan, SampleSource(*sample), { .unix_time_floor = 2'000'000'000 });
        QVERIFY(later.has_value());
        const SecureBytes held = written(settings);
        const auto state = [&](const PreparedPlan &other) { return compare_sectors(other, settings.start, held.view()).constFirst().state; };
        QCOMPARE(state(*later), SectorState::same);
        plan.agent.remote_port = 1;
        const auto otherwise = prepare(plan, SampleSource(*sample));
        QVERIFY(otherwise.has_value());
        QCOMPARE(state(*otherwise), SectorState::different);
    }

    void only_what_counts_is_read()
    {
        const QList<Range> few = ranges_to_compare(prepared(), four_mb, CompareExtent::plan);
        for (const flash::RegionRole role : { flash::RegionRole::ca, flash::RegionRole::identity, flash::RegionRole::agent_settings })
            QVERIFY(std::ranges::any_of(few, [&](const Range &range) { return range.contains(slot(role)); }));
        std::uint32_t sectors = 0;
        for (const Range &range : few)
            sectors += range.size.sectors();
        QCOMPARE(sectors, 3u);
        QCOMPARE(ranges_to_compare(prepared(), four_mb, CompareExtent::chip), (QList<Range> { { Address(), four_mb } }));
        const Size small(256u << 10); // the board's chip is smaller than the plan's
        QVERIFY(ranges_to_compare(prepared(), small, CompareExtent::plan).isEmpty());
    }
};

QTEST_GUILESS_MAIN(ComparisonTest)
#include "tst_comparison.moc"
