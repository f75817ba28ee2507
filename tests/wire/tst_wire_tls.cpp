// SPDX-License-Identifier: Apache-2.0
// TLS records and handshake messages, drawn as bytes and as OpenSSL writes them; names against OpenSSL and the RFCs.
#include "core/wire/tls_reader.h"
#include "tests/wire/wire_support.h"

#include <QRegularExpression>
#include <QtTest/QtTest>

#include <openssl/ssl.h>

using namespace Qt::StringLiterals;
using namespace espseal::wire;
using namespace wire_test;

namespace {

// Writes down what the reader finds, one short word each.
class WritingSink final : public TlsReaderSink {
public:
    void record(const TlsRecord &record) override
    {
        found.append(u"R%1:%2%3"_s.arg(record.type).arg(record.length).arg(record.encrypted ? u"e"_s : QString()));
        version = record.version;
    }
    void handshake(const TlsHandshake &message) override { found.append(u"H"_s + word(message)); }
    void handshake_end(const TlsHandshake &message) override { found.append(u"/"_s + word(message)); }
    void alert(const TlsAlert &alert) override
    {
        found.append(alert.encrypted ? u"Ae%1%2"_s.arg(alert.level).arg(alert.description) : u"A%1.%2"_s.arg(alert.level).arg(alert.description));
    }
    void not_tls(uint8_t first_byte) override { found.append(u"!%1"_s.arg(first_byte)); }

    QStringList found;
    uint16_t version = 0;

private:
    static QString word(const TlsHandshake &message) { return u"%1:%2%3"_s.arg(message.type).arg(message.length).arg(message.encrypted ? u"e"_s : QString()); }
};

QByteArray record(int type, const QByteArray &fragment)
{
    return QByteArray() + char(type) + "\x03\x03"_ba + char(fragment.size() >> 8) + char(fragment.size()) + fragment;
}

QByteArray message(int type, qsizetype size)
{
    return QByteArray() + char(type) + char(size >> 16) + char(size >> 8) + char(size) + QByteArray(size, '\x15');
}

const QByteArray change_cipher_spec = record(20, "\x01"_ba);
const QByteArray finished = record(22, QByteArray(40, '\x02'));

} // namespace

class TestWireTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void resets();
    void recorded_data();
    void recorded();
    void names_data();
    void names();
    void suite_names_as_openssl();
    void suite_names_are_complete();
};

