// SPDX-License-Identifier: Apache-2.0
// What is done with one board, as blocking work for a job.
#pragma once

#include "core/provision/provisioner.h"

namespace espseal::studio {

class WorkspaceKeys;

struct RunRequest {
    flash::Plan plan;
    WorkspaceKeys *keys = nullptr; // of the workspace whose credentials the plan names; outlives the work
    QString port;
    bool overwrite_device_keys = false; // otherwise the error provision::device_key_kept
    QString digest; // of plan and credentials, remembered for the board when it holds them
};

// Prepares, writes, restarts and, with a patience, watches the first handshake.
[[nodiscard]] Result<provision::ProvisionReport> provision_board(const RunRequest &request, std::chrono::milliseconds handshake_patience,
    provision::SessionWatch &watch, const provision::StepObserver &observer, const Job &job);

// Reads the planned regions back and restarts the board. Error "verify-differs": the first region that is not as planned, the others in the detail.
[[nodiscard]] Result<loader::DeviceInfo> verify_board(const RunRequest &request, const provision::StepObserver &observer, const Job &job);

// Asks the board what it is and lets it go on.
[[nodiscard]] Result<loader::DeviceInfo> identify_board(const QString &port, const Job &job);
[[nodiscard]] Result<loader::ResetReport> restart_board(const QString &port, const Job &job);

} // namespace espseal::studio
