// SPDX-License-Identifier: Apache-2.0
#include "core/wire/agent_settings.h"
#include "core/wire/crc.h"
#include "tests/wire/wire_support.h"

#include <QtEndian>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal::wire;
using namespace wire_test;

namespace {

QByteArray encode(const AgentSettings &settings)
{
    QByteArray out(agent_settings_max, '\0');
    const uint32_t size = encode_agent_settings(settings, { reinterpret_cast<uint8_t *>(out.data()), static_cast<uint32_t>(out.size()) });
    return out.first(size);
}

QByteArray little(quint32 value, int bytes)
{
    const quint32 swapped = qToLittleEndian(value);
    return QByteArray(reinterpret_cast<const char *>(&swapped), bytes);
}

// A record as another writer would make it, from the header's description.
QByteArray record(quint32 generation, const QByteArray &body)
{
    const QByteArray head = little(generation, 4) + little(static_cast<quint32>(body.size()), 2);
    return "ESPSEAL\x01"_ba + head + little(crc32(view(head + body)), 4) + body;
}

AgentSettingsStatus decode(const QByteArray &sector, AgentSettings &settings)
{
    const QByteArray exact = tight(sector);
    return decode_agent_settings(view(exact), settings);
}

bool same(const AgentSettings &a, const AgentSettings &b)
{
    return a.generation == b.generation && a.role == b.role && QByteArray(a.host) == QByteArray(b.host) && a.remote_port == b.remote_port
        && a.local_port == b.local_port && a.ca_sector == b.ca_sector && a.identity_sector == b.identity_sector && a.client_verifies == b.client_verifies
        && a.client_authenticates == b.client_authenticates && a.server_verifies == b.server_verifies && a.check_name == b.check_name
        && a.buffer_size == b.buffer_size && a.unix_time_floor == b.unix_time_floor && a.reconnect_seconds == b.reconnect_seconds
        && a.emit_keylog == b.emit_keylog;
}

AgentSettings everything()
{
    AgentSettings settings;
    settings.generation = 0xFFFFFFFE;
    settings.role = AgentRole::both;
    memset(settings.host, 'h', agent_host_max);
    settings.remote_port = 65535;
    settings.local_port = 0;
    settings.ca_sector = 0x7B;
    settings.identity_sector = 0x7C;
    settings.client_verifies = true;
    settings.client_authenticates = true;
    settings.server_verifies = true;
    settings.check_name = false;
    settings.buffer_size = 8192;
    settings.unix_time_floor = 0xFFFFFFFF;
    settings.reconnect_seconds = 0;
    settings.emit_keylog = true;
    return settings;
}

} // namespace

class TestWireSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survive();
    void layout();
    void golden();
    void read_from_other_writers_data();
    void read_from_other_writers();
    void say_what_is_wrong_data();
    void say_what_is_wrong();
    void cut_off_anywhere();
    void any_flipped_bit_is_seen();
    void need_room();
};

void TestWireSettings::survive()
{
    for (const AgentSettings &settings : { AgentSettings(), everything() }) {
        const QByteArray sector = encode(settings).leftJustified(4096, '\xFF');
        AgentSettings read;
        read.local_port = 1;
        QCOMPARE(decode(sector, read), AgentSettingsStatus::ok);
        QVERIFY(same(read, settings));
    }
}

void TestWireSettings::layout()
{
    const QByteArray bytes = encode(everything());
    QVERIFY(bytes.startsWith("ESPSEAL\x01\xFE\xFF\xFF\xFF"_ba));
    QCOMPARE(bytes.size(), qsizetype(agent_settings_header) + qFromLittleEndian<quint16>(bytes.constData() + 12));
    QVERIFY(bytes.size() <= qsizetype(agent_settings_max));
    QCOMPARE(bytes, record(0xFFFFFFFE, bytes.sliced(agent_settings_header)));
}

// Made by a script from the header's description.
void TestWireSettings::golden()
{
    const QByteArray bytes = data_file(u"agent/settings.bin"_s);
    AgentSettings settings;
    QCOMPARE(decode(bytes.leftJustified(4096, '\xFF'), settings), AgentSettingsStatus::ok);
    QCOMPARE(settings.generation, 7u);
    QCOMPARE(settings.role, AgentRole::both);
    QCOMPARE(QByteArray(settings.host), "broker.example"_ba);
    QCOMPARE(settings.remote_port, 8883);
    QCOMPARE(settings.local_port, 4433);
    QCOMPARE(settings.ca_sector, 0x7B);
    QCOMPARE(settings.identity_sector, 0x7C);
    QVERIFY(settings.client_verifies && settings.client_authenticates && !settings.server_verifies && settings.check_name);
    QCOMPARE(settings.buffer_size, 4096);
    QCOMPARE(settings.unix_time_floor, 1735689600u);
    QCOMPARE(settings.reconnect_seconds, 5);
    QCOMPARE(encode(settings), bytes);
}

