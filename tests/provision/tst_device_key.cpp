// SPDX-License-Identifier: Apache-2.0
// "The device makes its key, we sign", with the real virtual device and the real TLS peer; and with devices that cannot do it.
#include <QFile>
#include <QTest>

#include "core/loader/loopback.h"
#include "core/monitor/tls_peer.h"
#include "core/pki/request_make.h"
#include "core/provision/device_key.h"
#include "core/provision/provisioner.h"
#include "core/provision/sample.h"
#include "core/provision/virtual_device.h"
#include "core/wire/blob.h"
#include "tests/present.h"
#include "tests/provision/tapped_transport.h"

using namespace espseal;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

constexpr std::chrono::seconds patience(30);

template <class T> QString why(const Result<T> &result)
{
    return result ? QString() : result.error().code + u": "_s + result.error().sentence() + result.error().detail;
}

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

    // A device that connects to our peer, and whose key is made there.
    [[nodiscard]] provision::PreparedPlan prepared() const
    {
        flash::Plan plan = *provision::make_sample_plan(u"greenhouse-17"_s, u"localhost"_s, peer->port());
        for (flash::Region &region : plan.regions) {
            if (!flash::is_identity(region.role))
                continue;
            region.credential.clear();
            region.made_on_device = true;
        }
        return std::move(*provision::prepare(plan, provision::SampleSource(credentials)));
    }

    [[nodiscard]] Result<QList<pki::Certificate>> certify(const pki::CertificateRequest &request) const
    {
        return pki::sign_request(request, { .role = pki::Role::client }, credentials.ca, pki::KeySigner(credentials.ca_key))
            .transform([](const pki::Issued &issued) { return QList { issued.certificate }; });
    }
};

QByteArray identity_sector(const provision::VirtualDevice &device, const provision::PreparedPlan &prepared)
{
    const flash::Region *region = prepared.plan.find(flash::RegionRole::identity);
    QFile file(device.flash_file());
    if (!file.open(QIODevice::ReadOnly) || !file.seek(static_cast<qint64>(region->slot.start.value())))
        qFatal("no flash file");
    return file.read(static_cast<qint64>(region->slot.size.value()));
}

void set_identity_sector(const provision::VirtualDevice &device, const provision::PreparedPlan &prepared, const QByteArray &content)
{
    QFile file(device.flash_file());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(static_cast<qint64>(prepared.plan.find(flash::RegionRole::identity)->slot.start.value())));
    QCOMPARE(file.write(content), content.size());
}

// The scalar of the P-256 key in a sector: SEC1 is 30 77 02 01 01 04 20, then these 32 bytes.
QByteArray secret_in(const QByteArray &sector)
{
    wire::BlobEntry entry;
    const wire::ByteView view { reinterpret_cast<const std::uint8_t *>(sector.constData()), static_cast<std::uint32_t>(sector.size()) };
    if (wire::blob_find(view, wire::blob_private_key_name, entry) != wire::BlobStep::entry)
        return {};
    return QByteArray(reinterpret_cast<const char *>(entry.payload.data), entry.payload.size).sliced(7, 32);
}

// The loader reads four bytes at a time.
void is_not_on(const QByteArray &tape, const QByteArray &secret)
{
    QCOMPARE(secret.size(), 32);
    QVERIFY(!tape.isEmpty());
    for (qsizetype at = 0; at + 4 <= secret.size(); ++at)
        QVERIFY(!tape.contains(secret.sliced(at, 4)));
}

std::unique_ptr<loader::Transport> tapped(const QString &port, QByteArray &tape)
{
    auto line = provision::open_console(port, Job());
    if (!line)
        qFatal("%s", qPrintable(line.error().sentence()));
    return std::make_unique<test::TappedTransport>(std::move(*line), tape);
}

provision::ProvisionReport provisioned(const provision::VirtualDevice &device, const provision::PreparedPlan &prepared, Bench &bench, bool erase = false)
{
    const auto report
        = provision::provision(prepared, { .port = device.port(), .erase_device_keys = erase }, bench.watch, [](const provision::StepUpdate &) { }, Job());
    if (!report)
        qFatal("%s", qPrintable(why(report)));
    return *report;
}

} // namespace

class DeviceKeyTest final : public QObject {
    Q_OBJECT

private:
    std::optional<provision::SampleCredentials> sample_;

private Q_SLOTS:
    void init()
    {
        auto made = provision::make_sample_credentials(u"greenhouse-17"_s, Job());
        QVERIFY(made.has_value());
        sample_ = std::move(*made);
    }

