// SPDX-License-Identifier: Apache-2.0
#include "core/loader/rom_link.h"

#include "core/loader/port_errors.h"

using namespace Qt::StringLiterals;

namespace espseal::loader {

using namespace std::chrono_literals;

namespace {

// The ROM keeps 255 unread bytes and loses the rest without notice.
constexpr std::size_t most_in_flight = 250;
constexpr auto first_sync_patience = 30ms; // normally lost: the chip measures the speed with it
constexpr auto sync_patience = 100ms;
constexpr auto quiet_time = 40ms;
constexpr auto noise_limit = 1000ms;
constexpr std::size_t read_size = 4096;

std::unexpected<Error> garbled(const QString &port, const QString &detail)
{
    return failed(u"answer-garbled"_s, Text::tr("The answers from %1 arrive damaged.").arg(port),
        Text::tr("Use a shorter cable, keep it away from motors and power lines, and try a lower speed."), detail);
}

std::unexpected<Error> refused(const QString &port, const Answer &answer)
{
    return failed(u"answer-refused"_s, Text::tr("The board on %1 refused a command.").arg(port), Text::tr("Reset the board and try again."),
        u"op 0x%1 error 0x%2"_s.arg(uint(answer.op), 2, 16, QChar(u'0')).arg(uint(answer.error), 2, 16, QChar(u'0')));
}

} // namespace

bool is_line_fault(const Error &error)
{
    return error.code == "board-silent"_L1 || error.code == "answer-garbled"_L1 || error.code == "answer-refused"_L1 || error.code == "line-noise"_L1;
}

Result<std::uint32_t> RomLink::sync(int attempts, const std::stop_token &stop, Silence *silence)
{
    const Request request = sync_request();
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (const Result<void> sent = transport_.write(request.frame, wait_for(request.patience, stop)); !sent)
            return failure(sent.error());
        const Wait wait = wait_for(attempt == 0 ? first_sync_patience : sync_patience, stop);
        while (!wait.until.hasExpired()) {
            const Result<Bytes> bytes = transport_.read(read_size, wait);
            if (!bytes)
                return failure(bytes.error());
            if (silence)
                silence->bytes += bytes->size();
            reader_.feed(*bytes);
            while (const std::optional<Bytes> frame = reader_.next()) {
                const std::optional<Answer> answer = parse_answer(*frame);
                if (answer && answer->ok && answer->op == static_cast<std::uint8_t>(Op::sync)) {
                    // Eight copies come, and more for each SYNC that was late: by time, not by count.
                    if (const Result<void> drained = drain(stop); !drained)
                        return failure(drained.error());
                    return answer->value;
                }
                if (silence)
                    silence->echo |= is_echo(*frame);
            }
        }
    }
    return board_silent(transport_.name());
}

Result<void> RomLink::drain(const std::stop_token &stop)
{
    const QDeadlineTimer limit(noise_limit);
    for (;;) {
        const Result<Bytes> bytes = transport_.read(read_size, wait_for(quiet_time, stop));
        if (!bytes)
            return failure(bytes.error());
        if (bytes->empty())
            break;
        if (limit.hasExpired())
            return line_noise(transport_.name());
    }
    reader_.reset();
    return {};
}

Result<std::optional<Answer>> RomLink::next_answer(const Wait &wait)
{
    for (;;) {
        const std::uint64_t damaged = reader_.damaged();
        while (const std::optional<Bytes> frame = reader_.next()) {
            const std::optional<Answer> answer = parse_answer(*frame);
            if (!answer)
                return garbled(transport_.name(), u"%1 bytes that are no answer"_s.arg(frame->size()));
            if (answer->op != static_cast<std::uint8_t>(Op::sync))
                return answer;
        }
        const Result<Bytes> bytes = transport_.read(read_size, wait);
        if (!bytes)
            return failure(bytes.error());
        if (bytes->empty())
            return std::nullopt;
        reader_.feed(*bytes);
        if (reader_.damaged() != damaged)
            return garbled(transport_.name(), u"damaged frame"_s);
    }
}

Result<void> RomLink::exchange(std::span<const Request> requests, const Answered &answered, const std::stop_token &stop, bool lock_step)
{
    std::size_t sent = 0;
    std::size_t in_flight = 0; // bytes
    const auto fails = [this](const Error &error) {
        faults_ += is_line_fault(error) ? 1 : 0;
        interrupted_ = error.kind == ErrorKind::cancelled;
        return failure(error);
    };
    if (interrupted_) {
        if (const Result<void> recovered = recover(stop); !recovered)
            return recovered;
    }
    for (std::size_t awaited = 0; awaited < requests.size(); ++awaited) {
        Bytes burst;
        // Refilled by halves, so that the line stays busy without a packet for every single request.
        const bool refill = sent == awaited || (!lock_step && in_flight <= most_in_flight / 2);
        while (refill && sent < requests.size() && (sent == awaited || (!lock_step && in_flight + requests[sent].frame.size() <= most_in_flight))) {
            append(burst, requests[sent].frame);
            in_flight += requests[sent].frame.size();
            ++sent;
        }
        const Request &request = requests[awaited];
        const Wait wait = wait_for(request.patience, stop);
        if (!burst.empty()) {
            if (const Result<void> written = transport_.write(burst, wait); !written)
                return fails(written.error());
        }
        const Result<std::optional<Answer>> heard = next_answer(wait);
        if (!heard)
            return fails(heard.error());
        const std::optional<Answer> &answer = *heard;
        if (!answer)
            return fails(board_silent(transport_.name()).error());
        if (answer->op != static_cast<std::uint8_t>(request.op))
            return fails(garbled(transport_.name(), u"answer to another request"_s).error());
        if (!answer->ok)
            return fails(refused(transport_.name(), *answer).error());
        in_flight -= request.frame.size();
        answered(awaited, *answer);
    }
    return {};
}

Result<std::uint32_t> RomLink::request(const Request &request, const std::stop_token &stop)
{
    std::uint32_t value = 0;
    const Result<void> done = exchange(std::span(&request, 1), [&](std::size_t, const Answer &answer) { value = answer.value; }, stop);
    return done ? Result<std::uint32_t>(value) : failure(done.error());
}

Result<void> RomLink::write_registers(std::span<const RegisterWrite> writes, const std::stop_token &stop)
{
    const Result<std::uint32_t> done = request(write_registers_request(writes), stop);
    return done ? Result<void>() : failure(done.error());
}

Result<void> RomLink::recover(const std::stop_token &stop)
{
    constexpr int attempts = 5;
    if (const Result<void> drained = drain(stop); !drained)
        return drained;
    const Result<std::uint32_t> synced = sync(attempts, stop);
    interrupted_ = interrupted_ && !synced;
    return synced ? Result<void>() : failure(synced.error());
}

} // namespace espseal::loader
