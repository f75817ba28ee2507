// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/session_fold.h"

#include "core/wire/agent_settings.h"
#include "core/wire/blob.h"

namespace espseal::monitor {

namespace {

constexpr qsizetype blobs_kept = 32;

void set_hello(DeviceState &device, const wire::Hello &hello)
{
    device.known = true;
    device.firmware = to_qstring(hello.firmware);
    device.flavour = to_qstring(hello.flavour);
    device.mac = hello.mac.size == 6 ? to_bytes(hello.mac) : QByteArray();
    device.reset_reason = hello.reset_reason;
    device.buffer_size = hello.buffer_size;
    device.plain_limit = hello.plain_limit;
    device.arena_size = hello.arena_size;
    device.stack_size = hello.stack_size;
    device.flash_size = hello.flash_size;
    device.makes_keys = (hello.features & wire::feature_own_key) != 0;
}

AgentSeen agent_of(const wire::Settings &settings)
{
    return { .found = settings.sector != wire::no_sector,
        .sector = settings.sector,
        .role = settings.role,
        .host = to_qstring(settings.host),
        .remote_port = settings.remote_port,
        .local_port = settings.local_port,
        .ca_sector = settings.ca_sector,
        .identity_sector = settings.identity_sector,
        .client_verifies = settings.client_verifies,
        .client_authenticates = settings.client_authenticates,
        .server_verifies = settings.server_verifies };
}

struct StateFold {
    DeviceState &device;

    void operator()(const wire::Hello &hello) const { set_hello(device, hello); }
    void operator()(const wire::Settings &settings) const { device.agent = agent_of(settings); }
    void operator()(const wire::BlobRead &read) const { keep_blob(device.blobs, blob_of(read)); }
    void operator()(const wire::Tcp &tcp) const
    {
        if (tcp.event == wire::TcpEvent::listening)
            device.listening = tcp.local_port;
    }
    void operator()(const SdkLog &log) const
    {
        if (device.traces)
            return;
        if (log.kind == SdkLogKind::blob || log.kind == SdkLogKind::blob_missing)
            keep_blob(device.blobs, blob_of(log));
        else if (log.kind == SdkLogKind::sdk_version)
            device.firmware = log.text;
        else if (log.kind == SdkLogKind::reset)
            device.reset_reason = static_cast<std::uint32_t>(log.number);
        else if (log.kind == SdkLogKind::no_time)
            append_error(device.errors, log);
    }
    void operator()(const auto &) const { }
};

} // namespace

BlobSeen blob_of(const wire::BlobRead &read)
{
    return { read.role, read.sector, read.offset, to_qstring(read.name), read.length, read.crc32, read.verdict };
}

// Stock firmware prints each entry's header as it finds it, but not where.
BlobSeen blob_of(const SdkLog &log)
{
    const bool identity = log.kind == SdkLogKind::blob_missing ? log.number == 1 : log.text.startsWith(u"certificate") || log.text.startsWith(u"private_key");
    const bool erased = log.kind == SdkLogKind::blob_missing || log.number == wire::blob_erased_length;
    BlobSeen blob { .role = identity ? wire::BlobRole::identity : wire::BlobRole::ca, .sector = wire::no_sector };
    if (erased) {
        blob.verdict = wire::BlobVerdict::erased;
    } else {
        blob.verdict = log.text.isEmpty() ? wire::BlobVerdict::no_blob : wire::BlobVerdict::ok;
        blob.name = log.text;
        blob.length = static_cast<std::uint32_t>(log.number);
    }
    return blob;
}

void keep_blob(QList<BlobSeen> &blobs, BlobSeen blob)
{
    blobs.removeIf(
        [&](const BlobSeen &known) { return known.role == blob.role && (known.name == blob.name || known.name.isEmpty() || known.sector != blob.sector); });
    if (blobs.size() < blobs_kept)
        blobs.append(std::move(blob));
}

void fold_device_state(DeviceState &device, const Event &event)
{
    device.traces = device.traces || !(std::holds_alternative<ConsoleLine>(event.payload) || std::holds_alternative<SdkLog>(event.payload));
    std::visit(StateFold { device }, event.payload);
}

} // namespace espseal::monitor