    void whole_job()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        const provision::PreparedPlan prepared = bench.prepared();
        QVERIFY(std::ranges::none_of(prepared.findings, [](const Finding &finding) { return finding.severity == Severity::error; }));
        const provision::ProvisionReport report = provisioned(device, prepared, bench);
        QCOMPARE(report.device_keys.size(), 1);
        QCOMPARE(report.device_keys[0].found, provision::DeviceIdentity::empty);
        QCOMPARE(report.findings.constLast().code, u"device-identity-missing"_s);

        QByteArray tape;
        const auto line = tapped(device.port(), tape);
        const auto made = provision::request_device_key(*line, { .common_name = u"greenhouse-17"_s }, Job());
        QVERIFY2(made, qPrintable(why(made)));
        QVERIFY(made->request.verifies());
        QCOMPARE(made->request.common_name(), u"greenhouse-17"_s);
        QCOMPARE(made->request.key().name, u"P-256"_s);
        QCOMPARE(made->agent.mac, device.mac().toLower());
        QCOMPARE(Address(made->sector), prepared.plan.find(flash::RegionRole::identity)->slot.start);
        QVERIFY(!made->replaces);
        const auto chain = bench.certify(made->request);
        QVERIFY2(chain, qPrintable(why(chain)));
        monitor::Monitor seen;
        const provision::AgentTalk talk { .heard = [&](std::span<const std::uint8_t> bytes, monitor::HostTime now) { seen.feed(bytes, now); } };
        const auto delivered = provision::deliver_certificate(*line, *chain, Job(), talk);
        QVERIFY2(delivered, qPrintable(why(delivered)));
        QCOMPARE(delivered->sha256, chain->constFirst().fingerprint());

