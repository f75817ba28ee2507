// SPDX-License-Identifier: Apache-2.0
// A conversation with the bundled agent over its console, in frames.
#pragma once

#include "core/base/progress.h"
#include "core/loader/transport.h"
#include "core/monitor/trace_reader.h"

#include <deque>
#include <functional>

namespace espseal::provision {

struct AgentFacts {
    QString firmware; // "espseal-agent 0.1.0"
    QString mac; // "5c:cf:7f:00:00:17"
    std::uint32_t features = 0; // wire::feature_*

    [[nodiscard]] bool makes_keys() const;
};

// What still counts as an answer that will come.
struct Patience {
    std::chrono::milliseconds answer { 1500 }; // then the question is asked again
    std::chrono::milliseconds sign_of_life { 15000 }; // the same, once the device has said that it computes
    int attempts = 6;
};

struct AgentTalk {
    // All that comes from the device meanwhile, for a monitor that would miss it otherwise; may be empty. Called on the working thread.
    std::function<void(std::span<const std::uint8_t> bytes, monitor::HostTime now)> heard;
    // A board that restarts when its port is opened takes most of a second until its agent is up.
    std::chrono::milliseconds find_patience { 3000 };
};

// Blocking; on the transport's thread. The transport stays its owner's and must outlive the link.
class AgentLink {
public:
    // Asks for HELLO until the agent answers. Errors: "agent-missing" (something else talks there), "agent-silent" (nothing does); those of
    // the transport; cancelled.
    [[nodiscard]] static Result<AgentLink> find(loader::Transport &transport, const Job &job, const AgentTalk &talk = {});

    [[nodiscard]] const AgentFacts &agent() const { return agent_; }

    // Sends the frame until an event comes that `is_answer` takes, or too often. Error "agent-deaf": the device answers nothing.
    using IsAnswer = std::function<bool(const monitor::Event &event)>;
    template <class Question>
    [[nodiscard]] Result<monitor::Event> ask(const Question &question, const IsAnswer &is_answer, const Job &job, const Patience &patience = {})
    {
        return ask_frame(frame_of(question), is_answer, job, patience);
    }
    // Hears what comes until the line has been quiet for 300 ms, at most so long.
    [[nodiscard]] Result<void> listen(std::chrono::milliseconds most, const Job &job);
    // Every event that came since the last call.
    [[nodiscard]] QList<monitor::Event> take_heard() { return std::exchange(heard_, {}); }

private:
    AgentLink(loader::Transport &transport, AgentTalk talk)
        : transport_(&transport)
        , talk_(std::move(talk))
    {
    }
    template <class Question> [[nodiscard]] static QByteArray frame_of(const Question &question)
    {
        std::array<std::uint8_t, wire::frame_body_max> body {};
        const std::uint32_t size = wire::encode_body(0, question, { body.data(), static_cast<std::uint32_t>(body.size()) });
        return framed(static_cast<std::uint8_t>(Question::kind), Question::schema, std::span(body).first(size));
    }
    [[nodiscard]] static QByteArray framed(std::uint8_t kind, std::uint16_t schema, std::span<const std::uint8_t> body);
    [[nodiscard]] Result<monitor::Event> ask_frame(const QByteArray &frame, const IsAnswer &is_answer, const Job &job, const Patience &patience);
    [[nodiscard]] Result<void> send(const QByteArray &frame, const Job &job);
    [[nodiscard]] Result<void> receive(std::chrono::milliseconds most, const Job &job);
    void discard_pending();

    loader::Transport *transport_;
    AgentTalk talk_;
    monitor::TraceReader reader_;
    std::deque<monitor::Event> pending_; // not looked at yet
    QList<monitor::Event> heard_;
    std::uint64_t heard_bytes_ = 0;
    AgentFacts agent_;
};

// Opens a board's console without resetting the board where the port allows that. Errors: those of loader::open_transport.
[[nodiscard]] Result<std::unique_ptr<loader::Transport>> open_console(const QString &port, const Job &job);

} // namespace espseal::provision
