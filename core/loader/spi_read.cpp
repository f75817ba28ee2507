// SPDX-License-Identifier: Apache-2.0
#include "core/loader/spi_flash.h"

#include "core/loader/port_errors.h"
#include "core/loader/repeat.h"
#include "core/loader/spi_registers.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

constexpr std::size_t batch_size = 1024; // bytes between two reports of progress
constexpr std::size_t word_size = 4;
constexpr std::size_t no_word = SIZE_MAX;

// Requests for a run of lines, and where the value of each goes.
struct Reading {
    std::vector<Request> requests;
    std::vector<std::size_t> places; // of a READ_REG: offset in the run; no_word for a WRITE_REG

    void write(std::span<const RegisterWrite> writes)
    {
        requests.push_back(write_registers_request(writes));
        places.push_back(no_word);
    }
    void read(std::uint32_t address, std::size_t place)
    {
        requests.push_back(read_register_request(address));
        places.push_back(place);
    }
};

void add_line(Reading &reading, Address address, std::size_t place, std::size_t size)
{
    // The address stands left-aligned; the third store changes nothing and lasts until the SPI operation is over.
    const std::array<RegisterWrite, 3> start { { { spi::addr, static_cast<std::uint32_t>(address.value()) << 8 }, { spi::cmd, spi::cmd_user },
        { spi::addr, 0, 0, 50 } } };
    reading.write(start);
    for (std::size_t offset = 0; offset < size; offset += word_size)
        reading.read(spi::w0 + static_cast<std::uint32_t>(offset), place + offset);
}

void store(std::span<std::uint8_t> out, std::size_t place, std::uint32_t value)
{
    for (std::size_t i = 0; i < word_size && place + i < out.size(); ++i)
        out[place + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

} // namespace

// How many bytes from the start are read for sure; all of them unless a fault ended it. Only the answer to the *next* write proves that a line's
// answers were all there and none twice: answers do not say what they answer.
Result<std::size_t> SpiFlash::read_lines_once(Address start, std::span<std::uint8_t> out, bool lock_step, const std::stop_token &stop)
{
    const auto bits = static_cast<std::uint32_t>(line_ * 8);
    const std::array<RegisterWrite, 3> mode { { { spi::user1, spi::address_bits(24) | spi::miso_bits(bits) },
        { spi::user, spi::user_command | spi::user_address | spi::user_miso }, { spi::user2, spi::user2_eight_bits | spi::flash_read } } };
    const std::array<RegisterWrite, 3> restore { { { spi::user, saved_.user }, { spi::user1, saved_.user1 }, { spi::user2, saved_.user2 } } };
    Reading reading;
    reading.write(mode);
    for (std::size_t place = 0; place < out.size(); place += line_)
        add_line(reading, start + Size(place), place, std::min(line_, out.size() - place));
    reading.write(restore);

    std::size_t read = 0;
    std::size_t sure = 0;
    const auto take = [&](std::size_t index, const Answer &answer) {
        const std::size_t place = reading.places[index];
        if (place == no_word) {
            sure = read;
            return;
        }
        store(out, place, answer.value);
        read = std::min(out.size(), place + word_size);
    };
    const Result<void> done = link_.exchange(reading.requests, take, stop, lock_step);
    if (!done && !is_line_fault(done.error()))
        return failure(done.error());
    return sure;
}

Result<void> SpiFlash::read_lines(Address start, std::span<std::uint8_t> out, const std::stop_token &stop)
{
    int fruitless = 0;
    while (!out.empty()) {
        const bool lock_step = lock_step_ || fruitless >= 2;
        const Result<std::size_t> sure = read_lines_once(start, out, lock_step, stop);
        if (!sure)
            return failure(sure.error());
        fruitless = *sure > 0 ? 0 : fruitless + 1;
        lock_step_ |= lock_step && *sure == out.size();
        start = start + Size(*sure);
        out = out.subspan(*sure);
        if (out.empty())
            return {};
        if (fruitless == most_attempts)
            return board_silent(link_.transport().name());
        if (const Result<void> recovered = recover(stop); !recovered)
            return recovered;
    }
    return {};
}

Result<void> SpiFlash::prove_long_lines(const std::stop_token &stop)
{
    std::array<std::uint8_t, 64> by_long {};
    std::array<std::uint8_t, 64> by_short {};
    const Result<void> first = read_lines(Address(), by_long, stop);
    if (!first)
        return first;
    line_ = 32;
    const Result<void> second = read_lines(Address(), by_short, stop);
    if (second && by_long == by_short)
        line_ = 64;
    return second;
}

Result<void> SpiFlash::read(Address start, std::span<std::uint8_t> out, const std::stop_token &stop, const Advance &advance)
{
    while (!out.empty()) {
        const std::span<std::uint8_t> batch = out.first(std::min(out.size(), batch_size));
        // A line that damaged something once is not trusted again.
        const Result<void> done = link_.faults() > 0 ? read_steady(start, batch, stop) : read_lines(start, batch, stop);
        if (!done)
            return done;
        if (advance)
            advance(batch.size());
        start = start + Size(batch.size());
        out = out.subspan(batch.size());
    }
    return {};
}

Result<void> SpiFlash::read_steady(Address start, std::span<std::uint8_t> out, const std::stop_token &stop)
{
    constexpr int most_readings = 12;
    Bytes before(out.size());
    for (const std::span<std::uint8_t> reading : { std::span<std::uint8_t>(before), out }) {
        if (const Result<void> read = read_lines(start, reading, stop); !read)
            return read;
    }
    for (std::size_t place = 0; place < out.size(); place += line_) {
        const auto now = out.subspan(place, std::min(line_, out.size() - place));
        const auto old = std::span(before).subspan(place, now.size());
        for (int readings = 2; !std::ranges::equal(now, old); ++readings) {
            if (readings == most_readings)
                return line_noise(link_.transport().name());
            std::ranges::copy(now, old.begin());
            if (const Result<void> read = read_lines(start + Size(place), now, stop); !read)
                return read;
        }
    }
    return {};
}

} // namespace espseal::loader