void TestWireTls::reads_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QString>("found");

    const QByteArray hello = message(2, 70);
    const QByteArray chain = message(11, 900);
    const QByteArray done = message(14, 0);
    QTest::newRow("nothing") << QByteArray() << u""_s;
    QTest::newRow("header cut off") << hello.first(3).prepend('\x16') << u""_s;
    QTest::newRow("message") << record(22, hello) << u"R22:74 H2:70 /2:70"_s;
    QTest::newRow("empty message") << record(22, done) << u"R22:4 H14:0 /14:0"_s;
    QTest::newRow("several in one record") << record(22, hello + chain + done) << u"R22:982 H2:70 /2:70 H11:900 /11:900 H14:0 /14:0"_s;
    QTest::newRow("over two records") << record(22, chain.first(500)) + record(22, chain.sliced(500)) << u"R22:500 H11:900 R22:404 /11:900"_s;
    QTest::newRow("over three records with others") << record(22, hello + chain.first(10)) + record(22, chain.sliced(10, 800))
            + record(22, chain.sliced(810) + done) << u"R22:84 H2:70 /2:70 H11:900 R22:800 R22:98 /11:900 H14:0 /14:0"_s;
    QTest::newRow("header over two records") << record(22, hello.first(2)) + record(22, hello.sliced(2)) << u"R22:2 R22:72 H2:70 /2:70"_s;
    QTest::newRow("one byte a record") << record(22, done.first(1)) + record(22, done.sliced(1, 1)) + record(22, done.sliced(2, 1)) + record(22, done.sliced(3))
                                       << u"R22:1 R22:1 R22:1 R22:1 H14:0 /14:0"_s;
    QTest::newRow("message of 16 MB begins") << record(22, "\x0B\xFF\xFF\xFF"_ba + QByteArray(2000, 'x')) << u"R22:2004 H11:16777215"_s;
    QTest::newRow("alert") << record(21, "\x02\x28"_ba) << u"R21:2 A2.40"_s;
    QTest::newRow("close_notify") << record(21, QByteArray("\x01\0", 2)) << u"R21:2 A1.0"_s;
    QTest::newRow("two alerts in one record") << record(21, "\x01\x29\x02\x30"_ba) << u"R21:4 A1.41 A2.48"_s;
    QTest::newRow("alert over two records") << record(21, "\x02"_ba) + record(21, "\x30"_ba) << u"R21:1 R21:1 A2.48"_s;
    QTest::newRow("alert inside a message's header") << record(22, chain.first(2)) + record(21, "\x02\x2A"_ba) << u"R22:2 R21:2 A2.42"_s;
    QTest::newRow("warning between a message's records")
        << record(22, chain.first(500)) + record(21, "\x01\x2A"_ba) + record(22, chain.sliced(500)) << u"R22:500 H11:900 R21:2 A1.42 R22:404 /11:900"_s;
    QTest::newRow("finished") << change_cipher_spec + finished << u"R20:1 R22:40e H20:40e /20:40e"_s;
    QTest::newRow("application data") << change_cipher_spec + finished + record(23, QByteArray(300, '\x16')) << u"R20:1 R22:40e H20:40e /20:40e R23:300e"_s;
    QTest::newRow("empty application data") << change_cipher_spec + record(23, {}) + record(23, {}) << u"R20:1 R23:0e R23:0e"_s;
    QTest::newRow("encrypted alert") << change_cipher_spec + finished + record(21, QByteArray(26, '\x02')) << u"R20:1 R22:40e H20:40e /20:40e R21:26e Ae00"_s;
    QTest::newRow("renegotiation") << change_cipher_spec + finished + finished + record(20, QByteArray(24, 'x')) + finished
                                   << u"R20:1 R22:40e H20:40e /20:40e R22:40e H255:40e /255:40e R20:24e R22:40e H20:40e /20:40e"_s;
    QTest::newRow("change inside a message") << record(22, chain.first(100)) + change_cipher_spec + finished
                                             << u"R22:100 H11:900 R20:1 R22:40e H20:40e /20:40e"_s;
    QTest::newRow("longest fragment") << record(23, QByteArray(16384 + 2048, 'x')) << u"R23:18432"_s;
    QTest::newRow("fragment too long") << record(23, QByteArray(16384 + 2049, 'x')) + record(22, hello) << u"!23"_s;
    QTest::newRow("HTTP") << "GET / HTTP/1.0\r\n"_ba + record(22, hello) << u"!71"_s;
    QTest::newRow("SSL 2") << "\x80\x2E\x01\x03\x01"_ba << u"!128"_s;
    QTest::newRow("heartbeat") << record(24, "\x01"_ba) << u"!24"_s;
    QTest::newRow("noise behind a record") << record(22, done) + '\0' + record(22, done) << u"R22:4 H14:0 /14:0 !0"_s;
    QTest::newRow("empty handshake record") << record(22, {}) + record(22, done) << u"R22:0 R22:4 H14:0 /14:0"_s;
    QTest::newRow("empty change") << record(20, {}) + record(22, done) << u"R20:0 R22:4 H14:0 /14:0"_s;
}

void TestWireTls::reads()
{
    QFETCH(QByteArray, stream);
    for (const qsizetype step : { std::max(stream.size(), 1_n), 1_n, 3_n }) {
        WritingSink sink;
        TlsReader reader;
        for (qsizetype at = 0; at < stream.size(); at += step) {
            const QByteArray piece = tight(stream.sliced(at, std::min(step, stream.size() - at)));
            reader.feed(view(piece), sink);
        }
        QTEST(sink.found.join(u' '), "found");
    }
}

void TestWireTls::resets()
{
    WritingSink sink;
    TlsReader reader;
    const QByteArray half = record(22, message(11, 900)).first(300);
    reader.feed(view(half), sink);
    reader.reset();
    reader.feed(view(change_cipher_spec), sink);
    reader.feed(view("GET"_ba), sink);
    reader.reset();
    sink.found.clear();
    reader.feed(view(record(22, message(14, 0))), sink);
    QCOMPARE(sink.found.join(u' '), u"R22:4 H14:0 /14:0"_s);
    QCOMPARE(sink.version, 0x0303);
}

void TestWireTls::recorded_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("found");
    QTest::newRow("client") << u"tls/client-to-server.bin"_s << u"R22 H1 /1 R22 H11 /11 R22 H16 /16 R22 H15 /15 R20 R22e H20e /20e R23e R21e Ae"_s;
    QTest::newRow("server") << u"tls/server-to-client.bin"_s
                            << u"R22 H2 /2 R22 H11 /11 R22 H12 /12 R22 H13 /13 R22 H14 /14 R22 H4 /4 R20 R22e H20e /20e R23e"_s;
}

// A session between two OpenSSLs, mutual authentication; the lengths are left out, some change with the keys.
void TestWireTls::recorded()
{
    QFETCH(QString, file);
    WritingSink sink;
    TlsReader reader;
    const QByteArray stream = tight(data_file(file));
    reader.feed(view(stream), sink);
    static const QRegularExpression length(u":[0-9]+|(?<=Ae)00"_s);
    QTEST(sink.found.join(u' ').remove(length), "found");
    QCOMPARE(sink.version, 0x0303);
}

