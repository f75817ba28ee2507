// SPDX-License-Identifier: Apache-2.0
#include <QRandomGenerator>
#include <QTest>

#include "core/flash/edit.h"
#include "tests/flash/drawn_plan.h"

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;

namespace {

Plan start()
{
    return drawn(uR"(
        4MB 1024+1024
        programs
        0x0FB000-0x0FBFFF ca ca client=0xFB content=100 file=/tmp/ca.bin
        0x0FC000-0x0FCFFF identity identity)"_s);
}

} // namespace

class FlashEditTest final : public QObject {
    Q_OBJECT

private:
    struct Row {
        Edit edit;
        QString text;
        bool changes = true;
    };

    static std::vector<std::pair<const char *, Row>> rows()
    {
        const Region data { .name = u"data"_s, .role = RegionRole::user, .slot = { Address(0x200000), Size(0x1000) } };
        ImageInfo image;
        image.size_map = 6;
        image.file_size = Size(5);
        return {
            { "move", { { MoveRegion { u"ca"_s, Address(0xFD000) } }, u"Move ca to 0x0FD000"_s } },
            { "resize", { { ResizeRegion { u"ca"_s, Size(0x2000) } }, u"Make ca 8 KB long"_s } },
            { "rename", { { RenameRegion { u"ca"_s, u"root"_s } }, u"Rename ca to root"_s } },
            { "rename to itself", { { RenameRegion { u"ca"_s, u"ca"_s } }, u"Rename ca to ca"_s, false } },
            { "add", { { AddRegion { data } }, u"Add data"_s } },
            { "add in front", { { AddRegion { data, 0 } }, u"Add data"_s } },
            { "remove", { { RemoveRegion { u"ca"_s } }, u"Remove ca"_s } },
            { "content", { { SetContent { u"ca"_s, u"/tmp/other.bin"_s, {}, Size(7), image } }, u"Change the content of ca"_s } },
            { "device's key", { { SetMadeOnDevice { u"ca"_s, true } }, u"Let the device make the key of ca"_s } },
            { "pin", { { SetPinned { u"ca"_s, true } }, u"Pin ca"_s } },
            { "arguments", { { SetSectorArguments { u"ca"_s, SectorIndex(1), SectorIndex(2) } }, u"Change the firmware's sectors for ca"_s } },
            { "chip", { { SetChip { Size(1u << 20), MapKind::map_512_512 } }, u"Plan for 1MB 512+512"_s } },
            { "firmware", { { SetFirmware { Sdk::v2, TlsStack::axtls } }, u"Plan for SDK 2.x with axtls"_s } },
            { "known firmware", { { SetKnownFirmware { u"at_nano"_s } }, u"Plan for the firmware at_nano"_s } },
            { "flash mode", { { SetSpi { 2, 15 } }, u"Change the flash mode and frequency"_s } },
            { "agent", { { SetAgent { { .role = wire::AgentRole::server } } }, u"Change the agent's settings"_s } },
            { "plan's name", { { RenamePlan { u"line 3"_s } }, u"Rename the plan to line 3"_s } },
            { "list",
                { { EditList { { { MoveRegion { u"ca"_s, Address(0x200000) } }, { RenameRegion { u"ca"_s, u"root"_s } }, { RemoveRegion { u"root"_s } } } } },
                    u"Move ca to 0x200000"_s } },
        };
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void takes_back_data()
    {
        QTest::addColumn<int>("row");
        int i = 0;
        for (const auto &[name, row] : rows())
            QTest::newRow(name) << i++;
    }
    void takes_back()
    {
        QFETCH(const int, row);
        const Row wanted = rows()[static_cast<std::size_t>(row)].second;
        Plan plan = start();
        const Result<Edit> inverse = apply(plan, wanted.edit);
        QVERIFY(inverse);
        QCOMPARE(plan != start(), wanted.changes);
        QCOMPARE(describe(wanted.edit), wanted.text);

        const Plan changed = plan;
        const Result<Edit> again = apply(plan, *inverse);
        QVERIFY(again);
        QCOMPARE(plan, start());
        QVERIFY(apply(plan, *again));
        QCOMPARE(plan, changed);
    }

    void refuses_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<QString>("code");
        QTest::newRow("unknown region") << 0 << u"region-unknown"_s;
        QTest::newRow("name taken") << 1 << u"region-name-taken"_s;
        QTest::newRow("name empty") << 2 << u"region-name-bad"_s;
        QTest::newRow("added twice") << 3 << u"region-name-taken"_s;
        QTest::newRow("list that fails at its end") << 4 << u"region-unknown"_s;
        QTest::newRow("name with a line feed") << 5 << u"region-name-bad"_s;
    }
    void refuses()
    {
        const std::vector<Edit> edits {
            { MoveRegion { u"none"_s, Address(0) } },
            { RenameRegion { u"ca"_s, u"identity"_s } },
            { RenameRegion { u"ca"_s, u"  "_s } },
            { AddRegion { Region { .name = u"ca"_s } } },
            { EditList { { { MoveRegion { u"ca"_s, Address(0) } }, { RemoveRegion { u"none"_s } } } } },
            { RenameRegion { u"ca"_s, u"a\nb"_s } },
        };
        QFETCH(const int, row);
        Plan plan = start();
        const Result<Edit> done = apply(plan, edits[static_cast<std::size_t>(row)]);
        QVERIFY(!done);
        QTEST(done.error().code, "code");
        QCOMPARE(plan, start());
    }

    void takes_back_a_long_history()
    {
        QRandomGenerator random(7);
        const auto all = rows();
        Plan plan = start();
        std::vector<Edit> history;
        std::vector<Plan> before;
        for (int i = 0; i < 500; ++i) {
            const Plan old = plan;
            if (Result<Edit> inverse = apply(plan, all[random.bounded(quint32(all.size()))].second.edit)) {
                history.push_back(std::move(*inverse));
                before.push_back(old);
            }
        }
        QVERIFY(history.size() > 100);
        for (; !history.empty(); history.pop_back(), before.pop_back()) {
            QVERIFY(apply(plan, history.back()));
            QCOMPARE(plan, before.back());
        }
    }

    void outdated_fixes_are_refused()
    {
        QCOMPARE(edit_for(start(), { u"region.move"_s, {}, u"gone"_s, Range {} }).error().code, u"fix-outdated"_s);
        QCOMPARE(edit_for(start(), { u"plan.map.77"_s, {}, {}, {} }).error().code, u"fix-outdated"_s);
        QCOMPARE(edit_for(start(), { u"region.paint"_s, {}, u"ca"_s, {} }).error().code, u"fix-outdated"_s);
    }

    void a_fix_takes_the_firmwares_sector_along()
    {
        Plan plan = start();
        const FixAction move { u"region.move"_s, {}, u"ca"_s, Range { Address(0xFD000), Size(0x1000) } };
        QVERIFY(apply(plan, edit_for(plan, move).value()));
        QCOMPARE(plan.find(u"ca"_s)->client_sector, SectorIndex(0xFD));
        QCOMPARE(plan.find(u"ca"_s)->server_sector, std::nullopt);
    }
};

QTEST_GUILESS_MAIN(FlashEditTest)
#include "tst_flash_edit.moc"
