// SPDX-License-Identifier: Apache-2.0
#include "core/loader/spi_flash.h"

#include "core/loader/connect.h"
#include "core/loader/port_errors.h"
#include "core/loader/repeat.h"
#include "core/loader/spi_registers.h"

using namespace Qt::StringLiterals;

namespace espseal::loader {

using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t packet_size = 0x400;
constexpr auto erase_limit = 5s; // the slowest data sheet allows 3.5 s for a block

std::uint32_t word(Address address)
{
    return static_cast<std::uint32_t>(address.value());
}

// Without the 0xFF at the end, in whole words: an erased sector holds those already.
std::span<const std::uint8_t> without_blank_end(std::span<const std::uint8_t> bytes)
{
    std::size_t length = bytes.size();
    while (length > 0 && bytes[length - 1] == 0xFF)
        --length;
    return bytes.first(std::min(bytes.size(), (length + 3) / 4 * 4));
}

} // namespace

Result<void> SpiFlash::recover(const std::stop_token &stop)
{
    const Result<void> recovered = link_.recover(stop);
    if (recovered || !is_line_fault(recovered.error()) || !link_.transport().capabilities().lines)
        return recovered;
    // The board may have restarted in the middle: a brown-out, a watchdog.
    if (const Result<Entry> entry = enter_loader(link_, baud_, true, Job { nullptr, stop }); !entry)
        return failure(entry.error());
    if (const Result<void> attached = attach_once(stop); !attached)
        return attached;
    return told_size_.value() == 0 ? Result<void>() : tell_size_once(told_id_, told_size_, stop);
}

Result<void> SpiFlash::attach_once(const std::stop_token &stop)
{
    const Result<std::uint32_t> attached = link_.request(flash_begin_request(0, packet_size, 0), stop);
    return attached ? Result<void>() : failure(attached.error());
}

Result<void> SpiFlash::attach(const std::stop_token &stop)
{
    const Result<void> attached = repeat(*this, stop, [&]() -> Result<void> {
        if (const Result<void> once = attach_once(stop); !once)
            return once;
        const std::array requests { read_register_request(spi::user), read_register_request(spi::user1), read_register_request(spi::user2) };
        std::array<std::uint32_t, requests.size()> values {};
        const Result<void> read = link_.exchange(requests, [&](std::size_t i, const Answer &answer) { values[i] = answer.value; }, stop);
        saved_ = { values[0], values[1], values[2] };
        return read;
    });
    return attached ? prove_long_lines(stop) : attached;
}

Result<std::uint32_t> SpiFlash::read_id(const std::stop_token &stop)
{
    const std::array<RegisterWrite, 6> ask { { { spi::user1, spi::miso_bits(24) }, { spi::user, spi::user_command | spi::user_miso },
        { spi::user2, spi::user2_eight_bits | spi::flash_read_id }, { spi::w0, 0 }, { spi::cmd, spi::cmd_user }, { spi::addr, 0, 0, 50 } } };
    const std::array<RegisterWrite, 3> restore { { { spi::user, saved_.user }, { spi::user1, saved_.user1 }, { spi::user2, saved_.user2 } } };
    const std::array requests { write_registers_request(ask), read_register_request(spi::w0), write_registers_request(restore) };
    std::uint32_t id = 0;
    // Some chips answer the first command after power-on with nothing, and two equal answers tell noise from an id.
    std::optional<std::uint32_t> before;
    for (int reading = 0; reading < 6; ++reading) {
        const Result<void> asked = repeat(*this, stop,
            [&] { return link_.exchange(requests, [&](std::size_t index, const Answer &answer) { id = index == 1 ? answer.value & 0xFFFFFF : id; }, stop); });
        if (!asked)
            return failure(asked.error());
        if (before == id)
            break;
        before = id;
    }
    return id;
}

