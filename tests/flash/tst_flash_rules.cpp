// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "core/flash/check.h"
#include "core/flash/edit.h"
#include "tests/flash/drawn_plan.h"

#include <algorithm>

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;

namespace {

const QString map6 = u"4MB 1024+1024\nprograms\n"_s;
const QString map2 = u"1MB 512+512\nprograms\n"_s;

bool is_same_problem(const Finding &a, const Finding &b)
{
    return a.code == b.code && QSet(a.regions.begin(), a.regions.end()) == QSet(b.regions.begin(), b.regions.end());
}

// What a fix promises: its finding goes, and no other comes.
void check_fixes(const Plan &plan, const QList<Finding> &findings)
{
    for (const Finding &finding : findings) {
        QVERIFY2(!finding.message.isEmpty() && !finding.fix.isEmpty(), qUtf8Printable(finding.code));
        for (const FixAction &action : finding.actions) {
            Plan fixed = plan;
            const Result<Edit> edit = edit_for(plan, action);
            QVERIFY2(edit, qUtf8Printable(action.label));
            QVERIFY(apply(fixed, *edit));
            const QList<Finding> after = check(fixed);
            for (const Finding &left : after) {
                QVERIFY2(!is_same_problem(left, finding), qUtf8Printable(action.label + u" leaves: "_s + left.message));
                QVERIFY2(std::ranges::any_of(findings, [&](const Finding &before) { return is_same_problem(before, left); }),
                    qUtf8Printable(action.label + u" makes: "_s + left.message));
            }
        }
    }
}

} // namespace

class FlashRulesTest final : public QObject {
    Q_OBJECT

private:
    bool keep_expected_ = false; // rows are collected instead of run
    QStringList expected_;

