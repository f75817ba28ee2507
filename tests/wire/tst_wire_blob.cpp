// SPDX-License-Identifier: Apache-2.0
#include "core/wire/blob.h"
#include "tests/wire/wire_support.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal::wire;
using wire_test::operator""_n;
using wire_test::tight;
using wire_test::view;

namespace {

QByteArray entry(const QByteArray &name, const QByteArray &payload)
{
    QByteArray out = name.leftJustified(blob_name_size, '\0');
    out += static_cast<char>(payload.size() & 0xFF);
    out += static_cast<char>(payload.size() >> 8);
    return out + payload;
}

const QByteArray pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"_ba;
const QByteArray der = "\x30\x03\x02\x01\x05"_ba;
const QByteArray certificate = entry("certificate"_ba, pem);
const QByteArray private_key = entry("private_key"_ba, der);

QByteArray erased(qsizetype size)
{
    return QByteArray(size, '\xFF');
}

struct Walk {
    QList<QByteArray> names;
    QList<QByteArray> payloads;
    BlobStep last = BlobStep::entry;
    uint32_t offset = 0;
};

Walk walk(const QByteArray &blob)
{
    BlobReader reader(view(blob));
    Walk result;
    BlobEntry read;
    while ((result.last = reader.next(read)) == BlobStep::entry) {
        result.names.append(read.name);
        result.payloads.append(wire_test::bytes(read.payload));
    }
    result.offset = reader.offset();
    return result;
}

} // namespace

class TestWireBlob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void cut_off_anywhere();
    void stays_where_it_stopped();
    void finds_by_prefix_data();
    void finds_by_prefix();
    void knows_payloads_data();
    void knows_payloads();
    void writes();
    void refuses_to_write_data();
    void refuses_to_write();
    void golden_data();
    void golden();
};

void TestWireBlob::reads_data()
{
    QTest::addColumn<QByteArray>("blob");
    QTest::addColumn<QList<QByteArray>>("names");
    QTest::addColumn<BlobStep>("last");
    QTest::addColumn<qsizetype>("offset");

    const QByteArray both = certificate + private_key;
    const QList<QByteArray> names { "certificate"_ba, "private_key"_ba };
    const QByteArray long_name(32, 'n');
    QTest::newRow("nothing") << QByteArray() << QList<QByteArray>() << BlobStep::end << 0_n;
    QTest::newRow("certificate first") << both << names << BlobStep::end << both.size();
    QTest::newRow("key first") << private_key + certificate << QList { names[1], names[0] } << BlobStep::end << both.size();
    QTest::newRow("erased sector") << erased(4096) << QList<QByteArray>() << BlobStep::erased << 0_n;
    QTest::newRow("erased behind") << both + erased(100) << names << BlobStep::erased << both.size();
    QTest::newRow("one erased byte behind") << both + erased(1) << names << BlobStep::erased << both.size();
    QTest::newRow("33 erased bytes behind") << both + erased(33) << names << BlobStep::erased << both.size();
    QTest::newRow("zeros behind") << both + QByteArray(64, '\0') << names << BlobStep::garbage << both.size();
    QTest::newRow("one zero behind") << both + QByteArray(1, '\0') << names << BlobStep::garbage << both.size();
    QTest::newRow("name of 32 characters") << entry(long_name, der) << QList { long_name } << BlobStep::end << 34 + der.size();
    QTest::newRow("zero-length payload") << entry("empty"_ba, {}) + certificate << QList { "empty"_ba, names[0] } << BlobStep::end << 34 + certificate.size();
    QTest::newRow("same name twice") << certificate + certificate << QList { names[0], names[0] } << BlobStep::end << 2 * certificate.size();
    QTest::newRow("ends in a header") << certificate + private_key.first(20) << names.first(1) << BlobStep::truncated << certificate.size();
    QTest::newRow("ends in the length") << certificate + private_key.first(33) << names.first(1) << BlobStep::truncated << certificate.size();
    QTest::newRow("ends in a payload") << certificate.chopped(1) << QList<QByteArray>() << BlobStep::truncated << 0_n;
    QTest::newRow("length erased") << "certificate"_ba.leftJustified(32, '\0') + erased(70000) << QList<QByteArray>() << BlobStep::truncated << 0_n;
    QTest::newRow("name erased only") << erased(32) + QByteArray("\x05\0hello", 7) << QList<QByteArray>() << BlobStep::garbage << 0_n;
    QTest::newRow("PEM file") << pem << QList<QByteArray>() << BlobStep::garbage << 0_n;
    QTest::newRow("DER file") << der << QList<QByteArray>() << BlobStep::garbage << 0_n;
    QTest::newRow("text behind the name's NUL") << entry("cert"_ba + '\0' + "x"_ba, der) << QList<QByteArray>() << BlobStep::garbage << 0_n;
    QTest::newRow("control character in the name") << entry("ce\nrt"_ba, der) << QList<QByteArray>() << BlobStep::garbage << 0_n;
    QTest::newRow("image") << QByteArray("\xE9\x03\x02\x40\0\0\x10\x40", 8) + QByteArray(200, 'a') << QList<QByteArray>() << BlobStep::garbage << 0_n;
}

