// SPDX-License-Identifier: Apache-2.0
#include "firmware/flasher/flasher.h"

namespace espseal::flasher {

using namespace wire::flasher;

namespace {

constexpr uint32_t largest_divider = 0xFFFFF; // the register's width
constexpr uint32_t address_end = 1U << 24;
constexpr uint32_t sector_end = address_end / sector_size;

// What a mask ROM's SYNC request begins with; another tool, or a session that knows nothing of this one, wants the ROM.
bool is_rom_sync(wire::ByteView frame)
{
    constexpr uint8_t start[] = { 0x00, 0x08, 0x24, 0x00 };
    constexpr uint8_t mark[] = { 0x07, 0x07, 0x12, 0x20 };
    if (frame.size < 12)
        return false;
    for (uint32_t i = 0; i < 4; ++i) {
        if (frame.data[i] != start[i] || frame.data[8 + i] != mark[i])
            return false;
    }
    return true;
}

} // namespace

Flasher::Flasher(Port &port, Memory &memory)
    : port_(port)
    , receiver_(memory.incoming)
    , outgoing_(memory.outgoing + 1)
    , digest_(port)
    , writer_(port, digest_, memory.writer)
{
}

bool Flasher::step()
{
    if (left())
        return false;
    const bool heard = listen();
    const bool spoke = speak();
    change_speed();
    const bool worked = !left() && work();
    return heard || spoke || worked;
}

bool Flasher::listen()
{
    bool any = false;
    for (uint8_t byte = 0; port_.receive(byte);) {
        any = true;
        const FrameReceiver::Event event = receiver_.push(byte);
        if (event == FrameReceiver::Event::frame) {
            trial_ = false;
            obey(receiver_.frame());
            break;
        }
        if (event == FrameReceiver::Event::damaged && is_rom_sync(receiver_.other())) {
            leaving_ = Leaving::gone;
            port_.restart();
            break;
        }
    }
    return any;
}

void Flasher::obey(const Frame &frame)
{
    switch (frame.kind) {
    case Kind::hello:
        return greet(frame.body);
    case Kind::digests:
        return start_digests(frame.body);
    case Kind::read:
        return start_reading(frame.body);
    case Kind::begin:
        if (frame.body.size == 8) {
            digesting_ = digest_open_ = false;
            read_end_ = read_at_;
            writer_.begin(get16(frame.body.data), get32(frame.body.data + 2), get16(frame.body.data + 6));
            gap_ = false;
            state_due_ = true;
        }
        return;
    case Kind::data:
        return take_data(frame.body);
    case Kind::speed:
        if (frame.body.size == 4) {
            const uint32_t divider = get32(frame.body.data);
            new_divider_ = divider > 0 && divider <= largest_divider ? divider : port_.divider();
            speed_due_ = true;
        }
        return;
    case Kind::leave:
        leaving_ = Leaving::says_bye;
        return;
    default: // from a later desktop, or our own words come back
        return;
    }
}

void Flasher::greet(wire::ByteView body)
{
    if (body.size != salt_size)
        return;
    digest_.set_salt(body.data);
    writer_.stop();
    digesting_ = digest_open_ = false;
    digest_count_ = 0;
    read_end_ = read_at_;
    gap_ = false;
    greeting_due_ = true;
}

void Flasher::start_digests(wire::ByteView body)
{
    if (body.size != 6)
        return;
    const uint32_t first = get16(body.data + 2);
    const uint32_t count = get16(body.data + 4);
    if (first + count > sector_end)
        return;
    digest_tag_ = get16(body.data);
    next_sector_ = first;
    end_sector_ = first + count;
    digest_count_ = 0;
    digest_open_ = false;
    digesting_ = count > 0;
}

void Flasher::start_reading(wire::ByteView body)
{
    if (body.size != 10)
        return;
    const uint16_t tag = get16(body.data);
    const uint32_t start = get32(body.data + 2);
    const uint32_t end = get32(body.data + 6);
    if ((start | end) % 4 != 0 || start > end || end > address_end)
        return;
    if (tag != read_tag_ || read_at_ < start || read_at_ > end) {
        read_tag_ = tag;
        read_at_ = start;
        read_filled_ = 0;
    }
    read_end_ = end;
}

void Flasher::take_data(wire::ByteView body)
{
    constexpr uint32_t header = 7;
    if (body.size < header || body.size > header + data_max)
        return;
    state_due_ = true;
    if (get16(body.data) != writer_.state().stream)
        return; // the state says which one is known here
    const uint32_t offset = get32(body.data + 2);
    gap_ = offset > writer_.state().received;
    turn_ = body.data[6];
    writer_.take(offset, body.part(header));
}

void Flasher::change_speed()
{
    if (trial_ && port_.ticks() - trial_start_ > trial_ticks) {
        trial_ = false;
        port_.set_divider(old_divider_);
    }
    if (!sender_.idle() || !port_.all_sent())
        return;
    if (speed_said_) {
        speed_said_ = false;
        old_divider_ = port_.divider();
        port_.set_divider(new_divider_);
        trial_ = true;
        trial_start_ = port_.ticks();
    }
    if (bye_said_ && !left()) {
        leaving_ = Leaving::gone;
        port_.restart();
    }
}

bool Flasher::work()
{
    if (writer_.step())
        return true;
    if (writer_.state().phase == Phase::running || port_.flash_busy())
        return false;
    return add_digest() || read_more();
}

bool Flasher::add_digest()
{
    if (!digesting_ || digest_count_ == digests_max || next_sector_ == end_sector_)
        return false;
    if (!digest_open_) {
        digest_.start(next_sector_);
        digest_open_ = true;
        if (digest_count_ == 0)
            first_digest_ = next_sector_;
        return true;
    }
    if (digest_.step(digests_ + digest_count_ * digest_size)) {
        digest_open_ = false;
        ++digest_count_;
        ++next_sector_;
    }
    return true;
}

bool Flasher::read_more()
{
    constexpr uint32_t step_size = 256;
    constexpr uint32_t header = 6;
    if (read_at_ == read_end_ || !sender_.idle())
        return false;
    const uint32_t rest = read_end_ - read_at_;
    const uint32_t wanted = rest < data_max ? rest : data_max;
    const uint32_t missing = wanted - read_filled_;
    const uint32_t size = missing < step_size ? missing : step_size;
    port_.read(read_at_ + read_filled_, reinterpret_cast<uint32_t *>(body() + header + read_filled_), size);
    read_filled_ += size;
    if (read_filled_ < wanted)
        return true;
    put16(body(), read_tag_);
    put32(body() + 2, read_at_);
    read_at_ += wanted;
    say(Kind::bytes, header + wanted);
    return true;
}

} // namespace espseal::flasher
