// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include "core/base/error.h"
#include "core/flash/plan.h"

#include <optional>

namespace espseal::flash {

enum class ExportFormat {
    c_header, // sectors and addresses as #defines, and the table that user_pre_init() registers
    partition_table, // C source with user_pre_init() (SDK 3.x) or user_rf_cal_sector_set() (2.x)
    csv,
    svg,
    esptool, // arguments of esptool.py: "write_flash --flash_size 4MB-c1 0x00000 boot.bin ..."
};

[[nodiscard]] QString export_format_name(ExportFormat format); // "c-header"
[[nodiscard]] std::optional<ExportFormat> export_format(const QString &name);

// UTF-8. Error: `plan-conflicts` for what a build or a flasher would act on (c_header, partition_table, esptool) if check() has errors;
// `nothing-to-write` for esptool if no region has a file.
[[nodiscard]] Result<QByteArray> export_plan(const Plan &plan, ExportFormat format);

} // namespace espseal::flash
