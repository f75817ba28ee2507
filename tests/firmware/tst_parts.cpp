// SPDX-License-Identifier: Apache-2.0
// Parts of the runtime by themselves: what reads hostile bytes, and what is hard to reach from outside.
#include "firmware/runtime/accept_any_x509.h"
#include "firmware/runtime/arena.h"
#include "firmware/runtime/certificate_scan.h"
#include "firmware/runtime/certificate_time.h"
#include "firmware/runtime/entropy.h"
#include "firmware/runtime/identity.h"
#include "tests/firmware/loopback.h"

#include <QRandomGenerator>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;
using namespace espseal::runtime;

namespace {

wire::ByteView view(const QByteArray &bytes)
{
    return { reinterpret_cast<const uint8_t *>(bytes.constData()), uint32_t(bytes.size()) };
}

CertificateScan scanned(const QByteArray &der, qsizetype piece, const uint8_t *ip = nullptr)
{
    CertificateScan scan;
    if (ip)
        scan.expect_ip(ip);
    for (qsizetype at = 0; at < der.size(); at += piece)
        scan.feed(view(der.sliced(at, qMin(piece, der.size() - at))));
    return scan;
}

uint32_t words_left = 0;
uint32_t counter = 0;

bool counting(uint32_t &word)
{
    word = ++counter;
    return words_left-- > 0;
}
bool constant(uint32_t &word)
{
    word = 0xFFFFFFFF;
    return true;
}
bool pairs(uint32_t &word)
{
    word = ++counter / 2;
    return true;
}

// `bytes` with a few of them changed, cut off, or doubled.
QByteArray mutated(QByteArray bytes, QRandomGenerator &random)
{
    for (int changes = random.bounded(1, 4); changes > 0 && !bytes.isEmpty(); --changes) {
        const qsizetype at = random.bounded(qint64(bytes.size()));
        switch (random.bounded(4)) {
        case 0:
            bytes[at] = char(random.bounded(256));
            break;
        case 1:
            bytes.truncate(at);
            break;
        case 2:
            bytes.insert(at, bytes.sliced(0, at / 2));
            break;
        default:
            bytes[at] = char(bytes[at] ^ 1 << random.bounded(8));
        }
    }
    return bytes;
}

} // namespace

class PartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seeds();
    void certificateTimes_data();
    void certificateTimes();
    void certificateScan_data();
    void certificateScan();
    void ipv4_data();
    void ipv4();
    void arenaHasTwoEnds();
    void damagedCertificates();
    void damagedBlobs_data();
    void damagedBlobs();
};

void PartsTest::seeds()
{
    uint8_t seed[46] = {};
    counter = 0;
    words_left = 12;
    QVERIFY(fill_seed(seed, sizeof seed, counting));
    QCOMPARE(seed[0], 1);
    QCOMPARE(seed[44], 12);
    words_left = 11;
    QVERIFY(!fill_seed(seed, sizeof seed, counting)); // the source is gone
    QVERIFY(!fill_seed(seed, sizeof seed, constant)); // stuck
    QVERIFY(fill_seed(seed, sizeof seed, pairs)); // by chance
}

void PartsTest::certificateTimes_data()
{
    QTest::addColumn<int>("tag");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QDateTime>("time"); // invalid: 0
    const auto utc = [](const char *iso) { return QDateTime::fromString(QLatin1StringView(iso), Qt::ISODate); };
    QTest::newRow("UTCTime") << 0x17 << QByteArray("261123143000Z") << utc("2026-11-23T14:30:00Z");
    QTest::newRow("leap day") << 0x17 << QByteArray("240229235959Z") << utc("2024-02-29T23:59:59Z");
    QTest::newRow("last century") << 0x17 << QByteArray("990101000000Z") << utc("1999-01-01T00:00:00Z");
    QTest::newRow("2049") << 0x17 << QByteArray("491231235959Z") << utc("2049-12-31T23:59:59Z");
    QTest::newRow("GeneralizedTime") << 0x18 << QByteArray("20500101000000Z") << utc("2050-01-01T00:00:00Z");
    QTest::newRow("for ever") << 0x18 << QByteArray("99991231235959Z") << utc("9999-12-31T23:59:59Z");
    QTest::newRow("no leap year in 2100") << 0x18 << QByteArray("21000301000000Z") << utc("2100-03-01T00:00:00Z");
    QTest::newRow("the epoch's second second") << 0x17 << QByteArray("700101000001Z") << utc("1970-01-01T00:00:01Z");
    QTest::newRow("before the epoch") << 0x17 << QByteArray("500101000000Z") << QDateTime();
    QTest::newRow("month 13") << 0x17 << QByteArray("261323143000Z") << QDateTime();
    QTest::newRow("cut off") << 0x17 << QByteArray("2611231430") << QDateTime();
    QTest::newRow("letters") << 0x17 << QByteArray("2611A3143000Z") << QDateTime();
    QTest::newRow("another type") << 0x16 << QByteArray("261123143000Z") << QDateTime();
    QTest::newRow("nothing") << 0x17 << QByteArray() << QDateTime();
}

