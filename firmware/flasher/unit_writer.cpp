// SPDX-License-Identifier: Apache-2.0
#include "firmware/flasher/unit_writer.h"

namespace espseal::flasher {

using namespace wire::flasher;

namespace {

constexpr uint32_t last_sector = 0xFFF; // 24 address bits
constexpr uint32_t piece = 32; // bytes a program; what the mask ROM uses
constexpr uint32_t blank_word = 0xFFFFFFFF;
constexpr uint32_t inflate_step = 64;
constexpr uint32_t inflate_ahead = 16384; // of the byte that is programmed next; the rest of the window is what copies refer to
static_assert(unit_size % 4 == 0 && sector_size % piece == 0);

} // namespace

void UnitWriter::stop()
{
    phase_ = Phase::idle;
    stream_ = 0;
    ring_.clear();
    unit_ = 0;
}

void UnitWriter::begin(uint16_t stream, uint32_t size, uint32_t units)
{
    if (phase_ != Phase::idle && stream == stream_)
        return;
    stop();
    inflate_.restart();
    stream_ = stream;
    size_ = size;
    units_ = units;
    unit_start_ = 0;
    step_ = Step::header;
    problem_ = Problem::none;
    phase_ = units == 0 ? Phase::done : Phase::running;
}

void UnitWriter::take(uint32_t offset, wire::ByteView data)
{
    if (phase_ != Phase::running || offset != ring_.written() || data.size > ring_.room() || data.size > size_ - ring_.written())
        return;
    for (uint32_t i = 0; i < data.size; ++i)
        ring_.put(data.data[i]);
}

bool UnitWriter::step()
{
    if (phase_ != Phase::running)
        return false;
    if (work_on_flash())
        return true;
    if (phase_ != Phase::running)
        return false;
    const uint32_t before = inflate_.made();
    const uint32_t limit = unit_start_ + unit_header + done_ + inflate_ahead;
    if (before >= limit || before >= units_ * unit_size)
        return false;
    const Inflate::Stop stop = inflate_.run(ring_, before + inflate_step < limit ? before + inflate_step : limit);
    const bool short_stream = stop == Inflate::Stop::ended && inflate_.made() < units_ * unit_size;
    if (stop == Inflate::Stop::bad || short_stream || (stop == Inflate::Stop::starved && ring_.written() == size_))
        fail(Problem::stream);
    return inflate_.made() != before;
}

bool UnitWriter::work_on_flash()
{
    switch (step_) {
    case Step::header:
        return read_header();
    case Step::program:
        return program();
    case Step::settle:
        if (port_.flash_busy())
            return false;
        digest_.start(sector_);
        step_ = Step::check;
        return true;
    case Step::check:
        if (digest_.step(report_))
            step_ = Step::report;
        return true;
    case Step::report:
        return false;
    }
    return false;
}

bool UnitWriter::read_header()
{
    if (inflate_.made() < unit_start_ + unit_header || port_.flash_busy())
        return false;
    uint8_t header[unit_header];
    for (uint32_t i = 0; i < unit_header; ++i)
        header[i] = inflate_.at(unit_start_ + i);
    sector_ = get16(header);
    if (sector_ > last_sector || header[2] > static_cast<uint8_t>(Erase::block) || header[3] != 0) {
        fail(Problem::unit);
        return true;
    }
    if (header[2] == static_cast<uint8_t>(Erase::sector))
        port_.erase_sector(sector_ * sector_size);
    else if (header[2] == static_cast<uint8_t>(Erase::block))
        port_.erase_block(sector_ * sector_size);
    done_ = 0;
    step_ = Step::program;
    return true;
}

bool UnitWriter::program()
{
    if (inflate_.made() < unit_start_ + unit_header + done_ + piece || port_.flash_busy())
        return false;
    uint32_t words[piece / 4];
    bool blank = true;
    for (uint32_t i = 0; i < piece / 4; ++i) {
        uint32_t word = 0;
        for (uint32_t byte = 0; byte < 4; ++byte)
            word |= static_cast<uint32_t>(inflate_.at(unit_start_ + unit_header + done_ + 4 * i + byte)) << (8 * byte);
        words[i] = word;
        blank = blank && word == blank_word;
    }
    if (!blank)
        port_.program(sector_ * sector_size + done_, words, piece);
    done_ += piece;
    if (done_ == sector_size)
        step_ = Step::settle;
    return true;
}

void UnitWriter::reported()
{
    ++unit_;
    unit_start_ += unit_size;
    done_ = 0;
    step_ = Step::header;
    if (unit_ == units_)
        phase_ = Phase::done;
}

void UnitWriter::fail(Problem problem)
{
    problem_ = problem;
    phase_ = Phase::failed;
}

State UnitWriter::state() const
{
    State state;
    state.stream = stream_;
    state.received = ring_.written();
    state.consumed = ring_.taken();
    state.units = static_cast<uint16_t>(unit_);
    state.phase = phase_;
    state.problem = problem_;
    return state;
}

} // namespace espseal::flasher
