// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/rom_loader.h"

namespace espseal::device {
namespace {

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
    end,
};
}

enum : uint8_t { ok = 0, invalid = 5, failed = 6, bad_checksum = 7, flash_write = 8 };

constexpr size_t frame_limit = 0x2000, receive_ring = 255;
constexpr uint32_t largest_packet = 0x1800, data_header = 16;
constexpr uint32_t program_step = 32; // the ROM uses 8 of the 16 data words
constexpr uint8_t all_blocks_protected = 0x1C;
constexpr size_t sync_answers = 8;

} // namespace

RomLoader::RomLoader(Hardware &hardware, bool keep_first_sync)
    : SerialLoader(hardware, frame_limit, receive_ring)
    , keep_first_sync_(keep_first_sync)
    , autobaud_(Autobaud())
{
}

void RomLoader::receive(View bytes, uint32_t baud, Time when)
{
    if (autobaud_ && keep_first_sync_ && !bytes.empty()) {
        hw_.uart.set_divider(Autobaud::divider_for(baud));
        autobaud_.reset();
    }
    while (autobaud_ && !bytes.empty()) {
        if (const auto divider = autobaud_->push(bytes.front(), baud)) {
            hw_.uart.set_divider(*divider);
            autobaud_.reset();
        }
        bytes = bytes.subspan(1);
    }
    if (!autobaud_ && hw_.uart.matches(baud))
        SerialLoader::receive(bytes, baud, when);
}

SerialLoader::Done RomLoader::execute(View frame, Time when)
{
    const Request request = parse(frame);
    const bool known = request.direction == 0 && request.op >= op::flash_begin && request.op < op::end;
    // A refused command leaves the op of the last answer in the answer buffer, and the number of copies follows that op.
    if (known)
        answered_op_ = request.op;
    const Result result = known ? dispatch(request, when) : Result { invalid, when };

    Bytes answer { 1, answered_op_, 2, 0 };
    append(answer, value_, 4);
    append(answer, Bytes { uint8_t(result.error != ok), result.error });
    const Bytes framed = slip_encode(answer);
    Bytes wire;
    for (size_t i = answered_op_ == op::sync ? sync_answers : 1; i > 0; --i)
        append(wire, framed);
    reply(wire, result.ready);
    return { result.ready, result.leave };
}

RomLoader::Result RomLoader::dispatch(const Request &request, Time when)
{
    switch (request.op) {
    case op::flash_begin:
        return flash_begin(request, when);
    case op::flash_data:
        return flash_data(request, when);
    case op::flash_end:
        return flash_end(when);
    case op::mem_begin:
        return mem_begin(request, when);
    case op::mem_end:
        return mem_end(request, when);
    case op::mem_data:
        return mem_data(request, when);
    case op::write_reg:
        return { ok, write_registers(request.payload, when) };
    case op::set_flash_parameters:
        return set_flash_parameters(request, when);
    case op::read_reg:
        value_ = hw_.bus.read(load32(request.payload, 0));
        return { ok, when };
    default: // SYNC: only the op is looked at
        value_ = load32(request.payload, 0);
        return { ok, when };
    }
}

RomLoader::Result RomLoader::flash_begin(const Request &request, Time when)
{
    const View words = request.payload;
    const uint32_t erase_size = load32(words, 0), offset = load32(words, 12);
    if (request.length != 16 || load32(words, 8) > largest_packet)
        return { invalid, when };
    hw_.spi.attach();
    flash_download_ = { erase_size, load32(words, 4), load32(words, 8), offset, 0, 0 };
    FlashDriver flash(hw_.flash, hw_.bus, when);
    flash.set_status(0);
    if (erase_size == 0)
        return { ok, flash.time() };
    const bool erased = offset % sector_size == 0 && flash.erase_area_as_rom(offset, erase_size);
    return { uint8_t(erased ? ok : failed), flash.time() };
}

std::optional<uint8_t> RomLoader::refuse(const Request &request, Download &download) const
{
    const uint32_t length = load32(request.payload, 0);
    if (request.length > largest_packet + data_header || length > download.packet_size || length + data_header > request.payload.size())
        return invalid;
    if (load32(request.payload, 4) != download.packets)
        return invalid;
    // Counted before the checksum is tested: the same packet cannot be repeated.
    ++download.packets;
    if (data_checksum(part(request.payload, data_header, length)) != uint8_t(request.checksum))
        return bad_checksum;
    return std::nullopt;
}

RomLoader::Result RomLoader::flash_data(const Request &request, Time when)
{
    if (const auto error = refuse(request, flash_download_))
        return { *error, when };
    const View data = part(request.payload, data_header, load32(request.payload, 0));
    if (data.size() % 4 != 0)
        return { invalid, when };
    FlashDriver flash(hw_.flash, hw_.bus, when);
    const bool written = flash.program(flash_download_.address, data, program_step);
    const bool hangs = flash.time() == never;
    if (!written || (!hangs && data_checksum(flash.read(flash_download_.address, uint32_t(data.size()))) != uint8_t(request.checksum)))
        return { flash_write, flash.time() };
    flash_download_.address += uint32_t(data.size());
    flash_download_.bytes += uint32_t(data.size());
    return { ok, flash.time() };
}

RomLoader::Result RomLoader::flash_end(Time when)
{
    const Download &done = flash_download_;
    if (done.packets != done.announced_packets || done.bytes != done.announced_bytes)
        return { failed, when, Leave::BootsFlash };
    FlashDriver flash(hw_.flash, hw_.bus, when);
    flash.set_status(all_blocks_protected);
    return { ok, flash.time(), Leave::BootsFlash };
}

RomLoader::Result RomLoader::mem_begin(const Request &request, Time when)
{
    const View words = request.payload;
    if (request.length != 16 || load32(words, 8) > largest_packet)
        return { invalid, when };
    ram_download_ = { load32(words, 0), load32(words, 4), load32(words, 8), load32(words, 12), 0, 0 };
    hw_.ram.begin(ram_download_.address);
    return { ok, when };
}

RomLoader::Result RomLoader::mem_data(const Request &request, Time when)
{
    if (const auto error = refuse(request, ram_download_))
        return { *error, when };
    const View data = part(request.payload, data_header, load32(request.payload, 0));
    hw_.ram.load(data, hw_.bus);
    return { ok, when };
}

RomLoader::Result RomLoader::mem_end(const Request &request, Time when)
{
    if (request.length > 8)
        return { invalid, when };
    if (load(request.payload, 0, 1) != 0)
        return { ok, when };
    const uint32_t entry = load32(request.payload, 4);
    hw_.ram.set_entry(entry);
    return { ok, when, hw_.ram.contains(entry) ? Leave::RunsRam : Leave::Crashes };
}

RomLoader::Result RomLoader::set_flash_parameters(const Request &request, Time when)
{
    if (request.length != 24)
        return { invalid, when };
    hw_.bus.load_ram(flash_descriptor, request.payload);
    return { ok, when };
}

} // namespace espseal::device
