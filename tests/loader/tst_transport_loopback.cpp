// SPDX-License-Identifier: Apache-2.0
#include "core/loader/loopback.h"
#include "tests/loader/transport_suite.h"

using namespace espseal;
using namespace espseal::loader;
using namespace std::chrono_literals;

namespace {

class FarEnd final : public test::FarSide {
public:
    explicit FarEnd(std::unique_ptr<LoopbackTransport> end)
        : end_(std::move(end))
    {
    }

    void send(const QByteArray &bytes) override
    {
        const std::span view(reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()));
        QVERIFY(end_->write(view, wait_for(10s)));
    }
    QByteArray receive(qsizetype count) override
    {
        QByteArray got;
        while (got.size() < count) {
            const Result<Bytes> bytes = end_->read(static_cast<std::size_t>(count - got.size()), wait_for(10s));
            if (!bytes || bytes->empty())
                break;
            got.append(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size()));
        }
        return got;
    }
    void hang_up() override { end_->close(); }

private:
    std::unique_ptr<LoopbackTransport> end_;
};

} // namespace

class TestTransportLoopback : public test::TransportSuite {
    Q_OBJECT
protected:
    test::Connection connect() override
    {
        LoopbackTransport::Pair pair = LoopbackTransport::make({ .lines = true, .lines_together = true });
        return { std::make_unique<FarEnd>(std::move(pair.board)), std::move(pair.host) };
    }
    bool has_lines() const override { return true; }

private Q_SLOTS:
    void the_other_end_sees_lines_and_speed()
    {
        const LoopbackTransport::Pair pair = LoopbackTransport::make({ .lines = true });
        QVERIFY(pair.host->set_lines({ .dtr = false, .rts = true }));
        QVERIFY(pair.host->set_baud(74880));
        QCOMPARE(pair.board->peer_lines(), (Lines { .dtr = false, .rts = true }));
        QCOMPARE(pair.board->peer_baud(), 74880);
    }
};

QTEST_GUILESS_MAIN(TestTransportLoopback)
#include "tst_transport_loopback.moc"
