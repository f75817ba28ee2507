// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstdint>
#include <stop_token>

namespace espseal {

// What a long piece of work tells while it runs. Called on the working thread, possibly thousands of times a second: receivers throttle.
class Progress {
public:
    virtual ~Progress() = default;
    // `done` of `total` units (bytes mostly) of what `what` says (translated: "Writing CA to 0x07B000"). total 0 = unknown.
    virtual void report(const QString &what, std::uint64_t done, std::uint64_t total) = 0;
};

// Progress and cancellation as every long call takes them. Cancelled work ends with ErrorKind::cancelled within 0.5 s.
struct Job {
    Progress *progress = nullptr; // not owned; may be null
    std::stop_token stop;

    void report(const QString &what, std::uint64_t done, std::uint64_t total) const
    {
        if (progress)
            progress->report(what, done, total);
    }
    [[nodiscard]] bool cancelled() const { return stop.stop_requested(); }
};

} // namespace espseal
