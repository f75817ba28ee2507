// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/provision/content.h"
#include "core/provision/sample.h"
#include "core/wire/agent_settings.h"
#include "core/wire/blob.h"
#include "tests/present.h"

using namespace espseal;
using namespace Qt::StringLiterals;
using espseal::test::present;

class ContentTest final : public QObject {
    Q_OBJECT

private:
    std::optional<provision::SampleCredentials> sample_;

    [[nodiscard]] Result<provision::PreparedPlan> prepare(const flash::Plan &plan, const provision::ContentOptions &options = {}) const
    {
        return provision::prepare(plan, provision::SampleSource(present(sample_)), options);
    }
    static const provision::RegionContent &content(const provision::PreparedPlan &prepared, flash::RegionRole role)
    {
        const QString name = prepared.plan.find(role)->name;
        for (const provision::RegionContent &content : prepared.contents) {
            if (content.region == name)
                return content;
        }
        qFatal("no such region");
    }
    static wire::ByteView view(const provision::RegionContent &content) { return { content.bytes.view().data(), static_cast<uint32_t>(content.bytes.size()) }; }

private Q_SLOTS:
    void initTestCase()
    {
        auto made = provision::make_sample_credentials(u"greenhouse-17"_s, Job());
        QVERIFY(made.has_value());
        sample_ = std::move(*made);
    }

    void the_sample_has_no_conflict()
    {
        const auto plan = provision::make_sample_plan(u"greenhouse-17"_s, u"localhost"_s, 8883);
        QVERIFY(plan.has_value());
        const auto prepared = prepare(*plan);
        QVERIFY2(prepared.has_value(), qPrintable(prepared ? QString() : prepared.error().sentence()));
        for (const Finding &finding : prepared->findings)
            QVERIFY2(finding.severity != Severity::error, qPrintable(finding.message));
        QCOMPARE(prepared->contents.size(), 3u); // CA, identity, settings
        QVERIFY(provision::refuse_conflicts(prepared->findings).has_value());
    }

    void blobs_are_followed_by_erased_flash()
    {
        const auto prepared = prepare(*provision::make_sample_plan(u"d"_s, u"localhost"_s, 1));
        const provision::RegionContent &identity = content(*prepared, flash::RegionRole::identity);
        QCOMPARE(identity.bytes.size(), prepared->plan.find(flash::RegionRole::identity)->slot.size.value());
        wire::BlobReader reader(view(identity));
        wire::BlobEntry entry;
        QCOMPARE(reader.next(entry), wire::BlobStep::entry);
        QCOMPARE(entry.name, "certificate");
        QCOMPARE(reader.next(entry), wire::BlobStep::entry);
        QCOMPARE(entry.name, "private_key");
        QCOMPARE(reader.next(entry), wire::BlobStep::erased);
        QCOMPARE(reader.offset(), identity.used.value());
    }

    void settings_name_the_sectors_of_the_plan()
    {
        const auto prepared
            = prepare(*provision::make_sample_plan(u"d"_s, u"localhost"_s, 8883), { .settings_generation = 7, .unix_time_floor = 1'700'000'000 });
        wire::AgentSettings settings;
        QCOMPARE(wire::decode_agent_settings(view(content(*prepared, flash::RegionRole::agent_settings)), settings), wire::AgentSettingsStatus::ok);
        QCOMPARE(settings.remote_port, 8883);
        QCOMPARE(settings.host, "localhost");
        QCOMPARE(settings.generation, 7u);
        QCOMPARE(settings.unix_time_floor, 1'700'000'000u);
        QCOMPARE(settings.ca_sector, prepared->plan.find(flash::RegionRole::ca)->slot.start.sector().value());
        QCOMPARE(settings.identity_sector, prepared->plan.find(flash::RegionRole::identity)->slot.start.sector().value());
    }

    void settings_of_another_day_are_the_same()
    {
        flash::Plan plan = *provision::make_sample_plan(u"d"_s, u"localhost"_s, 8883);
        const auto old = prepare(plan, { .unix_time_floor = 1'700'000'000 });
        const auto fresh = prepare(plan);
        plan.agent.remote_port = 8884;
        const auto other = prepare(plan);
        const auto record = [](const auto &prepared) { return content(*prepared, flash::RegionRole::agent_settings).bytes.view(); };
        QVERIFY(!std::ranges::equal(record(old), record(fresh)));
        QVERIFY(provision::same_but_for_the_clock(record(old), record(fresh)));
        QVERIFY(!provision::same_but_for_the_clock(record(fresh), record(other)));
        QVERIFY(!provision::same_but_for_the_clock(record(fresh), record(fresh).first(20)));
    }

    void der_saves_room()
    {
        const flash::Plan plan = *provision::make_sample_plan(u"d"_s, u"localhost"_s, 1);
        const auto pem = prepare(plan);
        const auto der = prepare(plan, { .payload = pki::PayloadFormat::der });
        QVERIFY(content(*der, flash::RegionRole::ca).used < content(*pem, flash::RegionRole::ca).used);
    }

    void a_needed_region_without_content_is_refused()
    {
        flash::Plan plan = *provision::make_sample_plan(u"d"_s, u"localhost"_s, 1);
        for (flash::Region &region : plan.regions)
            region.credential.clear();
        const auto prepared = prepare(plan);
        QVERIFY(!prepared);
        QCOMPARE(prepared.error().code, u"region-empty"_s);
    }

    void a_blob_that_outgrows_its_region_stops_the_plan()
    {
        const QTemporaryDir folder;
        QVERIFY(write_file(folder.filePath(u"big.bin"_s), QByteArray(5000, 'x')).has_value());
        flash::Plan plan = *provision::make_sample_plan(u"d"_s, u"localhost"_s, 1);
        for (flash::Region &region : plan.regions) {
            if (region.role == flash::RegionRole::identity) {
                region.credential.clear();
                region.file = folder.filePath(u"big.bin"_s);
                region.slot.size = Size(sector_size);
            }
        }
        const auto prepared = prepare(plan);
        QVERIFY(prepared.has_value());
        const Result<void> allowed = provision::refuse_conflicts(prepared->findings);
        QVERIFY(!allowed);
        QCOMPARE(allowed.error().code, u"plan-conflict"_s);
        QVERIFY(!allowed.error().fix.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ContentTest)
#include "tst_content.moc"
