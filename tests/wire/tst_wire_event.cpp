// SPDX-License-Identifier: Apache-2.0
// The events' bodies: round trips, golden bodies, newer and older schemas, broken bodies.
#include <bit>

#include "core/wire/key_event.h"
#include "core/wire/tls_reader.h"
#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"
#include "tests/wire/wire_support.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal::wire;
using namespace wire_test;

namespace {

Text text(const char *characters)
{
    return { characters, static_cast<uint32_t>(strlen(characters)) };
}

// Gives every field of an event another value; the largest one if `largest`.
struct Filler {
    bool largest = false;
    uint32_t next = 1;
    QByteArray store = QByteArray(200, 'z');

    template <class T> void operator()(T &field)
    {
        if constexpr (requires { field.data; })
            field = { reinterpret_cast<decltype(field.data)>(store.constData()), next++ % 33 };
        else if constexpr (std::is_same_v<T, bool>)
            field = (next++ & 1) != 0 || largest;
        else if constexpr (std::is_enum_v<T>)
            field = std::bit_cast<T>(static_cast<std::underlying_type_t<T>>(largest ? 0xFF : next++ % 3)); // also what no enumerator has
        else if constexpr (std::is_signed_v<T>)
            field = largest ? std::numeric_limits<T>::min() : static_cast<T>(-static_cast<T>(next++));
        else
            field = largest ? std::numeric_limits<T>::max() : static_cast<T>(next++);
    }
};

// Fields as text, to compare and to print.
struct Printer {
    QByteArray out;
    template <class T> void operator()(const T &field)
    {
        if constexpr (requires { field.data; })
            out += QByteArray(reinterpret_cast<const char *>(field.data), static_cast<qsizetype>(field.size)).toHex() + ' ';
        else
            out += QByteArray::number(static_cast<qlonglong>(field)) + ' ';
    }
};

template <class Event> QByteArray print(Event event)
{
    Printer printer;
    event.each(printer);
    return printer.out;
}

template <class Event> QByteArray body_of(const Event &event, uint64_t delta = 0)
{
    QByteArray out(frame_body_max, '\0');
    const uint32_t size = encode_body(delta, event, { reinterpret_cast<uint8_t *>(out.data()), static_cast<uint32_t>(out.size()) });
    return tight(out.first(size));
}

template <class Event> void round_trip(bool largest)
{
    Filler filler { largest };
    Event event;
    event.each(filler);
    const QByteArray body = body_of(event, 1234567890123);
    QVERIFY(!body.isEmpty());
    uint64_t delta = 0;
    Event read;
    QVERIFY(decode_body(view(body), delta, read));
    QCOMPARE(delta, 1234567890123u);
    QCOMPARE(print(read), print(event));

    // A body may end behind any field; anywhere else it is cut off.
    int fields = 0;
    auto count = [&fields](const auto &) { ++fields; };
    event.each(count);
    int whole = 0;
    for (qsizetype size = 0; size < body.size(); ++size) {
        const QByteArray cut = tight(body.first(size));
        Event part;
        whole += decode_body(view(cut), delta, part);
    }
    QCOMPARE(whole, fields);
    const QByteArray longer = tight(body + "later fields"_ba);
    QVERIFY(decode_body(view(longer), delta, read));
    QCOMPARE(print(read), print(event));
}

template <class... Events> void round_trips(bool largest)
{
    (round_trip<Events>(largest), ...);
}

template <class... Events> void check_catalogue()
{
    const QList<uint8_t> kinds { static_cast<uint8_t>(Events::kind)... };
    const QList<uint16_t> schemas { Events::schema... };
    QCOMPARE(QSet(kinds.begin(), kinds.end()).size(), kinds.size());
    QCOMPARE(QSet(schemas.begin(), schemas.end()).size(), schemas.size());
    for (qsizetype i = 0; i < kinds.size(); ++i) {
        QCOMPARE(schema_of_kind(kinds[i]), schemas[i]);
        QCOMPARE_NE(QByteArray(event_kind_name(kinds[i])), "unknown"_ba);
    }
}

// One kind in three generations of firmware.
struct Older {
    uint32_t session = 0;
    template <class V> void each(V &v) { v(session); }
};
struct Newer {
    uint32_t session = 0;
    Text peer;
    uint16_t suite = 0xC02B;
    template <class V> void each(V &v) { v(session), v(peer), v(suite); }
};

struct EveryType {
    uint32_t number = 0;
    uint16_t port = 0;
    bool flag = false;
    Direction direction = Direction::received;
    Text name;
    int32_t code = 0;
    template <class V> void each(V &v) { v(number), v(port), v(flag), v(direction), v(name), v(code); }
};

} // namespace