void TestWireBlob::reads()
{
    QFETCH(QByteArray, blob);
    const Walk result = walk(tight(blob));
    QTEST(result.names, "names");
    QTEST(result.last, "last");
    QTEST(static_cast<qsizetype>(result.offset), "offset");
}

// Whatever is cut off, the reader says so unless the cut is between two entries.
void TestWireBlob::cut_off_anywhere()
{
    const QByteArray blob = certificate + private_key + entry("empty"_ba, {});
    const QList<qsizetype> ends { 0, certificate.size(), certificate.size() + private_key.size(), blob.size() };
    for (qsizetype size = 0; size <= blob.size(); ++size) {
        const Walk result = walk(tight(blob.first(size)));
        const bool whole = ends.contains(size);
        QCOMPARE(result.last, whole ? BlobStep::end : BlobStep::truncated);
        QCOMPARE(result.names.size(), std::ranges::upper_bound(ends, size) - ends.begin() - 1);
    }
}

void TestWireBlob::stays_where_it_stopped()
{
    const QByteArray blob = tight(certificate + private_key.chopped(1));
    BlobReader reader(view(blob));
    BlobEntry read;
    QCOMPARE(reader.next(read), BlobStep::entry);
    QCOMPARE(read.offset, 0u);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(reader.next(read), BlobStep::truncated);
        QCOMPARE(static_cast<qsizetype>(reader.offset()), certificate.size());
    }
}

void TestWireBlob::finds_by_prefix_data()
{
    QTest::addColumn<QByteArray>("blob");
    QTest::addColumn<QByteArray>("prefix");
    QTest::addColumn<BlobStep>("step");
    QTest::addColumn<qsizetype>("offset");

    const QByteArray both = certificate + private_key;
    QTest::newRow("first") << both << "certificate"_ba << BlobStep::entry << 0_n;
    QTest::newRow("second") << both << "private_key"_ba << BlobStep::entry << certificate.size();
    QTest::newRow("longer name") << entry("certificate.old"_ba, der) + certificate << "certificate"_ba << BlobStep::entry << 0_n;
    QTest::newRow("name shorter than the prefix") << entry("cert"_ba, der) << "certificate"_ba << BlobStep::end << -1_n;
    QTest::newRow("whatever is first") << entry("my_ca.cer"_ba, der) << ""_ba << BlobStep::entry << 0_n;
    QTest::newRow("missing") << both << "TLS.ca"_ba << BlobStep::end << -1_n;
    QTest::newRow("missing, erased flash behind") << both + erased(50) << "TLS.ca"_ba << BlobStep::erased << -1_n;
    QTest::newRow("missing, zeros behind") << both + QByteArray(50, '\0') << "TLS.ca"_ba << BlobStep::garbage << -1_n;
    QTest::newRow("cut off") << both.chopped(1) << "private_key"_ba << BlobStep::truncated << -1_n;
}

void TestWireBlob::finds_by_prefix()
{
    QFETCH(QByteArray, blob);
    QFETCH(QByteArray, prefix);
    QFETCH(qsizetype, offset);
    blob = tight(blob);
    BlobEntry found;
    QTEST(blob_find(view(blob), prefix.constData(), found), "step");
    if (offset >= 0)
        QCOMPARE(static_cast<qsizetype>(found.offset), offset);
}

void TestWireBlob::knows_payloads_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<BlobPayload>("kind");

    QTest::newRow("nothing") << QByteArray() << BlobPayload::unknown;
    QTest::newRow("PEM") << pem << BlobPayload::pem;
    QTest::newRow("text in front of PEM") << "subject=CN = x\n"_ba + pem << BlobPayload::pem;
    QTest::newRow("marker alone") << "-----BEGIN"_ba << BlobPayload::pem;
    QTest::newRow("marker cut off") << "-----BEGI"_ba << BlobPayload::unknown;
    QTest::newRow("marker behind a NUL") << '\0' + pem << BlobPayload::unknown;
    QTest::newRow("short DER") << der << BlobPayload::der;
    QTest::newRow("DER, padded") << der + erased(3) << BlobPayload::der;
    QTest::newRow("DER, cut off") << der.chopped(1) << BlobPayload::unknown;
    QTest::newRow("DER, one length byte") << "\x30\x81\x80"_ba + QByteArray(128, 'x') << BlobPayload::der;
    QTest::newRow("DER, two length bytes") << "\x30\x82\x01\x00"_ba.first(3) + QByteArray(1 + 256, '\0') << BlobPayload::der;
    QTest::newRow("DER, two length bytes, cut off") << "\x30\x82\x01\x00"_ba.first(3) + QByteArray(1 + 255, '\0') << BlobPayload::unknown;
    QTest::newRow("DER, length cut off") << "\x30\x82\x01"_ba << BlobPayload::unknown;
    QTest::newRow("DER, indefinite length") << "\x30\x80\x02\x01\x05"_ba << BlobPayload::unknown;
    QTest::newRow("DER, absurd length") << "\x30\x84\x7F\xFF\xFF\xFF\x02\x01\x05"_ba << BlobPayload::unknown;
    QTest::newRow("tag alone") << "\x30"_ba << BlobPayload::unknown;
    QTest::newRow("integer") << "\x02\x01\x05"_ba << BlobPayload::unknown;
    QTest::newRow("erased") << erased(40) << BlobPayload::unknown;
}

