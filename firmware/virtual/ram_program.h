// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bus.h"

#include <utility>

namespace espseal::device {

// What a host has downloaded into RAM since the last reset.
class RamProgram {
public:
    void begin(uint32_t address);
    // Where the last one ended.
    void load(View data, Bus &bus);
    [[nodiscard]] bool contains(uint32_t address) const;
    // Where it is entered.
    void set_entry(uint32_t entry) { entry_ = entry; }
    [[nodiscard]] uint32_t entry() const { return entry_; }
    // The first address of all.
    [[nodiscard]] uint32_t start() const { return parts_.empty() ? 0 : parts_.front().first; }

private:
    std::vector<std::pair<uint32_t, uint32_t>> parts_; // start, end
    uint32_t entry_ = 0;
};

} // namespace espseal::device