Result<void> SpiFlash::tell_size_once(std::uint32_t id, Size size, const std::stop_token &stop)
{
    const auto bytes = static_cast<std::uint32_t>(size.value());
    const Result<std::uint32_t> told = link_.request(flash_parameters_request(id, bytes), stop);
    if (!told && !is_line_fault(told.error()))
        return failure(told.error());
    // Nobody has shown yet that every mask takes the command: look, and set the word itself otherwise.
    Result<std::uint32_t> held = link_.read_register(spi::rom_chip_size, stop);
    if (held && *held != bytes) {
        const RegisterWrite write { spi::rom_chip_size, bytes };
        if (const Result<void> written = link_.write_registers(std::span(&write, 1), stop); !written)
            return written;
        held = link_.read_register(spi::rom_chip_size, stop);
    }
    if (!held)
        return failure(held.error());
    if (*held != bytes)
        return failed(u"answer-garbled"_s, Text::tr("The board does not take the size of its flash."), Text::tr("Reset the board and try again."));
    return {};
}

Result<void> SpiFlash::tell_size(std::uint32_t id, Size size, const std::stop_token &stop)
{
    told_id_ = id;
    told_size_ = size;
    return repeat(*this, stop, [&] { return tell_size_once(id, size, stop); });
}

Result<void> SpiFlash::erase_sector(SectorIndex sector, const std::stop_token &stop)
{
    return erase(Address(sector), spi::cmd_erase_sector, stop);
}

Result<void> SpiFlash::erase_block(Address block, const std::stop_token &stop)
{
    return erase(block, spi::cmd_erase_block, stop);
}

Result<void> SpiFlash::erase(Address start, std::uint32_t command, const std::stop_token &stop)
{
    return repeat(*this, stop, [&] { return erase_once(start, command, stop); });
}

Result<void> SpiFlash::erase_once(Address start, std::uint32_t command, const std::stop_token &stop)
{
    // Requests carry no checksum either: a damaged address would erase another place, so it is read back before the erase starts.
    const RegisterWrite place { spi::addr, word(start) };
    if (const Result<void> written = link_.write_registers(std::span(&place, 1), stop); !written)
        return written;
    const Result<std::uint32_t> held = link_.read_register(spi::addr, stop);
    if (!held)
        return failure(held.error());
    if (*held != place.value)
        return failed(u"answer-garbled"_s, Text::tr("The erase address arrived damaged."), Text::tr("Use a shorter cable or a lower speed."));
    const std::array<RegisterWrite, 2> go { { { spi::cmd, spi::cmd_write_enable }, { spi::cmd, command, 0xFFFFFFFF, 20 } } };
    if (const Result<void> started = link_.write_registers(go, stop); !started)
        return started;
    return wait_until_ready(start, stop);
}

Result<void> SpiFlash::wait_until_ready(Address start, const std::stop_token &stop)
{
    const std::array<RegisterWrite, 2> ask { { { spi::rd_status, 0 }, { spi::cmd, spi::cmd_read_status, 0xFFFFFFFF, 500 } } };
    const std::array requests { write_registers_request(ask), read_register_request(spi::rd_status) };
    const QDeadlineTimer limit(erase_limit);
    for (std::uint32_t status = spi::status_busy; (status & spi::status_busy) != 0;) {
        if (limit.hasExpired())
            return failed(u"flash-busy"_s, Text::tr("The flash does not finish erasing at %1.").arg(to_string(start)),
                Text::tr("Switch the board off and on; if it happens again, its flash is broken."));
        const Result<void> asked = link_.exchange(requests, [&](std::size_t, const Answer &answer) { status = answer.value; }, stop);
        if (!asked)
            return asked;
    }
    return {};
}

Result<void> SpiFlash::program(Address start, std::span<const std::uint8_t> bytes, const std::stop_token &stop, const Advance &advance)
{
    const std::span<const std::uint8_t> data = without_blank_end(bytes);
    const auto packets = static_cast<std::uint32_t>((data.size() + packet_size - 1) / packet_size);
    if (packets == 0)
        return {};
    if (const Result<std::uint32_t> armed = link_.request(flash_begin_request(packets, packet_size, word(start)), stop); !armed)
        return failure(armed.error());
    for (std::uint32_t packet = 0; packet < packets; ++packet) {
        const std::size_t offset = std::size_t(packet) * packet_size;
        const std::span<const std::uint8_t> part = data.subspan(offset, std::min<std::size_t>(packet_size, data.size() - offset));
        if (const Result<std::uint32_t> taken = link_.request(flash_data_request(part, packet), stop); !taken)
            return failure(taken.error());
        if (advance)
            advance(part.size());
    }
    return {};
}

} // namespace espseal::loader