        // Without anybody pressing a button: our OpenSSL peer demands the certificate and verifies it.
        const auto session = [&]() -> const monitor::Session * {
            for (const monitor::Session &one : seen.builder().sessions()) {
                if (one.handshake_done)
                    return &one;
            }
            return nullptr;
        };
        for (QDeadlineTimer deadline(patience); !session() && !deadline.hasExpired();) {
            const auto bytes = line->read(4096, loader::wait_for(std::chrono::milliseconds(100)));
            QVERIFY(bytes);
            seen.feed(*bytes, monitor::host_now());
        }
        QVERIFY(session());
        QVERIFY(session()->mutual);
        is_not_on(tape, secret_in(identity_sector(device, prepared)));
    }

    void later_runs_keep_the_key_data()
    {
        QTest::addColumn<bool>("complete");
        QTest::newRow("waits for its certificate") << false;
        QTest::newRow("has it") << true;
    }
    void later_runs_keep_the_key()
    {
        QFETCH(const bool, complete);
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        const provision::PreparedPlan prepared = bench.prepared();
        (void)provisioned(device, prepared, bench);
        {
            const auto line = provision::open_console(device.port(), Job());
            const auto made = provision::request_device_key(**line, { .common_name = u"greenhouse-17"_s }, Job());
            QVERIFY2(made, qPrintable(why(made)));
            if (complete)
                QVERIFY(provision::deliver_certificate(**line, *bench.certify(made->request), Job()));
        }
        const QByteArray sector = identity_sector(device, prepared);
        const auto expected = complete ? provision::DeviceIdentity::complete : provision::DeviceIdentity::pending;

        const provision::ProvisionReport again = provisioned(device, prepared, bench);
        QCOMPARE(again.device_keys.constFirst().found, expected);
        QVERIFY(!again.device_keys.constFirst().erased);
        QCOMPARE(again.write.written, 0u);
        QCOMPARE(again.findings.isEmpty(), complete);
        QCOMPARE(identity_sector(device, prepared), sector);

        // That it was looked at told nobody the key.
        QByteArray tape;
        {
            auto client = loader::FlashClient::connect(tapped(device.port(), tape), {}, Job());
            QVERIFY2(client, qPrintable(why(client)));
            const Result<provision::SeenIdentity> seen
                = provision::look_at_identity(*client, prepared.plan.find(flash::RegionRole::identity)->slot.start, Job());
            QVERIFY(seen);
            QCOMPARE(seen->state, expected);
            QVERIFY(seen->own_key);
        }
        is_not_on(tape, secret_in(sector));

        const provision::ProvisionReport erased = provisioned(device, prepared, bench, true);
        QVERIFY(erased.device_keys.constFirst().erased);
        QCOMPARE(identity_sector(device, prepared), QByteArray(sector_size, '\xFF'));
    }

    // The plan has changed its mind: it brings an identity of its own now.
    void another_identity_waits_for_a_word_data()
    {
        QTest::addColumn<bool>("complete");
        QTest::newRow("waits for its certificate") << false;
        QTest::newRow("has it") << true;
    }
    void another_identity_waits_for_a_word()
    {
        QFETCH(const bool, complete);
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        provision::PreparedPlan prepared = bench.prepared();
        (void)provisioned(device, prepared, bench);
        {
            const auto line = provision::open_console(device.port(), Job());
            const auto made = provision::request_device_key(**line, { .common_name = u"greenhouse-17"_s }, Job());
            QVERIFY2(made, qPrintable(why(made)));
            if (complete)
                QVERIFY(provision::deliver_certificate(**line, *bench.certify(made->request), Job()));
        }
        const QByteArray sector = identity_sector(device, prepared);
        flash::Plan normal = *provision::make_sample_plan(u"greenhouse-17"_s, u"localhost"_s, bench.peer->port());
        prepared = std::move(*provision::prepare(normal, provision::SampleSource(bench.credentials)));
        const auto refused = provision::provision(prepared, { .port = device.port() }, bench.watch, [](const provision::StepUpdate &) { }, Job());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, provision::device_key_kept);
        QVERIFY(!refused.error().fix.isEmpty());
        QCOMPARE(identity_sector(device, prepared), sector);
        // It runs on as before: its agent answers.
        QVERIFY(provision::AgentLink::find(**provision::open_console(device.port(), Job()), Job()).has_value());

        const provision::ProvisionReport erased = provisioned(device, prepared, bench, true);
        QCOMPARE(erased.device_keys.size(), 1);
        QVERIFY(erased.device_keys.constFirst().erased);
        QVERIFY(identity_sector(device, prepared).startsWith("certificate"));
        // What was made elsewhere is overwritten without a word.
        const provision::ProvisionReport again = provisioned(device, prepared, bench);
        QVERIFY(again.device_keys.isEmpty());
    }

    void what_is_no_identity_goes()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        const provision::PreparedPlan prepared = bench.prepared();
        set_identity_sector(device, prepared, QByteArray(1000, 'x'));
        const provision::ProvisionReport report = provisioned(device, prepared, bench);
        QCOMPARE(report.device_keys.constFirst().found, provision::DeviceIdentity::foreign);
        QVERIFY(report.device_keys.constFirst().erased);
        QCOMPARE(identity_sector(device, prepared), QByteArray(sector_size, '\xFF'));
    }

    void refuses_without_leaving_anything()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        const auto line = provision::open_console(device.port(), Job());
        const auto refused = provision::request_device_key(**line, { .common_name = u"greenhouse-17"_s }, Job());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"device-key-no-sector"_s); // it was never given settings
        const auto unknown = provision::deliver_certificate(**line, { bench.credentials.device.certificate() }, Job());
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().code, u"device-key-no-sector"_s);
        const auto nameless = provision::request_device_key(**line, { .common_name = {} }, Job());
        QCOMPARE(nameless.error().code, u"device-key-wish"_s);
        QCOMPARE(exit_status(nameless.error()), 2);
    }

    void certificate_of_another_key()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        (void)provisioned(device, bench.prepared(), bench);
        const auto line = provision::open_console(device.port(), Job());
        const auto made = provision::request_device_key(**line, { .common_name = u"greenhouse-17"_s }, Job());
        QVERIFY2(made, qPrintable(why(made)));
        const auto wrong = provision::deliver_certificate(**line, { bench.credentials.device.certificate() }, Job());
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, u"device-key-mismatch"_s);
        QCOMPARE(exit_status(wrong.error()), 3);
        // Nothing was spoilt by it.
        const auto right = provision::deliver_certificate(**line, *bench.certify(made->request), Job());
        QVERIFY2(right, qPrintable(why(right)));
    }

    void disturbed_line()
    {
        Bench bench(present(std::move(sample_)));
        provision::VirtualDevice device({});
        QVERIFY(device.wait_ready().has_value());
        (void)provisioned(device, bench.prepared(), bench);
        device.control(u"fault noise=1200"_s);
        const auto line = provision::open_console(device.port(), Job());
        const auto made = provision::request_device_key(**line, { .common_name = u"greenhouse-17"_s }, Job());
        QVERIFY2(made, qPrintable(why(made)));
        const auto delivered = provision::deliver_certificate(**line, *bench.certify(made->request), Job());
        QVERIFY2(delivered, qPrintable(why(delivered)));
    }

    void devices_that_cannot_data()
    {
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<QString>("code");
        const auto hello = [](const wire::Hello &event) {
            std::array<std::uint8_t, wire::frame_body_max> body {};
            std::array<std::uint8_t, wire::frame_encoded_max> frame {};
            const std::uint32_t size = wire::encode_body(0, event, { body.data(), static_cast<std::uint32_t>(body.size()) });
            const std::uint32_t all = wire::encode_frame(static_cast<std::uint8_t>(wire::Hello::kind), 0, wire::Hello::schema, { body.data(), size },
                { frame.data(), static_cast<std::uint32_t>(frame.size()) });
            return QByteArray(reinterpret_cast<const char *>(frame.data()), static_cast<qsizetype>(all));
        };
        QTest::newRow("nobody") << QByteArray() << u"agent-silent"_s;
        QTest::newRow("other firmware") << "\r\nrf cal sector: 1019\r\nmode : sta(18:fe:34:a0:b1:c2)\r\n"_ba << u"agent-missing"_s;
        QTest::newRow("another speed") << QByteArray(300, '\x9E') << u"agent-missing"_s;
        QTest::newRow("old agent") << hello({ .firmware = { "espseal-agent 0.0.9", 19 } }) << u"agent-old"_s;
    }
    void devices_that_cannot()
    {
        QFETCH(const QByteArray, says);
        QFETCH(const QString, code);
        auto [host, board] = loader::LoopbackTransport::make();
        if (!says.isEmpty())
            QVERIFY(board->write({ reinterpret_cast<const std::uint8_t *>(says.constData()), static_cast<std::size_t>(says.size()) },
                loader::wait_for(std::chrono::seconds(1))));
        const provision::AgentTalk talk { .heard = {}, .find_patience = std::chrono::milliseconds(700) };
        const auto made = provision::request_device_key(*host, { .common_name = u"greenhouse-17"_s }, Job(), talk);
        QVERIFY(!made);
        QCOMPARE(made.error().code, code);
        QVERIFY(!made.error().fix.isEmpty());
        QCOMPARE(exit_status(made.error()), 1);
    }

    void stops_when_asked()
    {
        auto [host, board] = loader::LoopbackTransport::make();
        std::stop_source stop;
        stop.request_stop();
        const auto made = provision::request_device_key(*host, { .common_name = u"greenhouse-17"_s }, Job { nullptr, stop.get_token() });
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::cancelled);
    }

    void every_refusal_has_its_words()
    {
        QSet<QString> codes;
        for (int reason = 1; reason <= static_cast<int>(wire::KeyRefusal::damaged); ++reason) {
            const Error error = provision::device_key_refusal({ .reason = wire::KeyRefusal(reason), .sector = 0x7C });
            QVERIFY(error.code.startsWith("device-key-"_L1) && error.code != "device-key-refused"_L1);
            QVERIFY2(!error.message.isEmpty() && !error.fix.isEmpty(), qPrintable(error.code));
            codes.insert(error.code);
        }
        QCOMPARE(codes.size(), static_cast<int>(wire::KeyRefusal::damaged));
        QCOMPARE(provision::device_key_refusal({ .reason = wire::KeyRefusal(200) }).code, u"device-key-refused"_s);
    }

    void chains_in_any_order()
    {
        const auto key = *pki::PrivateKey::generate({ pki::KeyType::ec, 256 }, Job());
        const QList root { present(sample_).ca };
        const QList leaf { present(sample_).device.certificate() };
        const auto chain_of = [](const QList<pki::Certificate> &certificates) { return provision::device_chain(certificates); };
        QCOMPARE(*chain_of(leaf), leaf);
        QCOMPARE(*chain_of(root + leaf), leaf);
        QCOMPARE(*chain_of(leaf + leaf + root), leaf);
        QCOMPARE(chain_of(root).error().code, u"no-certificate"_s);
        QCOMPARE(chain_of({}).error().code, u"no-certificate"_s);
        QCOMPARE(chain_of(leaf + QList { present(sample_).server.certificate() }).error().code, u"chain-unordered"_s);
    }
};

QTEST_GUILESS_MAIN(DeviceKeyTest)
#include "tst_device_key.moc"
