// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <chrono>
#include <functional>

namespace espseal::provision {

// What provisioning one device consists of, in order.
enum class Step { connect, identify, write, restart, handshake };
inline constexpr int step_count = 5;

enum class StepState { waiting, running, done, skipped, failed };

struct StepUpdate {
    Step step = Step::connect;
    StepState state = StepState::running;
    QString detail; // translated: what came out of it; the error's sentence if it failed
    std::chrono::milliseconds took {};
};

// Called on the working thread.
using StepObserver = std::function<void(const StepUpdate &)>;

[[nodiscard]] QString step_title(Step step); // translated: "Write"
[[nodiscard]] QString step_name(Step step); // "write", for JSON
[[nodiscard]] QString state_name(StepState state); // "done", for JSON

} // namespace espseal::provision
