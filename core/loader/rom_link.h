// SPDX-License-Identifier: Apache-2.0
// Requests to the ROM and their answers, over any transport.
#pragma once

#include "core/loader/rom_frame.h"
#include "core/loader/slip.h"
#include "core/loader/transport.h"

#include <functional>

namespace espseal::loader {

// What was heard while the ROM did not answer: for the diagnosis.
struct Silence {
    std::uint64_t bytes = 0;
    bool echo = false; // our own request came back
};

class RomLink {
public:
    // `transport` must outlive the link.
    explicit RomLink(Transport &transport)
        : transport_(transport)
    {
    }

    // Sends SYNC until it is answered: the first after a reset only sets the speed. Gives the value word of the answers: sync_value from the
    // ROM, 0 from a flashing helper. Error "board-silent"; `silence` then holds what was heard.
    Result<std::uint32_t> sync(int attempts, const std::stop_token &stop, Silence *silence = nullptr);

    // Sends the requests in order and takes their answers in order. Several are in flight, never more than the 255 bytes that the ROM keeps
    // unread, or one at a time if `lock_step`. `answered` is called for each; an answer with a bad status ends it. Errors: "board-silent"
    // (no answer in time), "answer-garbled" (damaged or out of order), "answer-refused".
    using Answered = std::function<void(std::size_t index, const Answer &)>;
    Result<void> exchange(std::span<const Request> requests, const Answered &answered, const std::stop_token &stop, bool lock_step = false);
    Result<std::uint32_t> request(const Request &request, const std::stop_token &stop);
    Result<std::uint32_t> read_register(std::uint32_t address, const std::stop_token &stop) { return request(read_register_request(address), stop); }
    Result<void> write_registers(std::span<const RegisterWrite> writes, const std::stop_token &stop);

    // After a fault: waits until the line is quiet and the ROM answers SYNC again. Errors: "board-silent", "line-noise" (never quiet).
    Result<void> recover(const std::stop_token &stop);

    // Faults met so far: every one counts, also those that a repetition healed.
    [[nodiscard]] std::uint32_t faults() const { return faults_; }
    [[nodiscard]] Transport &transport() const { return transport_; }

private:
    // The next answer that is none to SYNC; nothing at the deadline.
    Result<std::optional<Answer>> next_answer(const Wait &wait);
    Result<void> drain(const std::stop_token &stop);

    Transport &transport_;
    SlipReader reader_;
    bool interrupted_ = false; // a cancelled exchange left answers behind
    std::uint32_t faults_ = 0;
};

// A fault of the line, which a repetition may heal; not a vanished port, a cancellation or a refusal.
[[nodiscard]] bool is_line_fault(const Error &error);

} // namespace espseal::loader
