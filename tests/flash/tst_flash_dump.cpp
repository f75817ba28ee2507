// SPDX-License-Identifier: Apache-2.0
// What is found in a copy of a device's flash.
#include <QRandomGenerator>
#include <QTest>

#include "core/base/files.h"
#include "core/flash/check.h"
#include "core/flash/import.h"
#include "core/wire/agent_settings.h"
#include "tests/flash/drawn_plan.h"
#include "tests/flash/image_builder.h"
#include "tests/present.h"

#include <algorithm>

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

QByteArray sdk_blob(const QString &name)
{
    return read_file(qEnvironmentVariable("ESPSEAL_DATA_DIR") + u"/sdk-tools/client/expected/bin/"_s + name).value();
}

class Flash {
public:
    explicit Flash(qsizetype size)
        : bytes_(size, '\xFF')
    {
    }
    Flash &put(qsizetype address, const QByteArray &content)
    {
        bytes_.replace(address, content.size(), content);
        return *this;
    }
    [[nodiscard]] std::span<const std::uint8_t> view() const
    {
        return { reinterpret_cast<const std::uint8_t *>(bytes_.constData()), static_cast<std::size_t>(bytes_.size()) };
    }
    [[nodiscard]] Result<Imported> imported(const ImportHints &hints = {}) const { return import_dump(view(), hints); }

private:
    QByteArray bytes_;
};

QByteArray boot(quint8 flash, const QByteArray &version = "1.7(5d6f877)")
{
    return plain_image({ .flash = flash, .segments = { { 0x40100000, QByteArray(64, 'b') + "2nd boot version : " + version + '\0' + QByteArray(31, 'c') } } });
}

QByteArray agent_record(quint32 generation, const char *host)
{
    wire::AgentSettings settings;
    settings.generation = generation;
    settings.role = wire::AgentRole::client;
    std::ranges::copy(std::string_view(host), settings.host);
    settings.remote_port = 8883;
    settings.client_verifies = true;
    settings.ca_sector = 0xFB;
    QByteArray record(wire::agent_settings_max, '\xFF');
    const quint32 size = wire::encode_agent_settings(settings, { reinterpret_cast<std::uint8_t *>(record.data()), static_cast<std::uint32_t>(record.size()) });
    return record.first(size);
}

QByteArray flag_record()
{
    return QByteArray::fromHex("01000000aa55aa5501000000a4040000a40400001234567812345678"
                               "55aa55aa");
}

QByteArray littlefs(quint32 blocks)
{
    QByteArray out(32, '\0');
    out.replace(8, 8, "littlefs");
    const auto word = [&](qsizetype at, quint32 value) {
        for (int i = 0; i < 4; ++i)
            out[at + i] = static_cast<char>(value >> (8 * i));
    };
    word(20, 0x00020000);
    word(24, 4096);
    word(28, blocks);
    return out;
}

// "0x0FB000-0x0FB4B9 ca ca sure", one a line.
QString recognised(const Imported &imported)
{
    QStringList lines;
    for (const Recognised &part : imported.recognised) {
        if (part.region.isEmpty() || !part.range)
            continue;
        const Range range = present(part.range);
        const Region *region = imported.plan.find(part.region);
        lines += u"%1-%2 %3 %4 %5"_s.arg(to_string(range.start), to_string(Address(range.end().value() - 1)), part.region,
            region ? role_name(region->role) : u"?"_s, confidence_name(part.confidence));
    }
    return lines.join(u'\n');
}

// A 4 MB device with everything in it.
Flash device()
{
    ImageParts map6;
    const QByteArray user1 = fota_image(1, 0x8000, map6);
    QByteArray copies(2 * 4096, '\x11');
    return Flash(4 << 20)
        .put(0, boot(0x60))
        .put(0x1000, user1)
        .put(0x101000, fota_image(2, 0x8000, map6))
        .put(0xF4000, copies + flag_record())
        .put(0xFA000, agent_record(1, "old.example"))
        .put(0xFB000, sdk_blob(u"esp_ca_cert.bin"_s))
        .put(0xFC000, sdk_blob(u"esp_cert_private_key.bin"_s))
        .put(0x1F0000, agent_record(7, "new.example"))
        .put(0x200000, littlefs(256))
        .put(0x310000, QByteArray(5000, 'd'))
        .put(0x3FB000, QByteArray(1000, '\x22'))
        .put(0x3FC000, '\5' + QByteArray(127, '\1'))
        .put(0x3FD000, copies + flag_record());
}

} // namespace

class FlashDumpTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void finds_what_is_there()
    {
        const Result<Imported> imported = device().imported();
        QVERIFY2(imported, qUtf8Printable(imported ? QString() : imported.error().message));
        const qsizetype user = fota_image(1, 0x8000).size();
        const auto last = [](qsizetype start, qsizetype size) { return to_string(Address(static_cast<quint64>(start + size - 1))); };
        QCOMPARE(recognised(*imported),
            trimmed_lines(
                u"0x000000-%1 bootloader bootloader sure\n0x001000-%2 user1 user1 sure\n0x0F4000-0x0F6FFF parameters user sure\n"
                "0x0FA000-0x0FA0FF agent-settings agent-settings sure\n0x0FB000-%3 ca ca sure\n0x0FC000-%4 identity identity sure\n"
                "0x101000-%5 user2 user2 sure\n0x1F0000-0x1F00FF agent-settings 2 agent-settings sure\n0x200000-0x2FFFFF file-system file-system sure\n"
                "0x310000-0x311FFF data user guess\n0x3FB000-0x3FBFFF rf-calibration rf-calibration likely\n0x3FC000-0x3FCFFF phy-data phy-data sure\n"
                "0x3FD000-0x3FFFFF system-parameters system-parameters sure"_s)
                .arg(last(0, boot(0x60).size()), last(0x1000, user), last(0xFB000, sdk_blob(u"esp_ca_cert.bin"_s).size()),
                    last(0xFC000, sdk_blob(u"esp_cert_private_key.bin"_s).size()), last(0x101000, user)));
        QCOMPARE(imported->plan.chip, Size(4u << 20));
        QCOMPARE(imported->plan.map, MapKind::map_1024_1024);
        QCOMPARE(imported->plan.agent.host, u"new.example"_s);
        QCOMPARE(imported->plan.agent.remote_port, 8883);
        QVERIFY(std::ranges::contains(imported->recognised, u"Boot loader 1.7"_s, &Recognised::what));
        QCOMPARE(present(imported->plan.spi_mode), 0);
        QCOMPARE(lines_of(check(imported->plan)), u""_s);
    }

    void a_damaged_program_is_less_sure()
    {
        Flash flash = device();
        flash.put(0x2000, "!");
        const Result<Imported> imported = flash.imported();
        QVERIFY(recognised(*imported).contains(u"user1 user1 likely"_s));
        QVERIFY(lines_of(check(imported->plan)).startsWith(u"image-damaged error user1"_s));
    }

    void a_blob_at_the_wrong_place_is_a_finding()
    {
        Flash flash = device();
        flash.put(0x101000 + 0x10000, sdk_blob(u"esp_ca_cert.bin"_s));
        const Result<Imported> imported = flash.imported();
        QVERIFY2(lines_of(check(imported->plan)).contains(u"lost-at-next-fota warning ca 2,user2 0x111000"_s), qUtf8Printable(lines_of(check(imported->plan))));
    }

    // The header says 1 MB on a chip of 4: the SDK's own sectors are those of 1 MB.
    void the_header_decides_where_the_sdk_looks()
    {
        Flash flash(4 << 20);
        ImageParts map2;
        map2.flash = 0x20;
        flash.put(0, boot(0x20)).put(0x1000, fota_image(1, 4096, map2)).put(0xFC000, '\5' + QByteArray(127, '\1')).put(0x300000, "beyond");
        const Result<Imported> imported = flash.imported();
        QCOMPARE(imported->plan.chip, Size(1u << 20));
        QCOMPARE(imported->plan.map, MapKind::map_512_512);
        QVERIFY(recognised(*imported).contains(u"0x0FC000-0x0FCFFF phy-data phy-data sure"_s));
        QVERIFY(!recognised(*imported).contains(u"0x300000"_s));
        QVERIFY(std::ranges::any_of(imported->recognised, [](const Recognised &part) { return part.range && part.range->start == Address(0x300000); }));
    }

    void a_boot_loader_that_nobody_patched()
    {
        Flash flash(2 << 20);
        ImageParts map5;
        map5.flash = 0x50;
        flash.put(0, boot(0, "1.2")).put(0x1000, fota_image(1, 4096, map5));
        const Result<Imported> imported = flash.imported();
        QCOMPARE(imported->plan.chip, Size(2u << 20));
        QCOMPARE(imported->plan.map, MapKind::map_1024_1024);
    }

    void a_non_fota_device()
    {
        ImageParts map4;
        map4.flash = 0x40;
        const QByteArray first = plain_image({ .flash = 0x40, .segments = { { 0x40100000, QByteArray(0x3000, 'c') } } });
        const Result<Imported> imported = Flash(4 << 20).put(0, first).put(0x10000, QByteArray(0x2345, 'i')).imported();
        QCOMPARE(imported->plan.map, MapKind::non_fota);
        QVERIFY2(recognised(*imported).contains(u"0x010000-0x012344 irom0text irom0text likely"_s), qUtf8Printable(recognised(*imported)));
    }

    void an_arduino_device()
    {
        const QByteArray eboot = plain_image({ .flash = 0x40 });
        const QByteArray sketch = plain_image({ .flash = 0x40, .segments = { { 0x40201010, QByteArray(0x4000, 's') } } });
        const Result<Imported> imported = Flash(4 << 20).put(0, eboot).put(0x1000, sketch).put(0x200000, littlefs(506)).imported();
        QCOMPARE(imported->plan.firmware, u"arduino"_s);
        QCOMPARE(imported->plan.map, MapKind::non_fota);
        QVERIFY2(recognised(*imported).contains(u"0x200000-0x3F9FFF file-system file-system sure"_s), qUtf8Printable(recognised(*imported)));
        QCOMPARE(lines_of(check(imported->plan)), u""_s);
    }

    void finds_spiffs_data()
    {
        QTest::addColumn<int>("block");
        QTest::addColumn<bool>("numbered");
        QTest::addColumn<int>("blocks");
        QTest::addColumn<QString>("found");
        QTest::newRow("as the Arduino core has it") << 0x2000 << false << 16 << u"0x200000-0x21FFFF file-system file-system likely"_s;
        QTest::newRow("small blocks") << 0x1000 << false << 16 << u"0x200000-0x20FFFF file-system file-system likely"_s;
        QTest::newRow("with its length") << 0x2000 << true << 16 << u"0x200000-0x21FFFF file-system file-system sure"_s;
        QTest::newRow("large blocks with the length") << 0x10000 << true << 8 << u"0x200000-0x27FFFF file-system file-system sure"_s;
        QTest::newRow("too few blocks") << 0x1000 << false << 3 << u"0x200000-0x202FFF data user guess"_s;
    }
    void finds_spiffs()
    {
        QFETCH(const int, block);
        QFETCH(const bool, numbered);
        QFETCH(const int, blocks);
        QFETCH(const QString, found);
        Flash flash(4 << 20);
        ImageParts map6;
        flash.put(0, boot(0x60)).put(0x1000, fota_image(1, 4096, map6));
        for (int i = 0; i < blocks; ++i) {
            const int mark = 0x0429 ^ (numbered ? blocks - i : 0);
            flash.put(0x200000 + qsizetype(i) * block + 252, QByteArray() + static_cast<char>(mark & 0xFF) + static_cast<char>(mark >> 8));
        }
        const Result<Imported> imported = flash.imported();
        QVERIFY2(recognised(*imported).contains(found), qUtf8Printable(recognised(*imported)));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("less than a sector") << QByteArray(4095, 'x');
        QTest::newRow("erased") << QByteArray(1 << 20, '\xFF');
        QTest::newRow("too long") << QByteArray((16 << 20) + 1, 'x');
    }
    void refuses()
    {
        QFETCH(const QByteArray, bytes);
        const Result<Imported> imported
            = import_dump({ reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) }, {});
        QCOMPARE(imported.error().code, u"import-dump"_s);
    }

    // Noise in a real device: whatever is found keeps within the flash, and no two parts share a byte.
    void noise_does_no_harm()
    {
        QRandomGenerator random(5);
        for (int round = 0; round < 100; ++round) {
            Flash flash(1 << 20);
            ImageParts map2;
            map2.flash = 0x20;
            flash.put(0, boot(0x20)).put(0x1000, fota_image(1, 4096, map2)).put(0x7B000, sdk_blob(u"esp_ca_cert.bin"_s)).put(0x90000, littlefs(16));
            for (int hits = 0; hits < 200; ++hits)
                flash.put(random.bounded(1 << 20), QByteArray(1, static_cast<char>(random.bounded(256))));
            for (int hits = 0; hits < 20; ++hits)
                flash.put(0x7B000 + random.bounded(40), QByteArray(1, static_cast<char>(random.bounded(256))));
            const Result<Imported> imported = flash.imported({ .chip = Size(1u << 20), .map = std::nullopt, .size_map = std::nullopt });
            if (!imported)
                continue;
            for (const Region &region : imported->plan.regions)
                QVERIFY2(region.slot.end() <= Address(1u << 20) || is_code(region.role), qUtf8Printable(region.name));
            for (const Finding &finding : findings_without_fixes(imported->plan))
                QVERIFY2(!finding.code.startsWith("overlaps-region"_L1), qUtf8Printable(finding.message));
        }
    }
};

QTEST_GUILESS_MAIN(FlashDumpTest)
#include "tst_flash_dump.moc"
