// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/flash/check.h"
#include "core/flash/suggest.h"
#include "tests/flash/drawn_plan.h"

#include <algorithm>

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;

namespace {

AgentPlan both_roles()
{
    return { .role = wire::AgentRole::both, .host = u"server"_s, .client_verifies = true, .client_authenticates = true, .server_verifies = true };
}

Region with_content(Region region, std::uint64_t size)
{
    region.content = Size(size);
    return region;
}

} // namespace

class SuggestTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void has_a_clean_plan_for_every_map_data()
    {
        QTest::addColumn<int>("map");
        QTest::addColumn<bool>("fota");
        for (const SizeMap &map : size_maps()) {
            if (map.supported && map.user1)
                QTest::addRow("map %d", map.value) << int(map.value) << true;
            if (map.supported)
                QTest::addRow("map %d, non-FOTA", map.value) << int(map.value) << false;
        }
    }
    void has_a_clean_plan_for_every_map()
    {
        QFETCH(const int, map);
        QFETCH(const bool, fota);
        const SizeMap *row = find_size_map(map);
        for (const std::uint64_t content : { 0, 1210, 4062, 4063, 8000 }) {
            Plan plan = default_plan(row->chip, fota ? row->kind : MapKind::non_fota, both_roles()).value();
            for (Region &region : plan.regions) {
                if (is_credential(region.role) && content)
                    region.content = Size(content);
            }
            const Result<Suggestion> suggestion = suggest(plan);
            QVERIFY2(suggestion, suggestion ? "" : qUtf8Printable(suggestion.error().sentence()));
            QCOMPARE(lines_of(check(suggestion->plan)), u""_s);
            for (const Placement &placement : suggestion->placements)
                QVERIFY(!placement.reason.isEmpty());
        }
    }

    void uses_the_known_sectors_data()
    {
        QTest::addColumn<QString>("chip");
        QTest::addColumn<int>("content");
        QTest::addColumn<int>("ca");
        QTest::addColumn<int>("identity");
        QTest::newRow("512 maps, one sector") << u"1MB 512+512"_s << 4062 << 0x7B000 << 0x7A000;
        QTest::newRow("512 maps, two sectors") << u"4MB 512+512"_s << 4063 << 0x7A000 << 0x78000;
        QTest::newRow("1024 maps, one sector") << u"4MB 1024+1024"_s << 1725 << 0xFB000 << 0xFC000;
        QTest::newRow("1024 maps, two sectors") << u"16MB 1024+1024"_s << 6000 << 0xF7000 << 0xF5000;
        QTest::newRow("512 KB") << u"512KB 256+256 2.x"_s << 1210 << 0x3B000 << 0x3A000;
    }
    void uses_the_known_sectors()
    {
        QFETCH(const QString, chip);
        QFETCH(const int, content);
        const Plan plan = drawn(u"%1\nprograms\nunplaced ca ca content=%2\nunplaced identity identity content=%2"_s.arg(chip).arg(content));
        const Suggestion suggestion = suggest(plan).value();
        QTEST(int(suggestion.plan.find(u"ca"_s)->slot.start.value()), "ca");
        QTEST(int(suggestion.plan.find(u"identity"_s)->slot.start.value()), "identity");
        QCOMPARE(suggestion.placements.size(), 2);
    }

    // The manual's sectors lie inside a long program: its measured end decides.
    void keeps_off_a_long_program()
    {
        const Suggestion suggestion = suggest(drawn(u"1MB 512+512\nprograms\nunplaced ca ca\nunplaced identity identity"_s)).value();
        Plan plan = suggestion.plan;
        plan.regions[1] = with_content(plan.regions[1], 0x79800);
        const Suggestion again = suggest(plan).value();
        QCOMPARE(again.plan.find(u"user1"_s)->slot.end(), Address(0x7B000));
        QCOMPARE(again.plan.find(u"ca"_s)->slot.start, Address(0x7B000));
        QCOMPARE(again.plan.find(u"identity"_s)->slot.start, Address(0x7C000));
        QVERIFY(again.placements[1].reason.contains(u"0x07A000"_s));
        QCOMPARE(lines_of(check(again.plan)), u""_s);
    }

    void leaves_pinned_regions()
    {
        const Plan plan = drawn(u"4MB 1024+1024\nprograms\n0x200000-0x200FFF ca ca pinned\n0x0FC000-0x0FCFFF data user pinned\nunplaced identity identity"_s);
        const Suggestion suggestion = suggest(plan).value();
        QCOMPARE(suggestion.plan.find(u"ca"_s)->slot.start, Address(0x200000));
        QCOMPARE(suggestion.plan.find(u"identity"_s)->slot.start, Address(0xFB000));
        QCOMPARE(lines_of(check(suggestion.plan)), u""_s);
    }

    void places_several_users_regions()
    {
        const Plan plan
            = drawn(u"4MB 1024+1024\nprograms\nunplaced a user content=100000\nunplaced b user content=1\nunplaced fs file-system content=1048576"_s);
        const Suggestion suggestion = suggest(plan).value();
        QCOMPARE(lines_of(check(suggestion.plan)), u""_s);
        QCOMPARE(suggestion.plan.find(u"a"_s)->slot.size, Size(0x19000));
        QCOMPARE(suggestion.placements.size(), 3);
        QCOMPARE(suggest(suggestion.plan).value().plan, suggestion.plan); // what lies well stays
    }

    void says_what_finds_no_room()
    {
        const Result<Suggestion> suggestion = suggest(drawn(u"1MB 512+512\nprograms\nunplaced ca ca\nunplaced fs file-system content=0x90000"_s));
        QVERIFY(!suggestion);
        QCOMPARE(suggestion.error().code, u"no-room"_s);
        QVERIFY(suggestion.error().message.contains(u"fs"_s));
    }

    void refuses_maps_that_do_not_exist()
    {
        QCOMPARE(default_plan(Size(4u << 20), MapKind::map_2048_2048, {}).error().code, u"map-unsupported"_s);
        QCOMPARE(default_plan(Size(1u << 20), MapKind::map_1024_1024, {}).error().code, u"map-unsupported"_s);
    }

    void gives_the_agent_its_sectors()
    {
        const Plan plan = default_plan(Size(4u << 20), MapKind::map_1024_1024, both_roles()).value();
        const Result<wire::AgentSettings> settings = agent_settings(plan);
        QVERIFY(settings);
        QCOMPARE(int(settings->ca_sector), 0xFB);
        QCOMPARE(int(settings->identity_sector), 0xFC);
        QCOMPARE(QByteArray(settings->host), QByteArray("server"));
        QVERIFY(settings->client_verifies && settings->client_authenticates && settings->server_verifies);
    }

    // A wrong argument is what the device gets told: that is how its diagnosis is shown.
    void passes_given_arguments_on()
    {
        Plan plan = default_plan(Size(4u << 20), MapKind::map_1024_1024, both_roles()).value();
        Region &identity = plan.regions[plan.index_of(u"identity"_s)];
        identity.client_sector = SectorIndex(0x7C);
        identity.server_sector = SectorIndex(0x7C);
        QCOMPARE(int(agent_settings(plan)->identity_sector), 0x7C);
        identity.server_sector = SectorIndex(0x7D);
        QCOMPARE(agent_settings(plan).error().code, u"agent-one-sector"_s);
        identity.client_sector = SectorIndex(0x7C000);
        identity.server_sector = SectorIndex(0x7C000);
        QCOMPARE(agent_settings(plan).error().code, u"agent-sector-large"_s);
        plan.agent.host = QString(64, u'x');
        QCOMPARE(agent_settings(plan).error().code, u"agent-host-long"_s);
    }
};

QTEST_GUILESS_MAIN(SuggestTest)
#include "tst_suggest.moc"
