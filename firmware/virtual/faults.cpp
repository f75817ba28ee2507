// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/faults.h"

#include "firmware/virtual/numbers.h"

#include <array>
#include <format>
#include <variant>

namespace espseal::device {
namespace {

using Field = std::variant<bool Faults::*, uint32_t Faults::*, std::optional<uint32_t> Faults::*>;

struct Kind {
    std::string_view name;
    std::string_view value; // what stands behind '='; empty: nothing
    std::string_view what;
    Field field;
};

constexpr std::array kinds {
    Kind { "no-sync", "", "the ROM loader hears nothing", &Faults::no_sync },
    Kind { "run-mode", "", "GPIO0 cannot be pulled low: always boots from flash", &Faults::run_mode },
    Kind { "noise", "N", "one byte in N has a flipped bit", &Faults::noise },
    Kind { "drop", "N", "one byte in N is lost", &Faults::drop },
    Kind { "lost-answer", "N", "every Nth command is not answered", &Faults::lost_answer },
    Kind { "stuck-sector", "ADDR", "writes to this sector do not stick", &Faults::stuck_sector },
    Kind { "stuck-busy", "", "the flash stays busy after an erase or write", &Faults::stuck_busy },
    Kind { "unplug-after", "BYTES", "vanishes after this many more bytes of flash data", &Faults::unplug_after },
    Kind { "bad-id", "", "flash id FFFFFF", &Faults::bad_id },
    Kind { "zero-efuse", "", "all eFuses read 0", &Faults::zero_efuse },
    Kind { "other-chip", "", "identifies itself as an ESP32", &Faults::other_chip },
    Kind { "max-baud", "BAUD", "faster bytes arrive as nonsense", &Faults::max_baud },
    Kind { "slow-erase", "MS", "each erase takes this long", &Faults::slow_erase },
};

const Kind *find(std::string_view name)
{
    for (const Kind &kind : kinds) {
        if (kind.name == name)
            return &kind;
    }
    return nullptr;
}

std::string unknown(std::string_view name)
{
    std::string known;
    for (const Kind &kind : kinds)
        known += (known.empty() ? "" : ", ") + std::string(kind.name);
    return std::format("There is no fault called '{}'; choose one of: {}.", name, known);
}

} // namespace

std::expected<void, std::string> Faults::set(std::string_view spec)
{
    const size_t equals = spec.find('=');
    const std::string_view name = spec.substr(0, equals);
    const Kind *kind = find(name);
    if (kind == nullptr)
        return std::unexpected(unknown(name));
    if (auto *flag = std::get_if<bool Faults::*>(&kind->field)) {
        if (equals != std::string_view::npos)
            return std::unexpected(std::format("The fault '{}' takes no value.", name));
        this->**flag = true;
        return {};
    }
    const auto value = equals == std::string_view::npos ? std::nullopt : parse_number(spec.substr(equals + 1));
    auto *every = std::get_if<uint32_t Faults::*>(&kind->field);
    if (!value || (every != nullptr && *value == 0))
        return std::unexpected(std::format("The fault '{}' needs a number{}: {}={}.", name, every != nullptr ? " above 0" : "", name, kind->value));
    if (every != nullptr)
        this->**every = *value;
    else
        this->*std::get<std::optional<uint32_t> Faults::*>(kind->field) = value;
    return {};
}

std::expected<void, std::string> Faults::clear(std::string_view name)
{
    const Kind *kind = find(name);
    if (kind == nullptr)
        return std::unexpected(unknown(name));
    std::visit([this](auto field) { this->*field = {}; }, kind->field);
    return {};
}

std::vector<std::string> Faults::active() const
{
    std::vector<std::string> specs;
    for (const Kind &kind : kinds) {
        if (const auto *flag = std::get_if<bool Faults::*>(&kind.field)) {
            if (this->**flag)
                specs.emplace_back(kind.name);
        } else if (const auto *every = std::get_if<uint32_t Faults::*>(&kind.field)) {
            if (this->**every != 0)
                specs.push_back(std::format("{}={}", kind.name, this->**every));
        } else if (const auto &value = this->*std::get<std::optional<uint32_t> Faults::*>(kind.field)) {
            specs.push_back(std::format("{}={:#x}", kind.name, *value));
        }
    }
    return specs;
}

std::string fault_help()
{
    std::string help;
    for (const Kind &kind : kinds)
        help += std::format("  {:<20} {}\n", kind.value.empty() ? std::string(kind.name) : std::format("{}={}", kind.name, kind.value), kind.what);
    return help;
}

} // namespace espseal::device
