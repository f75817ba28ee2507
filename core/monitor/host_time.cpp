// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/host_time.h"

namespace espseal::monitor {

HostTime host_now()
{
    using namespace std::chrono;
    struct Anchor {
        steady_clock::time_point steady = steady_clock::now();
        HostTime wall = time_point_cast<microseconds>(system_clock::now());
    };
    static const Anchor anchor;
    return anchor.wall + duration_cast<microseconds>(steady_clock::now() - anchor.steady);
}

} // namespace espseal::monitor
