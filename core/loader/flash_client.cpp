// SPDX-License-Identifier: Apache-2.0
#include "core/loader/flash_client.h"

#include "core/loader/flash_session.h"
#include "core/loader/port_errors.h"

namespace espseal::loader {

using namespace std::chrono_literals;

namespace {

constexpr auto open_patience = 5s;

} // namespace

FlashClient::FlashClient(std::unique_ptr<Session> session)
    : session_(std::move(session))
{
}

FlashClient::FlashClient(FlashClient &&) noexcept = default;
FlashClient &FlashClient::operator=(FlashClient &&) noexcept = default;
FlashClient::~FlashClient() = default;

Result<FlashClient> FlashClient::connect(const QString &port, const ConnectOptions &options, const Job &job)
{
    job.report(Text::tr("Opening %1").arg(port), 0, 0);
    Result<std::unique_ptr<Transport>> transport = open_transport(port, { .baud = options.baud }, wait_for(open_patience, job.stop));
    if (!transport)
        return failure(transport.error());
    return connect(*std::move(transport), options, job);
}

Result<FlashClient> FlashClient::connect(std::unique_ptr<Transport> transport, const ConnectOptions &options, const Job &job)
{
    auto session = std::make_unique<Session>(std::move(transport), options.baud);
    if (const Result<void> identified = session->identify(options, job); !identified)
        return failure(identified.error());
    return FlashClient(std::move(session));
}

const DeviceInfo &FlashClient::device() const
{
    return session_->info_;
}

Result<SecureBytes> FlashClient::read(Range range, const Job &job)
{
    if (const Result<void> inside = check_range(range, device().usable_size()); !inside)
        return failure(inside.error());
    SecureBytes bytes(range.size.value());
    const QString what = Text::tr("Reading from %1").arg(to_string(range.start));
    std::uint64_t done = 0;
    job.report(what, done, range.size.value());
    const Result<void> read = session_->flash_.read(range.start, bytes.writable(), job.stop, [&](std::uint64_t more) {
        done += more;
        job.report(what, done, range.size.value());
    });
    if (!read)
        return failure(read.error());
    return bytes;
}

Result<WriteReport> FlashClient::write(std::span<const FlashPiece> pieces, const Job &job)
{
    Result<std::vector<SectorTask>> tasks = plan_sectors(pieces, device().usable_size());
    if (!tasks)
        return failure(tasks.error());
    put_in_writing_order(*tasks);
    return session_->write(*tasks, job);
}

Result<QList<Mismatch>> FlashClient::verify(const FlashPiece &piece, const Job &job)
{
    return session_->verify(piece, job);
}

Result<EraseReport> FlashClient::erase(Range range, const Job &job)
{
    return session_->erase(range, job);
}

Result<ResetReport> FlashClient::reset_into_application(const Job &job)
{
    return restart_board(*session_->transport_, device().crystal_mhz, job);
}

std::unique_ptr<Transport> FlashClient::release()
{
    std::unique_ptr<Transport> transport = std::move(session_->transport_);
    session_.reset();
    return transport;
}

} // namespace espseal::loader
