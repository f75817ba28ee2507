// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/loader/loopback.h"
#include "core/monitor/live_monitor.h"
#include "core/wire/trace_frame.h"
#include "tests/monitor/scene.h"

#include <mutex>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::monitor;

namespace {

// What the monitor's thread handed out.
class Log {
public:
    LiveSink sink()
    {
        return {
            .bytes =
                [this](std::span<const std::uint8_t> bytes, HostTime now) {
                    const std::lock_guard lock(mutex_);
                    monitor_.feed(bytes, now);
                },
            .quiet =
                [this](HostTime now) {
                    const std::lock_guard lock(mutex_);
                    monitor_.quiet(now);
                },
            .lost =
                [this](const Error &error) {
                    const std::lock_guard lock(mutex_);
                    errors_.append(error.code);
                },
            .opened =
                [this] {
                    const std::lock_guard lock(mutex_);
                    opened_ = true;
                },
        };
    }
    qsizetype sessions() const
    {
        const std::lock_guard lock(mutex_);
        return monitor_.builder().sessions().size();
    }
    std::uint64_t lines() const
    {
        const std::lock_guard lock(mutex_);
        return monitor_.counts().console_lines;
    }
    QStringList errors() const
    {
        const std::lock_guard lock(mutex_);
        return errors_;
    }
    bool opened() const
    {
        const std::lock_guard lock(mutex_);
        return opened_;
    }

private:
    mutable std::mutex mutex_;
    Monitor monitor_;
    QStringList errors_;
    bool opened_ = false;
};

PortOpener handing_out(std::unique_ptr<loader::Transport> port)
{
    auto shared = std::make_shared<std::unique_ptr<loader::Transport>>(std::move(port));
    return [shared](const std::stop_token &) -> Result<std::unique_ptr<loader::Transport>> { return std::move(*shared); };
}

// A silent port that keeps what was done to its lines.
class SilentPort final : public loader::Transport {
public:
    explicit SilentPort(std::shared_ptr<QList<loader::Lines>> seen)
        : seen_(std::move(seen))
    {
    }
    Result<void> write(std::span<const std::uint8_t>, const loader::Wait &) override { return {}; }
    Result<loader::Bytes> read(std::size_t, const loader::Wait &wait) override
    {
        while (!wait.until.hasExpired() && !wait.stop.stop_requested())
            std::this_thread::yield();
        return loader::Bytes();
    }
    Result<void> set_baud(int) override { return {}; }
    Result<void> set_lines(loader::Lines lines) override
    {
        seen_->append(lines);
        return {};
    }
    Result<void> discard_input(const std::stop_token &) override { return {}; }
    [[nodiscard]] loader::Capabilities capabilities() const override { return { .lines = true }; }
    [[nodiscard]] QString name() const override { return u"silent"_s; }
    void close() override { }

private:
    std::shared_ptr<QList<loader::Lines>> seen_;
};

bool is_hello_request(const loader::Bytes &bytes)
{
    struct Seen final : wire::FrameSink {
        void frame(const wire::Frame &frame) override { asked = frame.kind == static_cast<std::uint8_t>(wire::EventKind::hello_request); }
        void text(wire::ByteView) override { }
        void damaged(std::uint32_t) override { }
        bool asked = false;
    } seen;
    wire::FrameDecoder decoder(wire::schema_of_kind);
    decoder.feed({ bytes.data(), static_cast<std::uint32_t>(bytes.size()) }, seen);
    return seen.asked;
}

} // namespace

class LiveMonitorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asks_for_hello_and_reads_on()
    {
        auto [host, board] = loader::LoopbackTransport::make();
        Log log;
        const LiveMonitor live(handing_out(std::move(host)), {}, log.sink());
        const auto asked = board->read(256, loader::wait_for(std::chrono::seconds(20)));
        QVERIFY(asked && is_hello_request(*asked));
        QCOMPARE(board->peer_baud(), 115200);
        QVERIFY(log.opened());
        QVERIFY(board->write(span_of(scene(u"hello\nstart client 10.0.0.1:443\n-> ClientHello 9\nend cb=-28"_s)), loader::wait_for(std::chrono::seconds(20))));
        QVERIFY(QTest::qWaitFor([&] { return log.sessions() == 1; }, 20000));
    }

    void silence_ends_a_line()
    {
        auto [host, board] = loader::LoopbackTransport::make();
        Log log;
        const LiveMonitor live(handing_out(std::move(host)), {}, log.sink());
        QVERIFY(board->write(span_of("a prompt without line end> "), loader::wait_for(std::chrono::seconds(20))));
        QVERIFY(QTest::qWaitFor([&] { return log.lines() == 1u; }, 20000));
    }

    void hang_up_is_told_once()
    {
        auto [host, board] = loader::LoopbackTransport::make();
        Log log;
        const LiveMonitor live(handing_out(std::move(host)), {}, log.sink());
        board->close();
        QVERIFY(QTest::qWaitFor([&] { return !log.errors().isEmpty(); }, 20000));
        QCOMPARE(log.errors(), QStringList(u"port-gone"_s));
    }

    void port_that_does_not_open_is_told()
    {
        Log log;
        const LiveMonitor live(opener_of(u"/dev/no-such-port"_s), {}, log.sink());
        QVERIFY(QTest::qWaitFor([&] { return log.errors() == QStringList(u"port-missing"_s); }, 20000));
    }

    void resets_when_asked()
    {
        const auto seen = std::make_shared<QList<loader::Lines>>();
        std::atomic<bool> quiet = false;
        {
            const LiveMonitor live(handing_out(std::make_unique<SilentPort>(seen)), { .reset_device = true },
                { .bytes = {}, .quiet = [&](HostTime) { quiet = true; }, .lost = {}, .opened = {} });
        } // the reset is the first thing that it does; ending waits for it
        QVERIFY(quiet);
        QVERIFY(!seen->isEmpty());
        QCOMPARE(seen->constFirst(), (loader::Lines { .dtr = false, .rts = true }));
        QCOMPARE(seen->constLast(), loader::Lines());
    }

    void ends_at_once()
    {
        auto [host, board] = loader::LoopbackTransport::make();
        Log log;
        {
            const LiveMonitor live(handing_out(std::move(host)), {}, log.sink());
        }
        QVERIFY(log.errors().isEmpty());
    }
};

QTEST_GUILESS_MAIN(LiveMonitorTest)
#include "tst_live_monitor.moc"