void PartsTest::certificateTimes()
{
    QFETCH(int, tag);
    QFETCH(QByteArray, text);
    QFETCH(QDateTime, time);
    QCOMPARE(certificate_time(uint8_t(tag), view(text)), time.isValid() ? quint64(time.toSecsSinceEpoch()) : 0);
}

void PartsTest::certificateScan_data()
{
    QTest::addColumn<KeyKind>("kind");
    QTest::addColumn<int>("piece");
    for (const int piece : { 1, 3, 64, 100000 }) {
        QTest::addRow("RSA, %d bytes at a time", piece) << KeyKind::rsa2048 << piece;
        QTest::addRow("EC, %d bytes at a time", piece) << KeyKind::p256 << piece;
    }
}

void PartsTest::certificateScan()
{
    QFETCH(KeyKind, kind);
    QFETCH(int, piece);
    const test::Identity ca = make_ca(kind);
    const LeafSpec spec { .common_name = u"10.0.0.1"_s, .alt_names = { u"DNS:name"_s, u"IP:10.0.0.2"_s } };
    const QByteArray with_san = make_leaf(ca, kind, u"device"_s, spec).certificate_as(Encoding::der);
    const QByteArray without_san = make_leaf(ca, kind, u"device"_s, { .common_name = u"10.0.0.1"_s }).certificate_as(Encoding::der);
    constexpr uint8_t first[] = { 10, 0, 0, 1 };
    constexpr uint8_t second[] = { 10, 0, 0, 2 };

    const CertificateScan scan = scanned(with_san, piece, second);
    QCOMPARE(scan.key_type(), kind == KeyKind::rsa2048 ? 1 : 2);
    QCOMPARE(scan.key_bits(), kind == KeyKind::rsa2048 ? 2048u : 256u);
    QVERIFY(scan.not_before() > 0 && scan.not_after() > scan.not_before());
    QVERIFY(!scan.is_version_1());
    QVERIFY(scan.names_expected_ip());
    QVERIFY(!scanned(with_san, piece, first).names_expected_ip());
    QVERIFY(scanned(without_san, piece, first).names_expected_ip());
    QVERIFY(!scanned(without_san, piece).names_expected_ip());
    QVERIFY(scanned(make_ca(kind, u"Test CA"_s, 1).certificate_as(Encoding::der), piece).is_version_1());
}

void PartsTest::ipv4_data()
{
    QTest::addColumn<bool>("valid");
    for (const char *text : { "0.0.0.0", "255.255.255.255", "127.0.0.1" })
        QTest::newRow(text) << true;
    for (const char *text : { "256.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.4 ", "a.b.c.d", "1..2.3", ".1.2.3", "", "1.2.3.", "0001.2.3.4", "localhost" })
        QTest::newRow(text) << false;
}

void PartsTest::ipv4()
{
    QFETCH(bool, valid);
    uint8_t ip[4];
    QCOMPARE(parse_ipv4(QTest::currentDataTag(), ip), valid);
}