void TestWireSettings::read_from_other_writers_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("port");
    QTest::newRow("no fields: defaults") << QByteArray() << ""_ba << 443;
    QTest::newRow("some fields") << "\x02\x04host\x03\x02\xB3\x22"_ba << "host"_ba << 8883;
    QTest::newRow("other order") << "\x03\x02\xB3\x22\x02\x04host"_ba << "host"_ba << 8883;
    QTest::newRow("unknown fields") << "\xF0\x03xyz\x03\x02\xB3\x22\xF1"_ba + '\0' + "\x02\x04host"_ba << "host"_ba << 8883;
    QTest::newRow("number of one byte") << "\x03\x01\x50"_ba << ""_ba << 80;
    QTest::newRow("number of four bytes") << "\x03\x04\x50"_ba + QByteArray(3, '\0') << ""_ba << 80;
    QTest::newRow("host twice, the shorter one last") << "\x02\x04host\x02\x01h"_ba << "h"_ba << 443;
}

void TestWireSettings::read_from_other_writers()
{
    QFETCH(QByteArray, body);
    AgentSettings settings;
    QCOMPARE(decode(record(3, body), settings), AgentSettingsStatus::ok);
    QCOMPARE(settings.generation, 3u);
    QTEST(QByteArray(settings.host), "host");
    QTEST(int(settings.remote_port), "port");
    QVERIFY(settings.check_name);
}

void TestWireSettings::say_what_is_wrong_data()
{
    QTest::addColumn<QByteArray>("sector");
    QTest::addColumn<AgentSettingsStatus>("status");
    const auto damaged = [](const char *name, const QByteArray &body) { QTest::newRow(name) << record(1, body) << AgentSettingsStatus::damaged; };

    QTest::newRow("nothing") << QByteArray() << AgentSettingsStatus::erased;
    QTest::newRow("erased") << QByteArray(4096, '\xFF') << AgentSettingsStatus::erased;
    QTest::newRow("zeros") << QByteArray(4096, '\0') << AgentSettingsStatus::not_settings;
    QTest::newRow("code") << "\xE9\x03\x02\x40"_ba.leftJustified(4096, 'c') << AgentSettingsStatus::not_settings;
    QTest::newRow("later format") << "ESPSEAL\x02"_ba.leftJustified(4096, '\0') << AgentSettingsStatus::not_settings;
    QTest::newRow("longer than its bytes") << record(1, "\x03\x02\xB3\x22"_ba).chopped(1) << AgentSettingsStatus::truncated;
    QTest::newRow("longer than a record can be") << record(1, QByteArray(239, '\0')) << AgentSettingsStatus::damaged;
    QTest::newRow("magic, then erased") << "ESPSEAL\x01"_ba.leftJustified(4096, '\xFF') << AgentSettingsStatus::damaged;
    damaged("field without length", "\x03"_ba);
    damaged("field cut off", "\x03\x02\xB3"_ba);
    damaged("empty number", "\x03"_ba + '\0');
    damaged("port above 65535", "\x03\x03\x01\x02\x03"_ba);
    damaged("number of five bytes", "\x0C\x05\x01\x02\x03\x04\x05"_ba);
    damaged("unknown role", "\x01\x01\x04"_ba);
    damaged("flag of 2", "\x07\x01\x02"_ba);
    damaged("buffer of 0", "\x0B\x01"_ba + '\0');
    damaged("buffer of 8193", "\x0B\x02\x01\x20"_ba);
    damaged("host too long", "\x02\x40"_ba + QByteArray(64, 'h'));
    damaged("NUL in the host",
        "\x02\x03"
        "a\0b"_ba);
}

// Settings that cannot be read are left alone.
void TestWireSettings::say_what_is_wrong()
{
    QFETCH(QByteArray, sector);
    AgentSettings settings = everything();
    QTEST(decode(sector, settings), "status");
    QVERIFY(same(settings, everything()));
}

void TestWireSettings::cut_off_anywhere()
{
    const QByteArray whole = encode(everything());
    AgentSettings settings;
    for (qsizetype size = 1; size < whole.size(); ++size)
        QCOMPARE(decode(whole.first(size), settings), AgentSettingsStatus::truncated);
}

void TestWireSettings::any_flipped_bit_is_seen()
{
    const QByteArray whole = encode(everything());
    for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
        QByteArray flipped = whole;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        AgentSettings settings;
        QCOMPARE_NE(decode(flipped, settings), AgentSettingsStatus::ok);
    }
}

void TestWireSettings::need_room()
{
    uint8_t out[agent_settings_max] = {};
    QCOMPARE(encode_agent_settings(everything(), { out, agent_settings_max - 1 }), 0u);
    QCOMPARE(out[0], 0);
    QVERIFY(encode_agent_settings(everything(), { out, agent_settings_max }) > 0);
}

QTEST_APPLESS_MAIN(TestWireSettings)
#include "tst_wire_settings.moc"
