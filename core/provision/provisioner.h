// SPDX-License-Identifier: Apache-2.0
// Plan -> steps -> a device that holds it and has shown that it works.
#pragma once

#include "core/base/progress.h"
#include "core/loader/flash_client.h"
#include "core/monitor/diagnosis.h"
#include "core/provision/content.h"
#include "core/provision/device_identity.h"
#include "core/provision/session_watch.h"
#include "core/provision/step.h"

namespace espseal::provision {

// The finding's code of a device that is to make its key and has no certificate for one yet: no handshake is waited for.
inline const QString device_identity_missing = QStringLiteral("device-identity-missing");
// The error code of a plan that would overwrite a key that the device made itself.
inline const QString device_key_kept = QStringLiteral("device-key-kept");

struct ProvisionOptions {
    QString port;
    loader::ConnectOptions connect;
    // How long to wait for the device's first handshake after the restart; zero: do not wait.
    std::chrono::milliseconds handshake_patience { 0 };
    // Keys that devices made themselves are lost with it, for good. Otherwise they stay as they are, finished or not; a plan that writes
    // another identity over one is an error, and nothing is written.
    bool erase_device_keys = false;
};

// A region whose identity the device makes itself, or that overwrote such an identity.
struct DeviceKeyRegion {
    QString region;
    DeviceIdentity found = DeviceIdentity::empty;
    bool erased = false; // what was found is gone: it was no identity, or erase_device_keys
};

struct ProvisionReport {
    loader::DeviceInfo device;
    QList<DeviceKeyRegion> device_keys;
    loader::WriteReport write;
    loader::ResetReport restart;
    std::optional<monitor::Session> session; // the first handshake, if it was waited for and came up
    QList<Finding> findings; // warnings about the device and the diagnosis of that session
    [[nodiscard]] bool handshake_seen() const { return session && session->handshake_done; }
};

// One device from the plug to the first handshake, for those who learn only from the device what it is to hold. Calls in this order; each blocks and tells
// the observer about its steps. Errors: those of provision().
class DeviceVisit {
public:
    // Step::connect and Step::identify. `plan`: what it will be, as far as it is known.
    [[nodiscard]] static Result<DeviceVisit> begin(const flash::Plan &plan, const ProvisionOptions &options, const StepObserver &observer, const Job &job);

    [[nodiscard]] const loader::DeviceInfo &device() const { return report_.device; }
    [[nodiscard]] loader::FlashClient &client() { return client_; }

    // Step::write. `prepared` must outlive this.
    [[nodiscard]] Result<void> write(const PreparedPlan &prepared);
    // Step::restart and Step::handshake.
    [[nodiscard]] Result<void> prove(const PreparedPlan &prepared, SessionWatch &watch);
    // Lets the board go on with what it held, where nothing was written.
    void let_go();

    [[nodiscard]] const ProvisionReport &report() const { return report_; }

private:
    DeviceVisit(loader::FlashClient client, const ProvisionOptions &options, const StepObserver &observer, const Job &job);

    loader::FlashClient client_;
    ProvisionOptions options_;
    StepObserver observer_;
    Job job_;
    ProvisionReport report_;
};

// Writes everything that `prepared` holds and that the device does not hold yet, restarts it, and watches its first handshake.
// Running it again after any interruption completes the rest. Blocking. A failed handshake is no error: it is in the report.
// Errors: "plan-conflict", "device-key-kept", "chip-smaller" (the board's flash is smaller than the plan's), those of loader::FlashClient, cancelled.
[[nodiscard]] Result<ProvisionReport> provision(
    const PreparedPlan &prepared, const ProvisionOptions &options, SessionWatch &watch, const StepObserver &observer, const Job &job);

// Where the plan puts its blobs, for monitor::diagnose.
[[nodiscard]] monitor::DiagnosisContext diagnosis_context(const flash::Plan &plan);

} // namespace espseal::provision