void TestWireTls::names_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char *name, const char *wanted) { QTest::newRow(wanted) << QByteArray(name) << QByteArray(wanted); };

    row(record_type_name(20), "change_cipher_spec");
    row(record_type_name(23), "application_data");
    row(handshake_name(handshake_hello_request), "hello_request");
    row(handshake_name(handshake_new_session_ticket), "new_session_ticket");
    row(handshake_name(handshake_client_key_exchange), "client_key_exchange");
    row(handshake_name(handshake_finished), "finished");
    row(version_name(0x0300), "SSL 3.0");
    row(version_name(0x0303), "TLS 1.2");
    row(cipher_suite_name(0xC02B), "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    row(cipher_suite_name(0x0005), "TLS_RSA_WITH_RC4_128_SHA");

    // RFC 5246 7.2 and RFC 8446 6, in the RFCs' order.
    const std::pair<uint8_t, const char *> alerts[] = { { 0, "close_notify" }, { 10, "unexpected_message" }, { 20, "bad_record_mac" },
        { 21, "decryption_failed" }, { 22, "record_overflow" }, { 30, "decompression_failure" }, { 40, "handshake_failure" }, { 41, "no_certificate" },
        { 42, "bad_certificate" }, { 43, "unsupported_certificate" }, { 44, "certificate_revoked" }, { 45, "certificate_expired" },
        { 46, "certificate_unknown" }, { 47, "illegal_parameter" }, { 48, "unknown_ca" }, { 49, "access_denied" }, { 50, "decode_error" },
        { 51, "decrypt_error" }, { 60, "export_restriction" }, { 70, "protocol_version" }, { 71, "insufficient_security" }, { 80, "internal_error" },
        { 86, "inappropriate_fallback" }, { 90, "user_canceled" }, { 100, "no_renegotiation" }, { 109, "missing_extension" }, { 110, "unsupported_extension" },
        { 112, "unrecognized_name" }, { 113, "bad_certificate_status_response" }, { 115, "unknown_psk_identity" }, { 116, "certificate_required" },
        { 120, "no_application_protocol" } };
    for (const auto &[number, name] : alerts)
        row(alert_name(number), name);

    QTest::newRow("no record") << QByteArray(record_type_name(24)) << "unknown"_ba;
    QTest::newRow("no handshake message") << QByteArray(handshake_name(handshake_unknown)) << "unknown"_ba;
    QTest::newRow("no alert") << QByteArray(alert_name(255)) << "unknown"_ba;
    QTest::newRow("no version") << QByteArray(version_name(0x0002)) << "unknown"_ba;
    QTest::newRow("no suite") << QByteArray(cipher_suite_name(0xFFFF)) << "unknown"_ba;
}

void TestWireTls::names()
{
    QFETCH(QByteArray, name);
    QTEST(name, "wanted");
}

void TestWireTls::suite_names_as_openssl()
{
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
    QCOMPARE(SSL_CTX_set_cipher_list(context.get(), "ALL:COMPLEMENTOFALL:@SECLEVEL=0"), 1);
    STACK_OF(SSL_CIPHER) *ciphers = SSL_CTX_get_ciphers(context.get());
    int compared = 0;
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
        const SSL_CIPHER *cipher = sk_SSL_CIPHER_value(ciphers, i);
        const QByteArray ours = cipher_suite_name(SSL_CIPHER_get_protocol_id(cipher));
        if (ours == "unknown" || QByteArrayView(SSL_CIPHER_standard_name(cipher)).startsWith("SRP"))
            continue;
        QCOMPARE(ours, QByteArray(SSL_CIPHER_standard_name(cipher)));
        ++compared;
    }
    QCOMPARE_GT(compared, 100);
}

// The ranges that BearSSL's br_ssl_suite constants, mbedTLS 2.2's ssl_ciphersuites.h and axTLS take their suites from.
void TestWireTls::suite_names_are_complete()
{
    const std::pair<int, int> ranges[] = { { 0x0001, 0x0002 }, { 0x0004, 0x0005 }, { 0x0009, 0x000A }, { 0x0015, 0x0016 }, { 0x002C, 0x0046 },
        { 0x0067, 0x006D }, { 0x0084, 0x0095 }, { 0x009C, 0x00C5 }, { 0xC001, 0xC019 }, { 0xC023, 0xC03B }, { 0xC072, 0xC0AF }, { 0xCCA8, 0xCCAE } };
    QSet<QByteArray> seen;
    for (const auto &[from, to] : ranges) {
        for (int suite = from; suite <= to; ++suite) {
            const QByteArray name = cipher_suite_name(static_cast<uint16_t>(suite));
            QVERIFY2(name.startsWith("TLS_"), QByteArray::number(suite, 16).constData());
            QVERIFY2(!seen.contains(name), name.constData());
            seen.insert(name);
        }
    }
}

QTEST_APPLESS_MAIN(TestWireTls)
#include "tst_wire_tls.moc"