void PartsTest::arenaHasTwoEnds()
{
    Arena &memory = arena();
    const uint32_t all = Arena::size();
    QCOMPARE(memory.free(), all);
    auto *low = static_cast<uint8_t *>(memory.take(ArenaEnd::low, 100));
    auto *high = static_cast<uint8_t *>(memory.take(ArenaEnd::high, 100));
    QVERIFY(low && high);
    QCOMPARE(high - low, qptrdiff(all - 104)); // aligned to 8
    QCOMPARE(memory.take(ArenaEnd::low, all - 200), nullptr);
    QCOMPARE(memory.take(ArenaEnd::low, UINT32_MAX), nullptr);

    memory.grow_begin();
    QVERIFY(memory.grow("hello", 5));
    QVERIFY(memory.grow(" world", 6));
    const uint8_t *text = memory.grow_commit(ArenaEnd::high);
    QCOMPARE(QByteArray(reinterpret_cast<const char *>(text), 11), "hello world");
    memory.grow_begin();
    QVERIFY(!memory.grow(low, all));
    QCOMPARE(memory.grow_commit(ArenaEnd::high), nullptr);

    memset(high, 0x5A, 100);
    memory.release(ArenaEnd::high);
    QCOMPARE(high[50], 0); // wiped
    QCOMPARE(memory.free(), all - 104);
    memory.release(ArenaEnd::low);
    QCOMPARE(memory.free(), all);
}

// A client without CA check sees certificates that nobody has verified.
void PartsTest::damagedCertificates()
{
    QRandomGenerator random(1);
    const test::Identity ca = make_ca(KeyKind::p256);
    const LeafSpec spec { .alt_names = { u"DNS:name"_s, u"IP:10.0.0.2"_s } };
    const QByteArray der = make_leaf(ca, KeyKind::rsa2048, u"device"_s, spec).certificate_as(Encoding::der);
    constexpr uint8_t ip[] = { 10, 0, 0, 2 };
    int refused = 0;
    for (int i = 0; i < 5000; ++i) {
        const QByteArray damaged = mutated(der, random);
        const qsizetype piece = random.bounded(1, 200);
        (void)scanned(damaged, piece, ip);

        AcceptAnyX509 engine {};
        accept_any_init(engine);
        const br_x509_class **context = &engine.vtable;
        engine.vtable->start_chain(context, nullptr);
        engine.vtable->start_cert(context, uint32_t(damaged.size()));
        for (qsizetype at = 0; at < damaged.size(); at += piece) {
            const QByteArray part = damaged.sliced(at, qMin(piece, damaged.size() - at));
            engine.vtable->append(context, view(part).data, size_t(part.size()));
        }
        engine.vtable->end_cert(context);
        const bool accepted = engine.vtable->end_chain(context) == 0;
        QCOMPARE(engine.vtable->get_pkey(context, nullptr) != nullptr, accepted);
        refused += !accepted;
    }
    QVERIFY(refused > 250);
}

void PartsTest::damagedBlobs_data()
{
    QTest::addColumn<Encoding>("encoding");
    QTest::newRow("PEM") << Encoding::pem;
    QTest::newRow("DER") << Encoding::der;
}

void PartsTest::damagedBlobs()
{
    QFETCH(Encoding, encoding);
    QRandomGenerator random(2);
    Loopback board;
    const test::Identity ca = make_ca(KeyKind::p256);
    const QByteArray good_ca = ca_blob({ ca.certificate_as(encoding), ca.certificate_as(encoding) });
    const QByteArray good_identity = identity_blob(make_leaf(ca, KeyKind::p256, u"device"_s), encoding);
    const QByteArray erased(8192, '\xFF');
    int refused = 0;
    for (int i = 0; i < 500; ++i) {
        board.write_flash(0xFC, erased);
        board.write_flash(0xFE, erased);
        board.write_flash(0xFC, mutated(good_ca, random).left(8192));
        board.write_flash(0xFE, mutated(good_identity, random).left(8192));
        auto *scratch = static_cast<DecoderScratch *>(arena().take(ArenaEnd::low, sizeof(DecoderScratch)));
        TrustStore store {};
        runtime::Identity identity {};
        refused += load_trust_store(store, 0xFC, ArenaEnd::low, *scratch) != wire::BlobVerdict::ok;
        refused += !load_identity(identity, 0xFE, ArenaEnd::low, *scratch).ok();
        arena().release(ArenaEnd::low);
    }
    QVERIFY(refused > 250);
    QCOMPARE(arena().free(), Arena::size());
}

QTEST_GUILESS_MAIN(PartsTest)
#include "tst_parts.moc"
