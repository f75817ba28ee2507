// SPDX-License-Identifier: Apache-2.0
// What the agent's own key is made and written down with, by itself.
#include "firmware/runtime/der_writer.h"
#include "firmware/runtime/key_maker.h"
#include "firmware/runtime/wipe.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <random>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::runtime;

namespace {

wire::ByteView view(const QByteArray &bytes)
{
    return { reinterpret_cast<const uint8_t *>(bytes.constData()), uint32_t(bytes.size()) };
}

QByteArray bytes_of(wire::ByteView view)
{
    return QByteArray(reinterpret_cast<const char *>(view.data), view.size);
}

std::mt19937 engine(17);
bool good_words(uint32_t &word)
{
    word = uint32_t(engine());
    return true;
}
bool stuck_words(uint32_t &word)
{
    word = 7;
    return true;
}
bool no_words(uint32_t &)
{
    return false;
}

int signs_of_life = 0;
void count_life()
{
    ++signs_of_life;
}

} // namespace

class OwnKeyPartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void der_lengths_data();
    void der_lengths();
    void der_integers_data();
    void der_integers();
    void der_nests();
    void der_that_does_not_fit();
    void keys_data();
    void keys();
    void bad_randomness_data();
    void bad_randomness();
};

void OwnKeyPartsTest::der_lengths_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("empty") << 0 << "0400"_ba;
    QTest::newRow("one") << 1 << "0401"_ba;
    QTest::newRow("127") << 127 << "047f"_ba;
    QTest::newRow("128") << 128 << "048180"_ba;
    QTest::newRow("255") << 255 << "0481ff"_ba;
    QTest::newRow("256") << 256 << "04820100"_ba;
    QTest::newRow("65535") << 65535 << "0482ffff"_ba;
    QTest::newRow("65536") << 65536 << "0483010000"_ba;
}

void OwnKeyPartsTest::der_lengths()
{
    QFETCH(int, size);
    QFETCH(QByteArray, header);
    QByteArray memory(70000, 'm');
    const QByteArray content(size, 'c');
    DerWriter der({ reinterpret_cast<uint8_t *>(memory.data()), uint32_t(memory.size()) });
    der.put(0x04, view(content));
    QCOMPARE(bytes_of(der.view()), QByteArray::fromHex(header) + content);
}

void OwnKeyPartsTest::der_integers_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("der");
    QTest::newRow("0") << "00"_ba << "020100"_ba;
    QTest::newRow("nothing") << ""_ba << "020100"_ba;
    QTest::newRow("127") << "7f"_ba << "02017f"_ba;
    QTest::newRow("128") << "80"_ba << "02020080"_ba;
    QTest::newRow("leading zeros") << "00000001"_ba << "020101"_ba;
    QTest::newRow("leading zeros before a high bit") << "0000ff00"_ba << "020300ff00"_ba;
    QTest::newRow("65537") << "00010001"_ba << "0203010001"_ba;
}

void OwnKeyPartsTest::der_integers()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, der);
    uint8_t memory[16];
    DerWriter writer({ memory, sizeof memory });
    const QByteArray bytes = QByteArray::fromHex(value);
    writer.put_unsigned(view(bytes));
    QCOMPARE(bytes_of(writer.view()).toHex(), der);
}

void OwnKeyPartsTest::der_nests()
{
    uint8_t memory[64];
    DerWriter der({ memory, sizeof memory });
    der.put(der_tag::null, {});
    const uint32_t inner = der.size();
    der.put(der_tag::utf8_string, view("b"_ba));
    der.wrap_bits(inner);
    QCOMPARE(bytes_of(der.since(inner)).toHex(), "0304000c0162"_ba);
    der.wrap(der_tag::sequence, 0);
    QCOMPARE(bytes_of(der.view()).toHex(), "30080304000c01620500"_ba);
}

void OwnKeyPartsTest::der_that_does_not_fit()
{
    uint8_t memory[40];
    for (uint32_t room = 0; room < 12; ++room) {
        std::ranges::fill(memory, uint8_t(0xEE));
        DerWriter der({ memory + 8, room });
        der.put(der_tag::utf8_string, view("12345678"_ba));
        der.wrap(der_tag::sequence, 0);
        QCOMPARE(der.view().empty(), room < 12);
        QVERIFY(std::ranges::all_of(memory, memory + 8, [](uint8_t byte) { return byte == 0xEE; }));
        QVERIFY(std::ranges::all_of(memory + 8 + room, memory + 40, [](uint8_t byte) { return byte == 0xEE; }));
    }
}

void OwnKeyPartsTest::keys_data()
{
    QTest::addColumn<wire::KeyKind>("kind");
    QTest::addColumn<int>("bits");
    QTest::newRow("P-256") << wire::KeyKind::ec_p256 << 256;
    QTest::newRow("RSA") << wire::KeyKind::rsa_2048 << 2048;
}

// OpenSSL reads the key, finds it consistent, and never gets the same one.
void OwnKeyPartsTest::keys()
{
    QFETCH(wire::KeyKind, kind);
    QFETCH(int, bits);
    QList<QByteArray> made;
    for (int i = 0; i < (bits == 256 ? 8 : 2); ++i) {
        signs_of_life = 0;
        const MadeKey key = make_key(kind, ArenaEnd::low, count_life, good_words);
        QCOMPARE(key.fault, KeyFault::none);
        QVERIFY(key.der.size <= made_key_max);
        QVERIFY(signs_of_life > (bits == 2048 ? 10 : 0));
        made << bytes_of(key.der);
        arena().release(ArenaEnd::low);
        const auto *at = reinterpret_cast<const unsigned char *>(made.last().constData());
        const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)> parsed(d2i_AutoPrivateKey(nullptr, &at, made.last().size()), EVP_PKEY_free);
        QVERIFY(parsed);
        QCOMPARE(EVP_PKEY_get_bits(parsed.get()), bits);
        const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX *)> context(EVP_PKEY_CTX_new(parsed.get(), nullptr), EVP_PKEY_CTX_free);
        QCOMPARE(EVP_PKEY_pairwise_check(context.get()), 1);
        QCOMPARE(EVP_PKEY_private_check(context.get()), 1);
    }
    QCOMPARE(QSet(made.begin(), made.end()).size(), made.size());
}

void OwnKeyPartsTest::bad_randomness_data()
{
    QTest::addColumn<wire::KeyKind>("kind");
    QTest::addColumn<bool>("stuck");
    QTest::newRow("P-256, stuck") << wire::KeyKind::ec_p256 << true;
    QTest::newRow("P-256, gone") << wire::KeyKind::ec_p256 << false;
    QTest::newRow("RSA, stuck") << wire::KeyKind::rsa_2048 << true;
}

void OwnKeyPartsTest::bad_randomness()
{
    QFETCH(wire::KeyKind, kind);
    QFETCH(bool, stuck);
    const MadeKey key = make_key(kind, ArenaEnd::low, count_life, stuck ? stuck_words : no_words);
    QCOMPARE(key.fault, KeyFault::random);
    QVERIFY(key.der.empty());
    arena().release(ArenaEnd::low);
}

QTEST_GUILESS_MAIN(OwnKeyPartsTest)
#include "tst_own_key_parts.moc"
