// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/flash_writer.h"

#include <array>

namespace espseal::device {
namespace {

constexpr uint32_t sectors_per_block = block_size / sector_size;

int end_and_free(z_stream *stream)
{
    const int result = inflateEnd(stream);
    delete stream;
    return result;
}

} // namespace

FlashWriter::FlashWriter(uint32_t offset, uint32_t size, bool compressed)
    : address_(offset)
    , left_(size)
    , next_erase_(offset / sector_size)
    , last_erase_(uint32_t((uint64_t(offset) + size + sector_size - 1) / sector_size))
    , inflater_(compressed ? new z_stream {} : nullptr, end_and_free)
{
    if (compressed && inflateInit(inflater_.get()) != Z_OK)
        error_ = stub_status::inflate_error;
}

void FlashWriter::write(View data, FlashDriver &flash)
{
    if (!inflater_) {
        program(data.first(std::min<size_t>(data.size(), left_)), flash); // the last packet is padded
        return;
    }
    inflater_->next_in = const_cast<Bytef *>(data.data()); // zlib only reads it
    inflater_->avail_in = uInt(data.size());
    while (error_ == stub_status::ok && !ended_) {
        std::array<uint8_t, 0x8000> window = {};
        inflater_->next_out = window.data();
        inflater_->avail_out = uInt(window.size());
        const int result = inflate(inflater_.get(), Z_NO_FLUSH);
        const View out = View(window).first(window.size() - inflater_->avail_out);
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
            error_ = stub_status::inflate_error;
        else if (out.size() > left_)
            error_ = stub_status::too_much_data;
        else
            program(out, flash);
        ended_ = result == Z_STREAM_END;
        if (inflater_->avail_out != 0)
            break;
    }
}

void FlashWriter::program(View data, FlashDriver &flash)
{
    erase_up_to(address_ + uint32_t(data.size()), flash);
    if (error_ == stub_status::ok && !flash.program(address_, data, page_size))
        error_ = stub_status::failed_spi;
    address_ += uint32_t(data.size());
    left_ -= uint32_t(data.size());
}

void FlashWriter::erase_up_to(uint32_t end, FlashDriver &flash)
{
    while (error_ == stub_status::ok && next_erase_ < last_erase_ && next_erase_ * sector_size < end) {
        const bool block = next_erase_ % sectors_per_block == 0 && last_erase_ - next_erase_ >= sectors_per_block;
        const bool erased = block ? flash.erase_block(next_erase_ / sectors_per_block) : flash.erase_sector(next_erase_);
        if (!erased)
            error_ = stub_status::failed_spi;
        next_erase_ += block ? sectors_per_block : 1;
    }
}

} // namespace espseal::device
