// SPDX-License-Identifier: Apache-2.0
// What the flasher says, and when.
#include "firmware/flasher/flasher.h"

namespace espseal::flasher {

using namespace wire::flasher;

namespace {

constexpr uint32_t news = 2048; // bytes consumed that the desktop should know of

} // namespace

bool Flasher::speak()
{
    if (sender_.idle() && !compose())
        return false;
    bool any = false;
    for (uint32_t room = port_.send_room(); room > 0 && !sender_.idle(); --room) {
        port_.send(sender_.next());
        any = true;
    }
    return any;
}

void Flasher::say(Kind kind, uint32_t body)
{
    outgoing_[0] = static_cast<uint8_t>(kind);
    sender_.start(outgoing_, 1 + body);
    read_filled_ = 0;
}

bool Flasher::state_is_news() const
{
    const State now = writer_.state();
    return state_due_ || (now.phase != Phase::idle && (now.consumed - said_.consumed >= news || now.units != said_.units || now.phase != said_.phase));
}

bool Flasher::compose()
{
    if (greeting_due_ && !port_.flash_busy()) { // the id is part of it
        greeting_due_ = false;
        Greeting greeting;
        greeting.version = version;
        greeting.flash_id = port_.flash_id();
        greeting.room = UnitWriter::ring_size;
        greeting.image = port_.image_crc();
        greeting.write(body());
        say(Kind::greeting, Greeting::size);
    } else if (speed_due_) {
        speed_due_ = false;
        speed_said_ = true;
        put32(body(), new_divider_);
        say(Kind::speed_set, 4);
    } else if (leaving_ == Leaving::says_bye) {
        // Said once; the restart follows when it has left.
        if (bye_said_)
            return false;
        bye_said_ = true;
        say(Kind::bye, 0);
    } else if (writer_.has_report()) {
        say_unit();
    } else if (digest_count_ == digests_max || (digest_count_ > 0 && next_sector_ == end_sector_)) {
        say_digests();
    } else if (state_is_news()) {
        state_due_ = false;
        said_ = writer_.state();
        said_.gap = gap_;
        said_.turn = turn_;
        said_.write(body());
        gap_ = false;
        say(Kind::state, State::size);
    } else {
        return false;
    }
    return true;
}

void Flasher::say_unit()
{
    put16(body(), writer_.state().stream);
    put16(body() + 2, writer_.reported_sector());
    for (uint32_t i = 0; i < digest_size; ++i)
        body()[4 + i] = writer_.report()[i];
    writer_.reported();
    say(Kind::digest, 4 + digest_size);
}

void Flasher::say_digests()
{
    put16(body(), digest_tag_);
    put16(body() + 2, first_digest_);
    const uint32_t size = digest_count_ * digest_size;
    for (uint32_t i = 0; i < size; ++i)
        body()[4 + i] = digests_[i];
    digest_count_ = 0;
    digesting_ = next_sector_ != end_sector_;
    say(Kind::digest, 4 + size);
}

} // namespace espseal::flasher