void TestWireBlob::knows_payloads()
{
    QFETCH(QByteArray, payload);
    payload = tight(payload);
    QTEST(blob_payload_kind(view(payload)), "kind");
}

void TestWireBlob::writes()
{
    const QByteArray wanted = certificate + private_key;
    QByteArray out(wanted.size(), 'x');
    BlobWriter writer({ reinterpret_cast<uint8_t *>(out.data()), static_cast<uint32_t>(out.size()) });
    QVERIFY(writer.add("certificate", view(pem)));
    QCOMPARE(static_cast<qsizetype>(writer.size()), certificate.size());
    QVERIFY(writer.add("private_key", view(der)));
    QCOMPARE(static_cast<qsizetype>(writer.size()), wanted.size());
    QCOMPARE(out, wanted);
    QVERIFY(!writer.add("a", {}));
    QCOMPARE(static_cast<qsizetype>(writer.size()), wanted.size());
}

void TestWireBlob::refuses_to_write_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<qsizetype>("payload");
    QTest::addColumn<qsizetype>("room");
    QTest::addColumn<bool>("written");

    QTest::newRow("no name") << QByteArray() << 5_n << 100_n << false;
    QTest::newRow("32 characters") << QByteArray(32, 'n') << 5_n << 100_n << true;
    QTest::newRow("33 characters") << QByteArray(33, 'n') << 5_n << 100_n << false;
    QTest::newRow("a name that no reader would take") << "zert\xC3\xBC"_ba << 5_n << 100_n << false;
    QTest::newRow("exact room") << "a"_ba << 5_n << 39_n << true;
    QTest::newRow("one byte short") << "a"_ba << 5_n << 38_n << false;
    QTest::newRow("no room") << "a"_ba << 0_n << 0_n << false;
    QTest::newRow("no payload") << "a"_ba << 0_n << 34_n << true;
    QTest::newRow("longest payload") << "a"_ba << 0xFFFE_n << 70000_n << true;
    QTest::newRow("longer") << "a"_ba << 0xFFFF_n << 70000_n << false;
}

void TestWireBlob::refuses_to_write()
{
    QFETCH(QByteArray, name);
    QFETCH(qsizetype, payload);
    QFETCH(qsizetype, room);
    QFETCH(bool, written);
    QByteArray out(room, 'x');
    BlobWriter writer({ reinterpret_cast<uint8_t *>(out.data()), static_cast<uint32_t>(room) });
    QCOMPARE(writer.add(name.constData(), view(QByteArray(payload, 'p'))), written);
    QCOMPARE(static_cast<qsizetype>(writer.size()), written ? 34 + payload : 0);
    if (!written)
        QCOMPARE(out, QByteArray(room, 'x'));
}

void TestWireBlob::golden_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QList<QByteArray>>("names");
    const QList<QByteArray> ca { "TLS.ca_x509.cer"_ba };
    const QList<QByteArray> identity { "certificate"_ba, "private_key"_ba };
    for (const QString &folder : { u"both"_s, u"caonly"_s, u"client"_s, u"server"_s }) {
        const QString bin = u"sdk-tools/"_s + folder + u"/expected/bin/"_s;
        QTest::addRow("%s CA", qPrintable(folder)) << bin + u"esp_ca_cert.bin"_s << ca;
        if (folder != "caonly"_L1)
            QTest::addRow("%s identity", qPrintable(folder)) << bin + u"esp_cert_private_key.bin"_s << identity;
    }
}

// What the SDK's own scripts made: read, and written again byte for byte.
void TestWireBlob::golden()
{
    QFETCH(QString, file);
    const QByteArray blob = tight(wire_test::data_file(file));
    const Walk result = walk(blob);
    QCOMPARE(result.last, BlobStep::end);
    QTEST(result.names, "names");
    QVERIFY(blob.size() <= blob_limit_axtls);

    QByteArray out(blob.size(), '\0');
    BlobWriter writer({ reinterpret_cast<uint8_t *>(out.data()), static_cast<uint32_t>(out.size()) });
    for (qsizetype i = 0; i < result.names.size(); ++i) {
        QCOMPARE(blob_payload_kind(view(result.payloads[i])), BlobPayload::pem);
        QVERIFY(writer.add(result.names[i].constData(), view(result.payloads[i])));
    }
    QCOMPARE(out, blob);
}

QTEST_APPLESS_MAIN(TestWireBlob)
#include "tst_wire_blob.moc"
