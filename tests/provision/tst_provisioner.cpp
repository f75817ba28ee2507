// SPDX-License-Identifier: Apache-2.0
// Provisioning the real virtual device, with the real TLS peer at the other end.
#include <QFile>
#include <QTest>

#include "core/monitor/tls_peer.h"
#include "core/provision/provisioner.h"
#include "core/provision/sample.h"
#include "core/provision/virtual_device.h"
#include "tests/present.h"

using namespace espseal;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

constexpr std::chrono::seconds patience(30);

struct Bench {
    provision::SampleCredentials credentials;
    provision::SessionWatch watch;
    std::unique_ptr<monitor::TlsPeer> peer;

    explicit Bench(provision::SampleCredentials sample)
        : credentials(std::move(sample))
    {
        monitor::PeerSettings settings;
        settings.identity = credentials.server;
        settings.ca = { credentials.ca };
        settings.require_client_certificate = true;
        auto started = monitor::TlsPeer::start(std::move(settings), [this](const monitor::PeerEvent &event) { watch.add(event); });
        if (!started)
            qFatal("%s", qPrintable(started.error().sentence()));
        peer = std::move(*started);
    }

    [[nodiscard]] provision::PreparedPlan prepared() const
    {
        const flash::Plan plan = *provision::make_sample_plan(u"greenhouse-17"_s, u"localhost"_s, peer->port());
        return std::move(*provision::prepare(plan, provision::SampleSource(credentials)));
    }
};

QByteArray flash_of(const provision::VirtualDevice &device, const flash::Region &region)
{
    QFile file(device.flash_file());
    if (!file.open(QIODevice::ReadOnly) || !file.seek(static_cast<qint64>(region.slot.start.value())))
        return {};
    return file.read(static_cast<qint64>(region.slot.size.value()));
}

} // namespace

class ProvisionerTest final : public QObject {
    Q_OBJECT

private:
    std::optional<provision::SampleCredentials> sample_;
    QList<provision::StepUpdate> steps_;

    provision::StepObserver observer()
    {
        steps_.clear();
        return [this](const provision::StepUpdate &update) {
            if (update.state != provision::StepState::running)
                steps_.append(update);
        };
    }

private Q_SLOTS:
    void init()
    {
        auto made = provision::make_sample_credentials(u"greenhouse-17"_s, Job());
        QVERIFY(made.has_value());
        sample_ = std::move(*made);
    }

    void ends_in_a_seen_handshake()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        const provision::PreparedPlan prepared = bench.prepared();
        const auto report = provision::provision(prepared, { .port = device.port(), .handshake_patience = patience }, bench.watch, observer(), Job());
        QVERIFY2(report.has_value(), qPrintable(report ? QString() : report.error().sentence() + report.error().detail));
        QCOMPARE(steps_.size(), provision::step_count);
        QVERIFY2(report->handshake_seen(), qPrintable(steps_.last().detail));
        QVERIFY(report->findings.isEmpty());
        QVERIFY(present(report->session).mutual);
        QVERIFY(present(report->session).peer_facts.has_value()); // both ends were laid together
        for (const provision::RegionContent &content : prepared.contents) {
            const auto view = content.bytes.view();
            QCOMPARE(flash_of(device, *prepared.plan.find(content.region)), QByteArrayView(view.data(), view.size()));
        }

        // A second run has nothing to write.
        const auto again = provision::provision(prepared, { .port = device.port() }, bench.watch, observer(), Job());
        QVERIFY2(again.has_value(), qPrintable(again ? QString() : again.error().sentence()));
        QCOMPARE(again->write.written, 0u);
        QCOMPARE(steps_.last().state, provision::StepState::skipped);
    }

    void a_cut_run_is_completed_by_the_next()
    {
        Bench bench(present(std::move(sample_)));
        const QTemporaryDir folder;
        const QString flash = folder.filePath(u"flash.bin"_s);
        const provision::PreparedPlan prepared = bench.prepared();
        {
            provision::VirtualDevice device({ .flash_file = flash, .faults = { u"unplug-after=1200"_s } });
            QVERIFY(device.wait_ready().has_value());
            const auto report = provision::provision(prepared, { .port = device.port() }, bench.watch, observer(), Job());
            QVERIFY(!report);
            QCOMPARE(report.error().code, u"port-gone"_s);
            QCOMPARE(exit_status(report.error()), 1);
            QCOMPARE(steps_.last().step, provision::Step::write);
            QCOMPARE(steps_.last().state, provision::StepState::failed);
        }
        provision::VirtualDevice device({ .flash_file = flash });
        QVERIFY(device.wait_ready().has_value());
        const auto report = provision::provision(prepared, { .port = device.port(), .handshake_patience = patience }, bench.watch, observer(), Job());
        QVERIFY2(report.has_value(), qPrintable(report ? QString() : report.error().sentence()));
        QVERIFY(report->handshake_seen());
    }

    void a_wrong_sector_is_named()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        flash::Plan wrong = *provision::make_sample_plan(u"d"_s, u"localhost"_s, bench.peer->port());
        for (flash::Region &region : wrong.regions) {
            if (flash::is_identity(region.role))
                region.client_sector = SectorIndex(0x7C);
        }
        auto prepared = provision::prepare(wrong, provision::SampleSource(bench.credentials));
        QVERIFY(prepared.has_value());
        QVERIFY(has_errors(prepared->findings)); // the plan check knows it first
        const auto refused = provision::provision(*prepared, { .port = device.port() }, bench.watch, observer(), Job());
        QVERIFY(!refused);
        QCOMPARE(exit_status(refused.error()), 3);

        prepared->findings.clear();
        const auto report = provision::provision(*prepared, { .port = device.port(), .handshake_patience = patience }, bench.watch, observer(), Job());
        QVERIFY2(report.has_value(), qPrintable(report ? QString() : report.error().sentence()));
        QVERIFY(!report->handshake_seen());
        QVERIFY(!report->findings.isEmpty());
        const QString message = report->findings.constFirst().message;
        QVERIFY2(message.contains(u"7C000"_s) && message.contains(u"erased"_s) && message.contains(u"7A000"_s), qPrintable(message));
    }

    void a_board_with_less_flash_is_refused()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({ .flash_size = u"1MB"_s });
        QVERIFY(device.wait_ready().has_value());
        const auto report = provision::provision(bench.prepared(), { .port = device.port() }, bench.watch, observer(), Job());
        QVERIFY(!report);
        QCOMPARE(report.error().code, u"chip-smaller"_s);
    }

    void a_stop_request_ends_it()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({ .real_line_rate = true });
        QVERIFY(device.wait_ready().has_value());
        std::stop_source stop;
        const provision::StepObserver at_write = [&stop](const provision::StepUpdate &update) {
            if (update.step == provision::Step::write && update.state == provision::StepState::running)
                stop.request_stop();
        };
        const auto report = provision::provision(bench.prepared(), { .port = device.port() }, bench.watch, at_write, Job { nullptr, stop.get_token() });
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::cancelled);
    }
};

QTEST_GUILESS_MAIN(ProvisionerTest)
#include "tst_provisioner.moc"
