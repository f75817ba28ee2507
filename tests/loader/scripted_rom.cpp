// SPDX-License-Identifier: Apache-2.0
#include "tests/loader/scripted_rom.h"

#include "core/loader/slip.h"

#include <QtEndian>

using namespace std::chrono_literals;

namespace espseal::test {

using namespace loader;

namespace {

std::span<const std::uint8_t> view(const QByteArray &bytes)
{
    return { reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) };
}

QByteArray raw(const Bytes &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
}

} // namespace

ScriptedRom::ScriptedRom(std::unique_ptr<LoopbackTransport> end, Script script)
    : end_(std::move(end))
    , script_(std::move(script))
    , thread_([this](const std::stop_token &stop) { run(stop); })
{
}

void ScriptedRom::run(const std::stop_token &stop)
{
    SlipReader reader;
    for (;;) {
        const Result<Bytes> bytes = end_->read(4096, { QDeadlineTimer::Forever, stop });
        if (!bytes)
            return;
        reader.feed(*bytes);
        while (const std::optional<Bytes> frame = reader.next()) {
            const QByteArray wire = script_(raw(*frame));
            if (!end_->write(view(wire), { QDeadlineTimer::Forever, stop }))
                return;
        }
    }
}

QByteArray ScriptedRom::answer(char op, quint32 value, char status, char error)
{
    QByteArray frame { "\x01", 1 };
    frame.append(op).append('\x02').append('\0');
    const quint32 little = qToLittleEndian(value);
    frame.append(reinterpret_cast<const char *>(&little), sizeof little);
    frame.append(status).append(error);
    return framed(frame);
}

QByteArray ScriptedRom::framed(const QByteArray &frame)
{
    return raw(slip_encode(view(frame)));
}

} // namespace espseal::test
