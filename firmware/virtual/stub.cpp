// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/stub.h"

namespace espseal::device {
namespace {

using namespace std::chrono_literals;

namespace op {
enum : uint8_t {
    flash_begin = 0x02,
    flash_data,
    flash_end,
    mem_begin,
    mem_end,
    mem_data,
    sync,
    write_reg,
    read_reg,
    set_flash_parameters,
    attach_flash = 0x0D,
    change_speed = 0x0F,
    deflate_begin = 0x10,
    deflate_data,
    deflate_end,
    md5,
    erase_flash = 0xD0,
    erase_region,
    read_flash,
    run_user_code,
};
}

constexpr size_t frame_limit = 0x4000 + 64;
constexpr size_t second_buffer = 2 * frame_limit; // of the wire: every byte may be escaped
constexpr uint32_t largest_packet = 0x4000, largest_read_packet = 0x1000, data_header = 16;
constexpr uint32_t first_generation_text = 0x4010D000;
constexpr Duration read_time = 2us; // a byte by slow single-line SPI
constexpr size_t sync_answers = 8;
constexpr uint32_t sectors_per_block = block_size / sector_size;

} // namespace

Stub::Stub(Hardware &hardware, Time when)
    : SerialLoader(hardware, frame_limit, second_buffer)
    , first_generation_(hardware.ram.start() == first_generation_text)
{
    hw_.ram = {};
    hw_.spi.attach();
    constexpr uint8_t greeting[] = { 'O', 'H', 'A', 'I' };
    hw_.uart.send(slip_encode(greeting), when);
}

void Stub::respond(uint8_t op, const Answer &answer)
{
    Bytes frame { 1, op };
    append(frame, uint32_t(answer.data.size() + 2), 2);
    append(frame, answer.value, 4);
    append(frame, answer.data);
    append(frame, Bytes { answer.status, 0 });
    const Bytes framed = slip_encode(frame);
    Bytes wire;
    for (size_t i = op == op::sync ? sync_answers : 1; i > 0; --i)
        append(wire, framed);
    reply(wire, answer.ready);
}

SerialLoader::Done Stub::execute(View frame, Time when)
{
    if (reader_) {
        if (frame.size() == 4)
            reader_->acknowledge(load32(frame, 0));
        else
            reader_.reset();
        return go_on_reading(when);
    }
    const Request request = parse(frame);
    switch (request.op) {
    case op::flash_data:
    case op::deflate_data:
        return take_data(request, when);
    case op::change_speed:
        return change_speed(request, when);
    case op::read_flash:
        return start_reading(request, when);
    case op::run_user_code: // without an answer
        return { when, Leave::BootsFlash };
    default: {
        const Answer answer = dispatch(request, when);
        respond(request.op, answer);
        return { answer.ready, answer.leave };
    }
    }
}

Stub::Answer Stub::dispatch(const Request &request, Time when)
{
    switch (request.op) {
    case op::flash_begin:
    case op::deflate_begin:
        return begin(request, when);
    case op::flash_end:
    case op::deflate_end:
        return end(request, when);
    case op::mem_begin:
        if (request.length != 16 || load32(request.payload, 8) > largest_packet)
            return { reason(stub_status::bad_length), when };
        hw_.ram.begin(load32(request.payload, 12));
        return { stub_status::ok, when };
    case op::mem_data:
        return mem_data(request, when);
    case op::mem_end:
        return mem_end(request, when);
    case op::sync:
    case op::attach_flash:
        return { stub_status::ok, when };
    case op::write_reg:
        return { stub_status::ok, write_registers(request.payload, when) };
    case op::read_reg:
        return { stub_status::ok, when, Leave::Stays, hw_.bus.read(load32(request.payload, 0)) };
    case op::set_flash_parameters:
        if (request.length != 24)
            return { reason(stub_status::bad_length), when };
        hw_.bus.load_ram(flash_descriptor, request.payload);
        return { stub_status::ok, when };
    case op::md5:
        return md5(request, when);
    case op::erase_flash:
        return erase_all(when);
    case op::erase_region:
        return erase_region(request, when);
    default:
        return { stub_status::not_implemented, when };
    }
}

Stub::Answer Stub::begin(const Request &request, Time when)
{
    if (request.length != 16 && request.length != 20)
        return { stub_status::bad_length, when };
    if (load32(request.payload, 8) > largest_packet)
        return { stub_status::bad_block_size, when };
    FlashDriver flash(hw_.flash, hw_.bus, when);
    flash.set_status(0);
    writer_.emplace(load32(request.payload, 12), load32(request.payload, 0), request.op == op::deflate_begin);
    return { stub_status::ok, flash.time() };
}

uint8_t Stub::refuse(const Request &request) const
{
    const View data = part(request.payload, data_header);
    if (load32(request.payload, 0) != data.size() || request.length != request.payload.size())
        return stub_status::bad_length;
    return data_checksum(data) == uint8_t(request.checksum) ? stub_status::ok : stub_status::bad_checksum;
}

SerialLoader::Done Stub::take_data(const Request &request, Time when)
{
    uint8_t status = stub_status::not_in_flash_mode;
    if (writer_) {
        status = refuse(request);
        if (status == stub_status::ok)
            status = writer_->error(); // of the packet before
    }
    // "Received": the writing comes after it, while the next packet is on its way.
    respond(request.op, { status, when });
    if (!writer_ || status != stub_status::ok)
        return { when };
    FlashDriver flash(hw_.flash, hw_.bus, when);
    writer_->write(part(request.payload, data_header), flash);
    return { flash.time() };
}

Stub::Answer Stub::end(const Request &request, Time when)
{
    if (!writer_)
        return { stub_status::not_in_flash_mode, when };
    if (writer_->left() > 0)
        return { stub_status::not_enough_data, when };
    const uint8_t status = writer_->error();
    writer_.reset();
    return { status, when, load32(request.payload, 0) == 0 ? Leave::Restarts : Leave::Stays };
}

Stub::Answer Stub::mem_data(const Request &request, Time when)
{
    const uint8_t status = refuse(request);
    if (status == stub_status::ok)
        hw_.ram.load(part(request.payload, data_header), hw_.bus);
    return { status, when };
}

Stub::Answer Stub::mem_end(const Request &request, Time when)
{
    if (load32(request.payload, 0) != 0)
        return { stub_status::ok, when };
    const uint32_t entry = load32(request.payload, 4);
    hw_.ram.set_entry(entry);
    return { stub_status::ok, when, hw_.ram.contains(entry) ? Leave::RunsRam : Leave::Crashes };
}

Stub::Answer Stub::erase_all(Time when)
{
    FlashDriver flash(hw_.flash, hw_.bus, when);
    flash.set_status(0);
    flash.erase_chip();
    return { stub_status::ok, flash.time() };
}

Stub::Answer Stub::erase_region(const Request &request, Time when)
{
    const uint32_t offset = load32(request.payload, 0), size = load32(request.payload, 4);
    FlashDriver flash(hw_.flash, hw_.bus, when);
    if (offset % sector_size != 0 || size % sector_size != 0 || uint64_t(offset) + size > flash.chip_size())
        return { reason(stub_status::bad_block_size), when };
    flash.set_status(0);
    const uint32_t end = (offset + size) / sector_size;
    for (uint32_t sector = offset / sector_size; sector < end;) {
        // An exact block at the end goes sector by sector.
        const bool block = sector % sectors_per_block == 0 && end - sector > sectors_per_block;
        if (!(block ? flash.erase_block(sector / sectors_per_block) : flash.erase_sector(sector)))
            return { reason(stub_status::failed_spi), flash.time() };
        sector += block ? sectors_per_block : 1;
    }
    return { stub_status::ok, flash.time() };
}

Stub::Answer Stub::md5(const Request &request, Time when)
{
    const uint32_t address = load32(request.payload, 0), size = load32(request.payload, 4);
    const FlashDriver flash(hw_.flash, hw_.bus, when);
    if (request.length != 16 || uint64_t(address) + size > flash.chip_size())
        return { reason(stub_status::failed_spi), when };
    Md5Sum sum;
    for (uint32_t done = 0; done < size; done += sector_size)
        sum.add(flash.read(address + done, std::min(sector_size, size - done)));
    const Md5 digest = sum.finish();
    return { stub_status::ok, when + hw_.uart.scaled(size * read_time), Leave::Stays, 0, Bytes(digest.begin(), digest.end()) };
}

SerialLoader::Done Stub::change_speed(const Request &request, Time when)
{
    respond(request.op, { stub_status::ok, when }); // at the old speed
    const uint64_t fresh = load32(request.payload, 0), old = load32(request.payload, 4);
    if (fresh != 0)
        hw_.uart.set_divider(uint32_t(hw_.uart.divider() * old / fresh));
    return { when };
}

SerialLoader::Done Stub::start_reading(const Request &request, Time when)
{
    const View words = request.payload;
    const uint32_t address = load32(words, 0), length = load32(words, 4), packet = load32(words, 8);
    const FlashDriver flash(hw_.flash, hw_.bus, when);
    uint8_t status = stub_status::ok;
    if (request.length != 16 || packet == 0 || packet > largest_read_packet)
        status = stub_status::bad_block_size;
    else if (uint64_t(address) + length > flash.chip_size())
        status = reason(stub_status::failed_spi);
    respond(request.op, { status, when });
    if (status == stub_status::ok)
        reader_.emplace(address, length, packet, load32(words, 12));
    return go_on_reading(when);
}

SerialLoader::Done Stub::go_on_reading(Time when)
{
    if (!reader_)
        return { when };
    const FlashDriver flash(hw_.flash, hw_.bus, when);
    for (const Bytes &frame : reader_->next_frames(flash)) {
        when += hw_.uart.scaled(frame.size() * read_time);
        hw_.uart.send(slip_encode(frame), when);
    }
    if (reader_->finished())
        reader_.reset();
    return { when };
}

} // namespace espseal::device
