// SPDX-License-Identifier: Apache-2.0
#include "core/wire/trace_event.h"

#include "core/wire/key_event.h"

namespace espseal::wire {

namespace {

struct KindRow {
    EventKind kind;
    uint16_t schema;
    const char *name;
};

template <class Event> constexpr KindRow row(const char *name)
{
    return { Event::kind, Event::schema, name };
}

constexpr KindRow rows[] = {
    row<Hello>("hello"),
    row<SessionStart>("session start"),
    row<Tcp>("TCP"),
    row<Record>("record"),
    row<Message>("handshake message"),
    row<Certificate>("certificate"),
    row<BlobRead>("blob read"),
    row<Alert>("alert"),
    row<Negotiated>("negotiated"),
    row<HandshakeDone>("handshake done"),
    row<SessionEnd>("session end"),
    row<Application>("application data"),
    row<Memory>("memory"),
    row<RuntimeError>("error"),
    row<Dropped>("dropped"),
    row<Settings>("settings"),
    row<KeyLog>("key log"),
    row<InSession>("in session"),
    row<KeyWork>("key work"),
    row<CertificateRequestPart>("certificate request"),
    row<IdentityProgress>("identity progress"),
    row<KeyRefused>("key refused"),
    row<KeyRequest>("key request"),
    row<CertificatePart>("certificate part"),
    { EventKind::hello_request, schema_hash("hello_request/1"), "hello request" },
};

const KindRow *find_row(uint8_t kind)
{
    for (const KindRow &row : rows) {
        if (static_cast<uint8_t>(row.kind) == kind)
            return &row;
    }
    return nullptr;
}

} // namespace

uint16_t schema_of_kind(uint8_t kind)
{
    const KindRow *row = find_row(kind);
    return row ? row->schema : static_cast<uint16_t>(0);
}

const char *event_kind_name(uint8_t kind)
{
    const KindRow *row = find_row(kind);
    return row ? row->name : "unknown";
}

} // namespace espseal::wire
