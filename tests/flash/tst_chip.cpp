// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/flash/chip.h"
#include "core/flash/layout.h"

#include <algorithm>

using namespace espseal;
using namespace espseal::flash;
using namespace Qt::StringLiterals;

class ChipTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The SDK's flash_size_map: every value, as user_interface.h and the boot loader have it.
    void has_every_map_of_the_sdk_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("chip");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("user1");
        QTest::addColumn<int>("user2");
        QTest::addColumn<int>("window_kb");
        QTest::addColumn<QString>("boot");
        QTest::addColumn<QString>("refusal");
        QTest::newRow("0") << u"FLASH_SIZE_4M_MAP_256_256"_s << u"512KB"_s << u"256+256"_s << 0x1000 << 0x41000 << 512 << u"1.2"_s << u"emapg"_s;
        QTest::newRow("1") << u"FLASH_SIZE_2M"_s << u"256KB"_s << u"non-fota"_s << 0 << 0 << 512 << u""_s << u"emap1"_s;
        QTest::newRow("2") << u"FLASH_SIZE_8M_MAP_512_512"_s << u"1MB"_s << u"512+512"_s << 0x1000 << 0x81000 << 512 << u"1.2"_s << u""_s;
        QTest::newRow("3") << u"FLASH_SIZE_16M_MAP_512_512"_s << u"2MB"_s << u"512+512"_s << 0x1000 << 0x81000 << 512 << u"1.2"_s << u""_s;
        QTest::newRow("4") << u"FLASH_SIZE_32M_MAP_512_512"_s << u"4MB"_s << u"512+512"_s << 0x1000 << 0x81000 << 512 << u"1.2"_s << u""_s;
        QTest::newRow("5") << u"FLASH_SIZE_16M_MAP_1024_1024"_s << u"2MB"_s << u"1024+1024"_s << 0x1000 << 0x101000 << 1024 << u"1.4"_s << u""_s;
        QTest::newRow("6") << u"FLASH_SIZE_32M_MAP_1024_1024"_s << u"4MB"_s << u"1024+1024"_s << 0x1000 << 0x101000 << 1024 << u"1.4"_s << u""_s;
        QTest::newRow("7") << u"FLASH_SIZE_32M_MAP_2048_2048"_s << u"4MB"_s << u"2048+2048"_s << 0 << 0 << 1024 << u""_s << u"emap7"_s;
        QTest::newRow("8") << u"FLASH_SIZE_64M_MAP_1024_1024"_s << u"8MB"_s << u"1024+1024"_s << 0x1000 << 0x101000 << 1024 << u"1.4"_s << u""_s;
        QTest::newRow("9") << u"FLASH_SIZE_128M_MAP_1024_1024"_s << u"16MB"_s << u"1024+1024"_s << 0x1000 << 0x101000 << 1024 << u"1.4"_s << u""_s;
    }
    void has_every_map_of_the_sdk()
    {
        const int value = QString::fromLatin1(QTest::currentDataTag()).toInt();
        const SizeMap *map = find_size_map(value);
        QVERIFY(map);
        QCOMPARE(int(map->value), value);
        QTEST(map->sdk_name, "name");
        QTEST(chip_size_name(map->chip), "chip");
        QTEST(map_kind_name(map->kind), "kind");
        QTEST(int(map->user1.value_or(Address()).value()), "user1");
        QTEST(int(map->user2.value_or(Address()).value()), "user2");
        QTEST(int(map->cache_window.value() / 1024), "window_kb");
        QTEST(map->boot, "boot");
        QTEST(map->sdk3_refusal, "refusal");
        QCOMPARE(map->supported, value != 7);
        if (map->supported)
            QCOMPARE(find_size_map(map->chip, map->kind), map);
    }

    void names_ten_maps_and_no_more()
    {
        QCOMPARE(size_maps().size(), 10u);
        QCOMPARE(find_size_map(10), nullptr);
        QCOMPARE(find_size_map(-1), nullptr);
        QCOMPARE(find_size_map(Size(1u << 20), MapKind::map_1024_1024), nullptr);
    }

    // Sectors from the chip's end, as the SDK's README files and samples list them.
    void keeps_system_sectors_at_the_end_data()
    {
        QTest::addColumn<int>("rf");
        QTest::addColumn<int>("phy");
        QTest::addColumn<int>("parameters");
        QTest::addColumn<int>("blank");
        QTest::newRow("512KB") << 0x7B000 << 0x7C000 << 0x7D000 << 0x7E000;
        QTest::newRow("1MB") << 0xFB000 << 0xFC000 << 0xFD000 << 0xFE000;
        QTest::newRow("2MB") << 0x1FB000 << 0x1FC000 << 0x1FD000 << 0x1FE000;
        QTest::newRow("4MB") << 0x3FB000 << 0x3FC000 << 0x3FD000 << 0x3FE000;
        QTest::newRow("8MB") << 0x7FB000 << 0x7FC000 << 0x7FD000 << 0x7FE000;
        QTest::newRow("16MB") << 0xFFB000 << 0xFFC000 << 0xFFD000 << 0xFFE000;
    }
    void keeps_system_sectors_at_the_end()
    {
        const Size chip(parse_number(QString::fromLatin1(QTest::currentDataTag()), u"chip"_s).value());
        QVERIFY(is_chip_size(chip));
        QTEST(int(rf_calibration(chip).start.value()), "rf");
        QTEST(int(phy_data(chip).start.value()), "phy");
        QTEST(int(system_parameters(chip).start.value()), "parameters");
        QTEST(int(blank_sector(chip).start.value()), "blank");
        QCOMPARE(rf_calibration(chip).size, Size(0x1000));
        QCOMPARE(phy_data(chip).size, Size(0x1000));
        QCOMPARE(system_parameters(chip).size, Size(0x3000));
        QCOMPARE(system_parameters(chip).end(), Address(chip.value()));

        const QList<Region> regions = system_regions(chip);
        QCOMPARE(regions.size(), 3);
        QVERIFY(std::ranges::all_of(regions, [](const Region &region) { return is_system(region.role) && region.pinned; }));
        QCOMPARE(regions.first().slot, rf_calibration(chip));
    }

    void knows_the_chips()
    {
        QStringList names;
        for (const Size chip : chip_sizes())
            names += chip_size_name(chip);
        QCOMPARE(names.join(u' '), u"256KB 512KB 1MB 2MB 4MB 8MB 16MB"_s);
        QVERIFY(!is_chip_size(Size(3u << 20)));
    }

    // The value that a non-FOTA build of a chip carries in its header.
    void gives_non_fota_builds_the_chips_smallest_map()
    {
        QCOMPARE(int(find_size_map(Size(512u << 10), MapKind::non_fota)->value), 0);
        QCOMPARE(int(find_size_map(Size(256u << 10), MapKind::non_fota)->value), 1);
        QCOMPARE(int(find_size_map(Size(4u << 20), MapKind::non_fota)->value), 4);
    }
};

QTEST_GUILESS_MAIN(ChipTest)
#include "tst_chip.moc"