    void row(const char *name, const QString &plan, const QString &expected, const QString &actions = {})
    {
        if (keep_expected_)
            expected_ += trimmed_lines(expected);
        else
            QTest::newRow(name) << plan << trimmed_lines(expected) << actions;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void finds_data()
    {
        QTest::addColumn<QString>("plan");
        QTest::addColumn<QString>("findings");
        QTest::addColumn<QString>("actions"); // of the first finding; "" = do not care
        place_rows();
        overlap_rows();
        fota_rows();
        content_rows();
        sector_rows();
        image_rows();
        plan_rows();
        collision_rows();
    }
    // The header of check() lists the codes; each is in a row, or in a test that is named here.
    void every_code_is_reached()
    {
        const QSet<QString> elsewhere { u"more-findings"_s }; // tst_flash_property
        expected_ = {};
        keep_expected_ = true;
        place_rows();
        overlap_rows();
        fota_rows();
        content_rows();
        sector_rows();
        image_rows();
        plan_rows();
        collision_rows();
        keep_expected_ = false;
        QFile header(QStringLiteral(FLASH_SOURCE_DIR "/check.h"));
        QVERIFY(header.open(QIODevice::ReadOnly));
        static const QRegularExpression listed(uR"(^//   ([a-z0-9-]+)  )"_s, QRegularExpression::MultilineOption);
        int codes = 0;
        for (const QRegularExpressionMatch &match : listed.globalMatch(QString::fromUtf8(header.readAll()))) {
            const QString code = match.captured(1);
            ++codes;
            QVERIFY2(elsewhere.contains(code) || std::ranges::any_of(expected_, [&](const QString &lines) { return lines.contains(code + u' '); }),
                qUtf8Printable(code));
        }
        QVERIFY(codes > 25);
    }

    void finds()
    {
        QFETCH(const QString, plan);
        QFETCH(const QString, findings);
        QFETCH(const QString, actions);
        const Plan planned = drawn(plan);
        const QList<Finding> found = check(planned);
        QCOMPARE(lines_of(found), findings);
        check_fixes(planned, found);
        if (!actions.isEmpty()) {
            QStringList labels;
            for (const FixAction &action : found.first().actions)
                labels += action.label;
            QCOMPARE(labels.join(u"; "_s), actions);
        }
    }

private:
    void place_rows()
    {
        row("nothing wrong", map6 + u"0x0FB000-0x0FBFFF ca ca\n0x0FC000-0x0FCFFF identity identity"_s, u""_s);
        row("outside the chip", map2 + u"0x100000-0x100FFF ca ca"_s, u"outside-chip error ca 0x100000-0x100FFF"_s,
            u"Move “ca” to 0x0FA000; Move “ca” to 0x07B000; Plan for 2MB 512+512 (map 3)"_s);
        row("across the chip's end", map2 + u"0x0FF000-0x100FFF data user"_s,
            u"outside-chip error data 0x100000-0x100FFF\noverlaps-system-parameters error data,system-parameters 0x0FF000-0x0FFFFF"_s);
        row("start not aligned", map6 + u"0x0FB800-0x0FC7FF ca ca"_s, u"not-sector-aligned error ca 0x0FB800-0x0FC7FF"_s,
            u"Move “ca” to 0x0FB000; Move “ca” to 0x0FC000; Move “ca” to 0x0FA000"_s);
        row("size not aligned", map6 + u"0x0FB000-0x0FB7FF ca ca"_s, u"not-sector-aligned error ca 0x0FB000-0x0FB7FF"_s);
        row("last sector before the system's", map6 + u"0x3FA000-0x3FAFFF ca ca"_s, u""_s);
        row("not placed", map6 + u"unplaced ca ca"_s, u"region-not-placed error ca"_s);
        row("program at the wrong address", u"4MB 1024+1024\n0x0-0xFFF boot bootloader\n0x2000-0x60FFF user1 user1"_s,
            u"code-at-wrong-address error user1 0x002000-0x060FFF"_s, u"Move “user1” to 0x001000; Move “user1” to 0x001000 and make it 896 KB long"_s);
        row("program of another layout", u"4MB non-fota\nprograms\n0x81000-0xEAFFF user2 user2"_s, u"code-at-wrong-address error user2 0x081000-0x0EAFFF"_s);
        row("system parameters elsewhere", map6 + u"0x2FD000-0x2FFFFF params system-parameters"_s, u"system-parameters-moved error params 0x2FD000-0x2FFFFF"_s);
        row("two sectors of RF calibration", map6 + u"0x200000-0x201FFF rf rf-calibration"_s, u"partition-table-refused error rf 0x200000-0x201FFF"_s);
        row("two sectors of RF calibration, SDK 2.x", u"4MB 1024+1024 2.x\nprograms\n0x200000-0x201FFF rf rf-calibration"_s, u""_s);
        row("RF calibration moved, its old sector used", map6 + u"0x200000-0x200FFF rf rf-calibration\n0x3FB000-0x3FBFFF data user"_s, u""_s);
        row("RF calibration where user_rf_cal_sector_set may put it", u"4MB 1024+1024 2.x\nprograms\n0x0F0000-0x0F0FFF rf rf-calibration"_s, u""_s);
        row("RF calibration in a program's slot", u"4MB 1024+1024 2.x\nprograms\n0x180000-0x180FFF rf rf-calibration"_s,
            u"overlaps-system-parameters error rf,user2 0x180000-0x180FFF"_s, u"Move “rf” to 0x3FB000"_s);
        row("RF calibration on the PHY data", u"4MB 1024+1024 2.x\nprograms\n0x3FC000-0x3FCFFF rf rf-calibration"_s,
            u"overlaps-system-parameters error rf,phy-data 0x3FC000-0x3FCFFF"_s, u"Move “rf” to 0x3FB000"_s);
        row("blank.bin in the parameters", map6 + u"0x3FE000-0x3FEFFF blank system-parameters"_s, u""_s);
    }

    void overlap_rows()
    {
        row("overlaps code", map6 + u"0x050000-0x050FFF ca ca"_s, u"overlaps-code error ca,user1 0x050000-0x050FFF"_s,
            u"Move “ca” to 0x0E1000; Move “ca” to 0x0FB000"_s);
        row("touches code", map6 + u"0x0E1000-0x0E1FFF ca ca"_s, u""_s);
        row("overlaps RF calibration", map2 + u"0x0FB000-0x0FBFFF ca ca"_s, u"overlaps-system-parameters error ca,rf-calibration 0x0FB000-0x0FBFFF"_s);
        row("overlaps PHY data", map2 + u"0x0FC000-0x0FCFFF ca ca"_s, u"overlaps-system-parameters error ca,phy-data 0x0FC000-0x0FCFFF"_s);
        row("overlaps system parameters", map2 + u"0x0FD000-0x0FDFFF ca ca"_s, u"overlaps-system-parameters error ca,system-parameters 0x0FD000-0x0FDFFF"_s);
        row("overlaps a region", map6 + u"0x0FB000-0x0FCFFF ca ca\n0x0FC000-0x0FCFFF identity identity"_s,
            u"overlaps-region error identity,ca 0x0FC000-0x0FCFFF"_s, u"Move “identity” to 0x0FD000; Move “identity” to 0x0F5000; Move “ca” to 0x0F9000"_s);
        row("neighbours", map6 + u"0x0FB000-0x0FBFFF ca ca\n0x0FC000-0x0FCFFF identity identity"_s, u""_s);
        row("share a sector", map6 + u"0x0FB000-0x0FB7FF a user\n0x0FB800-0x0FBFFF b user"_s,
            u"not-sector-aligned error a 0x0FB000-0x0FB7FF\nnot-sector-aligned error b 0x0FB800-0x0FBFFF\noverlaps-region error b,a 0x0FB000-0x0FBFFF"_s);
        row("pinned regions are not moved", map6 + u"0x0FB000-0x0FBFFF ca ca pinned\n0x0FB000-0x0FBFFF data user"_s,
            u"overlaps-region error data,ca 0x0FB000-0x0FBFFF"_s, u"Move “data” to 0x0FA000"_s);
        row("programs overlap", u"1MB 512+512\n0x0-0xFFF boot bootloader\n0x1000-0x81FFF user1 user1\n0x81000-0xEAFFF user2 user2"_s,
            u"overlaps-code error user2,user1 0x081000-0x081FFF"_s);
        row("a slot reaches the system's sectors", u"1MB 512+512\n0x0-0xFFF boot bootloader\n0x1000-0x6AFFF user1 user1\n0x81000-0xFCFFF user2 user2"_s,
            u"overlaps-system-parameters error user2,phy-data 0x0FC000-0x0FCFFF\noverlaps-system-parameters error user2,rf-calibration 0x0FB000-0x0FBFFF"_s);
    }

    void fota_rows()
    {
        row("where the second program goes", map6 + u"0x180000-0x180FFF ca ca"_s, u"lost-at-next-fota error ca,user2 0x180000-0x180FFF"_s,
            u"Move “ca” to 0x1E1000; Move “ca” to 0x0FB000"_s);
        row("where an unlisted second program goes", u"1MB 512+512\n0x0-0xFFF boot bootloader\n0x1000-0x6AFFF user1 user1\n0x0A0000-0x0A0FFF ca ca"_s,
            u"lost-at-next-fota error ca,user2 0x0A0000-0x0A0FFF"_s);
        row("behind today's program in its slot",
            u"1MB 512+512\n0x0-0xFFF boot bootloader\n0x1000-0x6AFFF user1 user1 content=0x50000\n0x068000-0x068FFF ca ca"_s,
            u"lost-at-next-fota warning ca,user1 0x068000-0x068FFF"_s);
        row("in the second slot, behind what today's program needs",
            u"1MB 512+512\n0x0-0xFFF boot bootloader\n0x1000-0x6AFFF user1 user1 content=0x50000\n0x0E8000-0x0E8FFF ca ca"_s,
            u"lost-at-next-fota warning ca,user2 0x0E8000-0x0E8FFF"_s);
        row("between the slots", map2 + u"0x06B000-0x06BFFF ca ca\n0x080000-0x080FFF identity identity"_s, u""_s);
        row("no update over the air", u"1MB non-fota\nprograms\n0x0A0000-0x0A0FFF ca ca"_s, u""_s);
        row("a second program that is there",
            map2.section(u'\n', 0, 0)
                + u"\n0x0-0xFFF boot bootloader\n0x1000-0x6AFFF user1 user1\n0x81000-0xEAFFF user2 user2 content=0x60000\n0x0A0000-0x0A0FFF ca ca"_s,
            u"overlaps-code error ca,user2 0x0A0000-0x0A0FFF"_s);
    }

    void content_rows()
    {
        row("program longer than its slot", u"4MB 1024+1024\n0x0-0xFFF boot bootloader\n0x1000-0x60FFF user1 user1 content=0x60001"_s,
            u"code-larger-than-slot error user1 0x061000-0x061000"_s, u"Make “user1” 388 KB long"_s);
        row("program that fills its slot", u"4MB 1024+1024\n0x0-0xFFF boot bootloader\n0x1000-0x60FFF user1 user1 content=0x60000"_s, u""_s);
        row("program beyond its cache window", u"4MB 512+512\n0x0-0xFFF boot bootloader\n0x1000-0x80FFF user1 user1 content=0x7F010"_s,
            u"code-larger-than-slot error user1 0x080000-0x08000F"_s);
        row("boot loader longer than a sector", u"4MB 1024+1024\n0x0-0xFFF boot bootloader content=0x1400\n0x1000-0xE0FFF user1 user1"_s,
            u"code-larger-than-slot error boot 0x001000-0x0013FF\noverlaps-code error user1,boot 0x001000-0x0013FF"_s);
        row("blob longer than its region", map6 + u"0x0FB000-0x0FBFFF ca ca content=4200"_s, u"blob-larger-than-region error ca 0x0FC000-0x0FC067"_s,
            u"Make “ca” 8 KB long; Move “ca” to 0x0F9000 and make it 8 KB long; Move “ca” to 0x0F7000 and make it 8 KB long"_s);
        row("blob runs into the next region", map6 + u"0x0FB000-0x0FBFFF ca ca content=4200\n0x0FC000-0x0FCFFF identity identity"_s,
            u"blob-larger-than-region error ca 0x0FC000-0x0FC067\noverlaps-region error identity,ca 0x0FC000-0x0FC067"_s);
        row("blob that fits with its tail", map6 + u"0x0FB000-0x0FBFFF ca ca content=4062"_s, u""_s);
        row("blob without erased tail", map6 + u"0x0FB000-0x0FBFFF ca ca content=4063"_s, u"blob-needs-erased-tail warning ca 0x0FBFDF-0x0FBFFF"_s);
        row("axTLS reads 4096 bytes", u"4MB 1024+1024 axtls\nprograms\n0x0FB000-0x0FCFFF ca ca content=4097"_s,
            u"blob-larger-than-reader error ca 0x0FC000-0x0FC000"_s);
        row("mbedTLS reads more", u"4MB 1024+1024 mbedtls\nprograms\n0x0FB000-0x0FCFFF ca ca content=4097"_s, u""_s);
        row("mbedTLS reads 8192 bytes", u"4MB 1024+1024 mbedtls\nprograms\n0x0FB000-0x0FDFFF ca ca content=8193"_s,
            u"blob-larger-than-reader error ca 0x0FD000-0x0FD000"_s);
        const QString agent = map6 + u"0x0FD000-0x0FDFFF settings agent-settings\n"_s;
        const QString identity = u"0x0FC000-0x0FCFFF identity identity made-on-device"_s;
        row("key made on the device", agent + u"agent server\n"_s + identity, u""_s);
        row("key made on the device, other firmware", map6 + identity, u"device-key-needs-agent error identity 0x0FC000-0x0FCFFF"_s);
        row("key made on the device, stock TLS library",
            u"4MB 1024+1024 mbedtls\nprograms\n0x0FD000-0x0FDFFF settings agent-settings\nagent server\n"_s + identity,
            u"device-key-needs-agent error identity 0x0FC000-0x0FCFFF"_s);
        row("key made on the device, and a file", agent + u"agent server\n"_s + identity + u" file=identity.bin"_s,
            u"device-key-has-content error identity 0x0FC000-0x0FCFFF"_s);
        row("key made on the device, and a credential", agent + u"agent server\n"_s + identity + u" credential=identity"_s,
            u"device-key-has-content error identity 0x0FC000-0x0FCFFF"_s);
        row("file system longer than its region", map6 + u"0x200000-0x2FFFFF fs file-system content=0x100001"_s,
            u"blob-larger-than-region error fs 0x300000-0x300000"_s);
    }

    void sector_rows()
    {
        row("right sectors", map6 + u"0x0FB000-0x0FBFFF ca ca client=0xFB server=0xFB"_s, u""_s);
        row("wrong sector", map6 + u"0x0FB000-0x0FBFFF ca ca client=0xFC"_s, u"wrong-sector-argument error ca 0x0FB000-0x0FBFFF"_s,
            u"Pass 0xFB to espconn_secure_ca_enable in the firmware; Move “ca” to 0x0FC000"_s);
        row("address instead of sector", map6 + u"0x0FB000-0x0FBFFF ca ca client=0xFB000"_s, u"wrong-sector-argument error ca 0x0FB000-0x0FBFFF"_s,
            u"Pass 0xFB to espconn_secure_ca_enable in the firmware"_s);
        row("swapped sectors", map6 + u"0x0FB000-0x0FBFFF ca ca client=0xFC\n0x0FC000-0x0FCFFF identity identity client=0xFB"_s,
            u"wrong-sector-argument error ca 0x0FB000-0x0FBFFF\nwrong-sector-argument error identity 0x0FC000-0x0FCFFF"_s);
        row("wrong for the server only", map6 + u"0x0FB000-0x0FBFFF ca ca client=0xFB server=0x7B"_s, u"wrong-sector-argument error ca 0x0FB000-0x0FBFFF"_s);
        row("sector 0", map6 + u"0x0FB000-0x0FBFFF identity client-identity client=0"_s, u"wrong-sector-argument error identity 0x0FB000-0x0FBFFF"_s);
        row("an argument for what is no credential", map6 + u"0x0FB000-0x0FBFFF data user client=0x7B"_s, u""_s);
    }

    void image_rows()
    {
        const QString user1 = u"4MB 1024+1024\n0x0-0xFFF boot bootloader\n0x1000-0xE0FFF user1 user1 content=0x50000 "_s;
        row("image of this map", user1 + u"image=6 program=1"_s, u""_s);
        row("image for another chip", user1 + u"image=5"_s, u"image-header-flash-size error user1 0x001000-0x0E0FFF"_s, u"Plan for 2MB 1024+1024 (map 5)"_s);
        row("image for another map", user1 + u"image=4"_s, u"image-header-map error user1 0x001000-0x0E0FFF"_s);
        row("image for no map", user1 + u"image=12"_s, u"image-header-flash-size error user1 0x001000-0x0E0FFF"_s);
        row("checksum wrong", user1 + u"image=6 bad-checksum"_s, u"image-damaged error user1 0x001000-0x0E0FFF"_s);
        row("CRC wrong", user1 + u"image=6 bad-crc"_s, u"image-damaged error user1 0x001000-0x0E0FFF"_s);
        row("user2 image in user1's slot", user1 + u"image=6 program=2"_s, u"image-wrong-program error user1 0x001000-0x0E0FFF"_s);
        row("boot file as the SDK ships it", u"4MB 1024+1024\n0x0-0xFFF boot bootloader content=4080 image=0\n0x1000-0xE0FFF user1 user1"_s, u""_s);
        row("boot file of another map", u"4MB 1024+1024\n0x0-0xFFF boot bootloader content=4080 image=4\n0x1000-0xE0FFF user1 user1"_s,
            u"image-header-map error boot 0x000000-0x000FFF"_s);
        const QString both = u"4MB 1024+1024 %1\n0x0-0xFFF boot bootloader content=4080 image=%2\n0x1000-0xE0FFF user1 user1 content=0x50000 image=6 %3\n"
                             "0x101000-0x1E0FFF user2 user2 content=0x50000 image=6 %4\n"_s;
        row("modes mixed", both.arg(QString(), u"6 mode=dio"_s, u"mode=qio"_s, u"mode=dio"_s), u"image-header-spi warning user1,boot 0x001000-0x0E0FFF"_s);
        row("frequencies mixed, boot file as shipped", both.arg(QString(), u"0"_s, u"speed=80m"_s, u"speed=40m"_s),
            u"image-header-spi warning user2,user1 0x101000-0x1E0FFF"_s);
        row("mode is not the plan's", both.arg(u"dio"_s, u"6 mode=qio"_s, u"mode=qio"_s, u"mode=qio"_s),
            u"image-header-spi warning user1 0x001000-0x0E0FFF\nimage-header-spi warning user2 0x101000-0x1E0FFF"_s);
        row("one program is not the plan's", both.arg(u"dio 80m"_s, u"0"_s, u"mode=dio speed=80m"_s, u"mode=dio speed=40m"_s),
            u"image-header-spi warning user2 0x101000-0x1E0FFF"_s);
        row("one program, not the plan's mode", u"4MB 1024+1024 dio\n0x0-0xFFF boot bootloader\n0x1000-0xE0FFF user1 user1 content=0x50000 image=6 mode=qio"_s,
            u"image-header-spi warning user1 0x001000-0x0E0FFF"_s, u"Plan for QIO, 40 MHz"_s);
        row("modes as the plan's", both.arg(u"dio 80m"_s, u"0"_s, u"mode=dio speed=80m"_s, u"mode=dio speed=80m"_s), u""_s);
        row("boot 1.2 on a map of 1.4", u"4MB 1024+1024\n0x0-0xFFF boot bootloader content=1936 image=0 boot=1.2\n0x1000-0xE0FFF user1 user1"_s,
            u"boot-too-old error boot 0x000000-0x000FFF"_s, u"Plan for 4MB 512+512 (map 4)"_s);
        row("boot 1.7 on a map of 1.4", u"4MB 1024+1024\n0x0-0xFFF boot bootloader content=4080 image=0 boot=1.7\n0x1000-0xE0FFF user1 user1"_s, u""_s);
        row("boot 1.2 on a map of 1.2", u"4MB 512+512\n0x0-0xFFF boot bootloader content=1936 image=0 boot=1.2\n0x1000-0x6AFFF user1 user1"_s, u""_s);
        row("boot 1.10 is newer than 1.4", u"16MB 1024+1024\n0x0-0xFFF boot bootloader image=0 boot=1.10\n0x1000-0xE0FFF user1 user1"_s, u""_s);
        row("programs of two builds", both.arg(QString(), u"0"_s, u"parts=0x1000,40,12"_s, u"parts=0x1010,40,12"_s),
            u"programs-differ warning user2,user1 0x101000-0x1E0FFF"_s);
        row("programs of one build", both.arg(QString(), u"0"_s, u"parts=0x1000,40,12"_s, u"parts=0x1000,40,12"_s), u""_s);
        row("programs of one build, linked for two addresses",
            u"1MB 512+512\n0x0-0xFFF boot bootloader\n0x1000-0x6AFFF user1 user1 content=0x50000 image=2 parts=0x1000,40,12\n"
            "0x81000-0xEAFFF user2 user2 content=0x50000 image=2 parts=0x1010,40,12"_s,
            u""_s);
        row("programs of two builds, linked for two addresses",
            u"1MB 512+512\n0x0-0xFFF boot bootloader\n0x1000-0x6AFFF user1 user1 content=0x50000 image=2 parts=0x1000,40,12\n"
            "0x81000-0xEAFFF user2 user2 content=0x50000 image=2 parts=0x1000,44,12"_s,
            u"programs-differ warning user2,user1 0x081000-0x0EAFFF"_s);
        row("non-FOTA image of either 4 MB map", u"4MB non-fota\n0x0-0xFFFF eagle eagle.flash content=0x8000 image=6\n0x10000-0x6BFFF irom irom0text"_s, u""_s);
    }

    void plan_rows()
    {
        row("no programs", u"4MB 1024+1024\n0x0FB000-0x0FBFFF ca ca"_s, u"required-region-missing error bootloader\nrequired-region-missing error user1"_s,
            u"Add “bootloader” at 0x000000"_s);
        row("no programs, non-FOTA", u"4MB non-fota\n0x0FB000-0x0FBFFF ca ca"_s,
            u"required-region-missing error eagle.flash\nrequired-region-missing error irom0text"_s);
        row("agent without its regions", map6 + u"agent client verifies authenticates host=server"_s,
            u"required-region-missing error agent-settings\nrequired-region-missing error ca\nrequired-region-missing error identity"_s,
            u"Add “agent-settings” at 0x0FA000"_s);
        row("agent with all it needs",
            map6
                + u"agent client verifies authenticates host=server\n0x0FA000-0x0FAFFF s agent-settings\n0x0FB000-0x0FBFFF ca client-ca\n0x0FC000-0x0FCFFF id identity"_s,
            u""_s);
        row("server needs an identity", map6 + u"agent server\n0x0FA000-0x0FAFFF s agent-settings\n0x0FC000-0x0FCFFF id client-identity"_s,
            u"required-region-missing error identity"_s);
        row("client without server", map6 + u"agent client\n0x0FA000-0x0FAFFF s agent-settings"_s, u"agent-host-missing warning"_s);
        row("agent with two CA sectors",
            map6
                + u"agent both verifies server-verifies host=server\n0x0FA000-0x0FAFFF s agent-settings\n0x0FB000-0x0FBFFF a client-ca\n0x0FD000-0x0FDFFF b server-ca\n0x0FC000-0x0FCFFF id identity"_s,
            u"agent-one-sector error"_s);
        row("map 7", u"4MB 2048+2048\n0x0-0xFFF boot bootloader\n0x1000-0xE0FFF user1 user1"_s, u"map-unsupported error 0x000000-0x3FFFFF"_s);
        row("512 KB with SDK 3.x", u"512KB 256+256\nprograms"_s, u"map-unsupported error 0x000000-0x07FFFF"_s);
        row("512 KB with SDK 2.x", u"512KB 256+256 2.x\nprograms"_s, u""_s);
        row("a chip without that map", u"1MB 1024+1024\n0x0-0xFFF boot bootloader\n0x1000-0x60FFF user1 user1"_s, u"map-unsupported error 0x000000-0x0FFFFF"_s,
            u"Plan for 1MB 512+512 (map 2)"_s);
        row("role twice", map6 + u"0x200000-0x200FFF again bootloader"_s,
            u"code-at-wrong-address error again 0x200000-0x200FFF\npartition-table-refused error again,bootloader 0x200000-0x200FFF"_s);
    }

    // Collisions in Espressif's own manual and examples.
    void collision_rows()
    {
        row("manual on a 512 KB chip", u"512KB 256+256 2.x\nprograms\n0x07B000-0x07BFFF ca ca\n0x07A000-0x07AFFF identity identity"_s,
            u"overlaps-system-parameters error ca,rf-calibration 0x07B000-0x07BFFF"_s);
        row("manual's key, at_nano's WPA2 key", map2 + u"0x07A000-0x07AFFF identity identity\n0x07B000-0x07BFFF ca ca\n0x07A000-0x07AFFF wpa2 user"_s,
            u"overlaps-region error wpa2,identity 0x07A000-0x07AFFF"_s);
        row("esp_mqtt_proj's certificates in user1",
            u"2MB 1024+1024\n0x0-0xFFF boot bootloader\n0x1000-0xE0FFF user1 user1 content=0x78000\n0x077000-0x077FFF ca ca\n0x078000-0x078FFF identity identity"_s,
            u"overlaps-code error ca,user1 0x077000-0x077FFF\noverlaps-code error identity,user1 0x078000-0x078FFF"_s);
        row("esp_mqtt_proj's certificates with a short user1",
            u"2MB 1024+1024\n0x0-0xFFF boot bootloader\n0x1000-0xE0FFF user1 user1 content=0x60000\n0x077000-0x077FFF ca ca\n0x078000-0x078FFF identity identity"_s,
            u"lost-at-next-fota warning ca,user1 0x077000-0x077FFF\nlost-at-next-fota warning identity,user1 0x078000-0x078FFF"_s);
        row("AT's sectors on 1024 maps",
            map6 + u"0x0FB000-0x0FBFFF ca client-ca\n0x0FC000-0x0FCFFF identity client-identity\n0x0FD000-0x0FFFFF at at-parameters"_s, u""_s);
        row("a long key before the manual's CA", map2 + u"0x07A000-0x07AFFF identity identity content=4500\n0x07B000-0x07BFFF ca ca"_s,
            u"blob-larger-than-region error identity 0x07B000-0x07B193\noverlaps-region error ca,identity 0x07B000-0x07B193"_s);
        firmware_rows();
        row("the manual's sectors on 1 MB", map2 + u"0x07A000-0x07AFFF identity identity client=0x7A\n0x07B000-0x07BFFF ca ca client=0x7B"_s, u""_s);
    }

    // Espressif's own examples: what they keep where, and what the manual's sectors meet there.
    void firmware_rows()
    {
        const QString key = u"0x07A000-0x07AFFF identity identity\n"_s;
        const QString ca = u"0x07B000-0x07BFFF ca ca\n"_s;
        const QString map5 = u"2MB 1024+1024 firmware=esp_mqtt_proj\n0x0-0xFFF boot bootloader\n0x1000-%1 user1 user1 %2\n"
                             "0x077000-0x077FFF ca ca\n0x078000-0x078FFF identity identity"_s;
        row("the manual's sectors under at_nano", u"1MB 512+512 firmware=at_nano\nprograms\n"_s + key + ca,
            u"firmware-reads-elsewhere error identity 0x07A000-0x07AFFF\nfirmware-sector-taken error identity 0x07A000-0x07AFFF"_s);
        row("at_nano's own sectors",
            u"1MB 512+512 firmware=at_nano\nprograms\n0x07B000-0x07BFFF ca client-ca\n0x07C000-0x07CFFF key client-identity\n0x07D000-0x07FFFF at at-parameters"_s,
            u""_s);
        row("data on at_nano's WPA2 key", u"1MB 512+512 firmware=at_nano\nprograms\n0x07A000-0x07AFFF data user"_s,
            u"firmware-sector-taken error data 0x07A000-0x07AFFF"_s, u"Move “data” to 0x078000"_s);
        row("the manual's key on esp_mqtt_proj's settings", u"1MB 512+512 firmware=esp_mqtt_proj\nprograms\n0x07A000-0x07AFFF server server-identity"_s,
            u"firmware-sector-taken error server 0x07A000-0x07AFFF"_s);
        row("a CA on esp_mqtt_proj's flag", u"1MB 512+512 firmware=esp_mqtt_proj\nprograms\n0x07C000-0x07CFFF server server-ca"_s,
            u"firmware-sector-taken error server 0x07C000-0x07CFFF"_s);
        row("esp_mqtt_proj as it is flashed: the image is longer than its table says", map5.arg(u"0x6AFFF"_s, u"content=0x78000"_s),
            u"code-larger-than-slot error user1 0x06B000-0x078FFF\noverlaps-code error ca,user1 0x077000-0x077FFF\n"
            "overlaps-code error identity,user1 0x078000-0x078FFF"_s);
        row("esp_mqtt_proj before it is built", map5.arg(u"0x6AFFF"_s, QString()),
            u"program-may-grow warning ca,user1 0x077000-0x077FFF\nprogram-may-grow warning identity,user1 0x078000-0x078FFF"_s);
        row("esp_mqtt_proj with a short program", map5.arg(u"0x6AFFF"_s, u"content=0x60000"_s), u""_s);
        row("private parameters of IoT_Demo", u"1MB 512+512 firmware=iot_demo\nprograms\n0x07F000-0x07FFFF data user"_s,
            u"firmware-sector-taken error data 0x07F000-0x07FFFF"_s);
        row("private parameters of IoT_Demo, 512 KB", u"512KB 256+256 2.x firmware=iot_demo\nprograms\n0x03C000-0x03CFFF data user"_s,
            u"firmware-sector-taken error data 0x03C000-0x03CFFF"_s);
        row("AT's gap between the programs", u"4MB 1024+1024 firmware=at\nprograms\n0x0F9000-0x0F9FFF data user\n0x0F8000-0x0F8FFF more user"_s,
            u"firmware-sector-taken error data 0x0F9000-0x0F9FFF"_s, u"Move “data” to 0x0F7000"_s);
        row("AT's CA elsewhere", u"4MB 1024+1024 firmware=at\nprograms\n0x0F0000-0x0F0FFF ca client-ca"_s,
            u"firmware-reads-elsewhere error ca 0x0F0000-0x0F0FFF"_s, u"Move “ca” to 0x0FB000; Plan for other firmware"_s);
        row("the gap of 512 maps", map2 + u"0x06B000-0x080FFF data user"_s, u""_s);
        row("before the gap of 512 maps", map2 + u"0x06A000-0x06AFFF data user"_s, u"overlaps-code error data,user1 0x06A000-0x06AFFF"_s);
        row("behind the gap of 512 maps", map2 + u"0x081000-0x081FFF data user"_s, u"lost-at-next-fota error data,user2 0x081000-0x081FFF"_s);
        row("the manual's sectors as PHY data of 512 KB", u"512KB 256+256 2.x\nprograms\n0x07C000-0x07CFFF data user"_s,
            u"overlaps-system-parameters error data,phy-data 0x07C000-0x07CFFF"_s);
        row("a long key before RF calibration of 512 KB", u"512KB 256+256 2.x\nprograms\n0x07A000-0x07AFFF identity identity content=4500"_s,
            u"blob-larger-than-region error identity 0x07B000-0x07B193\noverlaps-system-parameters error identity,rf-calibration 0x07B000-0x07B193"_s);
        row("PHY data's sector under the Arduino core",
            u"4MB non-fota 2.x firmware=arduino\n0x0-0xFEFFF sketch eagle.flash\n0x3FC000-0x3FCFFF rf rf-calibration"_s, u""_s);
    }
};

QTEST_GUILESS_MAIN(FlashRulesTest)
#include "tst_flash_rules.moc"
