// SPDX-License-Identifier: Apache-2.0
// Random plans against an oracle that knows nothing but sectors, and against what fixes promise.
#include <QRandomGenerator>
#include <QTest>

#include "core/flash/check.h"
#include "core/flash/edit.h"
#include "core/flash/layout.h"
#include "tests/flash/drawn_plan.h"

#include <algorithm>
#include <set>

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;

namespace {

constexpr RegionRole data_roles[]
    = { RegionRole::ca, RegionRole::identity, RegionRole::agent_settings, RegionRole::file_system, RegionRole::user, RegionRole::at_parameters };

Plan random_plan(QRandomGenerator &random, bool aligned)
{
    static const QString chips[] = { u"1MB 512+512"_s, u"2MB 1024+1024"_s, u"4MB 1024+1024"_s, u"1MB non-fota"_s, u"512KB 256+256 2.x"_s };
    Plan plan = drawn(chips[random.bounded(5)] + u"\nprograms"_s);
    for (Region &region : plan.regions) {
        if (is_code(region.role) && random.bounded(2))
            region.content = Size(random.bounded(1u, quint32(region.slot.size.value()) + 1));
    }
    const quint32 count = random.bounded(1u, 9u);
    for (quint32 i = 0; i < count; ++i) {
        const quint32 unit = aligned ? sector_size : 256;
        const quint32 units = quint32(plan.chip.value()) / unit;
        // Many neighbours: most places come from a small part of the chip.
        const quint32 base = random.bounded(3) ? units / 2 : 0;
        Region region { .name = u"r%1"_s.arg(i), .role = data_roles[random.bounded(quint32(std::size(data_roles)))] };
        region.slot = { Address(quint64(base + random.bounded(units / (base ? 8 : 1))) * unit), Size(quint64(random.bounded(1u, 5u)) * unit) };
        if (random.bounded(2))
            region.content = Size(random.bounded(1u, 12000u));
        plan.regions += region;
    }
    return plan;
}

// Who holds each sector, a bit each: programs their bytes, everything else slot and content.
struct Owners {
    QStringList names;
    std::vector<quint32> sectors;

    void add(const QString &name, quint64 start, quint64 size)
    {
        if (!names.contains(name))
            names += name;
        const quint64 end = (start + size + 4095) / 4096;
        sectors.resize(std::max<std::size_t>(sectors.size(), end));
        for (quint64 at = start / 4096; at < end; ++at)
            sectors[at] |= 1u << names.indexOf(name);
    }
};

Owners owners(const Plan &plan)
{
    Owners all;
    for (const Region &region : plan.regions) {
        quint64 size = region.slot.size.value();
        if (is_code(region.role) && region.content)
            size = region.content->value();
        else if (region.role == RegionRole::user2)
            continue; // a slot for a later update
        else if (region.content)
            size = std::max<quint64>(size, region.content->value());
        all.add(region.name, region.slot.start.value(), size);
    }
    const quint64 end = plan.chip.value();
    all.add(u"rf-calibration"_s, end - 0x5000, 0x1000);
    all.add(u"phy-data"_s, end - 0x4000, 0x1000);
    all.add(u"system-parameters"_s, end - 0x3000, 0x3000);
    return all;
}

std::set<QString> pair_of(const QString &a, const QString &b)
{
    return { a, b };
}

std::set<std::set<QString>> overlaps_by_sector(const Plan &plan)
{
    const Owners all = owners(plan);
    std::set<std::set<QString>> pairs;
    for (const quint32 held : std::set<quint32>(all.sectors.begin(), all.sectors.end())) {
        for (qsizetype a = 0; a < all.names.size(); ++a) {
            for (qsizetype b = a + 1; b < all.names.size(); ++b) {
                if (held >> a & 1 && held >> b & 1)
                    pairs.insert(pair_of(all.names[a], all.names[b]));
            }
        }
    }
    return pairs;
}

bool is_same_problem(const Finding &a, const Finding &b)
{
    return a.code == b.code && QSet(a.regions.begin(), a.regions.end()) == QSet(b.regions.begin(), b.regions.end());
}

// Programs among themselves and against the system claim their slots; the oracle leaves those pairs to other tests.
bool is_data_pair(const Plan &plan, const std::set<QString> &pair)
{
    return std::ranges::any_of(pair, [&](const QString &name) {
        const Region *region = plan.find(name);
        return region && !is_code(region->role);
    });
}

} // namespace

class FlashPropertyTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void overlaps_agree_with_sectors_data()
    {
        QTest::addColumn<bool>("aligned");
        QTest::newRow("aligned") << true;
        QTest::newRow("unaligned") << false;
    }
    void overlaps_agree_with_sectors()
    {
        QFETCH(const bool, aligned);
        QRandomGenerator random(aligned ? 1 : 2);
        int found_any = 0;
        for (int i = 0; i < 10000; ++i) {
            const Plan plan = random_plan(random, aligned);
            std::set<std::set<QString>> found;
            for (const Finding &finding : findings_without_fixes(plan)) {
                if (finding.code.startsWith("overlaps-"_L1) && is_data_pair(plan, { finding.regions.begin(), finding.regions.end() }))
                    found.insert(pair_of(finding.regions[0], finding.regions[1]));
            }
            std::set<std::set<QString>> expected = overlaps_by_sector(plan);
            std::erase_if(expected, [&](const std::set<QString> &pair) { return !is_data_pair(plan, pair); });
            QCOMPARE(found, expected);
            found_any += !found.empty();
        }
        QVERIFY(found_any > 1000);
    }

    void fixes_keep_their_promise()
    {
        QRandomGenerator random(3);
        int tried = 0;
        for (int i = 0; i < 300; ++i) {
            const Plan plan = random_plan(random, i % 2);
            const QList<Finding> before = check(plan);
            for (const Finding &finding : before) {
                for (const FixAction &action : finding.actions) {
                    Plan fixed = plan;
                    QVERIFY(apply(fixed, edit_for(plan, action).value()));
                    for (const Finding &after : findings_without_fixes(fixed)) {
                        QVERIFY2(!is_same_problem(after, finding), qUtf8Printable(action.label + u" leaves "_s + after.message));
                        QVERIFY2(std::ranges::any_of(before, [&](const Finding &old) { return is_same_problem(old, after); }),
                            qUtf8Printable(action.label + u" makes "_s + after.message));
                    }
                    ++tried;
                }
            }
        }
        QVERIFY(tried > 500);
    }

    void free_ranges_agree_with_sectors()
    {
        QRandomGenerator random(4);
        for (int i = 0; i < 2000; ++i) {
            const Plan plan = random_plan(random, false);
            Owners taken = owners(plan);
            for (const Range &slot : fota_slots(plan))
                taken.add(u"fota"_s, slot.start.value(), slot.size.value());
            for (const Region &region : plan.regions)
                taken.add(u"slots"_s, region.slot.start.value(), region.slot.size.value());
            std::vector<bool> free(plan.chip.value() / 4096);
            for (const Range &range : free_ranges(plan)) {
                for (quint64 at = range.start.value() / 4096; at * 4096 < range.end().value(); ++at)
                    free[at] = true;
            }
            for (std::size_t at = 0; at < free.size(); ++at)
                QVERIFY2(free[at] == (taken.sectors[at] == 0), qUtf8Printable(u"sector 0x%1"_s.arg(at, 0, 16)));
        }
    }

    // As many regions as a file may hold, each on the same sector: an answer comes, and it has an end.
    void hostile_plans_have_a_bounded_answer()
    {
        Plan plan = drawn(u"16MB 1024+1024\nprograms"_s);
        for (int i = 0; i < 8000; ++i)
            plan.regions += Region { .name = u"r%1"_s.arg(i), .role = RegionRole::user, .slot = { Address(0x200000), Size(0x100000) } };
        const QList<Finding> findings = check(plan);
        QCOMPARE(findings.size(), max_findings + 1);
        QCOMPARE(findings.last().code, u"more-findings"_s);
    }
};

QTEST_GUILESS_MAIN(FlashPropertyTest)
#include "tst_flash_property.moc"
