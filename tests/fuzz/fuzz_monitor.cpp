// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/diagnosis.h"
#include "core/monitor/monitor.h"
#include "core/monitor/session_json.h"
#include "tests/fuzz/expect.h"

#include <algorithm>

using namespace espseal;
using namespace espseal::monitor;

// Whatever a device sends: sessions keep their order, an ended one says how, a failed one has a cause, and everything can be shown.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Monitor monitor([](const Event *, const PeerEvent *, const QList<std::uint64_t> &) { });
    const HostTime now(std::chrono::seconds(1'795'000'000));
    for (size_t at = 0; at < size; at += 100)
        monitor.feed(std::span(data + at, std::min<size_t>(100, size - at)), now);
    monitor.quiet(now);
    const QList<Session> &sessions = monitor.builder().sessions();
    EXPECT(sessions.size() <= SessionBuilder::limit);
    EXPECT(std::is_sorted(sessions.cbegin(), sessions.cend(), [](const Session &one, const Session &other) { return one.id < other.id; }));
    for (const Session &session : sessions) {
        const QList<Finding> findings = diagnose(session);
        EXPECT(!session.finished() || session.end != EndKind::open);
        EXPECT((session.state == SessionState::failed) == !findings.isEmpty());
        EXPECT(!to_json(session, findings).isEmpty());
    }
    EXPECT(diagnose(monitor.builder().device()).size() <= 3);
    return 0;
}
