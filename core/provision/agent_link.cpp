// SPDX-License-Identifier: Apache-2.0
#include "core/provision/agent_link.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

constexpr int console_baud = 115200;
constexpr std::size_t chunk_max = 4096;
constexpr std::chrono::milliseconds slice(50);
constexpr std::chrono::milliseconds write_patience(2000);
constexpr std::chrono::milliseconds ask_again(500);
constexpr std::chrono::milliseconds quiet(300);
constexpr std::chrono::milliseconds open_patience(5000);

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::provision", source);
}

template <class Payload> const Payload *as(const monitor::Event &event)
{
    return std::get_if<Payload>(&event.payload);
}

std::unexpected<Error> nobody(const QString &port, const monitor::TraceCounts &heard, std::uint64_t heard_bytes, const QString &last_line)
{
    const bool talks = heard.console_lines > 0 || heard.frames > 0;
    if (talks)
        return failed(u"agent-missing"_s, text("The device on %1 talks, but it is not the espseal agent.").arg(port),
            text("Only the bundled agent makes its own key. Write its firmware, or make the key here with “espseal cert issue”."), last_line);
    if (heard_bytes > 0)
        return failed(u"agent-missing"_s, text("What comes from %1 makes no sense: another firmware, another speed, or a disturbed line.").arg(port),
            text("The agent's console runs at 115200 baud. Check the firmware, the wires and that nobody else uses the port."), u"%1 bytes"_s.arg(heard_bytes));
    return failed(u"agent-silent"_s, text("Nothing answers on %1: the device runs no espseal agent, or it is in its loader or off.").arg(port),
        text("Check the port, press RST on the board, and watch it with “espseal monitor”."));
}

} // namespace

bool AgentFacts::makes_keys() const
{
    return (features & wire::feature_own_key) != 0;
}

QByteArray AgentLink::framed(std::uint8_t kind, std::uint16_t schema, std::span<const std::uint8_t> body)
{
    std::array<std::uint8_t, wire::frame_encoded_max> memory {};
    const std::uint32_t size = wire::encode_frame(
        kind, 0, schema, { body.data(), static_cast<std::uint32_t>(body.size()) }, { memory.data(), static_cast<std::uint32_t>(memory.size()) });
    return QByteArray(reinterpret_cast<const char *>(memory.data()), static_cast<qsizetype>(size));
}

Result<AgentLink> AgentLink::find(loader::Transport &transport, const Job &job, const AgentTalk &talk)
{
    job.report(text("Looking for the agent on %1").arg(transport.name()), 0, 0);
    AgentLink link(transport, talk);
    constexpr auto kind = wire::EventKind::hello_request;
    const QByteArray question = framed(static_cast<std::uint8_t>(kind), wire::schema_of_kind(static_cast<std::uint8_t>(kind)), {});
    QString last_line;
    const QDeadlineTimer deadline(talk.find_patience);
    while (!deadline.hasExpired()) {
        if (const Result<void> sent = link.send(question, job); !sent)
            return failure(sent.error());
        const QDeadlineTimer again(ask_again);
        while (!again.hasExpired()) {
            if (const Result<void> received = link.receive(slice, job); !received)
                return failure(received.error());
            for (; !link.pending_.empty(); link.pending_.pop_front()) {
                const monitor::Event &event = link.pending_.front();
                if (const auto *line = as<monitor::ConsoleLine>(event))
                    last_line = line->text;
                if (const auto *hello = as<wire::Hello>(event)) {
                    link.agent_ = { monitor::to_qstring(hello->firmware), QString::fromLatin1(monitor::to_bytes(hello->mac).toHex(':')), hello->features };
                    return link;
                }
            }
        }
    }
    return nobody(transport.name(), link.reader_.counts(), link.heard_bytes_, last_line);
}

Result<void> AgentLink::send(const QByteArray &frame, const Job &job)
{
    return transport_->write(
        { reinterpret_cast<const std::uint8_t *>(frame.constData()), static_cast<std::size_t>(frame.size()) }, loader::wait_for(write_patience, job.stop));
}

Result<void> AgentLink::receive(std::chrono::milliseconds most, const Job &job)
{
    const Result<loader::Bytes> bytes = transport_->read(chunk_max, loader::wait_for(most, job.stop));
    if (!bytes)
        return failure(bytes.error());
    heard_bytes_ += bytes->size();
    const monitor::HostTime now = monitor::host_now();
    if (talk_.heard && !bytes->empty())
        talk_.heard(*bytes, now);
    const QList<monitor::Event> events = bytes->empty() ? reader_.flush(now) : reader_.feed(*bytes, now);
    for (const monitor::Event &event : events) {
        pending_.push_back(event);
        heard_.append(event);
    }
    return {};
}

void AgentLink::discard_pending()
{
    pending_.clear();
}

Result<monitor::Event> AgentLink::ask_frame(const QByteArray &frame, const IsAnswer &is_answer, const Job &job, const Patience &patience)
{
    discard_pending();
    for (int attempt = 0; attempt < patience.attempts; ++attempt) {
        if (const Result<void> sent = send(frame, job); !sent)
            return failure(sent.error());
        QDeadlineTimer deadline(patience.answer);
        while (!deadline.hasExpired()) {
            if (const Result<void> received = receive(slice, job); !received)
                return failure(received.error());
            while (!pending_.empty()) {
                monitor::Event event = pending_.front();
                pending_.pop_front();
                if (is_answer(event))
                    return event;
                if (const auto *work = as<wire::KeyWork>(event)) {
                    deadline = QDeadlineTimer(patience.sign_of_life);
                    if (work->key != wire::KeyKind::none)
                        job.report(text("The device makes its key (%1 s so far)").arg(work->elapsed_ms / 1000), 0, 0);
                }
            }
        }
    }
    return failed(u"agent-deaf"_s, text("The device on %1 does not answer any more.").arg(transport_->name()),
        text("Press RST on the board and repeat the command: what the device has made so far is kept."));
}

Result<void> AgentLink::listen(std::chrono::milliseconds most, const Job &job)
{
    const QDeadlineTimer deadline(most);
    QDeadlineTimer silence(quiet);
    while (!deadline.hasExpired() && !silence.hasExpired()) {
        const qsizetype before = heard_.size();
        if (const Result<void> received = receive(slice, job); !received)
            return received;
        if (heard_.size() != before)
            silence = QDeadlineTimer(quiet);
    }
    return {};
}

Result<std::unique_ptr<loader::Transport>> open_console(const QString &port, const Job &job)
{
    return loader::open_transport(port, { .baud = console_baud }, loader::wait_for(open_patience, job.stop));
}

} // namespace espseal::provision
