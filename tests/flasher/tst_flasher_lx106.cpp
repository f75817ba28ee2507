// SPDX-License-Identifier: Apache-2.0
// The flasher as code for the ESP8266's CPU, under QEMU, on the model chip: the same frames in must give the same frames out and the same flash as natively.
#include "tests/flasher/conversation.h"
#include "tests/flasher/lx106/remote_call.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <QtEndian>

using namespace Qt::StringLiterals;
using namespace espseal::test;
using namespace espseal::wire::flasher;

namespace {

const QByteArray salt = "0123456789abcdef"_ba;

// What the desktop sends, piece by piece, each when the flasher has no more to do with the one before.
struct Script {
    QList<QByteArray> pieces;
    int idle = 0;

    // False at the end.
    bool go_on(ModelChip &chip)
    {
        if (++idle < chip.erase_polls + 3)
            return true;
        idle = 0;
        if (pieces.isEmpty())
            return false;
        chip.to_chip += pieces.takeFirst();
        return true;
    }
};

void run_native(ModelChip &chip, Script script)
{
    const auto memory = std::make_unique<espseal::flasher::Flasher::Memory>();
    espseal::flasher::Flasher flasher(chip, *memory);
    while (flasher.step() || script.go_on(chip)) { }
}

// QEMU and the model chip behind its calls.
class Emulator {
public:
    Emulator(ModelChip &chip, Script script)
        : chip_(chip)
        , script_(std::move(script))
    {
        process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process_.start(u"qemu-system-xtensa"_s,
            { u"-M"_s, u"sim"_s, u"-cpu"_s, u"lx106"_s, u"-nodefaults"_s, u"-nographic"_s, u"-serial"_s, u"none"_s, u"-monitor"_s, u"none"_s, u"-semihosting"_s,
                u"-kernel"_s, qEnvironmentVariable("ESPSEAL_FLASHER_ELF") });
    }
    ~Emulator()
    {
        process_.kill();
        process_.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Emulator)