class TestWireEvent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_event_survives_data();
    void every_event_survives();
    void catalogue();
    void unknown_kinds();
    void golden();
    void older_reader_ignores_new_fields();
    void newer_reader_keeps_defaults();
    void other_schema_is_damage_for_its_kind_only();
    void refuses_data();
    void refuses();
    void too_long_for_a_frame();
};

void TestWireEvent::every_event_survives_data()
{
    QTest::addColumn<bool>("largest");
    QTest::newRow("small values") << false;
    QTest::newRow("largest values") << true;
}

void TestWireEvent::every_event_survives()
{
    QFETCH(bool, largest);
    round_trips<Hello, Settings, SessionStart, Tcp, Record, Message, Certificate, BlobRead, Alert, Negotiated, HandshakeDone, SessionEnd, Application, Memory,
        RuntimeError, Dropped, KeyLog, KeyWork, CertificateRequestPart, IdentityProgress, KeyRefused, KeyRequest, CertificatePart>(largest);
}

void TestWireEvent::catalogue()
{
    check_catalogue<Hello, Settings, SessionStart, Tcp, Record, Message, Certificate, BlobRead, Alert, Negotiated, HandshakeDone, SessionEnd, Application,
        Memory, RuntimeError, Dropped, KeyLog, KeyWork, CertificateRequestPart, IdentityProgress, KeyRefused, KeyRequest, CertificatePart>();
    QCOMPARE_NE(schema_of_kind(static_cast<uint8_t>(EventKind::hello_request)), 0);
}

void TestWireEvent::unknown_kinds()
{
    for (const uint8_t kind : { uint8_t(0), uint8_t(0x12), uint8_t(0x7F), uint8_t(0x80), uint8_t(0xFF) }) {
        QCOMPARE(schema_of_kind(kind), 0);
        QCOMPARE(event_kind_name(kind), "unknown");
    }
}

void TestWireEvent::golden()
{
    QHash<QByteArray, QByteArray> bodies;
    const QList<QByteArray> rows = data_file(u"trace/vectors.txt"_s).trimmed().split('\n');
    for (const QByteArray &row : rows)
        bodies.insert(row.split(' ')[0], QByteArray::fromHex(row.split(' ')[4]));

    const QByteArray mac = QByteArray::fromHex("5ccf7f00a1b2");
    QCOMPARE(body_of(Hello { .uptime_us = 1234567,
                 .firmware = text("espseal-agent 0.1.0"),
                 .flavour = text("BearSSL 0.6"),
                 .mac = view(mac),
                 .reset_reason = 2,
                 .buffer_size = 2048,
                 .arena_size = 17432,
                 .stack_size = 5120,
                 .frames_dropped = 3,
                 .flash_size = 4194304,
                 .features = feature_own_key }),
        bodies.value("hello"));
    QCOMPARE(body_of(SessionStart { 7, TlsRole::client, true, true, 4096, text("192.168.4.2:8883") }, 150), bodies.value("session_start"));
    QCOMPARE(body_of(Message { Direction::sent, handshake_certificate, 1204, false, 41200, 127 }, 1048575), bodies.value("message"));
    QCOMPARE(body_of(SessionEnd { 7, -28, 304, false, 0, 0, 2500000 }, 99), bodies.value("session_end"));
    QCOMPARE(body_of(RuntimeError { -12, 0, text("espconn_secure_send"), text("1500 bytes asked, 1024 allowed") }, 5), bodies.value("error"));
}

