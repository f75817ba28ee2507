// SPDX-License-Identifier: Apache-2.0
// Debian's esptool as an independent partner: what one writes the other reads.
#include "tests/loader/board_fixture.h"

#include <QStandardPaths>

using namespace espseal;
using namespace espseal::loader;
using namespace espseal::test;

namespace {

QByteArray run_esptool(const DeviceProcess &device, const QStringList &arguments)
{
    QProcess esptool;
    esptool.setProcessChannelMode(QProcess::MergedChannels);
    esptool.start(u"esptool"_s, QStringList { u"--chip"_s, u"esp8266"_s, u"--port"_s, device.url() } + arguments);
    if (!esptool.waitForFinished(120'000) || esptool.exitCode() != 0)
        QFAIL(("esptool failed: " + esptool.readAll()).constData());
    return esptool.readAll();
}

QByteArray content_of(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestEsptool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"esptool"_s).isEmpty())
            QSKIP("esptool is not installed");
    }

    void reads_what_we_write()
    {
        const DeviceProcess device({}, patterned_flash(1 << 20));
        const QByteArray blob = random_bytes(4096, 20);
        {
            FlashClient client = connect_to(device.url());
            const FlashPiece piece { Address(0x7B000), view(blob), u"CA"_s };
            require(client.write(std::span(&piece, 1), {}));
            require(client.reset_into_application({}));
        }
        const QString out = device.file(u"read.bin"_s);
        run_esptool(device, { u"read_flash"_s, u"0x7a000"_s, u"0x3000"_s, out });
        const QByteArray pattern = patterned_flash(1 << 20);
        QCOMPARE(content_of(out), pattern.mid(0x7A000, 4096) + blob + pattern.mid(0x7C000, 4096));
    }

    void we_read_what_it_writes()
    {
        const DeviceProcess device({}, patterned_flash(1 << 20));
        const QByteArray blob = random_bytes(4096, 21);
        const QString in = device.file(u"write.bin"_s);
        QFile file(in);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(blob) == blob.size());
        file.close();
        run_esptool(device, { u"write_flash"_s, u"0x7b000"_s, in });
        FlashClient client = connect_to(device.url());
        const FlashPiece piece { Address(0x7B000), view(blob), u"CA"_s };
        const Result<QList<Mismatch>> mismatches = client.verify(piece, {});
        require(mismatches);
        QVERIFY(mismatches->isEmpty());
    }

    // The defect that this client avoids: the mask ROM erases one sector too many, and esptool leaves it at that.
    void its_rom_write_wipes_the_neighbour_and_ours_does_not()
    {
        const QByteArray pattern = patterned_flash(1 << 20);
        DeviceProcess device({}, pattern);
        const QByteArray blob = random_bytes(4096, 22);
        const QString in = device.file(u"write.bin"_s);
        QFile file(in);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(blob) == blob.size());
        file.close();
        run_esptool(device, { u"--no-stub"_s, u"write_flash"_s, u"0x7b000"_s, in });
        QCOMPARE(device.flash(0x7C000, 4096), QByteArray(4096, '\xFF'));

        device.set_flash(0, pattern);
        FlashClient client = connect_to(device.url());
        const FlashPiece piece { Address(0x7B000), view(blob), u"CA"_s };
        require(client.write(std::span(&piece, 1), {}));
        QVERIFY(device.flash(0x7C000, 4096) == pattern.mid(0x7C000, 4096));
        QVERIFY(device.flash(0x7B000, 4096) == blob);
    }
};

QTEST_GUILESS_MAIN(TestEsptool)
#include "tst_esptool.moc"
