// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/ram_program.h"

namespace espseal::device {

void RamProgram::begin(uint32_t address)
{
    if (parts_.empty() || parts_.back().first != parts_.back().second)
        parts_.emplace_back();
    parts_.back() = { address, address };
}

void RamProgram::load(View data, Bus &bus)
{
    if (parts_.empty())
        return;
    uint32_t &end = parts_.back().second;
    bus.load_ram(end, data);
    end += uint32_t(data.size());
}

bool RamProgram::contains(uint32_t address) const
{
    return std::ranges::any_of(parts_, [address](const auto &part) { return address >= part.first && address < part.second; });
}

} // namespace espseal::device
