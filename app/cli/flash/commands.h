// SPDX-License-Identifier: Apache-2.0
// The commands of the groups `flash` and `image`, one function each.
#pragma once

#include <QCoreApplication>
#include <QList>

#include "app/cli/session.h"
#include "core/base/finding.h"
#include "core/flash/plan.h"

namespace espseal::cli {

void add_flash_check(CLI::App &flash, Session &session);
void add_flash_show(CLI::App &flash, Session &session);
void add_flash_suggest(CLI::App &flash, Session &session);
void add_flash_export(CLI::App &flash, Session &session);
void add_flash_import(CLI::App &flash, Session &session);
void add_flash_layouts(CLI::App &flash, Session &session);
void add_image_info(CLI::App &image, Session &session);

// A plan file with its regions' files measured.
struct LoadedPlan {
    flash::Plan plan;
    QList<Finding> file_findings;
};
[[nodiscard]] Result<LoadedPlan> load_and_measure(const std::string &path);

struct FlashTexts {
    Q_DECLARE_TR_FUNCTIONS(espseal::cli::flash)
};

} // namespace espseal::cli