void TestWireEvent::older_reader_ignores_new_fields()
{
    const QByteArray body = body_of(Newer { 300, text("192.168.4.2:8883"), 0x002F }, 17);
    uint64_t delta = 0;
    Older read;
    QVERIFY(decode_body(view(body), delta, read));
    QCOMPARE(delta, 17u);
    QCOMPARE(read.session, 300u);
}

void TestWireEvent::newer_reader_keeps_defaults()
{
    const QByteArray body = body_of(Older { 300 }, 17);
    uint64_t delta = 0;
    Newer read;
    QVERIFY(decode_body(view(body), delta, read));
    QCOMPARE(read.session, 300u);
    QCOMPARE(read.peer.size, 0u);
    QCOMPARE(read.suite, 0xC02B);
}

void TestWireEvent::other_schema_is_damage_for_its_kind_only()
{
    const KeptFrame memory { static_cast<uint8_t>(EventKind::memory), 1, body_of(Memory { 1, 2, 3, 4 }) };
    const KeptFrame dropped { static_cast<uint8_t>(EventKind::dropped), 2, body_of(Dropped { 1 }) };
    KeepingSink sink;
    FrameDecoder decoder(schema_of_kind);
    const QByteArray stream = framed(memory, schema_hash("memory/2")) + framed(dropped, Dropped::schema);
    decoder.feed(view(stream), sink);
    QCOMPARE(sink.frames, QList { dropped });
    QCOMPARE_GT(sink.damaged_bytes, 0);
    QCOMPARE(sink.text_bytes, QByteArray());
}

void TestWireEvent::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("delta cut off") << "80"_ba;
    QTest::newRow("delta longer than 64 bits") << "ffffffffffffffffff02"_ba;
    QTest::newRow("delta of eleven bytes") << "8080808080808080808000"_ba;
    QTest::newRow("number cut off") << "00 ff"_ba;
    QTest::newRow("number above 32 bits") << "00 8080808010"_ba;
    QTest::newRow("port above 16 bits") << "00 07 808004"_ba;
    QTest::newRow("boolean of 2") << "00 07 ff07 02"_ba;
    QTest::newRow("enumerator above 8 bits") << "00 07 ff07 01 8002"_ba;
    QTest::newRow("text longer than the body") << "00 07 ff07 01 01 03 6162"_ba;
    QTest::newRow("text of 4 GB") << "00 07 ff07 01 01 ffffffff0f"_ba;
    QTest::newRow("code below 32 bits") << "00 07 ff07 01 01 00 8080808010"_ba;
}

void TestWireEvent::refuses()
{
    QFETCH(QByteArray, body);
    body = tight(QByteArray::fromHex(body));
    uint64_t delta = 0;
    EveryType read;
    QVERIFY(!decode_body(view(body), delta, read));
    const QByteArray good = QByteArray::fromHex("00 07 ff07 01 01 02 6162 37");
    QVERIFY(decode_body(view(good), delta, read));
    QCOMPARE(read.code, -28);
}

void TestWireEvent::too_long_for_a_frame()
{
    const QByteArray where(int(frame_body_max), 'w');
    RuntimeError error { -1, 0, { where.constData(), static_cast<uint32_t>(where.size()) }, {} };
    uint8_t out[1000];
    QCOMPARE(encode_body(0, error, { out, sizeof out }), 0u);
    error.where.size = frame_body_max - 6;
    QCOMPARE(encode_body(0, error, { out, sizeof out }), frame_body_max);
    QCOMPARE(encode_body(0, error, { out, frame_body_max - 1 }), 0u);
    error.where.size = frame_body_max - 5;
    QCOMPARE(encode_body(0, error, { out, sizeof out }), 0u);
}

QTEST_APPLESS_MAIN(TestWireEvent)
#include "tst_wire_event.moc"
