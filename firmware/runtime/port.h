// SPDX-License-Identifier: Apache-2.0
// What the runtime needs from a platform. Each port implements all of it; a program links exactly one port.
//
// Everything runs in one thread. A port calls back (tasks, timers, TcpSink, console) only from its main loop, never from
// inside one of these functions.
#pragma once

#include "core/wire/trace_event.h"

namespace espseal::port {

using Task = void (*)(void *argument);

// --- Flash: any address, length and alignment. False, and `into` undefined, if a byte lies beyond the chip or the read failed.
[[nodiscard]] bool flash_read(uint32_t address, uint8_t *into, uint32_t size);
[[nodiscard]] uint32_t flash_size(); // bytes
// NOR flash: programming only clears bits, erasing sets all of a sector of 4096 bytes. Any address, length and alignment (a port fills up
// with 0xFF, which changes nothing). False: beyond the chip, or the chip reported a fault; whether it took is for the caller to read back.
[[nodiscard]] bool flash_write(uint32_t address, const uint8_t *from, uint32_t size);
[[nodiscard]] bool flash_erase(uint32_t sector);

// --- Random: one raw word of the hardware source; the runtime watches its health itself. False: the source is gone.
[[nodiscard]] bool random_word(uint32_t &word);

// --- Time
[[nodiscard]] uint64_t now_us(); // since boot, never goes back
[[nodiscard]] uint32_t unix_time(); // seconds; 0: the platform does not know

// --- Later: `task` runs from the main loop. False: too many waiting.
[[nodiscard]] bool defer(Task task, void *argument);

enum class TimerId : uint8_t { server_handshake, client_handshake, hello, reconnect, restart, count };
void timer_start(TimerId id, uint32_t milliseconds, Task task, void *argument); // once; restarts a running one
void timer_stop(TimerId id);

// --- Console UART, without blocking. Returns the bytes taken; after a short write `ready` runs when there is room again.
[[nodiscard]] uint32_t console_write(const uint8_t *data, uint32_t size);
void console_on_ready(Task ready);
void console_on_input(void (*input)(const uint8_t *data, uint32_t size));

// --- Memory
struct Heap {
    uint32_t free = 0; // 0: the platform has no heap; the runtime's own static memory is reported instead
    uint32_t low_water = 0;
};
[[nodiscard]] Heap heap();
// Runs `task` to its end on the stack kept for TLS (the SDK's own is too small for elliptic curves).
void run_on_tls_stack(Task task, void *argument);
// During a task that computes for long: feeds the platform's watchdogs.
void still_working();
[[nodiscard]] uint32_t tls_stack_size();
[[nodiscard]] uint32_t tls_stack_high_water(); // most bytes ever used

// --- TCP over IPv4: one listener with one connection, and one outgoing connection.
enum class Link : uint8_t { server, client };

struct Peer {
    uint8_t local_ip[4] = {};
    uint8_t remote_ip[4] = {};
    uint16_t local_port = 0;
    uint16_t remote_port = 0;
};

class TcpSink {
public:
    virtual void tcp_opened(const Peer &peer) = 0;
    virtual void tcp_readable() = 0;
    virtual void tcp_writable() = 0; // after a short tcp_write
    // The other side ended the connection, or it never came up. `code`: the platform's error number. The link is free again.
    virtual void tcp_closed(wire::TcpEvent event, uint32_t code) = 0;
    // A second peer knocked while the link was busy and was sent away.
    virtual void tcp_turned_away(const Peer &peer) = 0;

protected:
    ~TcpSink() = default;
};

struct TcpStart {
    bool ok = false;
    uint16_t local_port = 0; // listening: the one really taken
    uint32_t code = 0; // platform's error number
};
[[nodiscard]] TcpStart tcp_listen(uint16_t local_port, TcpSink &sink); // 0: any free port
void tcp_unlisten();
[[nodiscard]] TcpStart tcp_connect(const uint8_t (&ip)[4], uint16_t remote_port, TcpSink &sink);
// Bytes read; 0: none there now, or the stream ended (then tcp_closed follows).
[[nodiscard]] uint32_t tcp_read(Link link, uint8_t *into, uint32_t size);
// Bytes taken; they are copied.
[[nodiscard]] uint32_t tcp_write(Link link, const uint8_t *data, uint32_t size);
// Sends what was taken, then ends the connection; the sink hears nothing more of it.
void tcp_close(Link link);

// What this platform's network cannot reach, in words, for messages; null: nothing.
[[nodiscard]] const char *network_limit();

// --- Names. `done` gets the address, or null if there is none. False: `name` cannot be asked for now.
using ResolveDone = void (*)(void *argument, const uint8_t *ip);
[[nodiscard]] bool resolve(const char *name, ResolveDone done, void *argument);

} // namespace espseal::port
