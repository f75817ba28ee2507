// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/flash_reader.h"

namespace espseal::device {

Md5Sum::Md5Sum()
    : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free)
{
    EVP_DigestInit_ex(context_.get(), EVP_md5(), nullptr);
}

void Md5Sum::add(View bytes)
{
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
}

Md5 Md5Sum::finish()
{
    Md5 digest {};
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    return digest;
}

FlashReader::FlashReader(uint32_t address, uint32_t length, uint32_t packet_size, uint32_t most_unacknowledged)
    : address_(address)
    , length_(length)
    , packet_size_(packet_size)
    , most_unacknowledged_(most_unacknowledged)
{
}

std::vector<Bytes> FlashReader::next_frames(const FlashDriver &flash)
{
    std::vector<Bytes> frames;
    while (sent_ < length_ && sent_ - acknowledged_ < most_unacknowledged_) {
        frames.push_back(flash.read(address_ + sent_, std::min(packet_size_, length_ - sent_)));
        sum_.add(frames.back());
        sent_ += uint32_t(frames.back().size());
    }
    if (acknowledged_ == length_) {
        const Md5 digest = sum_.finish();
        frames.emplace_back(digest.begin(), digest.end());
        finished_ = true;
    }
    return frames;
}

} // namespace espseal::device