    // True if the program ended as it should.
    bool run()
    {
        while (serve()) { }
        return process_.waitForFinished(10'000) && process_.exitStatus() == QProcess::NormalExit && process_.exitCode() == 0;
    }

private:
    QByteArray read(qsizetype size)
    {
        QByteArray bytes;
        while (bytes.size() < size) {
            if (process_.bytesAvailable() == 0 && !process_.waitForReadyRead(30'000))
                return {};
            bytes += process_.read(size - bytes.size());
        }
        return bytes;
    }
    void answer(quint32 value, const QByteArray &more = {})
    {
        process_.write(le32(value) + more);
        process_.waitForBytesWritten();
    }
    QList<quint32> words(const QByteArray &bytes)
    {
        QList<quint32> list(bytes.size() / 4);
        for (qsizetype i = 0; i < list.size(); ++i)
            list[i] = qFromLittleEndian<quint32>(bytes.constData() + 4 * i);
        return list;
    }

    bool serve()
    {
        const QList<quint32> call = words(read(12));
        if (call.size() != 3)
            return false;
        const quint32 first = call[1];
        const quint32 second = call[2];
        uint8_t byte = 0;
        switch (static_cast<Remote>(call[0])) {
        case Remote::receive:
            answer(chip_.receive(byte) ? 0x100U | byte : 0);
            return true;
        case Remote::send_room:
            answer(chip_.send_room());
            return true;
        case Remote::send:
            chip_.send(uint8_t(first));
            break;
        case Remote::all_sent:
            answer(chip_.all_sent() ? 1 : 0);
            return true;
        case Remote::divider:
            answer(chip_.divider());
            return true;
        case Remote::set_divider:
            chip_.set_divider(first);
            break;
        case Remote::ticks:
            answer(chip_.ticks());
            return true;
        case Remote::flash_id:
            answer(chip_.flash_id());
            return true;
        case Remote::flash_busy:
            answer(chip_.flash_busy() ? 1 : 0);
            return true;
        case Remote::erase_sector:
            chip_.erase_sector(first);
            break;
        case Remote::erase_block:
            chip_.erase_block(first);
            break;
        case Remote::program:
            chip_.program(first, words(read(second)).constData(), second);
            break;
        case Remote::read: {
            QList<quint32> out(second / 4);
            chip_.read(first, out.data(), second);
            answer(0, QByteArray(reinterpret_cast<const char *>(out.constData()), qsizetype(second)));
            return true;
        }
        case Remote::hash_begin:
            chip_.hash_begin();
            break;
        case Remote::hash_add: {
            const QByteArray bytes = read(first);
            chip_.hash_add(bytes.constData(), uint32_t(bytes.size()));
            break;
        }
        case Remote::hash_end: {
            QByteArray digest(16, '\0');
            chip_.hash_end(reinterpret_cast<uint8_t *>(digest.data()));
            answer(0, digest);
            return true;
        }
        case Remote::image_crc:
            answer(chip_.image_crc());
            return true;
        case Remote::restart:
            chip_.restart();
            break;
        case Remote::idle: {
            const bool goes_on = script_.go_on(chip_);
            answer(goes_on ? 0 : 1);
            return goes_on;
        }
        default:
            return false;
        }
        answer(0);
        return true;
    }

    ModelChip &chip_;
    Script script_;
    QProcess process_;
};

QByteArray machine_code(qsizetype size)
{
    QFile self(QCoreApplication::applicationFilePath());
    return self.open(QIODevice::ReadOnly) ? self.read(size) : QByteArray();
}

QByteArray sectors(quint32 first, const QByteArray &content)
{
    QByteArray units;
    for (qsizetype place = 0; place < content.size(); place += 4096)
        units += unit(first + quint32(place / 4096), Erase::sector, content.mid(place, 4096).leftJustified(4096, '\xFF'));
    return units;
}

} // namespace

class TestFlasherLx106 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"qemu-system-xtensa"_s).isEmpty())
            QSKIP("qemu-system-xtensa is not installed");
    }

    void does_what_it_does_natively_data()
    {
        QTest::addColumn<QList<QByteArray>>("pieces");
        QTest::newRow("greets") << QList<QByteArray> { encode(Kind::hello, salt) };
        QTest::newRow("digests and reads") << QList<QByteArray> { encode(Kind::hello, salt), encode(Kind::digests, le16(1) + le16(0) + le16(20)),
            encode(Kind::read, le16(2) + le32(0x1000) + le32(0x1804)), encode(Kind::read, le16(2) + le32(0x1000) + le32(0x2000)) };
        const QByteArray code = sectors(16, machine_code(5 * 4096));
        QTest::newRow("writes what compresses well") << QList<QByteArray> { encode(Kind::hello, salt),
            stream_frames(1, deflated(sectors(3, "flasher "_ba.repeated(700))), 2) };
        QTest::newRow("writes code") << QList<QByteArray> { encode(Kind::hello, salt), stream_frames(2, deflated(code), 5) };
        QTest::newRow("fixed codes") << QList<QByteArray> { encode(Kind::hello, salt), stream_frames(3, deflated(code.first(4100), 9, 4), 1) };
        QTest::newRow("stored") << QList<QByteArray> { encode(Kind::hello, salt), stream_frames(4, deflated(code.first(4100), 0), 1) };
        QTest::newRow("no Deflate") << QList<QByteArray> { stream_frames(5, QByteArray(100, '\x5B'), 1), encode(Kind::hello, salt) };
        QTest::newRow("gaps and repetitions") << QList<QByteArray> { begin_frame(6, 900, 1), data_frame(6, code, 500, 100, 1), data_frame(6, code, 0, 100, 2),
            data_frame(6, code, 0, 100, 2), "\xC0\xDB\x01\xC0"_ba, begin_frame(6, 900, 1) };
        QTest::newRow("speed and leave") << QList<QByteArray> { encode(Kind::speed, le32(113)), encode(Kind::hello, salt), encode(Kind::leave, {}) };
    }
    void does_what_it_does_natively()
    {
        QFETCH(QList<QByteArray>, pieces);
        ModelChip native;
        for (qsizetype i = 0; i < native.flash.size(); ++i)
            native.flash[i] = static_cast<char>(i * 3 + i / 4096);
        ModelChip remote;
        remote.flash = native.flash;
        run_native(native, { pieces });
        Emulator emulator(remote, { pieces });
        QVERIFY(emulator.run());
        QVERIFY(!native.to_desktop.isEmpty());
        QCOMPARE(remote.to_desktop.toHex(' '), native.to_desktop.toHex(' '));
        QVERIFY(remote.flash == native.flash);
        QCOMPARE(remote.programs, native.programs);
        QCOMPARE(remote.sector_erases, native.sector_erases);
        QCOMPARE(remote.dividers, native.dividers);
        QCOMPARE(remote.restarted, native.restarted);
        QCOMPARE(remote.accesses_while_busy, 0);
    }
};

QTEST_GUILESS_MAIN(TestFlasherLx106)
#include "tst_flasher_lx106.moc"
