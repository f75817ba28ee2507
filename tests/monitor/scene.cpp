// SPDX-License-Identifier: Apache-2.0
#include "tests/monitor/scene.h"

#include <QDate>
#include <QTest>
#include <QTimeZone>

#include "core/wire/tls_reader.h"
#include "core/wire/trace_frame.h"

#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

class Stage {
public:
    void act(const QString &line)
    {
        words_ = line.split(u' ', Qt::SkipEmptyParts);
        const auto action = actions().find(words_.constFirst());
        if (action == actions().end())
            QFAIL(qPrintable(u"no such line in a scene: "_s + line));
        line_ = line;
        (this->*action->second)();
    }
    QByteArray bytes;

private:
    using Action = void (Stage::*)();

    static const std::map<QString, Action> &actions()
    {
        static const std::map<QString, Action> known { { u"hello"_s, &Stage::hello }, { u"settings"_s, &Stage::settings }, { u"start"_s, &Stage::start },
            { u"blob"_s, &Stage::blob }, { u"->"_s, &Stage::message }, { u"<-"_s, &Stage::message }, { u"cert"_s, &Stage::cert }, { u"alert"_s, &Stage::alert },
            { u"record"_s, &Stage::record }, { u"negotiated"_s, &Stage::negotiated }, { u"done"_s, &Stage::done }, { u"app"_s, &Stage::app },
            { u"memory"_s, &Stage::memory }, { u"tcp"_s, &Stage::tcp }, { u"error"_s, &Stage::error }, { u"end"_s, &Stage::end }, { u"say"_s, &Stage::say },
            { u"lost"_s, &Stage::lost }, { u"reboot"_s, &Stage::reboot }, { u"in"_s, &Stage::in_session } };
        return known;
    }

    template <class T> void emit_frame(T event)
    {
        std::array<std::uint8_t, wire::frame_body_max> body = {};
        std::array<std::uint8_t, wire::frame_encoded_max> frame = {};
        uptime_us_ += delta_us;
        const std::uint32_t size = wire::encode_body(delta_us, event, { body.data(), wire::frame_body_max });
        const std::uint32_t encoded
            = wire::encode_frame(static_cast<std::uint8_t>(T::kind), seq_++, T::schema, { body.data(), size }, { frame.data(), frame.size() });
        QVERIFY(size > 0 && encoded > 0);
        bytes.append(reinterpret_cast<const char *>(frame.data()), encoded);
    }

    [[nodiscard]] QString word(qsizetype index) const { return words_.value(index); }
    template <class T> [[nodiscard]] T number(qsizetype index) const { return static_cast<T>(word(index).toLongLong(nullptr, 0)); }
    [[nodiscard]] bool has(const QString &wanted) const { return words_.contains(wanted); }
    [[nodiscard]] qint64 value(const QString &key) const
    {
        for (const QString &each : words_) {
            if (each.startsWith(key + u'='))
                return each.sliced(key.size() + 1).toLongLong(nullptr, 0);
        }
        return 0;
    }
    [[nodiscard]] wire::Direction direction(qsizetype index) const { return word(index) == "->"_L1 ? wire::Direction::sent : wire::Direction::received; }
    wire::Text kept(const QString &text)
    {
        utf8_.append(text.toUtf8());
        return { utf8_.constLast().constData(), static_cast<std::uint32_t>(utf8_.constLast().size()) };
    }
    static std::uint64_t seconds(const QString &date)
    {
        return static_cast<std::uint64_t>(QDate::fromString(date, Qt::ISODate).startOfDay(QTimeZone::UTC).toSecsSinceEpoch());
    }

