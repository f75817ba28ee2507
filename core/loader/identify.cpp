// SPDX-License-Identifier: Apache-2.0
#include "core/loader/chip_identity.h"
#include "core/loader/connect.h"
#include "core/loader/flash_session.h"
#include "core/loader/port_errors.h"
#include "core/loader/repeat.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

constexpr std::uint32_t first_fuse = 0x3FF00050;
constexpr std::uint32_t uart_divider = 0x60000014;
constexpr Size rom_size(4u << 20);
constexpr Size reachable(16u << 20); // 24 address bits

struct Identity {
    Fuses fuses {};
    std::uint32_t divider = 0;
    bool operator==(const Identity &) const = default;
};

Result<Identity> read_identity(RomLink &link, const std::stop_token &stop)
{
    std::vector<Request> requests;
    requests.reserve(std::tuple_size_v<Fuses> + 1);
    for (std::uint32_t fuse = 0; fuse < std::tuple_size_v<Fuses>; ++fuse)
        requests.push_back(read_register_request(first_fuse + 4 * fuse));
    requests.push_back(read_register_request(uart_divider));
    Identity identity;
    const Result<void> read = link.exchange(
        requests, [&](std::size_t i, const Answer &answer) { (i < identity.fuses.size() ? identity.fuses[i] : identity.divider) = answer.value; }, stop);
    return read ? Result<Identity>(identity) : failure(read.error());
}

// Until two readings agree: an identity is bound to the MAC, and answers carry no checksum.
Result<Identity> read_identity_steady(SpiFlash &flash, const std::stop_token &stop)
{
    constexpr int most_readings = 12;
    std::optional<Identity> before;
    for (int reading = 0; reading < most_readings; ++reading) {
        const Result<Identity> now = repeat(flash, stop, [&] { return read_identity(flash.link(), stop); });
        if (!now || before == *now)
            return now;
        before = *now;
    }
    return line_noise(flash.link().transport().name());
}

Error flash_silent(const QString &port, std::uint32_t id)
{
    return { ErrorKind::failed, u"flash-silent"_s, Text::tr("The flash chip of the board on %1 does not answer.").arg(port),
        Text::tr("Remove what is wired to GPIO6 to GPIO11, check the power supply, switch the board off and on; else the flash is broken."),
        u"flash id 0x%1"_s.arg(id, 6, 16, QChar(u'0')) };
}

} // namespace

Result<void> FlashClient::Session::identify(const ConnectOptions &options, const Job &job)
{
    const Result<Entry> entry = enter_loader(link_, options.baud, options.reset_first, job);
    if (!entry)
        return failure(entry.error());
    job.report(Text::tr("Identifying the board on %1").arg(transport_->name()), 0, 0);
    const Result<Identity> identity = read_identity_steady(flash_, job.stop);
    if (!identity)
        return failure(identity.error());
    if (const Result<void> attached = flash_.attach(job.stop); !attached)
        return attached;
    const Result<std::uint32_t> id = flash_.read_id(job.stop);
    if (!id)
        return failure(id.error());
    if (is_no_flash_id(*id))
        return failure(flash_silent(transport_->name(), *id));

    const Fuses &fuses = identity->fuses;
    info_.port = transport_->name();
    info_.chip = chip_name(fuses);
    info_.mac = mac_of(fuses);
    info_.mac_is_blank = std::ranges::all_of(fuses, [](std::uint32_t word) { return word == 0; });
    info_.chip_id = chip_id_of(fuses);
    info_.flash_id = *id;
    info_.flash_maker = flash_maker(*id);
    info_.flash_size = options.flash_size ? options.flash_size : flash_size(*id);
    info_.crystal_mhz = crystal_mhz(identity->divider, entry->baud);
    info_.baud = entry->baud;
    info_.reset = entry->reset;
    info_.can_reset = transport_->capabilities().lines;
    if (info_.flash_size)
        info_.flash_size = std::min(*info_.flash_size, reachable);
    return info_.usable_size() > rom_size ? flash_.tell_size(*id, info_.usable_size(), job.stop) : Result<void>();
}

} // namespace espseal::loader
