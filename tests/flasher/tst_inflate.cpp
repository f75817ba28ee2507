// SPDX-License-Identifier: Apache-2.0
// The flasher's inflate beside zlib: the same bytes from every stream, and the same verdict on every stream that is none.
#include "firmware/flasher/inflate.h"
#include "tests/flasher/conversation.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <zlib.h>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;
using flasher::ByteRing;
using flasher::Inflate;

namespace {

struct Inflated {
    Inflate::Stop stop = Inflate::Stop::starved;
    QByteArray bytes;
};

// In pieces: `feed` bytes of input at a time, `step` bytes of output.
Inflated inflate_ours(const QByteArray &compressed, qsizetype feed, quint32 step)
{
    constexpr uint32_t ring_size = 1024;
    const auto memory = std::make_unique<Inflate::Memory>();
    std::array<uint8_t, ring_size> ring_memory {};
    ByteRing ring(ring_memory.data(), ring_size);
    Inflate inflate(*memory);
    Inflated out;
    for (qsizetype fed = 0;;) {
        for (qsizetype end = std::min(compressed.size(), fed + feed); fed < end && ring.room() > 0; ++fed)
            ring.put(static_cast<uint8_t>(compressed[fed]));
        const quint32 before = inflate.made();
        out.stop = inflate.run(ring, before + step);
        for (quint32 place = before; place < inflate.made(); ++place)
            out.bytes.append(static_cast<char>(inflate.at(place)));
        const bool waits = out.stop == Inflate::Stop::starved && fed < compressed.size();
        if (out.stop != Inflate::Stop::full && !waits)
            return out;
    }
}

Inflated inflate_zlib(QByteArray compressed)
{
    z_stream stream {};
    inflateInit2(&stream, -15);
    Inflated out;
    stream.next_in = reinterpret_cast<Bytef *>(compressed.data());
    stream.avail_in = uInt(compressed.size());
    int result = Z_OK;
    std::array<char, 4096> piece {};
    while (result == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef *>(piece.data());
        stream.avail_out = uInt(piece.size());
        result = ::inflate(&stream, Z_NO_FLUSH);
        out.bytes.append(piece.data(), qsizetype(piece.size()) - qsizetype(stream.avail_out));
    }
    inflateEnd(&stream);
    out.stop = result == Z_STREAM_END ? Inflate::Stop::ended : result == Z_BUF_ERROR ? Inflate::Stop::starved : Inflate::Stop::bad;
    return out;
}

QByteArray noise(qsizetype size, quint32 seed, int values)
{
    QRandomGenerator random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(random.bounded(values));
    return bytes;
}

// What credentials and firmware look like, and what compresses in every way.
QList<std::pair<QString, QByteArray>> contents()
{
    QList<std::pair<QString, QByteArray>> list {
        { u"nothing"_s, {} },
        { u"one byte"_s, "x"_ba },
        { u"a run"_s, QByteArray(100'000, '\xFF') },
        { u"random"_s, noise(70'000, 1, 256) },
        { u"few values"_s, noise(70'000, 2, 4) },
        { u"far copies"_s, noise(32'768 - 262, 3, 256) + noise(32'768 - 262, 3, 256) },
        { u"short period"_s, noise(7, 4, 256).repeated(9'000) },
    };
    for (const char *name : { "sdk-tools/client/expected/bin/esp_cert_private_key.bin", "flash/images/user1.4096.new.6.bin" }) {
        QFile file(qEnvironmentVariable("ESPSEAL_DATA_DIR") + u'/' + QString::fromLatin1(name));
        if (file.open(QIODevice::ReadOnly))
            list.append({ QString::fromLatin1(name), file.readAll() });
    }
    QFile self(QCoreApplication::applicationFilePath());
    if (self.open(QIODevice::ReadOnly))
        list.append({ u"machine code"_s, self.read(200'000) });
    return list;
}

} // namespace

class TestInflate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gives_what_zlib_took_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("compressed");
        const std::pair<const char *, int> strategies[]
            = { { "default", Z_DEFAULT_STRATEGY }, { "huffman", Z_HUFFMAN_ONLY }, { "rle", Z_RLE }, { "fixed", Z_FIXED }, { "filtered", Z_FILTERED } };
        for (const auto &[name, content] : contents()) {
            for (const auto &[strategy, number] : strategies) {
                for (const int level : { 0, 1, 9 })
                    QTest::addRow("%s, %s, level %d", qPrintable(name), strategy, level) << content << deflated(content, level, number);
            }
        }
    }
    void gives_what_zlib_took()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, compressed);
        QVERIFY(!compressed.isEmpty());
        for (const auto &[feed, step] : { std::pair<qsizetype, quint32> { 1, 1000 }, { 1024, 64 }, { 333, 7 } }) {
            const Inflated ours = inflate_ours(compressed, feed, step);
            QCOMPARE(ours.stop, Inflate::Stop::ended);
            QVERIFY(ours.bytes == content);
        }
    }

    void a_short_stream_only_waits()
    {
        const QByteArray content = noise(300, 5, 20);
        for (const int strategy : { Z_DEFAULT_STRATEGY, Z_FIXED }) {
            const QByteArray whole = deflated(content, 9, strategy);
            for (qsizetype size = 0; size < whole.size(); ++size) {
                const Inflated ours = inflate_ours(whole.first(size), 1024, 64);
                QCOMPARE(ours.stop, Inflate::Stop::starved);
                QVERIFY(content.startsWith(ours.bytes));
            }
        }
    }

    // Every bit of a stream turned round, and bytes that were never one.
    void judges_as_zlib_does()
    {
        const QByteArray whole = deflated(noise(400, 6, 30) + "and a copy, and a copy, and a copy");
        QList<QByteArray> hostile;
        for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
            hostile.append(whole);
            hostile.last()[bit / 8] = static_cast<char>(hostile.last()[bit / 8] ^ (1 << (bit % 8)));
        }
        for (quint32 seed = 0; seed < 4000; ++seed)
            hostile.append(noise(60, 1000 + seed, 256));
        int good = 0;
        for (const QByteArray &stream : hostile) {
            const Inflated ours = inflate_ours(stream, 1024, 64);
            const Inflated theirs = inflate_zlib(stream);
            QCOMPARE(ours.stop, theirs.stop);
            // Up to a fault both may have gone differently far.
            if (ours.stop == Inflate::Stop::ended)
                QCOMPARE(ours.bytes, theirs.bytes);
            good += ours.stop == Inflate::Stop::ended ? 1 : 0;
        }
        QVERIFY(good > 0 && good < hostile.size());
    }

    void a_fresh_start_forgets_the_stream_before()
    {
        const auto memory = std::make_unique<Inflate::Memory>();
        std::array<uint8_t, 256> ring_memory {};
        ByteRing ring(ring_memory.data(), 256);
        Inflate inflate(*memory);
        const QByteArray content = "the same again, the same again";
        for (const QByteArray &junk : { "\x07"_ba, deflated(content).first(9) }) {
            for (const char byte : junk)
                ring.put(static_cast<uint8_t>(byte));
            (void)inflate.run(ring, 1000);
            ring.clear();
            inflate.restart();
            for (const char byte : deflated(content))
                ring.put(static_cast<uint8_t>(byte));
            QCOMPARE(inflate.run(ring, 1000), Inflate::Stop::ended);
            QCOMPARE(inflate.made(), quint32(content.size()));
        }
    }
};

QTEST_GUILESS_MAIN(TestInflate)
#include "tst_inflate.moc"
