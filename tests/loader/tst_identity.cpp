// SPDX-License-Identifier: Apache-2.0
// What eFuses, flash ids, boot text and silence mean.
#include "core/loader/boot_text.h"
#include "core/loader/chip_identity.h"
#include "core/loader/connect.h"

#include <QTest>

using namespace espseal;
using namespace espseal::loader;
using namespace Qt::StringLiterals;

class TestIdentity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fuses_data()
    {
        QTest::addColumn<quint32>("e0");
        QTest::addColumn<quint32>("e1");
        QTest::addColumn<quint32>("e2");
        QTest::addColumn<quint32>("e3");
        QTest::addColumn<QString>("mac");
        QTest::addColumn<quint32>("chip_id");
        QTest::addColumn<QString>("chip");
        QTest::newRow("with prefix") << 0x9A000001u << 0x00025678u << 0x00B00000u << 0x00A4CF12u << u"a4:cf:12:56:78:9a"_s << 0x0256789Au << u"ESP8266EX"_s;
        QTest::newRow("real board") << 0xAA000001u << 0x02007681u << 0xF200B000u << 0x00840D8Eu << u"84:0d:8e:76:81:aa"_s << 0x007681AAu << u"ESP8266EX"_s;
        QTest::newRow("prefix 0 of old chips") << 0x9A000001u << 0x00005678u << 0u << 0u << u"18:fe:34:56:78:9a"_s << 0x0056789Au << u"ESP8266EX"_s;
        QTest::newRow("prefix 1 of old chips") << 0x9A000001u << 0x00015678u << 0u << 0u << u"ac:d0:74:56:78:9a"_s << 0x0156789Au << u"ESP8266EX"_s;
        QTest::newRow("all zero") << 0u << 0u << 0u << 0u << u"18:fe:34:00:00:00"_s << 0u << u"ESP8266EX"_s;
        QTest::newRow("ESP8285, 1 MB") << 0x9A000010u << 0x00025678u << 0u << 0x00A4CF12u << u"a4:cf:12:56:78:9a"_s << 0x0256789Au << u"ESP8285N08"_s;
        QTest::newRow("ESP8285 hot, 2 MB") << 0x9A000030u << 0x00025678u << 0u << 0x04A4CF12u << u"a4:cf:12:56:78:9a"_s << 0x0256789Au << u"ESP8285H16"_s;
        QTest::newRow("ESP8285 by the third word") << 0x9A000000u << 0x00025678u << 0x00010000u << 0x02A4CF12u << u"a4:cf:12:56:78:9a"_s << 0x0256789Au
                                                   << u"ESP8285N16"_s;
        QTest::newRow("ESP8285 of unknown size") << 0x9A000010u << 0x00025678u << 0u << 0x08A4CF12u << u"a4:cf:12:56:78:9a"_s << 0x0256789Au << u"ESP8285"_s;
    }
    void fuses()
    {
        QFETCH(quint32, e0);
        QFETCH(quint32, e1);
        QFETCH(quint32, e2);
        QFETCH(quint32, e3);
        const Fuses fuses { e0, e1, e2, e3 };
        QTEST(to_string(mac_of(fuses)), "mac");
        QTEST(quint32(chip_id_of(fuses)), "chip_id");
        QTEST(chip_name(fuses), "chip");
    }

    void flash_ids_data()
    {
        QTest::addColumn<quint32>("id");
        QTest::addColumn<QString>("maker");
        QTest::addColumn<quint64>("size"); // 0: unknown
        QTest::addColumn<bool>("silent");
        QTest::newRow("Winbond 4 MB") << 0x1640EFu << u"Winbond"_s << quint64(4u << 20) << false;
        QTest::newRow("GigaDevice 1 MB") << 0x1440C8u << u"GigaDevice"_s << quint64(1u << 20) << false;
        QTest::newRow("16 MB") << 0x1840EFu << u"Winbond"_s << quint64(16u << 20) << false;
        QTest::newRow("256 KB") << 0x1240EFu << u"Winbond"_s << quint64(256u << 10) << false;
        QTest::newRow("1.8 V Macronix") << 0x3625C2u << u"Macronix"_s << quint64(4u << 20) << false;
        QTest::newRow("Adesto by density") << 0x01461Fu << u"Adesto"_s << quint64(2u << 20) << false;
        QTest::newRow("64 MB") << 0x2040EFu << u"Winbond"_s << quint64(64u << 20) << false;
        QTest::newRow("unknown maker") << 0x1640D8u << QString() << quint64(4u << 20) << false;
        QTest::newRow("unknown size") << 0x0040EFu << u"Winbond"_s << quint64(0) << false;
        QTest::newRow("all ones") << 0xFFFFFFu << QString() << quint64(0) << true;
        QTest::newRow("all zeros") << 0u << QString() << quint64(0) << true;
        QTest::newRow("half dead") << 0xFFFF3Fu << QString() << quint64(0) << true;
    }
    void flash_ids()
    {
        QFETCH(quint32, id);
        QTEST(flash_maker(id), "maker");
        QTEST(quint64(flash_size(id).value_or(Size()).value()), "size");
        QTEST(is_no_flash_id(id), "silent");
    }

    void crystals_data()
    {
        QTest::addColumn<quint32>("divider");
        QTest::addColumn<int>("baud");
        QTest::addColumn<int>("mhz");
        QTest::newRow("26 MHz at 115200") << 452u << 115200 << 26;
        QTest::newRow("26 MHz at 921600") << 57u << 921600 << 26;
        QTest::newRow("40 MHz at 115200") << 694u << 115200 << 40;
        QTest::newRow("other bits of the register") << (0xFFF00000u | 452u) << 115200 << 26;
    }
    void crystals()
    {
        QFETCH(quint32, divider);
        QFETCH(int, baud);
        QTEST(crystal_mhz(divider, baud), "mhz");
    }

    void banners_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("cause"); // 0: none found
        QTest::addColumn<int>("mode");
        QTest::newRow("flash") << u"\n ets Jan  8 2013,rst cause:2, boot mode:(3,6)\n\n"_s << 2 << 3;
        QTest::newRow("loader") << u"ets Jan  8 2013,rst cause:1, boot mode:(1,7)"_s << 1 << 1;
        QTest::newRow("as the manual prints it") << u"ets Jan 8 2014,rst cause 1, boot mode:( 3, 7 )"_s << 1 << 3;
        QTest::newRow("the last one counts") << u"rst cause:2, boot mode:(3,6)\nload\nrst cause:4, boot mode:(3,6)"_s << 4 << 3;
        QTest::newRow("cut") << u" ets Jan  8 2013,rst cause:2, boot mo"_s << 0 << 0;
        QTest::newRow("noise") << u"x~rlll\x82"_s << 0 << 0;
    }
    void banners()
    {
        QFETCH(QString, text);
        const std::optional<BootBanner> banner = find_banner(text);
        QTEST(banner ? banner->cause : 0, "cause");
        QTEST(banner ? banner->mode : 0, "mode");
    }

    void silence_data()
    {
        QTest::addColumn<bool>("can_reset");
        QTest::addColumn<int>("mode"); // -1: no banner
        QTest::addColumn<int>("cause");
        QTest::addColumn<quint64>("heard");
        QTest::addColumn<bool>("echo");
        QTest::addColumn<QString>("code");
        QTest::newRow("runs its program") << true << 3 << 2 << quint64(0) << false << u"boot-mode-run"_s;
        QTest::newRow("does not hear") << true << 1 << 2 << quint64(0) << false << u"boot-mode-deaf"_s;
        QTest::newRow("GPIO2 low") << true << 2 << 2 << quint64(0) << false << u"boot-mode-gpio2"_s;
        QTest::newRow("GPIO2 low, loader") << true << 0 << 2 << quint64(0) << false << u"boot-mode-gpio2"_s;
        QTest::newRow("GPIO15 high") << true << 5 << 2 << quint64(0) << false << u"boot-mode-gpio15"_s;
        QTest::newRow("watchdog") << true << 3 << 4 << quint64(200) << false << u"reset-loop"_s;
        QTest::newRow("echo") << true << -1 << 0 << quint64(46) << true << u"line-echo"_s;
        QTest::newRow("text at another speed") << true << -1 << 0 << quint64(500) << false << u"line-garbage"_s;
        QTest::newRow("nothing") << true << -1 << 0 << quint64(0) << false << u"no-answer"_s;
        QTest::newRow("nothing, and no lines") << false << -1 << 0 << quint64(0) << false << u"no-answer"_s;
    }
    void silence()
    {
        QFETCH(bool, can_reset);
        QFETCH(int, mode);
        QFETCH(int, cause);
        QFETCH(quint64, heard);
        QFETCH(bool, echo);
        const std::optional<BootBanner> banner = mode < 0 ? std::nullopt : std::optional(BootBanner { cause, mode, 6 });
        const Error error = explain_silence(u"/dev/ttyUSB7"_s, can_reset, banner, { heard, echo });
        QTEST(error.code, "code");
        QVERIFY(error.message.contains(u"/dev/ttyUSB7"_s));
        QVERIFY(!error.fix.isEmpty());
        QCOMPARE(exit_status(error), 1);
    }
};

QTEST_APPLESS_MAIN(TestIdentity)
#include "tst_identity.moc"
