// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/recording.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QtEndian>

#include "core/base/files.h"
#include "core/wire/crc.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

constexpr QByteArrayView magic = "ESPSEALREC\x1a";
constexpr qsizetype header_size = 16;
constexpr char version = 1;
constexpr qsizetype chunk_header_size = 1 + 8 + 4;
constexpr qsizetype crc_size = 4;
constexpr std::uint8_t type_bytes = 1;
constexpr std::uint8_t type_peer = 2;

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::monitor", source);
}

QByteArray header()
{
    QByteArray bytes = magic.toByteArray();
    bytes.append(version);
    return bytes.leftJustified(header_size, '\0');
}

std::uint32_t crc_of(QByteArrayView bytes)
{
    return wire::crc32({ reinterpret_cast<const std::uint8_t *>(bytes.data()), static_cast<std::uint32_t>(bytes.size()) });
}

template <class T> void put(QByteArray &to, T value)
{
    const T little = qToLittleEndian(value);
    to.append(reinterpret_cast<const char *>(&little), sizeof little);
}

std::unexpected<Error> not_writable(const QFile &file)
{
    return failed(u"recording-unwritable"_s, text("The recording %1 cannot be written: %2.").arg(file.fileName(), file.errorString()),
        text("Check the folder, its permissions and the free space; what was recorded so far can be replayed."));
}

// Nothing for types that a later version added, and for a peer event that cannot be read.
std::optional<RecordedChunk> chunk_of(std::uint8_t type, HostTime host, QByteArrayView payload)
{
    if (type == type_bytes)
        return RecordedChunk { .host = host, .bytes = payload.toByteArray(), .peer = {} };
    if (type != type_peer)
        return {};
    const auto event = peer_event_from_json(QJsonDocument::fromJson(payload.toByteArray()).object());
    if (!event)
        return {};
    return RecordedChunk { .host = host, .bytes = {}, .peer = event };
}

} // namespace

Recorder::Recorder(std::unique_ptr<QFile> file)
    : file_(std::move(file))
{
}

Result<Recorder> Recorder::create(const QString &path)
{
    auto file = std::make_unique<QFile>(path);
    if (QFileInfo(path).size() > 0) {
        // A mistyped name must not cost a key or a plan.
        if (!file->open(QIODevice::ReadOnly) || !file->read(magic.size()).startsWith(magic))
            return bad_input(u"recording-would-overwrite"_s, text("%1 is there already and is no recording.").arg(path), text("Give another name."));
        file->close();
    }
    if (!file->open(QIODevice::WriteOnly | QIODevice::Truncate) || file->write(header()) != header_size || !file->flush())
        return not_writable(*file);
    return Recorder(std::move(file));
}

Result<void> Recorder::add(std::span<const std::uint8_t> device_bytes, HostTime host)
{
    return append(type_bytes, host, device_bytes);
}

Result<void> Recorder::add(const PeerEvent &event)
{
    const QByteArray json = QJsonDocument(to_json(event)).toJson(QJsonDocument::Compact);
    return append(type_peer, event.host, std::span(reinterpret_cast<const std::uint8_t *>(json.constData()), static_cast<std::size_t>(json.size())));
}

Result<void> Recorder::append(std::uint8_t type, HostTime host, std::span<const std::uint8_t> payload)
{
    QByteArray chunk;
    chunk.reserve(chunk_header_size + static_cast<qsizetype>(payload.size()) + crc_size);
    chunk.append(static_cast<char>(type));
    put(chunk, static_cast<std::int64_t>(host.time_since_epoch().count()));
    put(chunk, static_cast<std::uint32_t>(payload.size()));
    chunk.append(reinterpret_cast<const char *>(payload.data()), static_cast<qsizetype>(payload.size()));
    put(chunk, crc_of(chunk));
    if (file_->write(chunk) != chunk.size() || !file_->flush())
        return not_writable(*file_);
    return {};
}

Result<Recording> read_recording(const QString &path)
{
    const Result<QByteArray> file = read_file(path, Size(1u << 30));
    if (!file)
        return failure(file.error());
    return parse_recording(*file);
}

Result<Recording> parse_recording(const QByteArray &file)
{
    if (!file.startsWith(magic) || file.size() < header_size)
        return bad_input(u"not-a-recording"_s, text("The file is no monitor recording."), text("Record one with espseal monitor --record."));
    if (file.at(magic.size()) != version) {
        return bad_input(u"recording-newer"_s, text("The recording has version %1; this program reads version %2.").arg(file.at(magic.size())).arg(version),
            text("Use a newer espseal."));
    }
    Recording recording;
    QByteArrayView rest = QByteArrayView(file).sliced(header_size);
    while (rest.size() >= chunk_header_size + crc_size) {
        const auto size = static_cast<qsizetype>(qFromLittleEndian<std::uint32_t>(rest.data() + 9));
        if (rest.size() - chunk_header_size - crc_size < size)
            break;
        const QByteArrayView checked = rest.first(chunk_header_size + size);
        if (crc_of(checked) != qFromLittleEndian<std::uint32_t>(checked.data() + checked.size()))
            break;
        const HostTime host { std::chrono::microseconds(qFromLittleEndian<std::int64_t>(rest.data() + 1)) };
        if (auto chunk = chunk_of(static_cast<std::uint8_t>(rest.front()), host, checked.sliced(chunk_header_size)))
            recording.chunks.append(*std::move(chunk));
        rest = rest.sliced(checked.size() + crc_size);
    }
    recording.cut_off = static_cast<std::uint64_t>(rest.size());
    return recording;
}

} // namespace espseal::monitor