    void hello()
    {
        static constexpr std::array<std::uint8_t, 6> mac { 0x5c, 0xcf, 0x7f, 1, 2, 3 };
        wire::Hello event;
        event.uptime_us = uptime_us_ + delta_us;
        event.firmware = kept(u"espseal-agent 0.1.0"_s);
        event.flavour = kept(u"BearSSL 0.6"_s);
        event.mac = { mac.data(), mac.size() };
        event.buffer_size = 2048;
        event.flash_size = 1u << 20;
        emit_frame(event);
    }
    void settings()
    {
        wire::Settings event;
        if (word(1) != "none"_L1) {
            event.sector = 0xFA;
            event.role = word(1) == "server"_L1 ? 1 : word(1) == "client"_L1 ? 2 : 0;
            event.host = kept(word(2));
            event.client_authenticates = has(u"authenticates"_s);
        }
        emit_frame(event);
    }
    void start()
    {
        wire::SessionStart event;
        event.session = ++session_;
        event.role = word(1) == "server"_L1 ? wire::TlsRole::server : wire::TlsRole::client;
        event.peer = kept(word(2));
        event.verifies = has(u"verifies"_s);
        event.mutual = has(u"mutual"_s);
        event.buffer_size = 2048;
        emit_frame(event);
    }
    void blob()
    {
        static const QStringList verdicts { u"ok"_s, u"erased"_s, u"no-blob"_s, u"truncated"_s, u"missing-entry"_s, u"bad-payload"_s, u"outside-flash"_s };
        wire::BlobRead event;
        event.role = word(1) == "ca"_L1 ? wire::BlobRole::ca : wire::BlobRole::identity;
        event.sector = number<std::uint16_t>(2);
        event.verdict = static_cast<wire::BlobVerdict>(verdicts.indexOf(word(3)));
        event.name = kept(word(4));
        event.length = number<std::uint32_t>(5);
        emit_frame(event);
    }
    void message()
    {
        if (word(1) == "ChangeCipherSpec"_L1) {
            emit_frame(wire::Record { direction(0), 20, 0x0303, 1, false });
            return;
        }
        static const std::map<QString, std::uint8_t> types { { u"ClientHello"_s, 1 }, { u"ServerHello"_s, 2 }, { u"Certificate"_s, 11 },
            { u"ServerKeyExchange"_s, 12 }, { u"CertificateRequest"_s, 13 }, { u"ServerHelloDone"_s, 14 }, { u"CertificateVerify"_s, 15 },
            { u"ClientKeyExchange"_s, 16 }, { u"Finished"_s, 20 } };
        wire::Message event;
        event.direction = direction(0);
        event.type = types.at(word(1));
        event.length = number<std::uint32_t>(2);
        event.encrypted = has(u"encrypted"_s);
        event.compute_us = static_cast<std::uint32_t>(value(u"compute"_s));
        event.blocked_us = static_cast<std::uint32_t>(value(u"blocked"_s));
        emit_frame(event);
    }
    void cert()
    {
        std::array<std::uint8_t, wire::fingerprint::size> digest = {};
        digest.fill(0xAB);
        wire::Certificate event;
        event.direction = direction(1);
        event.depth = number<std::uint8_t>(2);
        event.length = 700;
        event.sha256 = { digest.data(), digest.size() };
        event.key_type = word(3) == "RSA"_L1 ? 1 : 2;
        event.key_bits = number<std::uint32_t>(4);
        event.not_before = seconds(word(5));
        event.not_after = seconds(word(6));
        event.verdict = number<std::uint32_t>(7);
        event.checked = event.direction == wire::Direction::received;
        emit_frame(event);
    }
    void alert() { emit_frame(wire::Alert { direction(1), 2, number<std::uint8_t>(2), has(u"encrypted"_s) }); }
    void record() { emit_frame(wire::Record { direction(1), number<std::uint8_t>(2), 0x0303, number<std::uint32_t>(3), true }); }
    void negotiated() { emit_frame(wire::Negotiated { number<std::uint16_t>(1), number<std::uint16_t>(2), 23, false }); }
    void done() { emit_frame(wire::HandshakeDone { 900'000, 600'000, 300'000 }); }
    void app() { emit_frame(wire::Application { direction(1), number<std::uint32_t>(2) }); }
    void memory() { emit_frame(wire::Memory { number<std::uint32_t>(1), number<std::uint32_t>(2), number<std::uint32_t>(3), number<std::uint32_t>(4) }); }
    void tcp()
    {
        static const QStringList events { u"opened"_s, u"closed"_s, u"refused"_s, u"reset"_s, u"timed-out"_s, u"unreachable"_s, u"listening"_s };
        const QStringList address = word(2).split(u':');
        emit_frame(wire::Tcp { static_cast<wire::TcpEvent>(events.indexOf(word(1))), 40000, address.value(1).toUShort(), kept(address.value(0)), 0 });
    }
    void error()
    {
        const qsizetype colon = line_.indexOf(u':');
        const QString where = line_.first(colon).section(u' ', 3);
        emit_frame(wire::RuntimeError { number<std::int32_t>(1), number<std::uint32_t>(2), kept(where), kept(line_.sliced(colon + 2)) });
    }
    void end()
    {
        wire::SessionEnd event;
        event.session = session_;
        event.tls_error = static_cast<std::uint32_t>(value(u"tls"_s));
        event.callback_error = static_cast<std::int32_t>(value(u"cb"_s));
        event.handshake_was_done = has(u"done"_s);
        event.bytes_received = static_cast<std::uint32_t>(value(u"received"_s));
        event.bytes_sent = static_cast<std::uint32_t>(value(u"sent"_s));
        emit_frame(event);
    }
    void say() { bytes.append(line_.sliced(4).toUtf8()).append("\r\n"); }
    void in_session() { emit_frame(wire::InSession { number<std::uint32_t>(1) }); }
    void lost() { seq_ = static_cast<std::uint8_t>(seq_ + number<std::uint8_t>(1)); }
    void reboot()
    {
        seq_ = 0;
        session_ = 0;
        uptime_us_ = 0;
        hello();
    }

    static constexpr std::uint64_t delta_us = 10'000;
    QStringList words_;
    QString line_;
    QList<QByteArray> utf8_;
    std::uint8_t seq_ = 0;
    std::uint32_t session_ = 0;
    std::uint64_t uptime_us_ = 5'000'000;
};

} // namespace

QByteArray scene(const QString &text)
{
    Stage stage;
    for (const QString &line : text.split(u'\n')) {
        if (!line.trimmed().isEmpty())
            stage.act(line.trimmed());
    }
    return stage.bytes;
}

std::unique_ptr<Monitor> watched(const QByteArray &bytes, HostTime now)
{
    auto monitor = std::make_unique<Monitor>();
    monitor->feed(span_of(bytes), now);
    monitor->quiet(now);
    return monitor;
}

Session last_session(const QString &text)
{
    const auto monitor = watched(scene(text));
    const QList<Session> &sessions = monitor->builder().sessions();
    return sessions.isEmpty() ? Session() : sessions.constLast();
}

} // namespace espseal::monitor
